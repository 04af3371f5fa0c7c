#include <filesystem>

#include "app/check/check_workspace.hpp"
#include "app/commands/commands.hpp"
#include "app/composition.hpp"
#include "app/console.hpp"
#include "base/json.hpp"
#include "modules/identity/identity.hpp"

namespace kith::app {
namespace {

/// What a person should know, as key and parameters.
struct Finding {
    bool bad;
    std::string text;
    std::string code = {};
    std::string todo = {};
};

std::vector<Finding> look(records::Workspace& workspace, const Arguments& arguments) {
    std::vector<Finding> out;
    const auto settings = workspace.settings();
    const auto bytes = workspace.database().size_bytes();
    out.push_back({false, say("cli.check_file", {{"path", arguments.db()}, {"kib", std::to_string(bytes / 1024)}})});
    out.push_back({false, say("cli.check_workspace", {{"name", settings.name},
                                                      {"currency", settings.currency},
                                                      {"time_zone", settings.time_zone}})});
    if (settings.demo) out.push_back({false, say("cli.check_demo")});
    if (identity::setup_needed(workspace)) out.push_back({false, say("cli.check_nobody")});
    const auto report = check_workspace(workspace, {.full = arguments.flag("full"), .repair = arguments.flag("repair")});
    for (const auto& finding : report.findings)
        out.push_back({true, say("check." + finding.code, finding.params), finding.code, say("check." + finding.code + ".todo", finding.params)});
    for (const auto& done : report.repaired) out.push_back({false, say("check." + done.code, done.params), done.code});
    out.push_back({false, say("cli.check_looked", {{"records", number(report.records)}, {"contents", number(report.contents)}})});
    std::error_code failed;
    const auto space = std::filesystem::space(std::filesystem::absolute(arguments.db()).parent_path(), failed);
    if (!failed && space.available < 512ull << 20) {
        out.push_back({true, say("cli.check_space", {{"mib", std::to_string(space.available >> 20)}})});
    }
    return out;
}

Result<void> run_check(const Arguments& arguments) {
    // What repairs must be alone with the file.
    KITH_TRY(const auto workspace, open_workspace({.db = arguments.db(), .exclusive = arguments.flag("repair")}));
    const auto findings = look(*workspace, arguments);
    bool bad = false;
    std::string text;
    json::Writer out(text);
    out.begin_object().key("findings").begin_array();
    for (const auto& finding : findings) {
        bad = bad || finding.bad;
        out.begin_object().member("problem", finding.bad).member("text", finding.text);
        if (!finding.code.empty()) out.member("code", finding.code);
        if (!finding.todo.empty()) out.member("todo", finding.todo);
        out.end_object();
        if (arguments.json()) continue;
        print_line((finding.bad ? "! " : "  ") + finding.text);
        if (!finding.todo.empty()) print_line("  → " + finding.todo);
    }
    out.end_array().member("healthy", !bad).end_object();
    if (arguments.json()) print_line(text);
    if (bad) return Error{.kind = ErrorKind::Conflict, .code = "cli.check_failed"};
    if (!arguments.json()) print_line("  " + say("cli.check_good"));
    return {};
}

}  // namespace

Command check_command() { return {.name = "check", .help = "cli.check",
            .options = {{"full", OptionKind::Flag, "cli.option_check_full"}, {"repair", OptionKind::Flag, "cli.option_check_repair"}},
            .run = run_check}; }

}  // namespace kith::app
