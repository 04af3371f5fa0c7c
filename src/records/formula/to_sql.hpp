#pragma once

#include <string>
#include <vector>

#include "db/database.hpp"
#include "records/formula/expression.hpp"

/// A formula as SQL over one row, in which `{t}` stands for the row's alias, `{today}`, `{now}` and `{zone}` for
/// the reader's. It never fails, whatever the row holds.
namespace kith::records::formula {

/// One value: an amount as text, as base/calc has it.
std::string to_sql(const Expression& expression, db::Engine engine);
/// One expression for each column of the type's fields.
std::vector<std::string> columns(const Expression& expression, db::Engine engine);

/// How deep the engine's parser has to go for it, in its own units; SQLite's gives up at 100.
int depth_of(std::string_view sql);
inline constexpr int kMostDepth = 55;

/// A text with the quotes it needs, and no place for another value in it.
std::string quoted(std::string_view text, db::Engine engine);
/// An alias that does not stand in `sql`.
std::string free_alias(std::string_view sql);
std::string with_alias(std::string sql, std::string_view alias);

}  // namespace kith::records::formula
