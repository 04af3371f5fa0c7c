// Durable creates over HTTP at 64 connections against a bare loop that inserts 64 rows into the same
// table (its columns and indexes, nothing else) and commits. `bench_http_writes [milliseconds a run]`;
// bar: ratio at least 0.5.
#include <chrono>
#include <cstdio>
#include <cstdlib>

#include "app_server.hpp"
#include "bare_sqlite.hpp"
#include "db/testing/temporary_folder.hpp"
#include "load.hpp"
#include "measure.hpp"

namespace {

using namespace kith;

constexpr int kConnections = 64;
constexpr int kRuns = 5;

/// The statements that made the account's table and its indexes.
std::vector<std::string> table_of(records::Workspace& workspace) {
    const auto table = workspace.schema()->find("account")->table;
    return workspace.database().read([&](db::Transaction& tx) {
        std::vector<std::string> out;
        auto rows = tx.query("SELECT sql FROM sqlite_master WHERE tbl_name = $1 AND sql IS NOT NULL AND type IN ('table', 'index') "
                             "ORDER BY type DESC", table);
        while (rows.next()) out.push_back(rows->string(0));
        return out;
    });
}

double bare(const std::string& path, const std::vector<std::string>& made_by, const std::string& table, std::chrono::milliseconds each) {
    bench::BareSqlite sqlite(path);
    // Ours sorts by language; the order does not matter here, that there is a comparison does.
    const auto compare = [](void*, int left_size, const void* left, int right_size, const void* right) {
        return std::string_view(static_cast<const char*>(left), static_cast<std::size_t>(left_size))
            .compare(std::string_view(static_cast<const char*>(right), static_cast<std::size_t>(right_size)));
    };
    sqlite3_create_collation(sqlite.handle(), "KITH", SQLITE_UTF8, nullptr, compare);
    for (const auto& sql : made_by) sqlite.run(sql);
    auto* const insert = sqlite.prepare("INSERT INTO " + table + " (id, version, created_at, updated_at, name, country, city) "
                                        "VALUES (?1, 1, ?1, ?1, ?2, 'NO', 'Tromsø')");
    auto* const begin = sqlite.prepare("BEGIN IMMEDIATE");
    auto* const commit = sqlite.prepare("COMMIT");
    const auto step = [&](sqlite3_stmt* statement) {
        sqlite.check(sqlite3_step(statement));
        sqlite3_reset(statement);
    };
    std::int64_t id = 0;
    const auto begun = std::chrono::steady_clock::now();
    const double seconds = std::chrono::duration<double>(each).count();
    while (bench::seconds_since(begun) < seconds) {
        step(begin);
        for (int i = 0; i < kConnections; ++i) {
            const auto name = "Nordlys Maskin " + std::to_string(++id);
            sqlite3_bind_int64(insert, 1, id);
            sqlite3_bind_text(insert, 2, name.c_str(), -1, SQLITE_TRANSIENT);
            step(insert);
        }
        step(commit);
    }
    const double rate = static_cast<double>(id) / bench::seconds_since(begun);
    for (auto* statement : {insert, begin, commit}) sqlite3_finalize(statement);
    return rate;
}

}  // namespace

int main(int count, char** arguments) {
    const std::chrono::milliseconds each(count > 1 ? std::atoi(arguments[1]) : 1500);
    const db::testing::TemporaryFolder folder;
    bench::AppServer server(folder / "data");
    std::vector<std::string> creates;
    for (int i = 0; i < 10'000; ++i)
        creates.push_back(server.post("/api/v1/records/account",
                                      R"({"fields":{"name":"Nordlys Maskin )" + std::to_string(i) +
                                          R"(","country":"NO","city":"Tromsø"}})"));
    const auto made_by = table_of(server.workspace());
    const auto table = server.workspace().schema()->find("account")->table;
    std::vector<double> ratios;
    std::int64_t failed = 0;
    for (int run = 0; run < kRuns; ++run) {
        const auto ours = bench::load(server.port(), creates, kConnections, each);
        const double least = bare(folder / ("bare" + std::to_string(run) + ".db"), made_by, table, each);
        failed += ours.failed;
        ratios.push_back(ours.per_second / least);
        std::printf("run %d: over HTTP %.0f/s (%.1f us CPU, p50 %.0f us, p99 %.0f us), bare group commit %.0f/s, ratio %.2f\n",
                    run + 1, ours.per_second, ours.server_cpu_us, ours.p50_us, ours.p99_us, least, ratios.back());
    }
    const double ratio = bench::quantile(ratios, 0.5);
    std::printf("durable creates over HTTP, %d connections: ratio %.2f (bar 0.50), %lld failed\n", kConnections, ratio,
                static_cast<long long>(failed));
    return ratio >= 0.5 && failed == 0 ? 0 : 1;
}
