#include <pwd.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>

#include "app/commands/commands.hpp"
#include "app/console.hpp"
#include "app/workspaces/manage.hpp"
#include "app/workspaces/named.hpp"
#include "app/workspaces/operator_tokens.hpp"
#include "app/workspaces/usage.hpp"
#include "base/secret.hpp"
#include "modules/identity/identity.hpp"

namespace kith::app {
namespace {

void print_entry(const Arguments& arguments, Directory& directory, const WorkspaceEntry& entry, std::string_view done) {
    if (!arguments.json()) return print_line(say(done, {{"slug", entry.slug}, {"name", entry.name}, {"path", without_password(directory.database_of(entry))}}));
    std::string text;
    json::Writer out(text);
    write_workspace_entry(out, entry, usage_of(directory, entry));
    print_line(text);
}

Result<std::unique_ptr<Directory>> directory_of(const Arguments& arguments, bool create = false) {
    KITH_TRY(const auto place, directory_place(arguments));
    return Directory::open(place, create);
}

/// For the operator's log.
std::string who_runs_this() {
    const char* const behind = std::getenv("SUDO_USER");
    const auto* const user = behind != nullptr ? nullptr : ::getpwuid(::geteuid());
    return "command line, " + std::string(behind != nullptr ? behind : user != nullptr ? user->pw_name : "user " + std::to_string(::geteuid()));
}

Result<void> run_workspace_create(const Arguments& arguments) {
    KITH_TRY(const auto directory, directory_of(arguments, true));
    NewWorkspace wanted;
    wanted.name = arguments.text("name");
    wanted.slug = arguments.text("slug");
    wanted.hosts = arguments.list("host");
    wanted.language = arguments.text("language");
    wanted.currency = arguments.text("currency");
    wanted.country = arguments.text("country");
    wanted.time_zone = arguments.text("time-zone");
    wanted.administrator = arguments.text("administrator");
    wanted.administrator_name = arguments.text("administrator-name");
    std::string made_here;
    if (arguments.flag("password-stdin")) {
        wanted.password = read_line();
    } else if (!wanted.administrator.empty()) {
        wanted.password = made_here = identity::random_password();
    }
    const auto email = wanted.administrator;
    KITH_TRY(const auto entry, create_workspace(*directory, std::move(wanted), who_runs_this()));
    if (arguments.json()) {
        std::string text;
        json::Writer out(text);
        write_workspace_entry(out, entry, usage_of(*directory, entry));
        if (!made_here.empty()) {
            text.pop_back();
            text += ",\"password\":\"" + made_here + "\"}";
        }
        print_line(text);
        return {};
    }
    print_entry(arguments, *directory, entry, "cli.workspace_created");
    if (!made_here.empty()) print_line(say("cli.user_password", {{"password", made_here}}));
    if (email.empty()) print_line(say("cli.workspace_nobody", {{"slug", entry.slug}}));
    return {};
}

Result<void> run_workspace_list(const Arguments& arguments) {
    KITH_TRY(const auto directory, directory_of(arguments));
    KITH_CHECK(recover_workspaces(*directory));
    std::string text;
    json::Writer out(text);
    out.begin_object().key("workspaces").begin_array();
    const auto all = directory->all();
    const auto usages = usage_of(*directory, *all);
    for (std::size_t i = 0; i < all->size(); ++i) {
        const auto& entry = (*all)[i];
        const auto& usage = usages[i];
        if (entry.state == WorkspaceState::Deleted && !arguments.flag("deleted")) continue;
        write_workspace_entry(out, entry, usage);
        if (arguments.json()) continue;
        std::string line = entry.slug + "\t" + entry.name + "\t" + say("cli.workspace_state_" + std::string(name_of(entry.state)));
        line += "\t" + say("cli.workspace_row", {{"users", number(usage.users)}, {"kib", number(usage.bytes / 1024)}});
        for (const auto& host : entry.hosts) line += "\t" + host;
        print_line(line);
    }
    out.end_array().end_object();
    if (arguments.json()) print_line(text);
    return {};
}

Result<void> run_workspace_rename(const Arguments& arguments) {
    KITH_TRY(const auto directory, directory_of(arguments));
    WorkspaceChange change;
    if (arguments.has("name")) change.name = arguments.text("name");
    if (arguments.has("slug")) change.slug = arguments.text("slug");
    if (arguments.has("host")) change.hosts = arguments.list("host");
    if (arguments.flag("no-host")) change.hosts = std::vector<std::string>();
    KITH_TRY(const auto entry, rename_workspace(*directory, arguments.text("workspace"), change, who_runs_this()));
    print_entry(arguments, *directory, entry, "cli.workspace_renamed");
    return {};
}

Result<void> run_workspace_suspend(const Arguments& arguments) {
    KITH_TRY(const auto directory, directory_of(arguments));
    KITH_TRY(const auto entry, suspend_workspace(*directory, arguments.text("workspace"), who_runs_this()));
    print_entry(arguments, *directory, entry, "cli.workspace_suspended");
    return {};
}

Result<void> run_workspace_resume(const Arguments& arguments) {
    KITH_TRY(const auto directory, directory_of(arguments));
    KITH_TRY(const auto entry, resume_workspace(*directory, arguments.text("workspace"), who_runs_this()));
    print_entry(arguments, *directory, entry, "cli.workspace_resumed");
    return {};
}

Result<void> run_workspace_delete(const Arguments& arguments) {
    KITH_TRY(const auto directory, directory_of(arguments));
    const bool now = arguments.flag("now");
    KITH_TRY(const auto entry, delete_workspace(*directory, arguments.text("workspace"), now, {}, who_runs_this()));
    print_entry(arguments, *directory, entry, now ? "cli.workspace_purged" : "cli.workspace_deleted");
    return {};
}

Result<void> run_workspace_restore(const Arguments& arguments) {
    KITH_TRY(const auto directory, directory_of(arguments));
    KITH_TRY(const auto entry, restore_workspace(*directory, arguments.text("workspace"), who_runs_this()));
    print_entry(arguments, *directory, entry, "cli.workspace_restored");
    return {};
}

Result<void> run_operator_token(const Arguments& arguments) {
    KITH_TRY(const auto directory, directory_of(arguments, true));
    const auto name = arguments.text("name");
    std::string text;
    if (arguments.flag("remove")) {
        const auto removed = remove_operator_tokens(*directory, name, who_runs_this());
        json::Writer(text).begin_object().member("removed", removed).end_object();
        print_line(arguments.json() ? text : say("cli.operator_tokens_removed", {{"count", number(removed)}, {"name", name}}));
        return {};
    }
    KITH_TRY(const auto token, add_operator_token(*directory, name, who_runs_this()));
    json::Writer(text).begin_object().member("token", token).end_object();
    print_line(arguments.json() ? text : token);
    return {};
}

Result<void> run_operator_log(const Arguments& arguments) {
    KITH_TRY(const auto directory, directory_of(arguments));
    const auto most = std::clamp<std::int64_t>(arguments.number("limit", 50), 1, 10'000);
    const auto actions = directory->actions(static_cast<int>(most));
    if (arguments.json()) {
        std::string text;
        json::Writer out(text);
        write_operator_actions(out, actions);
        print_line(text);
        return {};
    }
    for (const auto& one : actions) print_line(one.at.to_string() + "\t" + one.by + "\t" + one.action + "\t" + one.slug + "\t" + one.details);
    return {};
}

const Option kWhichWorkspace{"workspace", OptionKind::Place, "cli.option_which_workspace"};

}  // namespace

Command workspace_create_command() {
    return {.name = "workspace create", .help = "cli.workspace_create",
            .options = {{"name", OptionKind::Place, "cli.option_workspace_shown_name"},
                        {"slug", OptionKind::Text, "cli.option_slug"},
                        {"host", OptionKind::Repeated, "cli.option_host"},
                        {"administrator", OptionKind::Text, "cli.option_administrator"},
                        {"administrator-name", OptionKind::Text, "cli.option_administrator_name"},
                        {"password-stdin", OptionKind::Flag, "cli.option_password_stdin"},
                        {"language", OptionKind::Text, "cli.option_workspace_language", {"en", "nb"}},
                        {"currency", OptionKind::Text, "cli.option_workspace_currency"},
                        {"country", OptionKind::Text, "cli.option_workspace_country"},
                        {"time-zone", OptionKind::Text, "cli.option_workspace_time_zone"}},
            .run = run_workspace_create};
}

Command workspace_list_command() {
    return {.name = "workspace list", .help = "cli.workspace_list",
            .options = {{"deleted", OptionKind::Flag, "cli.option_deleted"}},
            .run = run_workspace_list};
}

Command workspace_rename_command() {
    return {.name = "workspace rename", .help = "cli.workspace_rename",
            .options = {kWhichWorkspace,
                        {"name", OptionKind::Text, "cli.option_workspace_shown_name"},
                        {"slug", OptionKind::Text, "cli.option_slug"},
                        {"host", OptionKind::Repeated, "cli.option_host"},
                        {"no-host", OptionKind::Flag, "cli.option_no_host"}},
            .run = run_workspace_rename};
}

Command workspace_suspend_command() {
    return {.name = "workspace suspend", .help = "cli.workspace_suspend", .options = {kWhichWorkspace},
            .run = run_workspace_suspend};
}

Command workspace_resume_command() {
    return {.name = "workspace resume", .help = "cli.workspace_resume", .options = {kWhichWorkspace},
            .run = run_workspace_resume};
}

Command workspace_delete_command() {
    return {.name = "workspace delete", .help = "cli.workspace_delete",
            .options = {kWhichWorkspace, {"now", OptionKind::Flag, "cli.option_delete_now"}},
            .run = run_workspace_delete};
}

Command workspace_restore_command() {
    return {.name = "workspace restore", .help = "cli.workspace_restore", .options = {kWhichWorkspace},
            .run = run_workspace_restore};
}

Command operator_token_command() {
    return {.name = "operator token", .help = "cli.operator_token",
            .options = {{"name", OptionKind::RequiredText, "cli.option_token_name"},
                        {"remove", OptionKind::Flag, "cli.option_remove_tokens"}},
            .run = run_operator_token};
}

Command operator_log_command() {
    return {.name = "operator log", .help = "cli.operator_log", .options = {{"limit", OptionKind::Number, "cli.option_log_limit"}},
            .run = run_operator_log};
}

}  // namespace kith::app
