// Search over a million accounts, over HTTP on one connection, as it is typed: beginnings, whole words, several
// of them, mistyped ones. Beside each the bare full-text statement that gives the newest 50 of the same words.
// `bench_search [accounts] [folder that keeps the file]`. Bars: p99 20 ms, mistyped 60 ms.
#include <fmt/format.h>

#include <cstdlib>

#include "accounts.hpp"
#include "app/application.hpp"
#include "app/composition.hpp"
#include "bare_sqlite.hpp"
#include "base/json.hpp"
#include "db/testing/temporary_folder.hpp"
#include "load.hpp"
#include "measure.hpp"
#include "modules/identity/identity.hpp"

namespace {

using namespace kith;

struct Words {
    const char* typed;  // in a URL
    const char* match;  // the bare statement's, with every word a beginning
    double bar_ms;
};

constexpr Words kWords[] = {
    {"n", "n*", 20},
    {"no", "no*", 20},
    {"nord", "nord*", 20},
    {"nordl", "nordl*", 20},
    {"nordlys", "nordlys*", 20},
    {"maskin", "maskin*", 20},
    {"%C3%B8stst%C3%A5l", "oststal*", 20},
    {"fjell%20maskin", "fjell* maskin*", 20},
    {"fjell%20maskin%2077", "fjell* maskin* 77*", 20},
    {"nord%20transport%20as", "nord* transport* as*", 20},
    {"service%20kontor%20ltd", "service* kontor* ltd*", 20},
    {"post%40firma123456.example", "firma123456*", 20},
    {"firma123456.example", "firma123456*", 20},
    {"nrodlys", "nordlys*", 60},
    {"nordlsy%20teknik", "nordlys* teknikk*", 60},
    {"fjellmaskni%20transprot", "fjellmaskin* transport*", 60},
    {"xqzwvkj", "xqzwvkj*", 60},
};

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

double bare_p50(bench::BareSqlite& sqlite, const std::string& match) {
    auto* const statement = sqlite.prepare("SELECT rowid FROM s_account WHERE s_account MATCH ?1 ORDER BY rowid DESC LIMIT 50");
    std::vector<double> took;
    for (int i = 0; i < 20; ++i) {
        const auto begun = std::chrono::steady_clock::now();
        sqlite3_bind_text(statement, 1, match.c_str(), -1, SQLITE_STATIC);
        while (sqlite3_step(statement) == SQLITE_ROW) {
        }
        sqlite3_reset(statement);
        took.push_back(bench::seconds_since(begun) * 1000);
    }
    sqlite3_finalize(statement);
    return bench::quantile(took, 0.5);
}

bool measure(std::uint16_t port, const std::string& token, const std::string& path) {
    bool held = true;
    bench::BareSqlite sqlite(path);
    for (const Words& words : kWords) {
        const std::string request = fmt::format("GET /api/v1/search?limit=5&q={} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {}\r\n\r\n", words.typed, token);
        const auto warm = bench::load(port, {request}, 1, std::chrono::milliseconds(200));
        const auto http = bench::load(port, {request}, 1, std::chrono::milliseconds(1500));
        if (warm.failed + http.failed > 0) throw std::runtime_error("a request failed");
        const double bare = bare_p50(sqlite, words.match);
        fmt::print("{:28} p50 {:7.2f} ms  p99 {:7.2f} ms (at most {:.0f}); bare full text {:7.2f} ms, ratio {:.2f}\n", words.typed,
                   http.p50_us / 1000, http.p99_us / 1000, words.bar_ms, bare, http.p50_us / 1000 / bare);
        held = held && http.p99_us / 1000 <= words.bar_ms;
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
        const auto begun = std::chrono::steady_clock::now();
        const auto workspace = app::open_workspace({.db = path, .create = true});
        if (!workspace) throw std::runtime_error(workspace.error().code);
        fmt::print("opened after {:.1f} s\n", bench::seconds_since(begun));
        if (const auto made = bench::make_accounts(**workspace, accounts); !made) throw std::runtime_error(made.error().code);
        fmt::print("{} accounts after {:.0f} s\n", accounts, bench::seconds_since(begun));
        app::ServeOptions options;
        options.port = 0;
        options.data_folder = folder;
        options.access_log = false;
        app::Application application(**workspace, options);
        if (const auto started = application.start(); !started) throw std::runtime_error(started.error().code);
        const bool held = measure(application.port(), token_for(**workspace), path);
        application.stop(std::chrono::seconds(5));
        fmt::print("{}\n", held ? "within the bars" : "BEYOND A BAR");
        return held ? 0 : 1;
    } catch (const std::exception& e) {
        fmt::print("failed: {}\n", e.what());
        return 2;
    }
}
