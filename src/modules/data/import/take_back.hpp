#pragma once

#include "base/result.hpp"
#include "modules/data/import/job.hpp"
#include "records/workspace.hpp"

namespace kith::imports {

/// Undoes what a job's change set wrote, the last first, in steps that keep their place in the job's row, so that
/// it is gone on with after a crash. Unfinished: what it created is purged, log and all. Finished: in the open,
/// what it created goes to the bin. In both, what people changed since stays, and is told in `kept_records`.
enum class TakeBack { Unfinished, Finished };
Result<void> take_back(records::Workspace& workspace, Job& job, TakeBack how);

}  // namespace kith::imports
