#include <filesystem>

#include "app/commands/commands.hpp"
#include "app/composition.hpp"
#include "app/console.hpp"
#include "base/json.hpp"
#include "modules/collaboration/collaboration.hpp"

namespace kith::app {
namespace {

Result<void> run_backup(const Arguments& arguments) {
    const auto file = arguments.text("file");
    if (std::filesystem::exists(file)) {
        return Error{.kind = ErrorKind::Conflict, .code = "cli.file_exists", .params = {{"path", file}}};
    }
    // Not through the workspace: a backup changes nothing, not even an older file's tables.
    KITH_TRY(const auto database, db::Database::open({.url = arguments.db(), .create = false}));
    KITH_CHECK(database->backup(file));
    // The files' contents after the database: what it refers to lies there, and nothing of it changes.
    KITH_TRY(const auto files, collaboration::copy_blobs(collaboration::BlobStore::folder_of(arguments.db()),
                                                         collaboration::BlobStore::folder_of(file)));
    const auto bytes = static_cast<std::int64_t>(std::filesystem::file_size(file));
    std::string text;
    json::Writer out(text);
    out.begin_object().member("file", file).member("bytes", bytes);
    out.member("files", files.files).member("files_bytes", files.bytes).end_object();
    if (arguments.json()) {
        print_line(text);
        return {};
    }
    print_line(say("cli.backup_done", {{"path", file}, {"kib", std::to_string(bytes / 1024)}}));
    if (files.files > 0) {
        print_line(say("cli.backup_files", {{"path", collaboration::BlobStore::folder_of(file)},
                                            {"count", std::to_string(files.files)},
                                            {"kib", std::to_string(files.bytes / 1024)}}));
    }
    return {};
}

}  // namespace

Command backup_command() {
    return {.name = "backup", .help = "cli.backup",
            .options = {{"file", OptionKind::Place, "cli.option_backup_file"}}, .run = run_backup};
}

}  // namespace kith::app
