#include "app/workspaces/named.hpp"

#include "app/composition.hpp"
#include "app/workspaces/manage.hpp"

namespace kith::app {

namespace {

bool is_server(std::string_view db) { return db.starts_with("postgresql://") || db.starts_with("postgres://"); }

bool names_schema(std::string_view db) { return db.find("?schema=") != std::string_view::npos || db.find("&schema=") != std::string_view::npos; }

}  // namespace

Result<DirectoryPlace> directory_place(const Arguments& arguments) {
    const auto& db = arguments.configuration().text("db");
    if (db.empty()) return DirectoryPlace{arguments.data_folder()};
    if (is_server(db) && !names_schema(db)) return DirectoryPlace{arguments.data_folder(), db};
    return Error{.kind = ErrorKind::Invalid, .code = "workspace.not_in_one_file"};
}

Result<bool> are_many(const Arguments& arguments) {
    if (arguments.configuration().flag("workspaces")) return true;
    const auto place = directory_place(arguments);
    if (!place) return false;
    const auto there = Store::of(*place)->has_list();
    // A server that does not answer is told of by whoever opens the one workspace.
    return there && *there;
}

Result<void> find_named_workspace(Arguments& arguments) {
    if (!arguments.has("workspace")) {
        KITH_TRY(const bool many, are_many(arguments));
        return many ? Result<void>(Error{.kind = ErrorKind::Invalid, .code = "workspace.which"}) : Result<void>();
    }
    KITH_TRY(const auto place, directory_place(arguments));
    KITH_TRY(const auto directory, Directory::open(place, false));
    const auto entry = directory->find(arguments.text("workspace"));
    if (!entry || (entry->state != WorkspaceState::Active && entry->state != WorkspaceState::Suspended))
        return no_such_workspace(arguments.text("workspace"));
    arguments.set("db", directory->database_of(*entry));
    return {};
}

Result<void> index_named_workspace(const Arguments& arguments, const DirectoryPlace& place) {
    KITH_TRY(const auto directory, Directory::open(place, false));
    const auto entry = directory->find(arguments.text("workspace"));
    if (!entry) return {};
    {
        KITH_TRY(const auto workspace, open_workspace({.db = directory->database_of(*entry), .readers = 1}));
        KITH_CHECK(mark_workspace(*workspace, entry->tag));
        KITH_CHECK(index_addresses(*directory, entry->id, *workspace));
    }
    return directory->note({{entry->id, Instant::now()}});
}

}  // namespace kith::app
