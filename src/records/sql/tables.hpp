#pragma once

#include <string>
#include <vector>

#include "base/result.hpp"
#include "db/database.hpp"
#include "records/schema.hpp"

/// The tables that objects live in: made and widened from the schema when a workspace is opened.
namespace kith::records {

/// Creates what is missing: tables, columns, indexes, search tables. Nothing is ever dropped here.
void bring_tables_up_to(db::Transaction& tx, const Schema& schema);

/// That the tables are as this schema wants them, so that the next to open the workspace need not look at each.
void note_shape(db::Transaction& tx, const Schema& schema);

/// The same for one object.
void bring_table_up_to(db::Transaction& tx, const Object& object);
/// Names sort as people of the workspace's language expect; codes and addresses by their bytes.
bool sorts_by_names(const Field& field);

struct IndexDefinition {
    std::string name;
    std::string sql;
};
/// All indexes of one object's table, for making them and for taking them away while much is loaded.
std::vector<IndexDefinition> indexes_of(const Object& object);

/// Rebuilds the indexes that sort by the collation, after its rules changed (another ICU).
void rebuild_sorted_indexes(db::Transaction& tx);

}  // namespace kith::records
