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

// What the application adds, and nobody changes: the triggers refuse it.
constexpr std::string_view kAuditSqlite = R"sql(
CREATE TABLE audit_log (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    kind TEXT NOT NULL,
    actor INTEGER,
    actor_name TEXT NOT NULL,
    source TEXT NOT NULL,
    address TEXT NOT NULL,
    object TEXT NOT NULL,
    record INTEGER,
    details TEXT NOT NULL,       -- JSON
    words TEXT NOT NULL          -- folded, to look for
);
CREATE INDEX audit_log_kind ON audit_log (kind);
CREATE INDEX audit_log_actor ON audit_log (actor);
CREATE INDEX audit_log_at ON audit_log (at);
CREATE TRIGGER audit_log_stays BEFORE UPDATE ON audit_log BEGIN SELECT RAISE(ABORT, 'the audit log is only added to'); END;
CREATE TRIGGER audit_log_is_kept BEFORE DELETE ON audit_log BEGIN SELECT RAISE(ABORT, 'the audit log is only added to'); END;
)sql";

constexpr std::string_view kAuditPostgres = R"sql(
CREATE TABLE audit_log (
    sequence bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at timestamptz NOT NULL,
    kind text NOT NULL,
    actor bigint,
    actor_name text NOT NULL,
    source text NOT NULL,
    address text NOT NULL,
    object text NOT NULL,
    record bigint,
    details jsonb NOT NULL,
    words text NOT NULL
);
CREATE INDEX audit_log_kind ON audit_log (kind, sequence);
CREATE INDEX audit_log_actor ON audit_log (actor, sequence);
CREATE INDEX audit_log_at ON audit_log (at);
CREATE FUNCTION audit_log_stays() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'the audit log is only added to'; END $$;
CREATE TRIGGER audit_log_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_log
    FOR EACH STATEMENT EXECUTE FUNCTION audit_log_stays();
)sql";

// What administrators made of the objects: an own one whole, of a shipped one what differs.
constexpr std::string_view kCustomizationSqlite = R"sql(
CREATE TABLE object_change (
    object TEXT PRIMARY KEY,
    patch TEXT NOT NULL,         -- JSON, in the form of an object's file
    version INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    changed_by INTEGER
) WITHOUT ROWID;
CREATE TABLE role_definition (
    name TEXT PRIMARY KEY,
    number INTEGER NOT NULL UNIQUE,
    definition TEXT NOT NULL,    -- JSON: label, level, rights
    version INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE record_share (
    object TEXT NOT NULL,
    record INTEGER NOT NULL,
    person INTEGER,              -- a user, or
    team INTEGER,                -- all of a team
    may_edit INTEGER NOT NULL,
    shared_by INTEGER,
    shared_at INTEGER NOT NULL,
    id INTEGER PRIMARY KEY
);
CREATE INDEX record_share_person ON record_share (person, object, record);
CREATE INDEX record_share_team ON record_share (team, object, record);
CREATE INDEX record_share_record ON record_share (record);
)sql";

constexpr std::string_view kCustomizationPostgres = R"sql(
CREATE TABLE object_change (
    object text PRIMARY KEY,
    patch jsonb NOT NULL,
    version bigint NOT NULL,
    changed_at timestamptz NOT NULL,
    changed_by bigint
);
CREATE TABLE role_definition (
    name text PRIMARY KEY,
    number bigint NOT NULL UNIQUE,
    definition jsonb NOT NULL,
    version bigint NOT NULL
);
CREATE TABLE record_share (
    object text NOT NULL,
    record bigint NOT NULL,
    person bigint,
    team bigint,
    may_edit boolean NOT NULL,
    shared_by bigint,
    shared_at timestamptz NOT NULL,
    id bigint PRIMARY KEY
);
CREATE INDEX record_share_person ON record_share (person, object, record);
CREATE INDEX record_share_team ON record_share (team, object, record);
CREATE INDEX record_share_record ON record_share (record);
)sql";

// A merged record stays in the bin; whoever asks for it gets the survivor.
constexpr std::string_view kMergedSqlite = R"sql(
CREATE TABLE merged_record (
    id INTEGER PRIMARY KEY,
    survivor INTEGER NOT NULL,
    change_set INTEGER NOT NULL,
    at INTEGER NOT NULL
);
CREATE INDEX merged_record_survivor ON merged_record (survivor);
)sql";

constexpr std::string_view kMergedPostgres = R"sql(
CREATE TABLE merged_record (
    id bigint PRIMARY KEY,
    survivor bigint NOT NULL,
    change_set bigint NOT NULL,
    at timestamptz NOT NULL
);
CREATE INDEX merged_record_survivor ON merged_record (survivor);
)sql";

constexpr std::array<db::Migration, 5> kMigrations{{
    {1, "ground", kGroundSqlite, kGroundPostgres},
    {2, "what one action changed is found at once", kChangeSetIndexSqlite, kChangeSetIndex},
    {3, "audit log", kAuditSqlite, kAuditPostgres},
    {4, "objects, roles and shares of the workspace's own", kCustomizationSqlite, kCustomizationPostgres},
    {5, "records that were merged into others", kMergedSqlite, kMergedPostgres},
}};

}  // namespace

std::span<const db::Migration> ground_migrations() { return kMigrations; }

}  // namespace kith::records
