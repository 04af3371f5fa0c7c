// Durable single-row writes: 64 threads through Database::write against a bare loop that inserts 64
// rows and commits, on the same table. `bench_writes [seconds a run]`; bar: ratio at least 0.5.
#include <fmt/format.h>

#include <atomic>
#include <cstdlib>
#include <thread>

#include "bare_sqlite.hpp"
#include "db/database.hpp"
#include "db/testing/temporary_folder.hpp"
#include "measure.hpp"

namespace {

using namespace kith;

constexpr int kThreads = 64;
constexpr int kRuns = 9;
constexpr const char* kTable =
    "CREATE TABLE account(id INTEGER PRIMARY KEY, name TEXT NOT NULL, country TEXT, revenue INTEGER, "
    "created_at INTEGER)";
constexpr const char* kInsert =
    "INSERT INTO account(id, name, country, revenue, created_at) VALUES($1, $2, $3, $4, $5)";

struct Figures {
    double a_second = 0;
    double p50_ms = 0;
    double p99_ms = 0;
};

Figures through_database(const std::string& path, double seconds) {
    const auto database = std::move(*db::Database::open({.url = path}));
    (void)database->write([](db::Transaction& tx) -> Result<void> {
        tx.run_script(kTable);
        return {};
    });
    std::atomic<bool> stop = false;
    std::atomic<std::int64_t> next = 1;
    std::vector<std::vector<double>> took(kThreads);
    const auto begun = std::chrono::steady_clock::now();
    {
        std::vector<std::jthread> threads;
        for (auto& mine : took)
            threads.emplace_back([&] {
                while (!stop) {
                    const auto id = next++;
                    const auto at = std::chrono::steady_clock::now();
                    (void)database->write([&](db::Transaction& tx) -> Result<std::int64_t> {
                        return tx.execute(kInsert, id, "Nordlys Maskin AS", "NO", id * 100, Instant{id});
                    });
                    mine.push_back(bench::seconds_since(at) * 1000);
                }
            });
        std::this_thread::sleep_for(std::chrono::duration<double>(seconds));
        stop = true;
    }
    const double elapsed = bench::seconds_since(begun);
    std::vector<double> all;
    for (const auto& mine : took)
        all.insert(all.end(), mine.begin(), mine.end());
    return {static_cast<double>(all.size()) / elapsed, bench::quantile(all, 0.5), bench::quantile(all, 0.99)};
}

double bare(const std::string& path, double seconds) {
    bench::BareSqlite sqlite(path);
    sqlite.run(kTable);
    sqlite3_stmt* const insert = sqlite.prepare(
        "INSERT INTO account(id, name, country, revenue, created_at) VALUES(?1, ?2, ?3, ?4, ?5)");
    sqlite3_stmt* const begin = sqlite.prepare("BEGIN IMMEDIATE");
    sqlite3_stmt* const commit = sqlite.prepare("COMMIT");
    const auto step = [&](sqlite3_stmt* statement) {
        sqlite.check(sqlite3_step(statement));
        sqlite3_reset(statement);
    };
    std::int64_t id = 0;
    const auto begun = std::chrono::steady_clock::now();
    while (bench::seconds_since(begun) < seconds) {
        step(begin);
        for (int i = 0; i < kThreads; ++i) {
            ++id;
            sqlite3_bind_int64(insert, 1, id);
            sqlite3_bind_text(insert, 2, "Nordlys Maskin AS", -1, SQLITE_STATIC);
            sqlite3_bind_text(insert, 3, "NO", -1, SQLITE_STATIC);
            sqlite3_bind_int64(insert, 4, id * 100);
            sqlite3_bind_int64(insert, 5, id);
            step(insert);
        }
        step(commit);
    }
    const double rate = static_cast<double>(id) / bench::seconds_since(begun);
    for (sqlite3_stmt* statement : {insert, begin, commit})
        sqlite3_finalize(statement);
    return rate;
}

}  // namespace

int main(int count, char** arguments) {
    const double seconds = count > 1 ? std::atof(arguments[1]) : 1;
    const db::testing::TemporaryFolder folder;
    std::vector<double> ours;
    std::vector<double> baseline;
    std::vector<double> ratios;
    for (int run = 0; run < kRuns; ++run) {
        const Figures figures = through_database(folder / fmt::format("ours{}.db", run), seconds);
        const double rate = bare(folder / fmt::format("bare{}.db", run), seconds);
        fmt::print("run {}: ours {:.0f}/s (p50 {:.2f} ms, p99 {:.2f} ms), bare {:.0f}/s\n", run + 1,
                   figures.a_second, figures.p50_ms, figures.p99_ms, rate);
        ours.push_back(figures.a_second);
        baseline.push_back(rate);
        ratios.push_back(figures.a_second / rate);
    }
    const double ratio = bench::quantile(ratios, 0.5);
    fmt::print("durable writes, {} threads: {:.0f}/s; bare group commit: {:.0f}/s; ratio {:.2f} (bar 0.50)\n",
               kThreads, bench::quantile(ours, 0.5), bench::quantile(baseline, 0.5), ratio);
    return ratio >= 0.5 ? 0 : 1;
}
