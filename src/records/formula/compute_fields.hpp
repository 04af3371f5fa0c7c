#pragma once

#include <deque>

#include "db/database.hpp"
#include "records/schema.hpp"

namespace kith::records::formula {

/// Gives every field that has a source (a formula, a roll-up) its type and its SQL, in the order they need one
/// another, and every rule its condition. What cannot be worked out (a field it names was retired, it refers to
/// itself) is always empty and says why in `problem`; the others are as they are.
void compute_fields(std::deque<Object>& objects, db::Engine engine);

}  // namespace kith::records::formula
