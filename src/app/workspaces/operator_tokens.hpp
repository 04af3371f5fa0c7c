#pragma once

#include <string>
#include <string_view>

#include "app/workspaces/directory.hpp"

namespace kith::app {

/// Opens the operator's API; shown once, only its hash is kept.
Result<std::string> add_operator_token(Directory& directory, std::string_view name);
bool is_operator_token(Directory& directory, std::string_view token);
/// How many of that name there were.
std::int64_t remove_operator_tokens(Directory& directory, std::string_view name);

}  // namespace kith::app
