#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"

namespace kith::scenarios {

/// Holds an answer against the OpenAPI document; gives what differs, path by path. Knows the words
/// that our document uses: $ref, type, enum, const, required, properties, additionalProperties,
/// items, oneOf.
std::vector<std::string> differences(const json::Value& openapi, const json::Value& schema, const json::Value& value);
/// The schema of a 2XX answer to this method and path (/api/v1 left out); null when none is stated.
const json::Value& answer_schema(const json::Value& openapi, std::string_view method, std::string_view path);

}  // namespace kith::scenarios
