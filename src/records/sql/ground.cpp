#include "records/sql/ground.hpp"

#include <array>

namespace kith::records {

namespace {

constexpr std::string_view kGroundSqlite = R"sql(
CREATE TABLE setting (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL          -- JSON
) WITHOUT ROWID;

-- One row a write of a record. `fields`: {"name": [old, new]}; a creation has none, any past state is
-- the present one with later changes taken back.
CREATE TABLE change_log (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,  -- never given twice: consumers remember how far they read
    at INTEGER NOT NULL,
    actor INTEGER,
    source TEXT NOT NULL,
    change_set INTEGER NOT NULL,
    object TEXT NOT NULL,
    record INTEGER NOT NULL,
    version INTEGER NOT NULL,
    kind TEXT NOT NULL,
    fields TEXT
);
CREATE INDEX change_log_record ON change_log (record);
)sql";

constexpr std::string_view kGroundPostgres = R"sql(
CREATE TABLE setting (
    key text PRIMARY KEY,
    value jsonb NOT NULL
);
CREATE TABLE change_log (
    sequence bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at timestamptz NOT NULL,
    actor bigint,
    source text NOT NULL,
    change_set bigint NOT NULL,
    object text NOT NULL,
    record bigint NOT NULL,
    version bigint NOT NULL,
    kind text NOT NULL,
    fields jsonb
);
CREATE INDEX change_log_record ON change_log (record, sequence);
)sql";

constexpr std::string_view kChangeSetIndex = "CREATE INDEX change_log_change_set ON change_log (change_set, sequence)";
constexpr std::string_view kChangeSetIndexSqlite = "CREATE INDEX change_log_change_set ON change_log (change_set)";

constexpr std::array<db::Migration, 2> kMigrations{{
    {1, "ground", kGroundSqlite, kGroundPostgres},
    {2, "what one action changed is found at once", kChangeSetIndexSqlite, kChangeSetIndex},
}};

}  // namespace

std::span<const db::Migration> ground_migrations() { return kMigrations; }

}  // namespace kith::records
