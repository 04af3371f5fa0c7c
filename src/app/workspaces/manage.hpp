#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/workspaces/directory.hpp"
#include "records/workspace.hpp"

/// What an operator does with workspaces: the command line and the operator's API alike. A kill at any moment leaves
/// a whole workspace, or none; the next of these to run, or the server when it starts, finishes what was left.
namespace kith::app {

struct NewWorkspace {
    std::string name;
    std::string slug;  // "": made from the name, and another one where that is taken
    std::vector<std::string> hosts;
    std::string language, currency, country, time_zone;  // "": as a new file has them
    std::string administrator;       // e-mail; "": none yet
    std::string administrator_name;  // "": from the address
    std::string password;
};

/// Closes it where it is open in this process: what is done with its files waits for that.
using CloseWorkspace = std::function<void(Id)>;

/// `by`: who asks, for the operator's log. All: `workspace.operator_busy` while another one is at it for long.
/// `workspace.invalid` with the fields, `password.refused`.
Result<WorkspaceEntry> create_workspace(Directory& directory, NewWorkspace wanted, const std::string& by = {});

struct WorkspaceChange {
    std::optional<std::string> name, slug;
    std::optional<std::vector<std::string>> hosts;
};
/// Its name in the workspace itself, too, is the people's own matter and stays.
Result<WorkspaceEntry> rename_workspace(Directory& directory, std::string_view which, const WorkspaceChange& change, const std::string& by = {});
/// Nobody gets in till it is resumed; its files stay. `workspace.wrong_state`.
Result<WorkspaceEntry> suspend_workspace(Directory& directory, std::string_view which, const std::string& by = {});
Result<WorkspaceEntry> resume_workspace(Directory& directory, std::string_view which, const std::string& by = {});
/// Into the trash: a folder is moved there, under its date; a schema stays where it is. `now`: for good, also one that
/// is in the trash. `workspace.in_use` where another process does not let go of it.
Result<WorkspaceEntry> delete_workspace(Directory& directory, std::string_view which, bool now, const CloseWorkspace& close = {}, const std::string& by = {});
/// Out of the trash again, without the host names it had. `workspace.wrong_state`, `workspace.invalid` where its slug is
/// another's by now.
Result<WorkspaceEntry> restore_workspace(Directory& directory, std::string_view which, const std::string& by = {});

/// Finishes what a killed process left between two states; nothing while another is at it.
Result<void> recover_workspaces(Directory& directory);
/// Brings the index of who signs in where up to this workspace.
Result<void> index_addresses(Directory& directory, Id id, records::Workspace& workspace);
/// What its tokens begin with, so that they lead here. Written when it differs: of a copied file it does.
Result<void> mark_workspace(records::Workspace& workspace, const std::string& tag);

}  // namespace kith::app
