#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string_view>

#include "modules/module.hpp"

namespace kith::data {

/// The version that was seen: `If-Match: "7"` or the body's member `version`, which is taken out of it.
Result<std::optional<std::int64_t>> metadata_version_seen(Call& call, json::Value& body);

/// A member that nobody knows is told, so that none is lost in silence: `metadata.invalid`.
Result<void> check_metadata_members(const json::Value& body, std::initializer_list<std::string_view> known);

}  // namespace kith::data
