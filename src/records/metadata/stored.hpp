#pragma once

#include "db/database.hpp"
#include "records/schema.hpp"

namespace kith::records {

/// What administrators made of the objects and roles, as the tables have it.
Customization read_customization(db::Transaction& tx);
/// How many changes there were.
std::int64_t metadata_version(db::Transaction& tx);
/// Counts one change more; the new number.
std::int64_t next_version(db::Transaction& tx);

}  // namespace kith::records
