#pragma once

#include <cstdint>

#include "base/result.hpp"
#include "modules/data/import/job.hpp"
#include "records/workspace.hpp"

namespace kith::imports {

struct TakenBack {
    std::int64_t records = 0;
    std::int64_t kept = 0;  // changed by somebody since, so left as they are
};

/// Undoes what one change set wrote, the last first. An import that never finished leaves no trace:
/// what it created is purged. A finished one is undone in the open: what it created goes to the bin,
/// and what people changed since stays. May be repeated after a crash.
enum class TakeBack { Unfinished, Finished };
Result<TakenBack> take_back(records::Workspace& workspace, const Job& job, TakeBack how);

}  // namespace kith::imports
