#include "app/commands/import_set.hpp"

#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <utility>

#include "app/commands/run_import.hpp"
#include "app/composition.hpp"
#include "app/console.hpp"
#include "base/i18n.hpp"
#include "base/text.hpp"

namespace kith::app {
namespace {

using imports::PlannedPart;

/// They say what one file is.
constexpr const char* kOfOneFile[] = {"object", "mapping", "map", "set", "match", "how", "then", "transform", "only-new", "missing", "currency", "delimiter", "encoding", "quote", "escape",
                                      "header-row", "footer-rows", "decimal", "dates", "entry", "sheet", "failed"};

std::vector<std::string> objects_to_create(std::string_view list) {
    std::vector<std::string> out;
    while (!list.empty()) {
        const auto comma = std::min(list.find(','), list.size());
        if (const auto name = text::trim(list.substr(0, comma)); !name.empty()) out.emplace_back(name);
        list.remove_prefix(std::min(comma + 1, list.size()));
    }
    return out;
}

void print_plan(const records::Schema& schema, const imports::SetPlan& plan) {
    const auto& language = console_language();
    for (std::size_t i = 0; i < plan.parts.size(); ++i) {
        const PlannedPart& part = plan.parts[i];
        const std::string what = part.known ? std::string(records::label_in(part.known->label, language)) : say("cli.import_set_unknown");
        print_line(say("cli.import_set_file", {{"number", std::to_string(i + 1)}, {"file", part.name}, {"what", what},
                                               {"object", std::string(records::label_in(schema.find(part.mapping.object)->label_plural, language))},
                                               {"rows", i18n::number(language, static_cast<double>(part.detected.rows_estimate))}}));
        std::string names;
        for (const auto& name : part.left_out) names += (names.empty() ? "" : ", ") + name;
        if (!names.empty()) print_line(say("cli.import_set_left_out", {{"columns", names}}));
    }
    for (const auto& name : plan.unread) print_line(say("cli.import_set_unread", {{"file", name}}));
}

bool is_agreed() {
    std::fputs((say("cli.import_ask") + " ").c_str(), stderr);
    const auto answer = text::fold(read_line());
    return answer.empty() || answer == "y" || answer == "yes" || answer == "j" || answer == "ja";
}

/// Beside the person, told apart where a file gives several imports.
std::string failed_path_of(const imports::SetPlan& plan, std::size_t index) {
    const PlannedPart& part = plan.parts[index];
    std::string name = std::filesystem::path(part.name).stem().string();
    const auto same = std::count_if(plan.parts.begin(), plan.parts.end(), [&](const auto& other) { return std::filesystem::path(other.name).stem() == name; });
    if (same > 1) name += "-" + std::to_string(index + 1);
    return std::filesystem::absolute(name + ".failed.csv").string();
}

imports::SetItem item_of(const PlannedPart& part, Id import) {
    imports::SetItem out;
    out.import = import;
    out.part = static_cast<std::int64_t>(part.part);
    out.rows_estimate = part.detected.rows_estimate;
    out.left_out = part.left_out;
    if (part.known) {
        out.system = part.known->system;
        out.file = part.known->file;
        out.label = part.known->label;
    }
    for (const auto& [name, value] : part.dialect) (name == "entry" ? out.entry : out.sheet) = *value.string();
    return out;
}

}  // namespace

Result<bool> gives_import_set(const Arguments& arguments, const records::Schema& schema, const std::vector<std::string>& paths, imports::SetPlan& plan) {
    for (const auto* option : kOfOneFile) {
        if (!arguments.has(option)) continue;
        if (paths.size() == 1) return false;
        return Error{.kind = ErrorKind::Invalid, .code = "cli.import_one_file", .params = {{"option", std::string("--") + option}}};
    }
    const auto fields = arguments.list("new-field");
    if (!fields.empty() && paths.size() == 1) return false;
    if (std::any_of(fields.begin(), fields.end(), [](const auto& field) { return field != "*"; }))
        return Error{.kind = ErrorKind::Invalid, .code = "cli.import_one_file", .params = {{"option", "--new-field"}}};
    std::vector<imports::SetFile> files;
    for (const auto& path : paths) files.push_back({path, std::filesystem::path(path).filename().string()});
    KITH_TRY(plan, imports::plan_set(schema, files, console_language()));
    return paths.size() > 1 || imports::gives_several(plan);
}

Result<void> run_import_set(const Arguments& arguments, records::Workspace& workspace, const std::vector<std::string>& paths, const imports::SetPlan& plan) {
    const auto schema = workspace.schema();
    const auto create = objects_to_create(arguments.text("create"));
    for (const auto& name : create)
        if (schema->find(name) == nullptr) return Error{ErrorKind::Invalid, "import.unknown_object", {{"object", name}}};
    if (!arguments.json()) {
        print_plan(*schema, plan);
        const bool asks = !arguments.flag("dry-run") && !arguments.flag("yes") && isatty(STDIN_FILENO) != 0 && isatty(STDERR_FILENO) != 0;
        if (asks && !is_agreed()) return {};
    }
    const Actor actor = import_actor();
    imports::ImportSet set;
    set.id = workspace.ids().next();
    set.dry_run = arguments.flag("dry-run");
    set.create = create;
    set.new_fields = !arguments.list("new-field").empty();
    set.unread = plan.unread;
    set.language = actor.language;
    set.created_at = workspace.clock().now();
    std::vector<imports::SetStep> steps;
    for (std::size_t i = 0; i < plan.parts.size(); ++i) {
        const PlannedPart& part = plan.parts[i];
        imports::SetStep step;
        step.job.id = workspace.ids().next();
        step.job.name = part.name;
        step.job.object = part.mapping.object;
        step.job.created_at = set.created_at;
        step.request.path = std::filesystem::absolute(paths[part.file]).string();
        step.job.source.path = step.request.path;
        step.request.dialect = json::Value(part.dialect);
        step.request.mapping = part.mapping;
        imports::allow_creating(step.request.mapping, *schema, create);
        const bool last = std::none_of(plan.parts.begin(), plan.parts.end(), [&](const auto& other) { return other.file == part.file && other.name == part.name && other.part > part.part; });
        if (set.new_fields && last) imports::ask_for_fields(step.request.mapping, *schema, part.columns, part.left_out);
        step.request.failed_path = failed_path_of(plan, i);
        set.items.push_back(item_of(part, step.job.id));
        steps.push_back(std::move(step));
    }
    KITH_CHECK(workspace.database().write([&](db::Transaction& tx) -> Result<void> {
        for (const auto& step : steps) insert(tx, step.job);
        insert(tx, set);
        return {};
    }));
    const Id id = set.id;
    KITH_TRY(const auto run, imports::SetRun::begin(workspace, actor, std::move(set), std::move(steps)));
    Result<void> outcome;
    while (run->more()) {
        if (!arguments.json()) print_line(plan.parts[run->next()].name + ":");
        auto done = run_import(arguments, [&](imports::Control& control) { return run->run_next(control); });
        if (!done && !run->more() && run->next() < plan.parts.size()) return done;
        if (!done) outcome = std::move(done);  // no row of this file could be taken; the others can
    }
    if (!arguments.json() && !arguments.flag("dry-run")) print_line(say("cli.import_set_undo", {{"id", id.to_string()}}));
    return outcome;
}

Result<bool> undo_import_set(const Arguments& arguments) {
    KITH_TRY(const auto workspace, open_workspace({.db = arguments.db()}));
    const auto id = Id::parse(arguments.text("undo"));
    auto set = id ? workspace->database().read([&](db::Transaction& tx) { return imports::find_set(tx, *id); }) : std::nullopt;
    if (!set) return false;
    KITH_TRY(const auto undone, imports::undo_set(*workspace, import_actor(), std::move(*set)));
    const auto jobs = workspace->database().read([&](db::Transaction& tx) { return imports::jobs_of(tx, undone); });
    if (arguments.json()) {
        std::string text;
        json::Writer out(text);
        imports::write_json(out, undone, jobs, console_language());
        print_line(text);
        return true;
    }
    std::int64_t kept = 0;
    for (const auto& job : jobs) kept += job.kept;
    print_line(say("cli.import_taken_back", {{"kept", number(kept)}}));
    return true;
}

}  // namespace kith::app
