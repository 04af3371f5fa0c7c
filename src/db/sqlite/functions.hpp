#pragma once

struct sqlite3;

namespace kith::db::sqlite {

/// Makes the functions of formulas (base/calc) and the sum that knows its limits known to a connection:
/// kith_sum(x) is empty where a sum of whole numbers or of real ones is larger than can be told.
void add_functions(sqlite3* handle);

}  // namespace kith::db::sqlite
