#pragma once

#include <optional>
#include <string_view>

#include "modules/identity/identity.hpp"

/// Users as this module sees them: the records of object `user`.
namespace kith::identity {

inline constexpr std::string_view kUser = "user";

Actor actor_of(const records::Schema& schema, const records::Record& user, std::string source);
/// The user of that id, seen with the system's eyes; none when unknown or in the bin.
std::optional<records::Record> load_user(records::Workspace& workspace, db::Transaction& tx, Id id);
std::optional<Id> user_with_email(records::Workspace& workspace, db::Transaction& tx, std::string_view email);

}  // namespace kith::identity
