#pragma once

#include "records/workspace.hpp"

namespace kith::collaboration {

/// Tells the owners of planned activities whose reminder is due, each reminder once; one set anew is told
/// anew. What fell due while nothing ran (30 days at most) is told now.
Result<void> send_reminders(records::Workspace& workspace);
/// The next one's moment, which may have passed.
std::optional<Instant> next_reminder(records::Workspace& workspace);

}  // namespace kith::collaboration
