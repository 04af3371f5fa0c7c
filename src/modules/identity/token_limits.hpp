#pragma once

#include <memory>
#include <string_view>

#include "base/json.hpp"
#include "http/message.hpp"
#include "records/actor.hpp"
#include "records/schema.hpp"

namespace kith::identity {

/// `{"read_only": true, "scopes": {"account": ["see", "edit"]}}` as given with a new token; null for none. All that is
/// wrong is appended to `errors`.
std::shared_ptr<const TokenLimits> read_limits(const records::Schema& schema, const json::Value& read_only,
                                               const json::Value& scopes, std::vector<FieldError>& errors);
/// As the table keeps them, and back; null and "" for none.
std::string stored_limits(const TokenLimits* limits);
std::shared_ptr<const TokenLimits> limits_from(std::string_view stored);
/// Appends `read_only` and `scopes`.
void write_limits(json::Writer& out, const TokenLimits* limits);

}  // namespace kith::identity
