#pragma once

#include <functional>
#include <vector>

#include "records/workspace.hpp"

/// Before rows become records: those that look like a record that is there. Who can tell is told to this module once,
/// before the first workspace is used, since telling is not its own matter.
namespace kith::imports {

/// The records that one of these values looks like, the likeliest first.
using LookAlike = std::function<std::vector<Id>(records::Reader&, const records::Values&)>;
/// Made ready for one object, outside of any transaction; empty where nobody can tell, or not yet.
using LookAlikes = std::function<LookAlike(records::Workspace&, const records::Object&)>;

void set_look_alikes(LookAlikes tell);
LookAlike look_alike_of(records::Workspace& workspace, const records::Object& object);

}  // namespace kith::imports
