#include "app/workspaces/manage.hpp"

#include <chrono>
#include <filesystem>
#include <thread>

#include "app/composition.hpp"
#include "app/workspaces/names.hpp"
#include "base/log.hpp"
#include "db/sqlite/file_lock.hpp"
#include "modules/identity/identity.hpp"

namespace kith::app {

namespace fs = std::filesystem;
using db::sqlite::FileLock;

namespace {

constexpr std::chrono::seconds kLockPatience{20};
constexpr std::chrono::milliseconds kLockAskAgain{50};
constexpr auto kWorkspacesFolder = "workspaces";
constexpr auto kTrashFolder = "trash";

/// Tries until another has let go of it.
Result<FileLock> lock_of(const std::string& path, std::chrono::milliseconds patience = kLockPatience) {
    const auto until = std::chrono::steady_clock::now() + patience;
    while (true) {
        auto lock = FileLock::take(path);
        if (lock || lock.error().code != "db.in_use" || std::chrono::steady_clock::now() >= until) return lock;
        std::this_thread::sleep_for(kLockAskAgain);
    }
}

Result<FileLock> alone(Directory& directory) { return lock_of((fs::path(directory.data_folder()) / "operator").string()); }

Error wrong_state(const WorkspaceEntry& entry) {
    return {.kind = ErrorKind::Conflict, .code = "workspace.wrong_state",
            .params = {{"slug", entry.slug}, {"state", std::string(name_of(entry.state))}}};
}

Error file_problem(const fs::path& path, const std::error_code& problem) {
    return {.kind = ErrorKind::Unavailable, .code = "cli.cannot_write", .params = {{"path", path.string()}, {"problem", problem.message()}}};
}

Result<WorkspaceEntry> entry_asked_for(Directory& directory, std::string_view which, bool deleted_too = false) {
    directory.forget();
    auto entry = directory.find(which, deleted_too);
    if (!entry) return no_such_workspace(which);
    return std::move(*entry);
}

bool is_slug_free(Directory& directory, const std::string& slug) { return !directory.by_slug(slug); }

/// The name's own, or with a number behind it.
std::string free_slug(Directory& directory, const std::string& name) {
    const auto slug = slug_of(name);
    if (is_slug_free(directory, slug)) return slug;
    for (int number = 2;; ++number) {
        const auto ending = "-" + std::to_string(number);
        auto numbered = slug.substr(0, kLongestSlug - ending.size()) + ending;
        if (is_slug_free(directory, numbered)) return numbered;
    }
}

/// All that is wrong at once.
Result<void> check_wanted(NewWorkspace& wanted) {
    std::vector<FieldError> problems;
    const auto gather = [&](auto result, std::string& into) {
        if (result) into = std::move(*result);
        else for (auto& problem : result.error().fields) problems.push_back(std::move(problem));
    };
    gather(workspace_name(wanted.name), wanted.name);
    if (!wanted.slug.empty()) gather(workspace_slug(wanted.slug), wanted.slug);
    for (auto& host : wanted.hosts) gather(workspace_host(host), host);
    if (!problems.empty()) return Error{.kind = ErrorKind::Invalid, .code = "workspace.invalid", .fields = std::move(problems)};
    return {};
}

/// The file with what a workspace starts with.
Result<void> make_workspace_file(Directory& directory, const WorkspaceEntry& entry, const NewWorkspace& wanted) {
    KITH_TRY(const auto opened, open_workspace({.db = directory.file_of(entry), .exclusive = true, .create = true}));
    auto& workspace = *opened;
    KITH_CHECK(mark_workspace(workspace, entry.tag));
    auto settings = workspace.settings();
    settings.name = wanted.name;
    const auto take = [](const std::string& from, std::string& into) {
        if (!from.empty()) into = from;
    };
    take(wanted.language, settings.language);
    take(wanted.currency, settings.currency);
    take(wanted.country, settings.country);
    take(wanted.time_zone, settings.time_zone);
    if (wanted.administrator.empty()) {
        KITH_CHECK(workspace.change_settings(settings));
        return workspace.install();
    }
    auto name = wanted.administrator_name;
    if (name.empty()) name = wanted.administrator.substr(0, wanted.administrator.find('@'));
    KITH_CHECK(identity::make_first_administrator(workspace, settings, {name, wanted.administrator, wanted.password}));
    return index_addresses(directory, entry.id, workspace);
}

/// To a place of its own below the trash; nothing there: nothing to do.
Result<std::string> move_to_trash(Directory& directory, const WorkspaceEntry& entry, Instant now) {
    const fs::path root(directory.data_folder());
    const auto from = root / entry.place;
    const auto day = now.to_string().substr(0, 10);
    const auto place = std::string(kTrashFolder) + "/" + day + "-" + entry.slug + "-" + entry.id.to_string();
    std::error_code problem;
    if (!fs::exists(from, problem)) return fs::exists(root / place, problem) ? place : std::string();
    fs::create_directories(root / kTrashFolder, problem);
    if (!problem) fs::rename(from, root / place, problem);
    if (problem) return file_problem(root / place, problem);
    return place;
}

Result<WorkspaceEntry> finish_delete(Directory& directory, WorkspaceEntry entry) {
    const Instant now = Clock().now();
    KITH_TRY(entry.place, move_to_trash(directory, entry, now));
    entry.state = WorkspaceState::Deleted;
    entry.deleted_at = now;
    KITH_CHECK(directory.save(entry));
    log::info("workspace.deleted", {{"workspace", entry.id.to_string()}, {"slug", entry.slug}});
    return entry;
}

/// The trash's copy goes for good; its line in the list with it.
Result<WorkspaceEntry> purge(Directory& directory, WorkspaceEntry entry) {
    // Never anything but a folder of the trash, whatever stands in the list.
    if (entry.place.starts_with(std::string(kTrashFolder) + "/") && entry.place.find("..") == std::string::npos) {
        const auto path = fs::path(directory.data_folder()) / entry.place;
        std::error_code problem;
        fs::remove_all(path, problem);
        if (problem) return file_problem(path, problem);
    }
    KITH_CHECK(directory.remove(entry.id));
    entry.place.clear();
    log::info("workspace.purged", {{"workspace", entry.id.to_string()}, {"slug", entry.slug}});
    return entry;
}

Result<WorkspaceEntry> change_state(Directory& directory, std::string_view which, WorkspaceState from, WorkspaceState to) {
    KITH_TRY(const auto lock, alone(directory));
    KITH_TRY(auto entry, entry_asked_for(directory, which));
    if (entry.state == to) return entry;
    if (entry.state != from) return wrong_state(entry);
    entry.state = to;
    KITH_CHECK(directory.save(entry));
    return entry;
}

Result<void> recover_held(Directory& directory) {
    directory.forget();
    const auto all = directory.all();
    for (const auto& entry : *all) {
        if (entry.state == WorkspaceState::Deleting) {
            const auto held = lock_of(directory.file_of(entry), std::chrono::milliseconds(0));
            if (!held && held.error().code == "db.in_use") continue;  // by a server that has not heard of it yet
            KITH_CHECK(finish_delete(directory, entry));
        } else if (entry.state == WorkspaceState::Creating) {
            // Nobody was told that it is there. What is half made goes to the trash, not away.
            KITH_CHECK(move_to_trash(directory, entry, Clock().now()));
            KITH_CHECK(directory.remove(entry.id));
            log::warning("workspace.half_made", {{"workspace", entry.id.to_string()}, {"slug", entry.slug}});
        }
    }
    return {};
}

}  // namespace

Result<void> mark_workspace(records::Workspace& workspace, const std::string& tag) {
    const auto known = workspace.setting(identity::kTagSetting);
    if (known && known->string() != nullptr && *known->string() == tag) return {};
    return workspace.database().write([&](db::Transaction& tx) -> Result<void> {
        records::Workspace::set_setting(tx, identity::kTagSetting, tag);
        return {};
    });
}

Result<void> index_addresses(Directory& directory, Id id, records::Workspace& workspace) {
    std::vector<std::string> emails;
    KITH_CHECK(workspace.read(Actor::system("operator"), [&](records::Reader& reader) {
        return reader.each("user", {}, [&](const records::Record& user) {
            if (user.boolean("active")) emails.emplace_back(user.text("email"));
            return true;
        });
    }));
    return directory.set_addresses(id, emails);
}

Result<WorkspaceEntry> create_workspace(Directory& directory, NewWorkspace wanted) {
    KITH_CHECK(check_wanted(wanted));
    KITH_TRY(const auto lock, alone(directory));
    KITH_CHECK(recover_held(directory));
    directory.forget();
    WorkspaceEntry entry;
    entry.id = directory.ids().next();
    entry.name = wanted.name;
    entry.slug = wanted.slug.empty() ? free_slug(directory, wanted.name) : wanted.slug;
    entry.hosts = wanted.hosts;
    entry.created_at = Clock().now();
    entry.place = std::string(kWorkspacesFolder) + "/" + entry.slug;
    std::error_code problem;
    // One that was renamed keeps its folder.
    if (fs::exists(fs::path(directory.data_folder()) / entry.place, problem)) entry.place += "-" + entry.id.to_string();
    KITH_TRY(entry, directory.add(std::move(entry)));
    if (auto made = make_workspace_file(directory, entry, wanted); !made) {
        fs::remove_all(fs::path(directory.data_folder()) / entry.place, problem);
        KITH_CHECK(directory.remove(entry.id));
        return std::move(made).error();
    }
    entry.state = WorkspaceState::Active;
    KITH_CHECK(directory.save(entry));
    log::info("workspace.created", {{"workspace", entry.id.to_string()}, {"slug", entry.slug}});
    return entry;
}

Result<WorkspaceEntry> rename_workspace(Directory& directory, std::string_view which, const WorkspaceChange& change) {
    KITH_TRY(const auto lock, alone(directory));
    KITH_TRY(auto entry, entry_asked_for(directory, which));
    NewWorkspace checked{change.name.value_or(entry.name), change.slug.value_or(entry.slug), change.hosts.value_or(entry.hosts)};
    KITH_CHECK(check_wanted(checked));
    entry.name = std::move(checked.name);
    entry.slug = std::move(checked.slug);
    entry.hosts = std::move(checked.hosts);
    KITH_CHECK(directory.save(entry));
    return entry;
}

Result<WorkspaceEntry> suspend_workspace(Directory& directory, std::string_view which) {
    return change_state(directory, which, WorkspaceState::Active, WorkspaceState::Suspended);
}

Result<WorkspaceEntry> resume_workspace(Directory& directory, std::string_view which) {
    return change_state(directory, which, WorkspaceState::Suspended, WorkspaceState::Active);
}

Result<WorkspaceEntry> delete_workspace(Directory& directory, std::string_view which, bool now, const CloseWorkspace& close) {
    KITH_TRY(const auto lock, alone(directory));
    KITH_TRY(auto entry, entry_asked_for(directory, which, now));
    if (entry.state != WorkspaceState::Deleted) {
        // From here on nobody opens it any more.
        entry.state = WorkspaceState::Deleting;
        KITH_CHECK(directory.save(entry));
        if (close) close(entry.id);
        {
            const auto held = lock_of(directory.file_of(entry));
            if (!held && held.error().code == "db.in_use")
                return Error{.kind = ErrorKind::Conflict, .code = "workspace.in_use", .params = {{"slug", entry.slug}}};
        }
        KITH_TRY(entry, finish_delete(directory, std::move(entry)));
    }
    return now ? purge(directory, std::move(entry)) : Result<WorkspaceEntry>(std::move(entry));
}

Result<WorkspaceEntry> restore_workspace(Directory& directory, std::string_view which) {
    KITH_TRY(const auto lock, alone(directory));
    KITH_TRY(auto entry, entry_asked_for(directory, which, true));
    if (entry.state != WorkspaceState::Deleted || entry.place.empty()) return wrong_state(entry);
    const fs::path root(directory.data_folder());
    const auto from = entry.place;
    entry.place = std::string(kWorkspacesFolder) + "/" + entry.slug + "-" + entry.id.to_string();
    entry.state = WorkspaceState::Suspended;
    entry.deleted_at.reset();
    std::error_code problem;
    fs::create_directories(root / kWorkspacesFolder, problem);
    // One that was killed behind this step is gone on with.
    const bool moved = !fs::exists(root / from) && fs::exists(root / entry.place);
    if (!problem && !moved) fs::rename(root / from, root / entry.place, problem);
    if (problem) return file_problem(root / from, problem);
    if (auto saved = directory.save(entry); !saved) {
        fs::rename(root / entry.place, root / from, problem);
        return std::move(saved).error();
    }
    return entry;
}

Result<void> recover_workspaces(Directory& directory) {
    const auto lock = lock_of((fs::path(directory.data_folder()) / "operator").string(), std::chrono::milliseconds(0));
    if (!lock) return {};
    return recover_held(directory);
}

}  // namespace kith::app
