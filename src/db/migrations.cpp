#include "db/migrations.hpp"

#include <string>

namespace kith::db {

namespace {

struct Mark {
    std::int64_t application = 0;
    int version = 0;
    std::int64_t tables = 0;
};

std::int64_t number(Transaction& tx, std::string_view sql) {
    Cursor rows = tx.query(sql);
    return rows.next() ? rows->integer(0) : 0;
}

/// PostgreSQL has no place for marks beside tables.
Mark mark_of_schema(Transaction& tx) {
    Mark out{.tables = number(tx, "SELECT count(*) FROM pg_tables WHERE schemaname = current_schema() AND tablename NOT IN ('epoch', 'node')")};
    if (number(tx, "SELECT count(*) FROM pg_tables WHERE schemaname = current_schema() AND tablename = 'kith_version'") == 0) return out;
    out.application = kApplicationId;
    out.version = static_cast<int>(number(tx, "SELECT max(version) FROM kith_version"));
    return out;
}

Mark mark_of(Transaction& tx) {
    if (tx.engine() == Engine::Postgres) return mark_of_schema(tx);
    return {.application = number(tx, "PRAGMA application_id"),
            .version = static_cast<int>(number(tx, "PRAGMA user_version")),
            .tables = number(tx, "SELECT count(*) FROM sqlite_schema")};
}

Result<void> check(const Mark& mark, int known) {
    const bool empty = mark.application == 0 && mark.tables == 0;
    if (!empty && mark.application != kApplicationId)
        return Error{.kind = ErrorKind::Invalid, .code = "db.not_ours"};
    if (mark.version > known)
        return Error{.kind = ErrorKind::Conflict,
                     .code = "db.newer",
                     .params = {{"found", std::to_string(mark.version)}, {"known", std::to_string(known)}}};
    return {};
}

void run(Transaction& tx, const Migration& migration) {
    try {
        tx.run_script(tx.engine() == Engine::Sqlite ? migration.sqlite : migration.postgres);
    } catch (const Failure& failure) {
        if (failure.kind() == ErrorKind::Unavailable) throw;  // nothing is wrong with the step
        throw Failure(failure.kind(), failure.code(),
                      "migration " + std::to_string(migration.number) + " (" + std::string(migration.name) +
                          "): " + failure.what());
    }
}

/// Where a second process could do the same at the same time.
void lock_shape(Transaction& tx) {
    if (tx.engine() == Engine::Postgres) tx.query("SELECT pg_advisory_xact_lock(hashtext(current_schema()))");
}

Result<void> apply(Transaction& tx, const Migration& migration, int known) {
    lock_shape(tx);
    // Asked again inside the transaction: another process may have been first.
    const Mark mark = mark_of(tx);
    KITH_CHECK(check(mark, known));
    if (mark.version >= migration.number) return {};
    run(tx, migration);
    if (tx.engine() == Engine::Postgres) {
        tx.run_script("CREATE TABLE IF NOT EXISTS kith_version (version bigint PRIMARY KEY, at timestamptz NOT NULL DEFAULT now())");
        tx.execute("INSERT INTO kith_version (version) VALUES ($1)", migration.number);
        return {};
    }
    tx.run_script("PRAGMA application_id = " + std::to_string(kApplicationId) +
                  "; PRAGMA user_version = " + std::to_string(migration.number));
    return {};
}

int area_version(Transaction& tx, std::string_view area) {
    Cursor rows = tx.query("SELECT version FROM area_version WHERE area = $1", area);
    return rows.next() ? static_cast<int>(rows->integer(0)) : 0;
}

Result<void> apply_area(Transaction& tx, const MigrationSet& area) {
    const int version = area_version(tx, area.area);
    for (const Migration& migration : area.steps) {
        if (migration.number <= version) continue;
        run(tx, migration);
        tx.execute(
            "INSERT INTO area_version (area, version) VALUES ($1, $2) "
            "ON CONFLICT (area) DO UPDATE SET version = excluded.version",
            area.area, migration.number);
    }
    return {};
}

}  // namespace

Result<void> migrate_areas(Database& database, std::span<const MigrationSet> areas) {
    return database.write([&](Transaction& tx) -> Result<void> {
        lock_shape(tx);
        tx.run_script(
            "CREATE TABLE IF NOT EXISTS area_version (area text PRIMARY KEY, version integer NOT NULL)");
        for (const MigrationSet& area : areas) {
            const int known = area.steps.empty() ? 0 : area.steps.back().number;
            if (const int found = area_version(tx, area.area); found > known) {
                return Error{.kind = ErrorKind::Conflict,
                             .code = "db.newer",
                             .params = {{"found", std::to_string(found)},
                                        {"known", std::to_string(known)},
                                        {"area", std::string(area.area)}}};
            }
        }
        for (const MigrationSet& area : areas)
            KITH_CHECK(apply_area(tx, area));
        return {};
    });
}

Result<void> migrate(Database& database, std::span<const Migration> migrations) {
    const int known = migrations.empty() ? 0 : migrations.back().number;
    const Mark mark = database.read([](Transaction& tx) { return mark_of(tx); });
    KITH_CHECK(check(mark, known));
    for (const Migration& migration : migrations) {
        if (migration.number <= mark.version) continue;
        KITH_CHECK(database.write([&](Transaction& tx) { return apply(tx, migration, known); }));
    }
    return {};
}

int version_of(Database& database) {
    return database.read([](Transaction& tx) { return mark_of(tx).version; });
}

}  // namespace kith::db
