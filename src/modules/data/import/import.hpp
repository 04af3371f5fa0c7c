#pragma once

#include "modules/module.hpp"

/// Bringing files of rows in: routes below /imports, and what the command line's `import` uses
/// (import_file.hpp).
namespace kith::imports {

Module module();

}  // namespace kith::imports
