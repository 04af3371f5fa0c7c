#pragma once

#include "app/command.hpp"
#include "app/workspaces/directory.hpp"

namespace kith::app {

/// Where the many are, as --data and --db say: with a database server named, there. `workspace.not_in_one_file` where a
/// file is.
Result<DirectoryPlace> directory_place(const Arguments& arguments);
/// Whether there are many: --workspaces says so, or a list of them is there and no one database is named.
Result<bool> are_many(const Arguments& arguments);

/// Makes `--workspace` the database of that workspace, for a command on one. Where there are many and none is named:
/// `workspace.which`.
Result<void> find_named_workspace(Arguments& arguments);
/// After the command: who signs in where may have changed, and there may be something to do in it.
Result<void> index_named_workspace(const Arguments& arguments, const DirectoryPlace& place);

}  // namespace kith::app
