// A list of 50 by an indexed sort with a filter, and search by beginnings, over a million accounts, over
// HTTP on one connection; against the bare prepared statement that finds the same rows.
// `bench_list [accounts] [folder that keeps the file]`. Bars: p50 at most 5 × bare, p99 10 ms; search
// p99 20 ms.
#include <fmt/format.h>

#include <cstdlib>

#include "accounts.hpp"
#include "app/application.hpp"
#include "app/composition.hpp"
#include "bare_sqlite.hpp"
#include "base/json.hpp"
#include "base/text.hpp"
#include "db/testing/temporary_folder.hpp"
#include "load.hpp"
#include "measure.hpp"
#include "modules/identity/identity.hpp"

namespace {

using namespace kith;

constexpr int kRequests = 300;

struct List {
    const char* name;
    const char* query;
    const char* bare;  // "" where there is no bar against it
};

// `+` keeps a bare statement on the sort's index, as the engine does for a filter that finds many.
constexpr List kLists[] = {
    {"by name, one country",
     R"({"filter":{"field":"country","op":"eq","value":"NO"},"sort":[{"field":"name","dir":"asc"}],"limit":50})",
     "SELECT * FROM r_account WHERE binned_at IS NULL AND +country = 'NO' ORDER BY name, id LIMIT 50"},
    {"by revenue, country and category",
     R"({"filter":{"and":[{"field":"country","op":"eq","value":"SE"},{"field":"category","op":"eq","value":"A"}]},)"
     R"("sort":[{"field":"revenue","dir":"desc"}],"limit":50})",
     "SELECT * FROM r_account WHERE binned_at IS NULL AND +country = 'SE' AND +category = 'A' AND revenue IS "
     "NOT NULL "
     "ORDER BY revenue DESC, id DESC LIMIT 50"},
    {"by revenue, two categories",
     R"({"filter":{"field":"category","op":"in","value":["A","B"]},"sort":[{"field":"revenue","dir":"desc"}],"limit":50})",
     "SELECT * FROM r_account WHERE binned_at IS NULL AND +category IN ('A', 'B') AND revenue IS NOT NULL "
     "ORDER BY revenue DESC, id DESC LIMIT 50"},
};
constexpr List kSearches[] = {
    {"search n", R"({"search":"n","limit":50})", ""},
    {"search nor", R"({"search":"nor","limit":50})", ""},
    {"search nordlys", R"({"search":"nordlys","limit":50})", ""},
    {"search fjell maskin 77", R"({"search":"fjell maskin 77","limit":50})", ""},
};

/// The ids a bare statement finds, every column read as a list would.
std::vector<std::int64_t> run_bare(sqlite3_stmt* statement, std::size_t& bytes) {
    std::vector<std::int64_t> ids;
    while (sqlite3_step(statement) == SQLITE_ROW) {
        ids.push_back(sqlite3_column_int64(statement, 0));
        for (int column = 1; column < sqlite3_column_count(statement); ++column)
            if (sqlite3_column_text(statement, column) != nullptr)
                bytes += static_cast<std::size_t>(sqlite3_column_bytes(statement, column));
    }
    sqlite3_reset(statement);
    return ids;
}

struct Times {
    double p50_ms = 0;
    double p99_ms = 0;
};

Times bare_times(bench::BareSqlite& sqlite, sqlite3_stmt* statement) {
    std::vector<double> took;
    std::size_t bytes = 0;
    for (int i = 0; i < kRequests; ++i) {
        const auto begun = std::chrono::steady_clock::now();
        (void)run_bare(statement, bytes);
        took.push_back(bench::seconds_since(begun) * 1000);
    }
    if (bytes == 0) throw std::runtime_error(sqlite3_errmsg(sqlite.handle()));
    return {bench::quantile(took, 0.5), bench::quantile(took, 0.99)};
}

Times http_times(std::uint16_t port, const std::string& token, std::string_view query) {
    const std::string request = fmt::format(
        "POST /api/v1/records/account/query HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {}\r\n"
        "Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{}",
        token, query.size(), query);
    const auto warm = bench::load(port, {request}, 1, std::chrono::milliseconds(200));
    const auto measured = bench::load(port, {request}, 1, std::chrono::milliseconds(1500));
    if (warm.failed + measured.failed > 0) throw std::runtime_error("a request failed");
    return {measured.p50_us / 1000, measured.p99_us / 1000};
}

std::vector<std::int64_t> ids_of(records::Workspace& workspace, std::string_view query) {
    const auto body = json::parse(query);
    const auto read = records::Query::parse("account", *body);
    return workspace.read(Actor::system("bench"), [&](records::Reader& reader) {
        const auto page = reader.query(*read);
        std::vector<std::int64_t> ids;
        for (const auto& record : page->records)
            ids.push_back(record.id.value);
        return ids;
    });
}

std::string token_for(records::Workspace& workspace) {
    const Actor actor = Actor::system("bench");
    const auto user = identity::find_user(workspace, "bench@kith.example");
    const auto id = user ? Result<Id>(*user) : workspace.write(actor, [](records::Writer& writer) {
        return writer.create("user", {{"name", std::string("Bench")},
                                      {"email", std::string("bench@kith.example")},
                                      {"role", std::string("administrator")}});
    });
    return identity::add_api_token(workspace, actor, id.value(), "bench", std::nullopt).value().token;
}

int collate(void*, int left_size, const void* left, int right_size, const void* right) {
    return text::compare({static_cast<const char*>(left), static_cast<std::size_t>(left_size)},
                         {static_cast<const char*>(right), static_cast<std::size_t>(right_size)});
}

bool measure(records::Workspace& workspace, std::uint16_t port, const std::string& path) {
    bool held = true;
    const std::string token = token_for(workspace);
    bench::BareSqlite sqlite(path);
    sqlite3_create_collation(sqlite.handle(), "KITH", SQLITE_UTF8, nullptr, collate);
    for (const List& list : kLists) {
        sqlite3_stmt* const statement = sqlite.prepare(list.bare);
        std::size_t bytes = 0;
        if (run_bare(statement, bytes) != ids_of(workspace, list.query))
            throw std::runtime_error("other rows");
        const Times bare = bare_times(sqlite, statement);
        const Times http = http_times(port, token, list.query);
        sqlite3_finalize(statement);
        fmt::print("list {}: p50 {:.2f} ms, p99 {:.2f} ms; bare p50 {:.2f} ms, p99 {:.2f} ms; ratio {:.1f}\n",
                   list.name, http.p50_ms, http.p99_ms, bare.p50_ms, bare.p99_ms, http.p50_ms / bare.p50_ms);
        held = held && http.p50_ms <= 5 * bare.p50_ms && http.p99_ms <= 10;
    }
    for (const List& search : kSearches) {
        const Times http = http_times(port, token, search.query);
        fmt::print("{}: p50 {:.2f} ms, p99 {:.2f} ms\n", search.name, http.p50_ms, http.p99_ms);
        held = held && http.p99_ms <= 20;
    }
    return held;
}

}  // namespace

int main(int count, char** arguments) {
    try {
        const std::int64_t accounts = count > 1 ? std::atoll(arguments[1]) : 1'000'000;
        const db::testing::TemporaryFolder temporary;
        const std::string folder = count > 2 ? arguments[2] : temporary.path().string();
        const std::string path = folder + "/kith.db";
        const auto workspace = app::open_workspace({.db = path, .create = true});
        if (!workspace) throw std::runtime_error(workspace.error().code);
        const auto begun = std::chrono::steady_clock::now();
        if (const auto made = bench::make_accounts(**workspace, accounts); !made)
            throw std::runtime_error(made.error().code);
        fmt::print("{} accounts, {} MB, after {:.0f} s\n", accounts,
                   (*workspace)->database().size_bytes() >> 20U, bench::seconds_since(begun));
        app::ServeOptions options;
        options.port = 0;
        options.data_folder = folder;
        options.access_log = false;
        app::Application application(**workspace, options);
        if (const auto started = application.start(); !started)
            throw std::runtime_error(started.error().code);
        const bool held = measure(**workspace, application.port(), path);
        application.stop(std::chrono::seconds(5));
        fmt::print("{}\n", held ? "within the bars" : "BEYOND A BAR");
        return held ? 0 : 1;
    } catch (const std::exception& e) {
        fmt::print("failed: {}\n", e.what());
        return 2;
    }
}
