#pragma once

#include <cstdint>

#include "modules/collaboration/files/blob_store.hpp"
#include "modules/module.hpp"

/// Working together on records: files, notes that mention people, tags, followers, tasks with reminders,
/// notifications, and who else is looking.
namespace kith::collaboration {

Module module();

/// A server begins with this workspace: from now on, until it is closed, changes are told to those they
/// concern, reminders sent, files swept.
void start_watch(records::Workspace& workspace);

/// How many contents that files refer to are not in their folder, or have another size.
std::int64_t missing_contents(records::Workspace& workspace);

}  // namespace kith::collaboration
