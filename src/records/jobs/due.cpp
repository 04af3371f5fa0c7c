#include "records/jobs/due.hpp"

#include <string>

namespace kith::jobs {

namespace {

void take_earlier(db::Transaction& tx, const std::string& sql, std::optional<Instant>& first) {
    auto rows = tx.query(sql);
    if (!rows.next() || rows->is_null(0)) return;
    const auto at = rows->instant(0);
    if (!first || at < *first) first = at;
}

}  // namespace

std::optional<Instant> next_due(db::Transaction& tx, const Kinds& kinds) {
    std::optional<Instant> first;
    const auto of_kinds = " and kind in (" + kinds.sql() + ")";
    // By priority, as the index on what waits has them.
    for (int priority = 0; priority < 3; ++priority)
        take_earlier(tx, "select run_at from job where state = 'waiting' and priority = " + std::to_string(priority) + of_kinds + " order by run_at, id limit 1", first);
    take_earlier(tx, "select lease_until from job where state = 'running'" + of_kinds + " order by lease_until limit 1", first);
    take_earlier(tx, "select min(next_run_at) from schedule where enabled" + of_kinds, first);
    return first;
}

}  // namespace kith::jobs
