#pragma once

#include <string_view>

#include "db/database.hpp"

struct sqlite3;

namespace kith::db::sqlite {

/// What a result code of SQLite means to us. `sql` goes into the log's text, parameters never do.
Failure failure_of(sqlite3* handle, int code, std::string_view sql);
/// Throws failure_of(), or UniqueViolation where a unique index refused a row.
[[noreturn]] void fail(sqlite3* handle, int code, std::string_view sql);

/// "account.email" out of "UNIQUE constraint failed: account.email"; an index on an expression
/// gives the index's name.
std::string_view unique_columns(std::string_view message);

}  // namespace kith::db::sqlite
