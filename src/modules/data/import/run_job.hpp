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
    std::atomic<bool> paused{false};     // stop after this chunk; what was written stays, to be gone on with
    std::atomic<bool> cancelled{false};  // stop and take back
    std::atomic<bool> abandoned{false};  // stop at once; the next to open the workspace finds it interrupted
    /// After each chunk, on the importing thread: the job as its row has it.
    std::function<void(const Job&)> progress;
};

struct RunRequest {
    std::string path;
    json::Value dialect;  // the person's corrections
    Mapping mapping;
    bool dry_run = false;
    std::string failed_path;  // for rows that fail; "": none is written
    db::Database* rehearse_on = nullptr;  // of a dry run: a copy on which what it writes stays, for those after it
    bool go_on = false;       // with a paused job, from its place; made by resume_request()
};

/// Imports a file from its first row, or from a paused job's place, to its last. Blocks; gives the job as it stands
/// then: Done; Cancelled, or Failed by what is wrong with the file, and then taken back; Paused by a person or by
/// what is no fault of the file (a full disk), and then all that was written is whole. A dry run does all of it in
/// one transaction that is rolled back, on a copy of the database if the file is not small, so that nobody waits
/// for its end to write. Errors: those of detect() and check(), `record.not_allowed`, `import.running`, before
/// anything is written; a lost database's, and then settle() has the rest to do.
Result<Job> run_job(records::Workspace& workspace, const Actor& actor, Job job, const RunRequest& request, Control& control);

/// What going on with a paused import takes. Errors: `import.not_paused`, `import.file_gone`,
/// `import.file_changed_since`, and check()'s where a field it goes to is not there any more.
Result<RunRequest> resume_request(records::Workspace& workspace, const Job& job);

/// What a dry run works on that is long, or one of several: all the data but the logs.
Result<std::unique_ptr<db::Database>> rehearsal_of(records::Workspace& workspace, const std::string& folder, Id job);
void remove_rehearsal(const std::string& folder, Id job);

}  // namespace kith::imports
