#pragma once

#include <chrono>
#include <string_view>

#include "base/metrics.hpp"

/// What all databases of this process do, of either engine, shown at /metrics.
namespace kith::db::statistics {

extern metrics::Counter statements, slow_statements, reads, writes_kept, writes_refused, commits_failed, read_waits_failed;
extern metrics::Gauge readers_open, readers_lent, readers_waiting, writes_waiting, log_bytes;
extern metrics::Distribution batch_writes, commit_seconds, read_wait_seconds;

/// From when on a statement is written to the log; none at all with 0.
void set_slow_statement(std::chrono::milliseconds bound);
/// One that ran for `took`. Its text has `$n` where the values were.
void count_statement(std::string_view sql, std::chrono::steady_clock::duration took);

}  // namespace kith::db::statistics
