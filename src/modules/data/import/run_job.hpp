#pragma once

#include <atomic>
#include <functional>
#include <string>

#include "modules/data/import/job.hpp"
#include "modules/data/import/mapping.hpp"
#include "records/workspace.hpp"

namespace kith::imports {

/// How whoever waits for an import talks with it, from any thread.
struct Control {
    std::atomic<bool> cancelled{false};  // stop and take back
    std::atomic<bool> abandoned{false};  // stop at once; the next to open the workspace takes back
    /// After each chunk, on the importing thread; `share` of the file's bytes read, 0 to 1.
    std::function<void(const Counts&, double share)> progress;
};

struct RunRequest {
    std::string path;
    json::Value dialect;  // the person's corrections
    Mapping mapping;
    bool dry_run = false;
    std::string failed_path;  // for rows that fail; "": none is written
};

/// Imports a file from its first row to its last, or leaves nothing: a job that fails, is cancelled or
/// killed is taken back. A dry run does all of it in one transaction that is rolled back, on a copy of the
/// database if the file is not small, so that nobody waits for its end to write. Blocks;
/// gives the job as it ended (Done, Cancelled or Failed). Errors: those of detect() and check(), and
/// `record.not_allowed`, before anything is written.
Result<Job> run_job(records::Workspace& workspace, const Actor& actor, Job job, const RunRequest& request, Control& control);

/// Takes back what imports left that nobody runs any more. Called when the workspace is opened.
Result<void> recover(records::Workspace& workspace);
/// The same for one that stands as running: failed, for this reason ("": interrupted). Leaves it alone
/// when another process is at it.
Result<void> settle(records::Workspace& workspace, Job job, const std::string& reason = {});
/// Takes a finished import back: Undone.
Result<Job> undo(records::Workspace& workspace, const Actor& actor, Job job);

}  // namespace kith::imports
