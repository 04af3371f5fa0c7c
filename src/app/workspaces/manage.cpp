#include "app/workspaces/manage.hpp"

#include <chrono>

#include "app/composition.hpp"
#include "app/workspaces/names.hpp"
#include "base/i18n.hpp"
#include "base/log.hpp"
#include "modules/identity/identity.hpp"
#include "modules/shipped.hpp"

namespace kith::app {

namespace {

constexpr std::chrono::seconds kForServers{20};

/// While no other operator's command is at work anywhere.
Result<WorkspaceEntry> alone(Directory& directory, const std::function<Result<WorkspaceEntry>()>& work) {
    std::optional<WorkspaceEntry> out;
    KITH_CHECK(directory.store().alone(kForServers, [&]() -> Result<void> {
        KITH_TRY(out, work());
        return {};
    }));
    return std::move(*out);
}

Error wrong_state(const WorkspaceEntry& entry) {
    return {.kind = ErrorKind::Conflict, .code = "workspace.wrong_state",
            .params = {{"slug", entry.slug}, {"state", std::string(name_of(entry.state))}}};
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
    if (!wanted.language.empty() && !i18n::is_language(wanted.language)) problems.push_back({"language", "workspace.not_a_language", {}});
    if (!problems.empty()) return Error{.kind = ErrorKind::Invalid, .code = "workspace.invalid", .fields = std::move(problems)};
    return {};
}

/// The database with what a workspace starts with.
Result<void> make_workspace_database(Directory& directory, const WorkspaceEntry& entry, const NewWorkspace& wanted) {
    KITH_TRY(const auto opened, open_workspace({.db = directory.database_of(entry), .exclusive = true, .create = true}));
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

Result<WorkspaceEntry> finish_delete(Directory& directory, WorkspaceEntry entry, const std::string& by) {
    const Instant now = Clock().now();
    KITH_TRY(entry.place, directory.store().put_away(entry, now));
    entry.state = WorkspaceState::Deleted;
    entry.deleted_at = now;
    KITH_CHECK(directory.save(entry, OperatorAction{"deleted", by}));
    log::info("workspace.deleted", {{"workspace", entry.id.to_string()}, {"slug", entry.slug}});
    return entry;
}

/// For good, and its line in the list with it.
Result<WorkspaceEntry> purge(Directory& directory, WorkspaceEntry entry, const std::string& by) {
    KITH_CHECK(directory.store().remove(entry.place));
    KITH_CHECK(directory.remove(entry.id, OperatorAction{"purged", by}));
    entry.place.clear();
    log::info("workspace.purged", {{"workspace", entry.id.to_string()}, {"slug", entry.slug}});
    return entry;
}

Result<WorkspaceEntry> change_state(Directory& directory, std::string_view which, WorkspaceState from, WorkspaceState to, const OperatorAction& action) {
    return alone(directory, [&]() -> Result<WorkspaceEntry> {
        KITH_TRY(auto entry, entry_asked_for(directory, which));
        if (entry.state == to) return entry;
        if (entry.state != from) return wrong_state(entry);
        entry.state = to;
        KITH_CHECK(directory.save(entry, action));
        return entry;
    });
}

Result<WorkspaceEntry> finish_restore(Directory& directory, WorkspaceEntry entry, const std::string& by) {
    KITH_TRY(entry.place, directory.store().bring_back(entry));
    entry.state = WorkspaceState::Suspended;
    entry.deleted_at.reset();
    KITH_CHECK(directory.save(entry, OperatorAction{"restored", by}));
    return entry;
}

/// What was half done when a process died.
Result<void> finish_half_done(Directory& directory, const WorkspaceEntry& entry) {
    const std::string by = "recovery";
    if (entry.state == WorkspaceState::Creating) {  // nobody was told that it is there
        KITH_CHECK(directory.store().remove(entry.place));
        return directory.remove(entry.id, OperatorAction{"half_made", by});
    }
    if (entry.state == WorkspaceState::Restoring) {
        KITH_CHECK(finish_restore(directory, entry, by));
        return {};
    }
    return directory.store().without_servers(entry.place, std::chrono::milliseconds(0), [&]() -> Result<void> {
        KITH_CHECK(finish_delete(directory, entry, by));
        return {};
    });
}

/// One that cannot be finished is told of, and hinders no other.
Result<void> recover_held(Directory& directory) {
    directory.forget();
    const auto all = directory.all();
    for (const auto& entry : *all) {
        const bool half = entry.state == WorkspaceState::Creating || entry.state == WorkspaceState::Deleting || entry.state == WorkspaceState::Restoring;
        if (!half) continue;
        const Params facts{{"workspace", entry.id.to_string()}, {"slug", entry.slug}, {"state", std::string(name_of(entry.state))}};
        const auto done = finish_half_done(directory, entry);
        if (done) log::warning("workspace.was_half_done", facts);
        // Held by a server that has not heard of it yet.
        else if (done.error().code != "db.in_use") log::error("workspace.not_finished", facts);
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

Result<WorkspaceEntry> create_workspace(Directory& directory, NewWorkspace wanted, const std::string& by) {
    load_catalogues();
    KITH_CHECK(check_wanted(wanted));
    return alone(directory, [&]() -> Result<WorkspaceEntry> {
        KITH_CHECK(recover_held(directory));
        directory.forget();
        WorkspaceEntry entry;
        entry.id = directory.ids().next();
        entry.name = wanted.name;
        entry.slug = wanted.slug.empty() ? free_slug(directory, wanted.name) : wanted.slug;
        entry.hosts = wanted.hosts;
        entry.created_at = Clock().now();
        entry.place = directory.store().place_for(entry);
        KITH_TRY(entry, directory.add(std::move(entry)));
        if (auto made = make_workspace_database(directory, entry, wanted); !made) {
            KITH_CHECK(directory.store().remove(entry.place));
            KITH_CHECK(directory.remove(entry.id));
            return std::move(made).error();
        }
        entry.state = WorkspaceState::Active;
        KITH_CHECK(directory.save(entry, OperatorAction{"created", by, entry.name}));
        log::info("workspace.created", {{"workspace", entry.id.to_string()}, {"slug", entry.slug}});
        return entry;
    });
}

Result<WorkspaceEntry> rename_workspace(Directory& directory, std::string_view which, const WorkspaceChange& change, const std::string& by) {
    return alone(directory, [&]() -> Result<WorkspaceEntry> {
        KITH_TRY(auto entry, entry_asked_for(directory, which));
        NewWorkspace checked{change.name.value_or(entry.name), change.slug.value_or(entry.slug), change.hosts.value_or(entry.hosts)};
        KITH_CHECK(check_wanted(checked));
        OperatorAction action{"renamed", by, entry.slug + " → " + checked.slug + ", " + checked.name};
        for (const auto& host : checked.hosts) action.details += ", " + host;
        entry.name = std::move(checked.name);
        entry.slug = std::move(checked.slug);
        entry.hosts = std::move(checked.hosts);
        KITH_CHECK(directory.save(entry, action));
        return entry;
    });
}

Result<WorkspaceEntry> suspend_workspace(Directory& directory, std::string_view which, const std::string& by) {
    return change_state(directory, which, WorkspaceState::Active, WorkspaceState::Suspended, {"suspended", by});
}

Result<WorkspaceEntry> resume_workspace(Directory& directory, std::string_view which, const std::string& by) {
    return change_state(directory, which, WorkspaceState::Suspended, WorkspaceState::Active, {"resumed", by});
}

Result<WorkspaceEntry> delete_workspace(Directory& directory, std::string_view which, bool now, const CloseWorkspace& close, const std::string& by) {
    return alone(directory, [&]() -> Result<WorkspaceEntry> {
        KITH_TRY(auto entry, entry_asked_for(directory, which, now));
        if (entry.state != WorkspaceState::Deleted) {
            // From here on nobody opens it any more.
            entry.state = WorkspaceState::Deleting;
            KITH_CHECK(directory.save(entry));
            if (close) close(entry.id);
            const auto gone = directory.store().without_servers(entry.place, kForServers, [&]() -> Result<void> {
                KITH_TRY(entry, finish_delete(directory, entry, by));
                return {};
            });
            if (!gone && gone.error().code == "db.in_use") return Error{.kind = ErrorKind::Conflict, .code = "workspace.in_use", .params = {{"slug", entry.slug}}};
            if (!gone) return gone.error();
        }
        return now ? purge(directory, std::move(entry), by) : Result<WorkspaceEntry>(std::move(entry));
    });
}

Result<WorkspaceEntry> restore_workspace(Directory& directory, std::string_view which, const std::string& by) {
    return alone(directory, [&]() -> Result<WorkspaceEntry> {
        KITH_TRY(auto entry, entry_asked_for(directory, which, true));
        if (entry.state != WorkspaceState::Deleted || entry.place.empty()) return wrong_state(entry);
        entry.state = WorkspaceState::Restoring;  // its slug is its own from here on, or another's already
        KITH_CHECK(directory.save(entry));
        return finish_restore(directory, std::move(entry), by);
    });
}

Result<void> recover_workspaces(Directory& directory) {
    const auto done = directory.store().alone(std::chrono::milliseconds(0), [&] { return recover_held(directory); });
    return !done && done.error().code == "workspace.operator_busy" ? Result<void>() : done;
}

}  // namespace kith::app
