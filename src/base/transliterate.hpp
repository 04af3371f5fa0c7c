#pragma once

#include <string>
#include <string_view>

namespace kith::text {

/// The text in lower-case ASCII letters as it is said, whatever it is written in: "Фирма Ёлка" is "firma elka". What
/// has no letters of that kind (signs, emoji) stays as it is.
std::string to_latin(std::string_view utf8);

}  // namespace kith::text
