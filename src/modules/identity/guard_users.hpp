#pragma once

#include <vector>

#include "records/workspace.hpp"

namespace kith::identity {

/// Keeps one administrator who can sign in (`user.last_administrator`), and ends the sessions of
/// whoever is no longer active or in the bin. A change of role counts at once.
std::vector<records::Hook> guard_users();

}  // namespace kith::identity
