#pragma once

#include "records/workspace.hpp"

namespace kith::privacy {

/// Runs the rules that are in use whose last run is not of today, once it is past two o'clock.
Result<void> run_due_rules(records::Workspace& workspace, const std::function<bool()>& stopping);
/// Ends the threads that start_nights() began.
void stop_nights();

}  // namespace kith::privacy
