#pragma once

#include "app/command.hpp"

namespace kith::app {

/// Makes `--workspace` the file of that workspace, for a command on one. Where there are many and none is named:
/// `workspace.which`.
Result<void> find_named_workspace(Arguments& arguments);
/// After the command: who signs in where may have changed.
Result<void> index_named_workspace(const Arguments& arguments);

}  // namespace kith::app
