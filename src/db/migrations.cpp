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

Result<void> apply(Transaction& tx, const Migration& migration, int known) {
    // Asked again inside the transaction: another process may have been first.
    const Mark mark = mark_of(tx);
    KITH_CHECK(check(mark, known));
    if (mark.version >= migration.number) return {};
    try {
        tx.run_script(migration.sqlite);
    } catch (const Failure& failure) {
        throw Failure(failure.kind(), failure.code(),
                      "migration " + std::to_string(migration.number) + " (" + std::string(migration.name) +
                          "): " + failure.what());
    }
    tx.run_script("PRAGMA application_id = " + std::to_string(kApplicationId) +
                  "; PRAGMA user_version = " + std::to_string(migration.number));
    return {};
}

}  // namespace

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
