#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"

/// What a workspace may be called, in the three places that have a name for it. Errors are `workspace.invalid` with
/// the field.
namespace kith::app {

inline constexpr std::size_t kLongestSlug = 40;

/// Shown to people: any text of 1 to 200 characters, trimmed, without control characters.
Result<std::string> workspace_name(std::string_view given);
/// The name in a-z, 0-9 and single hyphens, as it is said: "Øst & Vest" is "ost-vest"; "workspace" when nothing is left.
std::string slug_of(std::string_view name);
/// Stands in host names and folders: a-z, 0-9 and hyphens between them, none of the words that are taken.
Result<std::string> workspace_slug(std::string_view given);
/// A host name in lower case, without port.
Result<std::string> workspace_host(std::string_view given);

}  // namespace kith::app
