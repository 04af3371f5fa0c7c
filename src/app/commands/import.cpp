#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <utility>

#include "app/archive/workspace_archive.hpp"
#include "app/commands/commands.hpp"
#include "app/commands/import_set.hpp"
#include "app/commands/run_import.hpp"
#include "app/composition.hpp"
#include "app/console.hpp"
#include "base/i18n.hpp"
#include "base/json.hpp"
#include "base/text.hpp"
#include "modules/data/data.hpp"

namespace kith::app {
namespace {

std::vector<std::string> names(std::string_view list) {
    std::vector<std::string> out;
    while (!list.empty()) {
        const auto comma = std::min(list.find(','), list.size());
        if (const auto name = text::trim(list.substr(0, comma)); !name.empty()) out.emplace_back(name);
        list.remove_prefix(std::min(comma + 1, list.size()));
    }
    return out;
}

Result<std::string> read_whole(const std::string& path) {
    std::string out;
    std::FILE* file = std::fopen(path.c_str(), "rb");
    if (file == nullptr) return Error{.kind = ErrorKind::NotFound, .code = "import.cannot_read", .params = {{"file", path}, {"problem", "?"}}};
    char buffer[4096];
    while (const auto got = std::fread(buffer, 1, sizeof buffer, file)) out.append(buffer, got);
    std::fclose(file);
    return out;
}

/// Options that correct how the file is written, by what the dialect calls them.
constexpr std::pair<const char*, const char*> kDialectTexts[] = {
    {"delimiter", "delimiter"}, {"encoding", "encoding"}, {"quote", "quote"}, {"escape", "escape"},
    {"decimal", "decimal"},     {"dates", "dates"},       {"entry", "entry"}, {"sheet", "sheet"},
};
constexpr std::pair<const char*, const char*> kDialectNumbers[] = {{"header-row", "header_row"}, {"footer-rows", "footer_rows"}};

json::Value texts(const std::vector<std::string>& list) {
    json::Array out;
    for (const auto& text : list) out.emplace_back(text);
    return out;
}

/// Each --match is a rule of one or more fields; --how and --then are said of all.
Result<json::Value> match_of(const Arguments& arguments) {
    if (arguments.list("match").empty() && (arguments.has("how") || arguments.has("then")))
        return Error{.kind = ErrorKind::Invalid, .code = "cli.import_needs_match"};
    json::Value first;
    json::Array more;
    for (const auto& fields : arguments.list("match")) {
        json::Object rule{{"fields", texts(names(fields))}};
        if (arguments.has("how")) rule.emplace_back("how", arguments.text("how"));
        if (first.is_null()) first = std::move(rule);
        else more.emplace_back(std::move(rule));
    }
    if (first.is_null()) return json::Value();
    if (arguments.has("then")) first.object()->emplace_back("then", arguments.text("then"));
    first.object()->emplace_back("else", std::move(more));
    return first;
}

Result<imports::ImportWish> wish_of(const Arguments& arguments) {
    imports::ImportWish wish;
    wish.path = arguments.list("file").front();
    wish.object = arguments.text("object");
    if (arguments.has("mapping")) {
        KITH_TRY(wish.mapping_json, read_whole(arguments.text("mapping")));
    }
    wish.map = arguments.list("map");
    wish.set = arguments.list("set");
    wish.create = names(arguments.text("create"));
    wish.transform = arguments.list("transform");
    wish.new_fields = arguments.list("new-field");
    KITH_TRY(wish.match, match_of(arguments));
    wish.currency = arguments.text("currency");
    for (const auto& [option, member] : kDialectTexts)
        if (arguments.has(option)) wish.dialect.emplace_back(member, arguments.text(option));
    for (const auto& [option, member] : kDialectNumbers)
        if (arguments.has(option)) wish.dialect.emplace_back(member, arguments.number(option, -1));
    wish.only_new = arguments.flag("only-new");
    wish.leave_missing = arguments.text("missing") == "empty";
    wish.dry_run = arguments.flag("dry-run");
    wish.failed_path = arguments.has("failed") ? arguments.text("failed")
                                               : std::filesystem::path(wish.path).stem().string() + ".failed.csv";
    return wish;
}

constexpr const char* kMatchWords[] = {"cli.import_matches", "cli.import_match_fills", "cli.import_match_skips", "cli.import_match_creates"};

/// What goes where, before anything is done.
void print_mapping(const records::Schema& schema, const imports::Preview& preview) {
    const auto& language = console_language();
    const auto& mapping = preview.chosen.mapping;
    const auto& object = *schema.find(mapping.object);
    print_line(say("cli.import_file", {{"object", std::string(records::label_in(object.label_plural, language))},
                                       {"rows", number(preview.file.rows_estimate)},
                                       {"encoding", std::string(imports::name_of(preview.file.dialect.encoding))},
                                       {"delimiter", imports::delimiter_name(preview.file.dialect.delimiter)}}));
    if (preview.known) print_line(say("cli.import_known", {{"what", std::string(records::label_in(preview.known->known.label, language))}}));
    const auto name = [](const imports::Column& column) {
        return column.name.empty() ? say("import.column", {{"number", std::to_string(column.index + 1)}}) : column.name;
    };
    std::size_t widest = 4;
    for (const auto& column : preview.columns) widest = std::max(widest, text::length(name(column)));
    const auto line = [&](const std::string& left, const std::string& sign, const std::string& right) {
        print_line("  " + left + std::string(widest - std::min(widest, text::length(left)), ' ') + sign + right);
    };
    for (const auto& column : preview.columns) {
        bool goes = false;
        for (const auto& target : mapping.columns) {
            if (target.column != column.index) continue;
            const auto* field = object.field(target.field);
            std::string right(field == nullptr ? std::string_view() : records::label_in(field->label, language));
            right += (right.empty() ? "(" : " (") + target.field + (target.by.empty() ? "" : ":" + target.by) + ")";
            for (const auto& transform : target.transforms) right += " · " + std::string(imports::name_of(transform.kind));
            if (target.create) right += say("cli.import_creates");
            line(name(column), " → ", right);
            goes = true;
        }
        if (!goes) line(name(column), "   ", say("cli.import_left_out"));
    }
    for (const auto& made : mapping.new_fields) {
        const std::string right = std::string(records::label_in(made.labels, language)) + " (" + made.type + ")" + say("cli.import_new_field");
        line(name(preview.columns[static_cast<std::size_t>(made.column)]), " + ", right);
    }
    for (const auto& constant : mapping.constants) line(constant.field, " = ", constant.text);
    if (preview.remembered) print_line(say("cli.import_remembered", {{"file", preview.remembered->file}, {"day", preview.remembered->used_at.to_string().substr(0, 10)}}));
    for (const auto& rule : mapping.match.rules) {
        std::string fields;
        for (const auto& field : rule.fields) fields += (fields.empty() ? "" : " + ") + field;
        print_line(say(kMatchWords[static_cast<std::size_t>(mapping.match.then)], {{"field", fields}}));
    }
}

bool agreed() {
    std::fputs((say("cli.import_ask") + " ").c_str(), stderr);
    const auto answer = text::fold(read_line());
    return answer.empty() || answer == "y" || answer == "yes" || answer == "j" || answer == "ja";
}

/// A whole workspace, into a data file that is not there yet.
Result<void> run_archive(const Arguments& arguments, const std::string& path) {
    KITH_TRY(const auto read, read_archive(path, arguments.db()));
    std::string text;
    json::Writer(text).begin_object().member("file", arguments.db()).member("tables", read.tables).member("rows", read.rows).member("files", read.files).end_object();
    print_line(arguments.json() ? text : say("cli.import_archive_done", {{"path", arguments.db()}, {"rows", std::to_string(read.rows)}, {"files", std::to_string(read.files)}}));
    return {};
}

Result<void> run_import_command(const Arguments& arguments) {
    if (arguments.has("undo")) {
        KITH_TRY(const bool whole_set, undo_import_set(arguments));
        if (whole_set) return {};
    }
    for (const auto* deed : {"resume", "cancel", "undo"})
        if (arguments.has(deed)) return run_earlier_import(arguments, deed);
    const auto files = arguments.list("file");
    if (files.empty()) return Error{.kind = ErrorKind::Invalid, .code = "cli.import_no_file"};
    if (files.size() == 1 && is_archive(files.front())) return run_archive(arguments, files.front());
    KITH_TRY(const auto workspace, open_workspace({.db = arguments.db()}));
    imports::SetPlan plan;
    KITH_TRY(const bool several, gives_import_set(arguments, *workspace->schema(), files, plan));
    if (several) return run_import_set(arguments, *workspace, files, plan);
    KITH_TRY(const auto wish, wish_of(arguments));
    const auto actor = import_actor();
    const auto recall = arguments.flag("fresh") ? imports::Recall() : imports::recall_for(*workspace, actor);
    KITH_TRY(const auto preview, imports::preview(*workspace->schema(), wish, std::filesystem::path(wish.path).filename().string(), recall));
    if (!arguments.json()) {
        print_mapping(*workspace->schema(), preview);
        const bool asks = !wish.dry_run && !arguments.flag("yes") && isatty(STDIN_FILENO) != 0 && isatty(STDERR_FILENO) != 0;
        if (asks && !agreed()) return {};
    }
    return run_import(arguments, [&](imports::Control& control) { return imports::import_file(*workspace, actor, wish, preview, control); });
}

}  // namespace

Command import_command() {
    return {.name = "import", .help = "cli.import",
            .options = {{"file", OptionKind::Places, "cli.option_import_file"},
                        {"object", OptionKind::Text, "cli.option_import_object"},
                        {"mapping", OptionKind::Text, "cli.option_import_mapping"},
                        {"map", OptionKind::Repeated, "cli.option_import_map"},
                        {"set", OptionKind::Repeated, "cli.option_import_set"},
                        {"match", OptionKind::Repeated, "cli.option_import_match"},
                        {"how", OptionKind::Text, "cli.option_import_how", {"exact", "normalised"}},
                        {"then", OptionKind::Text, "cli.option_import_then", {"overwrite", "fill_empty", "skip", "create"}},
                        {"transform", OptionKind::Repeated, "cli.option_import_transform"},
                        {"new-field", OptionKind::Repeated, "cli.option_import_new_field"},
                        {"fresh", OptionKind::Flag, "cli.option_import_fresh"},
                        {"only-new", OptionKind::Flag, "cli.option_import_only_new"},
                        {"create", OptionKind::Text, "cli.option_import_create"},
                        {"missing", OptionKind::Text, "cli.option_import_missing", {"fail", "empty"}},
                        {"currency", OptionKind::Text, "cli.option_import_currency"},
                        {"delimiter", OptionKind::Text, "cli.option_import_delimiter"},
                        {"encoding", OptionKind::Text, "cli.option_import_encoding"},
                        {"quote", OptionKind::Text, "cli.option_import_quote"},
                        {"escape", OptionKind::Text, "cli.option_import_escape"},
                        {"header-row", OptionKind::Number, "cli.option_import_header_row"},
                        {"footer-rows", OptionKind::Number, "cli.option_import_footer_rows"},
                        {"decimal", OptionKind::Text, "cli.option_import_decimal", {",", "."}},
                        {"dates", OptionKind::Text, "cli.option_import_dates", {"day_first", "month_first"}},
                        {"entry", OptionKind::Text, "cli.option_import_entry"},
                        {"sheet", OptionKind::Text, "cli.option_import_sheet"},
                        {"failed", OptionKind::Text, "cli.option_import_failed"},
                        {"dry-run", OptionKind::Flag, "cli.option_import_dry_run"},
                        {"yes", OptionKind::Flag, "cli.option_import_yes"},
                        {"resume", OptionKind::Text, "cli.option_import_resume"},
                        {"cancel", OptionKind::Text, "cli.option_import_cancel"},
                        {"undo", OptionKind::Text, "cli.option_import_undo"}},
            .run = run_import_command};
}

}  // namespace kith::app
