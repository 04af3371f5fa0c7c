#pragma once

#include <optional>
#include <string>
#include <string_view>

/// Countries by ISO 3166 alpha-2 code ("NO").
namespace kith::geo {

bool is_country(std::string_view code);
/// The code for what people write: an alpha-2 or alpha-3 code, a name in English, Norwegian, Swedish,
/// Danish, German, French, Spanish or the country's own language, or a usual short form (USA, UK,
/// England, Korea, Holland). Case and diacritics do not matter; one letter too many, too few or wrong
/// is forgiven in a name of eight letters or more.
std::optional<std::string> country_code(std::string_view text);
/// "Norway", "Norge"; the code itself for a code that is none.
std::string country_name(std::string_view language, std::string_view code);

}  // namespace kith::geo
