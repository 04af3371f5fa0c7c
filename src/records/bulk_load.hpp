#pragma once

#include <cstdint>
#include <string_view>

#include "db/database.hpp"
#include "records/schema.hpp"

/// Loading many rows into a table that has few: without the indexes that nothing asks meanwhile, which
/// are then built in one pass each. What a crash leaves without indexes gets them when the workspace is
/// opened the next time.
namespace kith::records {

/// True when it pays: indexes are gone until end_bulk_load(). Unique ones stay, and those that begin
/// with `keep` (a field the load looks records up by), or no field when "".
bool begin_bulk_load(db::Transaction& tx, const Object& object, std::int64_t expected_rows, std::string_view keep);
/// The same before `rows` of them, most of the table, are taken away again.
bool begin_bulk_removal(db::Transaction& tx, const Object& object, std::int64_t rows);
/// Also after a load or removal that broke off.
void end_bulk_load(db::Transaction& tx, const Object& object);

}  // namespace kith::records
