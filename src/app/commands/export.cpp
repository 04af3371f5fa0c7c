#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>

#include "app/commands/commands.hpp"
#include "app/composition.hpp"
#include "app/console.hpp"
#include "base/json.hpp"
#include "modules/data/data.hpp"

namespace kith::app {
namespace {

Error cannot_write(const std::string& path) {
    return {.kind = ErrorKind::Unavailable, .code = "cli.cannot_write",
            .params = {{"path", path}, {"problem", std::strerror(errno)}}};
}

Result<void> run(const Arguments& arguments) {
    KITH_TRY(const auto workspace, open_workspace({.db = arguments.db()}));
    json::Value filter;
    if (arguments.has("filter")) {
        KITH_TRY(filter, json::parse(arguments.text("filter")));
    }
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
    const auto format = arguments.text("format") == "jsonl" ? data::ExportFormat::JsonLines : data::ExportFormat::Csv;
    KITH_TRY(const auto count,
             data::export_records(*workspace, Actor::system("cli"), arguments.text("object"), filter, format,
                                  [&](std::string_view bytes) { std::fwrite(bytes.data(), 1, bytes.size(), out); }));
    if (std::fflush(out) != 0 || std::ferror(out) != 0) return cannot_write(path.empty() ? "-" : path);
    if (path.empty()) return {};
    std::string text;
    json::Writer(text).begin_object().member("file", path).member("records", count).end_object();
    print_line(arguments.json() ? text : say("cli.export_done", {{"count", std::to_string(count)}, {"path", path}}));
    return {};
}

}  // namespace

Command export_command() {
    return {.name = "export", .help = "cli.export",
            .options = {{"object", OptionKind::Place, "cli.option_export_object"},
                        {"filter", OptionKind::Text, "cli.option_export_filter"},
                        {"format", OptionKind::Text, "cli.option_export_format", {"csv", "jsonl"}},
                        {"out", OptionKind::Text, "cli.option_export_out"}},
            .run = run};
}

}  // namespace kith::app
