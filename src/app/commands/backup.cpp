#include <filesystem>

#include "app/commands/commands.hpp"
#include "app/composition.hpp"
#include "app/console.hpp"
#include "base/json.hpp"

namespace kith::app {
namespace {

Result<void> run(const Arguments& arguments) {
    const auto file = arguments.text("file");
    if (std::filesystem::exists(file)) {
        return Error{.kind = ErrorKind::Conflict, .code = "cli.file_exists", .params = {{"path", file}}};
    }
    // Not through the workspace: a backup changes nothing, not even an older file's tables.
    KITH_TRY(const auto database, db::Database::open({.url = arguments.db(), .create = false}));
    KITH_CHECK(database->backup(file));
    const auto bytes = static_cast<std::int64_t>(std::filesystem::file_size(file));
    std::string text;
    json::Writer(text).begin_object().member("file", file).member("bytes", bytes).end_object();
    print_line(arguments.json() ? text
                                : say("cli.backup_done", {{"path", file}, {"kib", std::to_string(bytes / 1024)}}));
    return {};
}

}  // namespace

Command backup_command() {
    return {.name = "backup", .help = "cli.backup",
            .options = {{"file", OptionKind::Place, "cli.option_backup_file"}}, .run = run};
}

}  // namespace kith::app
