#pragma once

#include <optional>
#include <string>
#include <string_view>

/// Phone numbers in E.164 form ("+4722334455"), for matching and dialling.
///
/// A small normaliser of our own, not libphonenumber: that one takes 28 µs a number (half of what an
/// import may spend on a whole row) and 7 MB of memory. So this one knows each country's calling code,
/// trunk prefix and international prefix, and how long its numbers are (exactly for Europe and North
/// America, roughly elsewhere). It does not know which numbers exist: +47 00 00 00 00 passes.
namespace kith {

/// `country` (ISO alpha-2) is where a number without calling code is dialled; "" for unknown.
/// None: letters, an extension, too few or too many digits, an unknown calling code, or a national
/// number without a country.
std::optional<std::string> normalize_phone(std::string_view text, std::string_view country);
/// What is dialled within its country, of a number in E.164 form: "22334455"; "" when its calling code is unknown.
std::string_view national_number(std::string_view e164);

}  // namespace kith
