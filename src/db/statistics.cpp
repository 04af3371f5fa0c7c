#include "db/statistics.hpp"

#include <atomic>

#include "base/log.hpp"

namespace kith::db::statistics {

namespace {

constexpr std::size_t kSqlInLog = 600;
std::atomic<std::int64_t> slow_from{0};  // nanoseconds

}  // namespace

metrics::Counter statements{"kith_database_statements_total", "Statements that ran."};
metrics::Counter slow_statements{"kith_database_slow_statements_total", "Statements that took longer than slow_statement_ms."};
metrics::Counter reads{"kith_database_reads_total", "Transactions that read."};
metrics::Counter writes_kept{"kith_database_writes_total", "Transactions that wrote and are durable."};
metrics::Counter writes_refused{"kith_database_writes_refused_total", "Transactions of which nothing was kept, by a rule or a failure."};
metrics::Counter commits_failed{"kith_database_commits_failed_total", "Commits that the disk or the database refused."};
metrics::Counter read_waits_failed{"kith_database_read_waits_failed_total", "Reads for which no connection became free in time."};
metrics::Gauge readers_open{"kith_database_readers_open", "Connections for reading."};
metrics::Gauge readers_lent{"kith_database_readers_in_use", "Connections for reading that are in use."};
metrics::Gauge readers_waiting{"kith_database_readers_waiting", "Reads that wait for a connection."};
metrics::Gauge writes_waiting{"kith_database_writes_waiting", "Writes that are queued or being made durable."};
metrics::Gauge log_bytes{"kith_database_wal_bytes", "Bytes of SQLite's write-ahead logs after their last commit."};
metrics::Distribution batch_writes{"kith_database_batch_writes", "Writes that shared one commit.", {1, 2, 4, 8, 16, 32, 64, 128, 256}};
metrics::Distribution commit_seconds{"kith_database_commit_seconds", "How long a commit took.",
                                     {0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5}};
metrics::Distribution read_wait_seconds{"kith_database_read_wait_seconds", "How long reads waited for a connection, where none was free at once.",
                                        {0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5, 10}};

void set_slow_statement(std::chrono::milliseconds bound) {
    slow_from.store(std::chrono::nanoseconds(bound).count(), std::memory_order_relaxed);
}

void count_statement(std::string_view sql, std::chrono::steady_clock::duration took) {
    statements.add();
    const auto bound = slow_from.load(std::memory_order_relaxed);
    if (bound == 0 || std::chrono::nanoseconds(took).count() < bound) return;
    slow_statements.add();
    const auto micros = std::chrono::duration_cast<std::chrono::microseconds>(took).count();
    log::warning("db.slow_statement", {{"micros", std::to_string(micros)}, {"sql", std::string(sql.substr(0, kSqlInLog))}});
}

}  // namespace kith::db::statistics
