#pragma once

#include "modules/collaboration/presence/presence.hpp"
#include "records/workspace.hpp"

namespace kith::collaboration {

/// Who is where in this workspace.
Presence& presence_of(records::Workspace& workspace);
/// Somebody is there, or (`gone`) no longer: told to those who are there too, also on other nodes.
void note_presence(records::Workspace& workspace, const PlaceSeen& place, const Present& who, bool gone);

/// Ends the thread that start_watch() began: woken by changes it tells of them, and every few seconds it
/// looks for due reminders, who has left, and once a day for files to sweep.
void stop_watch(records::Workspace& workspace);
/// Whether that thread has changes to tell of, or is at it.
bool is_watch_busy(const records::Workspace& workspace);

}  // namespace kith::collaboration
