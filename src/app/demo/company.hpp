#pragma once

#include "app/demo/model.hpp"

namespace kith::demo {

/// The people of Fjordpuls: administrator, manager, three reps who expand and two who retain.
std::vector<User> make_users();

}  // namespace kith::demo
