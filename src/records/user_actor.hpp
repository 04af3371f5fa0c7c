#pragma once

#include <optional>
#include <string>

#include "records/workspace.hpp"

namespace kith::records {

/// A record of object `user` as somebody who reads and writes.
Actor actor_of(const Schema& schema, const Record& user, std::string source);
/// The same of an active user by id, for work done on their behalf ("may they see this?"). `system` sees all users.
std::optional<Actor> actor_of_user(Reader& system, Id user);

}  // namespace kith::records
