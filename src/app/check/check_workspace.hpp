#pragma once

#include <string>
#include <vector>

#include "base/error.hpp"
#include "records/workspace.hpp"

/// Whether what is kept fits together: the engine's own view, the change log against records, the search index
/// against records, merged records, contents of files against hashes, imports that are not over.
namespace kith::app {

/// What was found wrong: a text `check.<code>`, and `check.<code>.todo`, which says what to do.
struct CheckFinding {
    std::string code;
    Params params;
    bool repairable = false;
};

struct CheckOptions {
    bool full = false;    // all records and contents; otherwise the newest of each, and sizes
    bool repair = false;  // makes search indexes anew, drops contents that nothing refers to
};

struct CheckReport {
    std::vector<CheckFinding> findings;
    std::vector<CheckFinding> repaired;
    std::int64_t records = 0, contents = 0;  // looked at
};

CheckReport check_workspace(records::Workspace& workspace, const CheckOptions& options);

}  // namespace kith::app
