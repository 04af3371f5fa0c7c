#pragma once

#include <string>
#include <string_view>

namespace kith::imports {

/// Names of people, companies and places as they are usually written: "ÅSE MCDONALD-O'BRIEN" → "Åse McDonald-O'Brien",
/// "ludwig von der tann" → "Ludwig von der Tann", "FJORD AS" → "Fjord AS". Words that mix capitals and small
/// letters already ("deVries", "GmbH"), and those of capitals without a vowel ("DNB"), stay as they are. Valid
/// UTF-8 is expected.
std::string name_case(std::string_view text);

}  // namespace kith::imports
