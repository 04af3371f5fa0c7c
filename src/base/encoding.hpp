#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace kith {

/// RFC 4648 base64url without padding.
std::string base64url(std::string_view bytes);
/// None when a character is not of the alphabet or the length is impossible.
std::optional<std::string> from_base64url(std::string_view text);

}  // namespace kith
