#pragma once

#include <string>
#include <string_view>

#include "records/schema.hpp"

namespace kith::records {

/// The one place where a field becomes SQL: its column in the row `alias`, or what it is computed by. `suffix`
/// names one of several columns ("_currency").
std::string column_sql(const Field& field, const std::string& alias, std::string_view suffix = "");

}  // namespace kith::records
