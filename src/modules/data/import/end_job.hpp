#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"
#include "modules/data/import/job.hpp"
#include "records/workspace.hpp"

/// How imports end, other than by their last row: taken back, or found interrupted.
namespace kith::imports {

/// What was found running, or being taken back, by nobody: called when the workspace is opened, and by a server from
/// time to time.
Result<void> recover(records::Workspace& workspace);
/// The same for one; `reason` says why it stopped, where that is known. A running one becomes Paused and
/// `interrupted`, with all that it wrote whole; one that was being taken back is taken back to its end. Leaves it
/// alone when another process is at it.
Result<void> settle(records::Workspace& workspace, Id job, const std::string& reason = {});

/// Takes a finished or a paused import back: Undone. Errors: `import.cannot_undo`, `import.running`.
Result<Job> undo(records::Workspace& workspace, const Actor& actor, Job job);
/// Takes a paused one back: Cancelled. Errors: `import.not_running`, `import.running`.
Result<Job> cancel_paused(records::Workspace& workspace, const Actor& actor, Job job);

/// The caller holds the job's lock. Takes the job back until it is `then`; an import that never finished leaves no
/// trace, unless somebody has worked with its records meanwhile: then they go to the bin, as an undone one's.
Result<void> take_back_to(records::Workspace& workspace, const Actor& actor, Job& job, State then);

/// All that was written so far made whole: indexes back, and what hooks would have done.
Result<void> make_whole(records::Workspace& workspace, const Actor& actor, std::string_view object);
/// With an entry in the audit log.
Result<void> save_ended(records::Workspace& workspace, const Actor& actor, const Job& job);
std::string words_of(const Error& error, std::string_view language);
std::string lock_path(const std::string& folder, Id job);

}  // namespace kith::imports
