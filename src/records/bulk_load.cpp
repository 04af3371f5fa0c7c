#include "records/bulk_load.hpp"

#include <string>

#include "records/search_index.hpp"
#include "records/sql/tables.hpp"

namespace kith::records {

namespace {
constexpr std::int64_t kWorthIt = 50'000;  // rows; fewer are as fast with the indexes in place

std::int64_t count_up_to(db::Transaction& tx, const Object& object, std::int64_t most) {
    auto rows = tx.query("SELECT count(*) FROM (SELECT 1 FROM " + object.table + " LIMIT $1) AS few", most);
    return rows.next() ? rows->integer(0) : 0;
}

void drop_indexes(db::Transaction& tx, const Object& object, std::string_view keep) {
    const std::string kept = "(\"" + (keep.empty() ? std::string() : object.field(keep)->column) + "\"";
    for (const auto& index : indexes_of(object)) {
        const bool unique = index.sql.find("UNIQUE") != std::string::npos;
        const bool asked = !keep.empty() && index.sql.find(kept) != std::string::npos;
        if (!unique && !asked) tx.run_script("DROP INDEX IF EXISTS " + index.name);
    }
}

}  // namespace

bool begin_bulk_load(db::Transaction& tx, const Object& object, std::int64_t expected_rows, std::string_view keep) {
    if (tx.engine() != db::Engine::Sqlite || expected_rows < kWorthIt) return false;
    put_together_seldom(tx, object, true);
    const std::int64_t few = expected_rows / 4;
    if (count_up_to(tx, object, few + 1) > few) return false;
    drop_indexes(tx, object, keep);
    return true;
}

bool begin_bulk_removal(db::Transaction& tx, const Object& object, std::int64_t rows) {
    if (tx.engine() != db::Engine::Sqlite || rows < kWorthIt) return false;
    if (count_up_to(tx, object, 2 * rows + 1) > 2 * rows) return false;
    drop_indexes(tx, object, "");
    return true;
}

void end_bulk_load(db::Transaction& tx, const Object& object) {
    if (tx.engine() == db::Engine::Sqlite) put_together_seldom(tx, object, false);
    for (const auto& index : indexes_of(object)) tx.run_script(index.sql);
}

}  // namespace kith::records
