#pragma once

#include <string>
#include <vector>

#include "app/command.hpp"
#include "base/result.hpp"
#include "modules/data/data.hpp"

namespace kith::app {

/// Whether the files give several imports: there are several, or the one holds several known exports. Options that
/// say how one file is written or mapped are about one import alone. Errors: those of plan_set();
/// `cli.import_one_file` where such an option stands beside several files.
Result<bool> gives_import_set(const Arguments& arguments, const records::Schema& schema, const std::vector<std::string>& paths, imports::SetPlan& plan);

/// Shows what the files are and imports them one after another.
Result<void> run_import_set(const Arguments& arguments, records::Workspace& workspace, const std::vector<std::string>& paths, const imports::SetPlan& plan);

/// `--undo ID` of a whole set; false when there is no such set.
Result<bool> undo_import_set(const Arguments& arguments);

}  // namespace kith::app
