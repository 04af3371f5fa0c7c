#pragma once

#include <string>
#include <string_view>

/// What functions_sql() is put together from. Functions that use an argument more than once are in PL/pgSQL: as SQL
/// they would be written out into the query only while the argument is cheap, and be slow otherwise. None of them
/// catches exceptions, which parallel queries do not allow: what could fail is asked first.
namespace kith::db::postgres {

std::string_view number_functions();
std::string_view text_functions();
std::string_view date_functions();
std::string money_functions();
std::string fold_functions();

/// In quotes, as PostgreSQL's string constants are.
std::string constant(std::string_view text);

}  // namespace kith::db::postgres
