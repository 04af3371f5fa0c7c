#include "app/workspaces/named.hpp"

#include <filesystem>

#include "app/composition.hpp"
#include "app/workspaces/manage.hpp"

namespace kith::app {

Result<void> find_named_workspace(Arguments& arguments) {
    if (!arguments.has("workspace")) {
        const bool many = !arguments.has("db") && Directory::is_in(arguments.data_folder()) && !std::filesystem::exists(arguments.db());
        return many ? Result<void>(Error{.kind = ErrorKind::Invalid, .code = "workspace.which"}) : Result<void>();
    }
    KITH_TRY(const auto directory, Directory::open(arguments.data_folder(), false));
    const auto entry = directory->find(arguments.text("workspace"));
    if (!entry || entry->state == WorkspaceState::Creating || entry->state == WorkspaceState::Deleting)
        return no_such_workspace(arguments.text("workspace"));
    arguments.set("db", directory->file_of(*entry));
    return {};
}

Result<void> index_named_workspace(const Arguments& arguments) {
    if (!arguments.has("workspace")) return {};
    KITH_TRY(const auto directory, Directory::open(arguments.data_folder(), false));
    const auto entry = directory->find(arguments.text("workspace"));
    if (!entry) return {};
    KITH_TRY(const auto workspace, open_workspace({.db = directory->file_of(*entry), .readers = 1}));
    KITH_CHECK(mark_workspace(*workspace, entry->tag));
    return index_addresses(*directory, entry->id, *workspace);
}

}  // namespace kith::app
