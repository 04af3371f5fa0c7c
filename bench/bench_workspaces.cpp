// Many workspaces on one server: how long the first request to one that is closed takes, over HTTP on loopback, and
// what the process holds with a hundred open. Beside it SQLite alone opening the same file and answering its first
// query. `bench_workspaces [workspaces] [customers]`; bars: 150 ms, 1 GB with 100 open.
#include <malloc.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "app/application.hpp"
#include "app/demo/demo.hpp"
#include "app/metrics.hpp"
#include "app/workspaces/manage.hpp"
#include "app/workspaces/many.hpp"
#include "base/log.hpp"
#include "app_server.hpp"
#include "bare_sqlite.hpp"
#include "connection.hpp"
#include "db/testing/temporary_folder.hpp"
#include "measure.hpp"

namespace {

using namespace kith;
using Clock = std::chrono::steady_clock;
using bench::must;

constexpr std::size_t kOpen = 100;

/// A company's file, and a token that opens it in every copy.
std::string make_template(const std::string& path, int customers) {
    const auto workspace = must(app::open_workspace({.db = path, .create = true}));
    demo::DemoOptions options;
    options.customers = customers;
    options.today = local_date(workspace->clock().now(), workspace->settings().time_zone);
    must(demo::make_demo(*workspace, options));
    const auto actor = Actor::system("bench");
    const auto user = must(workspace->write(actor, [](records::Writer& writer) {
        return writer.create("user", {{"name", std::string("Bench")}, {"email", std::string("bench@example.org")},
                                      {"role", std::string("administrator")}, {"active", true}});
    }));
    const auto token = must(identity::add_api_token(*workspace, actor, user, "bench", std::nullopt)).token;
    // As one that has been served: what follows its changes has come to their end.
    app::start_in_background(*workspace);
    const auto busy = [&](const Module& module) { return module.busy != nullptr && module.busy(*workspace); };
    do std::this_thread::sleep_for(std::chrono::seconds(1));
    while (std::ranges::any_of(app::modules(), busy));
    return token;
}

void copy_to(app::Directory& directory, const std::string& file, int count) {
    namespace fs = std::filesystem;
    for (int i = 0; i < count; ++i) {
        const auto slug = "w" + std::to_string(i);
        const auto entry = must(directory.add({.name = "Workspace " + std::to_string(i), .slug = slug, .state = app::WorkspaceState::Active,
                                               .place = "workspaces/" + slug, .created_at = Instant::now()}));
        fs::create_directories(fs::path(directory.database_of(entry)).parent_path());
        fs::copy_file(file, directory.database_of(entry));
    }
}

double first_request(std::uint16_t port, int number, const std::string& token) {
    const auto begun = Clock::now();
    bench::Connection connection(port, token);
    (void)connection.answer("GET /api/v1/records/account?limit=50 HTTP/1.1\r\nHost: w" + std::to_string(number) +
                            ".kith.example\r\nAuthorization: Bearer " + token + "\r\n\r\n");
    return bench::seconds_since(begun) * 1e3;
}

double bare_first_query(const std::string& path) {
    const auto begun = Clock::now();
    bench::BareSqlite sqlite(path);
    auto* statement = sqlite.prepare("select * from r_account order by id limit 50");
    while (sqlite3_step(statement) == SQLITE_ROW) {}
    sqlite3_finalize(statement);
    return bench::seconds_since(begun) * 1e3;
}

double mib(std::int64_t bytes) { return static_cast<double>(bytes) / (1024.0 * 1024.0); }

int run(int count, int customers) {
    log::set_level(log::Level::Warning);
    mallopt(M_ARENA_MAX, 2);  // as `kith serve` does
    const db::testing::TemporaryFolder folder;
    const auto file = folder / "template.db";
    const auto token = make_template(file, customers);
    const auto directory = must(app::Directory::open({folder.path().string()}, true));
    copy_to(*directory, file, count);
    std::printf("%d workspaces of %d customers, %.1f MiB each\n", count, customers, mib(static_cast<std::int64_t>(std::filesystem::file_size(file))));
    app::ManyOptions options;
    options.base_domain = "kith.example";
    options.pool.most_open = kOpen;
    options.pool.visits = false;
    options.pool.started = app::start_in_background;
    app::ManyWorkspaces many(*directory, options);
    app::ServeOptions serve;
    serve.port = 0;
    serve.data_folder = folder.path().string();
    serve.access_log = false;
    app::Application application(many, serve);
    if (const auto started = application.start(); !started) throw std::runtime_error(started.error().code);
    malloc_trim(0);
    const auto before = app::resident_bytes();
    std::vector<double> cold, warm, all, bare;
    const int open = std::min<int>(count, kOpen);
    for (int i = 0; i < open; ++i) cold.push_back(first_request(application.port(), i, token));
    for (int i = 0; i < open; ++i) warm.push_back(first_request(application.port(), i, token));
    const auto with_open = app::resident_bytes();
    for (int i = 0; i < count; ++i) all.push_back(first_request(application.port(), (i + open) % count, token));
    const auto after_all = app::resident_bytes();
    application.stop(std::chrono::seconds(1));
    for (int i = 0; i < open; ++i) bare.push_back(bare_first_query(directory->database_of(*directory->by_slug("w" + std::to_string(i)))));
    const auto half = bench::quantile(cold, 0.5);
    std::printf("first request to a closed workspace: median %.1f ms, p99 %.1f ms (bar 150); %.1f x SQLite alone, %.2f ms\n", half,
                bench::quantile(cold, 0.99), half / bench::quantile(bare, 0.5), bench::quantile(bare, 0.5));
    std::printf("  while another is closed for it, %d times: median %.1f ms, p99 %.1f ms\n", count, bench::quantile(all, 0.5), bench::quantile(all, 0.99));
    std::printf("  to an open one: median %.2f ms\n", bench::quantile(warm, 0.5));
    std::printf("memory: %.0f MiB with none open, %.0f MiB with %d open (bar 1024), %.0f MiB after all\n", mib(before), mib(with_open), open, mib(after_all));
    return bench::quantile(cold, 0.99) <= 150 && mib(with_open) <= 1024 ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
    try {
        return run(argc > 1 ? std::atoi(argv[1]) : 1000, argc > 2 ? std::atoi(argv[2]) : 700);
    } catch (const std::exception& problem) {
        std::fprintf(stderr, "%s\n", problem.what());
        return 1;
    }
}
