#pragma once

#include "records/jobs/context.hpp"
#include "records/workspace.hpp"

namespace kith::operations {

/// Forgets jobs that ended well a month ago, and dead ones nobody retried for a quarter of a year.
Result<void> tidy_jobs(records::Workspace& workspace, jobs::JobContext& context);

}  // namespace kith::operations
