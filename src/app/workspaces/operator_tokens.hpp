#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "app/workspaces/directory.hpp"

namespace kith::app {

/// Opens the operator's API; shown once, only its hash is kept. `by`: who asks, for the operator's log.
Result<std::string> add_operator_token(Directory& directory, std::string_view name, const std::string& by = {});
/// The name of the token; none when it is none.
std::optional<std::string> name_of_operator_token(Directory& directory, std::string_view token);
/// How many of that name there were.
std::int64_t remove_operator_tokens(Directory& directory, std::string_view name, const std::string& by = {});

}  // namespace kith::app
