#pragma once

#include <string_view>

namespace kith::db::postgres {

/// Makes, in the schema that comes first in search_path, the functions that queries call (kith_add, kith_fold, …),
/// with the results of those that SQLite's connections know. May be run again.
std::string_view functions_sql();

}  // namespace kith::db::postgres
