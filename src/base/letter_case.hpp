#pragma once

#include <string>
#include <string_view>

namespace kith::text {

/// All letters of any script, by no language's own rules (ß becomes SS). Valid UTF-8 is expected.
std::string upper(std::string_view utf8);
std::string lower(std::string_view utf8);

}  // namespace kith::text
