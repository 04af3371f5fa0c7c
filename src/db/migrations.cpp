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

Mark mark_of(Transaction& tx) {
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
        tx.run_script(migration.sqlite);
    } catch (const Failure& failure) {
        throw Failure(failure.kind(), failure.code(),
                      "migration " + std::to_string(migration.number) + " (" + std::string(migration.name) +
                          "): " + failure.what());
    }
}

Result<void> apply(Transaction& tx, const Migration& migration, int known) {
    // Asked again inside the transaction: another process may have been first.
    const Mark mark = mark_of(tx);
    KITH_CHECK(check(mark, known));
    if (mark.version >= migration.number) return {};
    run(tx, migration);
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
