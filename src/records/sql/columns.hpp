#pragma once

#include <string>
#include <string_view>

#include "records/schema.hpp"

namespace kith::records {

/// The one place where a field becomes SQL: its column in the row `alias`, or what it is computed by. `suffix`
/// names one of several columns ("_currency").
std::string column_sql(const Field& field, const std::string& alias, std::string_view suffix = "");

/// As Object::select_sql, with nothing in place of what is computed: for those who need only what is kept, and
/// know no reader.
std::string select_kept(const Object& object);

/// That the row `from`, which has this field, refers by it to the row `to`. Relations to several are also kept
/// in a table of their own (link_table), so that they are found from either side.
std::string leads_to(const Field& field, const std::string& from, const std::string& to);
std::string link_table(const Object& object);

}  // namespace kith::records
