#pragma once

#include "modules/module.hpp"

/// Bringing files of rows in: routes below /imports, and what the command line's `import` uses
/// (import_file.hpp).
namespace kith::imports {

Module module();
/// Several files in one go: routes below /import-sets.
Module sets_module();

/// A server's: what other processes leave is settled as soon as it is seen, and files are swept, until the workspace
/// is closed.
void start_watch(records::Workspace& workspace);

}  // namespace kith::imports
