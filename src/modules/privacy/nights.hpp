#pragma once

#include "records/jobs/context.hpp"
#include "records/workspace.hpp"

namespace kith::privacy {

/// The job of each night: what is left of erasures, then the rules that are in use and have not run today. A rule
/// that fails leaves the others to run; the job tells of it.
Result<void> run_night(records::Workspace& workspace, jobs::JobContext& context);

}  // namespace kith::privacy
