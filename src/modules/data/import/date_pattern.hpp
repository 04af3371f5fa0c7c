#pragma once

#include <optional>
#include <string_view>

#include "modules/data/import/read_date.hpp"

namespace kith::imports {

/// How the days of one column are written: "dd.MM.yyyy HH:mm", "MMM d, yy", "yyyyMMdd", with y, M (two: a number,
/// three: a name), d, H or h with a, m, s, and signs between; D and Y mean d and y. Or "excel", days since
/// 1899-12-30, and "unix", seconds or milliseconds since 1970.
bool is_date_pattern(std::string_view pattern);
/// None when the text is not written so, or there is no such day.
std::optional<DateText> read_by_pattern(std::string_view text, std::string_view pattern);

}  // namespace kith::imports
