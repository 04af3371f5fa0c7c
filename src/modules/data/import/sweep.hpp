#pragma once

#include <string>

#include "modules/data/import/job.hpp"
#include "records/workspace.hpp"

namespace kith::imports {

/// Where an import's file lies, and its failed rows.
Result<std::string> upload_path(db::Database& database, Id job);
Result<std::string> failed_path(db::Database& database, Id job);

/// Removes what nobody needs any more: uploads that came to no import within a day, files of imports that ended
/// 30 days ago, files that belong to nothing. How many files stay.
Result<int> sweep(records::Workspace& workspace);
/// An import's row and files. Errors: `import.running`.
Result<void> remove_import(records::Workspace& workspace, const Actor& actor, const Job& job);

}  // namespace kith::imports
