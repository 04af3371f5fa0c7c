#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/json.hpp"
#include "base/result.hpp"
#include "http/message.hpp"
#include "records/record.hpp"

namespace kith::data {

/// A JSON object's members as values of the object's fields. All that is wrong is appended to
/// `errors`, each under `prefix` + the field's name; unknown fields say which one may have been meant.
records::Values read_fields(const records::Object& object, const json::Value& fields, const std::string& prefix,
                            std::vector<FieldError>& errors);
/// `If-Match: "7"`; none when there is no such header. Anything but one version: `record.bad_if_match`.
Result<std::optional<std::int64_t>> version_seen(const http::Request& request);
/// `record.invalid` with these, or nothing when there are none.
Result<void> refuse(std::vector<FieldError> errors);

}  // namespace kith::data
