// Point reads by key: Database::read, one snapshot each, against a bare prepared statement, on one
// thread and on two. `bench_point_read [seconds a run]`
#include <fmt/format.h>

#include <cstdlib>
#include <functional>
#include <thread>

#include "bare_sqlite.hpp"
#include "db/database.hpp"
#include "db/testing/temporary_folder.hpp"
#include "measure.hpp"

namespace {

using namespace kith;

constexpr std::int64_t kRows = 100'000;
constexpr int kAtOnce = 256;  // reads between two looks at the clock

/// The next key, jumping about so that no two neighbours meet.
std::int64_t next_key(std::int64_t key) { return (key * 48271 + 11) % kRows + 1; }

/// Reads a second of `threads` threads; `reader` is called once a thread and gives what reads one key.
double rate(int threads, double seconds,
            const std::function<std::function<std::int64_t(std::int64_t)>()>& reader) {
    std::vector<double> rates(static_cast<std::size_t>(threads));
    {
        std::vector<std::jthread> running;
        for (double& mine : rates)
            running.emplace_back([&] {
                const auto read = reader();
                std::int64_t key = 1;
                std::int64_t done = 0;
                const auto begun = std::chrono::steady_clock::now();
                while (bench::seconds_since(begun) < seconds)
                    for (int i = 0; i < kAtOnce; ++i, ++done) {
                        key = next_key(key);
                        if (read(key) != key * 100) std::abort();
                    }
                mine = static_cast<double>(done) / bench::seconds_since(begun);
            });
    }
    double sum = 0;
    for (const double mine : rates)
        sum += mine;
    return sum;
}

std::function<std::int64_t(std::int64_t)> bare_reader(const std::string& path) {
    auto sqlite = std::make_shared<bench::BareSqlite>(path);
    std::shared_ptr<sqlite3_stmt> statement(
        sqlite->prepare("SELECT name, revenue FROM account WHERE id = ?1"), sqlite3_finalize);
    return [sqlite, statement](std::int64_t key) {
        sqlite3_bind_int64(statement.get(), 1, key);
        const std::int64_t revenue =
            sqlite3_step(statement.get()) == SQLITE_ROW ? sqlite3_column_int64(statement.get(), 1) : -1;
        sqlite3_reset(statement.get());
        return revenue;
    };
}

}  // namespace

int main(int count, char** arguments) {
    const double seconds = count > 1 ? std::atof(arguments[1]) : 1;
    const db::testing::TemporaryFolder folder;
    const auto database = std::move(*db::Database::open({.url = folder / "a.db"}));
    (void)database->write([](db::Transaction& tx) -> Result<std::int64_t> {
        tx.run_script("CREATE TABLE account(id INTEGER PRIMARY KEY, name TEXT, revenue INTEGER)");
        return tx.execute(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $1) "
            "INSERT INTO account SELECT i, 'Account number ' || i, i * 100 FROM n",
            kRows);
    });
    const auto ours = [&] {
        return [&](std::int64_t key) {
            return database->read([&](db::Transaction& tx) {
                db::Cursor rows = tx.query("SELECT name, revenue FROM account WHERE id = $1", key);
                return rows.next() ? rows->integer(1) : -1;
            });
        };
    };
    for (const int threads : {1, 2}) {
        std::vector<double> ratios;
        std::vector<double> rates;
        for (int run = 0; run < 5; ++run) {
            rates.push_back(rate(threads, seconds, ours));
            ratios.push_back(rates.back() /
                             rate(threads, seconds, [&] { return bare_reader(folder / "a.db"); }));
        }
        fmt::print("point reads, {} thread(s): {:.0f}/s; ratio to a bare prepared statement {:.2f}\n",
                   threads, bench::quantile(rates, 0.5), bench::quantile(ratios, 0.5));
    }
    return 0;
}
