#pragma once

#include <chrono>
#include <span>
#include <string>
#include <vector>

#include "modules/data/bulk/edit.hpp"
#include "modules/data/bulk/job.hpp"

/// Bulk edits in steps, each a short transaction of its own, so that others write in between.
namespace kith::bulk {

/// Records that are changed at once, in the request itself.
inline constexpr std::size_t kAtOnce = 500;
inline constexpr std::size_t kMostRecords = 1'000'000;

struct Done {
    Id change_set;
    std::int64_t changed = 0;
    std::vector<Problem> refused;
};
/// A few records in one transaction. With `all_or_none`, the first refusal keeps all as it was:
/// `bulk.refused`, with what was refused in `skipped`.
Result<Done> edit_at_once(records::Workspace& workspace, const Actor& actor, const std::string& object,
                          std::span<const Id> ids, const Edit& edit, bool all_or_none);

/// The next step of a job, by what its row says; false when there is nothing left to do. Safe to call
/// from several processes: each step reads and writes the row in its own transaction.
/// `longest`: what one step may take of the writing thread's time before others get their turn.
Result<bool> step(records::Workspace& workspace, Id job, std::chrono::microseconds longest = std::chrono::milliseconds(40));
/// Ends a job that cannot go on, with the reason.
Result<void> give_up(records::Workspace& workspace, Id job, const Error& why);
/// Stops a job; one that is all or none is taken back. `bulk.not_running`.
Result<Job> cancel(records::Workspace& workspace, Id job);

/// A large undo as a job: it runs in the background from now on.
Result<Job> start_undo(records::Workspace& workspace, const Actor& actor, Id change_set, std::int64_t entries);

}  // namespace kith::bulk
