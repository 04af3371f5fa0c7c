#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <memory>

#include "app/archive/workspace_archive.hpp"
#include "app/commands/commands.hpp"
#include "app/composition.hpp"
#include "app/console.hpp"
#include "base/json.hpp"
#include "base/text.hpp"
#include "modules/data/data.hpp"

namespace kith::app {
namespace {

Error cannot_write(const std::string& path) {
    return {.kind = ErrorKind::Unavailable, .code = "cli.cannot_write",
            .params = {{"path", path}, {"problem", std::strerror(errno)}}};
}

/// What the API's body would say.
Result<json::Value> body_of(const Arguments& arguments) {
    json::Object body;
    for (const auto* name : {"format", "search"})
        if (arguments.has(name)) body.emplace_back(name, arguments.text(name));
    body.emplace_back("values", arguments.flag("exact") ? "exact" : "readable");
    body.emplace_back("headers", arguments.flag("labels") ? "labels" : "names");
    body.emplace_back("mark", arguments.flag("mark"));
    if (arguments.has("filter")) {
        KITH_TRY(auto filter, json::parse(arguments.text("filter")));
        body.emplace_back("filter", std::move(filter));
    }
    const auto columns = arguments.text("columns");
    json::Array paths;
    for (std::string_view list = columns; !list.empty();) {
        const auto comma = std::min(list.find(','), list.size());
        if (const auto path = text::trim(list.substr(0, comma)); !path.empty()) paths.emplace_back(path);
        list.remove_prefix(std::min(comma + 1, list.size()));
    }
    if (!paths.empty()) body.emplace_back("columns", std::move(paths));
    return json::Value(std::move(body));
}

Result<void> run_all(const Arguments& arguments) {
    const auto path = arguments.text("out");
    if (path.empty()) return Error{.kind = ErrorKind::Invalid, .code = "cli.export_all_where"};
    KITH_TRY(const auto written, write_archive(arguments.db(), path));
    std::string text;
    json::Writer(text).begin_object().member("file", path).member("tables", written.tables).member("rows", written.rows).member("files", written.files).end_object();
    print_line(arguments.json() ? text : say("cli.export_all_done", {{"path", path}, {"rows", std::to_string(written.rows)}, {"files", std::to_string(written.files)}}));
    return {};
}

Result<void> run_export_command(const Arguments& arguments) {
    if (arguments.flag("all")) return run_all(arguments);
    if (arguments.text("object").empty()) return Error{.kind = ErrorKind::Invalid, .code = "cli.export_what"};
    KITH_TRY(const auto workspace, open_workspace({.db = arguments.db()}));
    auto actor = Actor::system("cli");
    actor.language = console_language();
    actor.time_zone = workspace->settings().time_zone;
    KITH_TRY(const auto body, body_of(arguments));
    KITH_TRY(const auto request, exports::read_request(arguments.text("object"), body, actor));
    const auto path = arguments.text("out");
    std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(nullptr, std::fclose);
    if (!path.empty()) {
        file.reset(std::fopen(path.c_str(), "wbx"));  // x: never over a file that is there
        if (!file && errno == EEXIST) {
            return Error{.kind = ErrorKind::Conflict, .code = "cli.file_exists", .params = {{"path", path}}};
        }
        if (!file) return cannot_write(path);
    }
    std::FILE* out = file ? file.get() : stdout;
    const auto sink = [&](std::string_view bytes) { return std::fwrite(bytes.data(), 1, bytes.size(), out) == bytes.size(); };
    const auto folder = std::filesystem::temp_directory_path().string();
    const auto written = exports::export_records(*workspace, actor, request, sink, folder);
    if (!written) {
        std::error_code ignored;
        if (file) std::filesystem::remove(path, ignored);  // half a file is none
        return written.error();
    }
    if (std::fflush(out) != 0 || std::ferror(out) != 0) return cannot_write(path.empty() ? "-" : path);
    if (path.empty()) return {};
    std::string text;
    json::Writer(text).begin_object().member("file", path).member("records", written->records).member("shortened", written->shortened).end_object();
    print_line(arguments.json() ? text : say("cli.export_done", {{"count", std::to_string(written->records)}, {"path", path}}));
    if (written->shortened > 0 && !arguments.json()) print_line(say("cli.export_shortened", {{"count", std::to_string(written->shortened)}}));
    return {};
}

}  // namespace

Command export_command() {
    return {.name = "export", .help = "cli.export",
            .options = {{"object", OptionKind::OptionalPlace, "cli.option_export_object"},
                        {"all", OptionKind::Flag, "cli.option_export_all"},
                        {"filter", OptionKind::Text, "cli.option_export_filter"},
                        {"search", OptionKind::Text, "cli.option_export_search"},
                        {"columns", OptionKind::Text, "cli.option_export_columns"},
                        {"format", OptionKind::Text, "cli.option_export_format", {"csv", "xlsx", "jsonl", "vcard"}},
                        {"exact", OptionKind::Flag, "cli.option_export_exact"},
                        {"labels", OptionKind::Flag, "cli.option_export_labels"},
                        {"mark", OptionKind::Flag, "cli.option_export_mark"},
                        {"out", OptionKind::Text, "cli.option_export_out"}},
            .run = run_export_command};
}

}  // namespace kith::app
