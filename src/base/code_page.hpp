#pragma once

#include <array>
#include <string>

namespace kith {

/// What the bytes 0x80 to 0xFF stand for in an encoding of one byte a character; 0: for nothing. `name` is one
/// ICU knows ("windows-1252", "macintosh", "ibm-850"…): an assertion, names that people give are checked before.
std::array<char16_t, 128> upper_half_of(const std::string& name);

}  // namespace kith
