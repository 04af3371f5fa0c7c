#include "records/settled.hpp"

#include <algorithm>

namespace kith::records {

namespace {

// Of the key's 63 bits, 23 tell the schema and 40 the number. The sequence has no snapshot: it tells what is so now.
constexpr std::string_view kSchemaPart = "((hashtext(current_schema())::bigint & 8388607) << 40)";
constexpr std::string_view kGiven = "(SELECT last_value - (NOT is_called)::int FROM change_log_sequence_seq)";

}  // namespace

void mark_unsettled(db::Transaction& tx) {
    if (tx.engine() != db::Engine::Postgres) return;
    static const std::string sql = "SELECT pg_advisory_xact_lock_shared(" + std::string(kSchemaPart) + " | " + std::string(kGiven) + ")";
    (void)tx.query(sql);
}

std::int64_t settled(db::Database& database) {
    if (database.engine() != db::Engine::Postgres) return INT64_MAX;
    return database.read([](db::Transaction& tx) {
        // In this order. What was given before is durable, or its mark is there to be seen.
        static const std::string given = "SELECT " + std::string(kGiven);
        static const std::string marked =
            "SELECT min(key & ((1::bigint << 40) - 1)) FROM (SELECT (classid::bigint << 32) | objid::bigint AS key FROM pg_locks "
            "WHERE locktype = 'advisory' AND objsubid = 1 AND mode = 'ShareLock' "
            "AND database = (SELECT oid FROM pg_database WHERE datname = current_database())) AS held "
            "WHERE key >> 40 = hashtext(current_schema())::bigint & 8388607";
        std::int64_t out = 0;
        if (auto rows = tx.query(given); rows.next()) out = rows->integer(0);
        if (auto rows = tx.query(marked); rows.next() && !rows->is_null(0)) out = std::min(out, rows->integer(0));
        return out;
    });
}

}  // namespace kith::records
