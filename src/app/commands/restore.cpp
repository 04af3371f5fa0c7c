#include <filesystem>
#include <system_error>

#include "app/commands/commands.hpp"
#include "app/composition.hpp"
#include "app/console.hpp"
#include "base/json.hpp"
#include "base/time.hpp"
#include "db/migrations.hpp"
#include "modules/collaboration/collaboration.hpp"

namespace kith::app {
namespace {

namespace fs = std::filesystem;

Error failed(const fs::path& path, const std::error_code& why) {
    return {.kind = ErrorKind::Unavailable, .code = "cli.cannot_write",
            .params = {{"path", path.string()}, {"problem", why.message()}}};
}

/// Sound, and ours: looked at where it lies, without changing it.
Result<void> check_backup(const std::string& file) {
    if (!fs::exists(file)) return Error{.kind = ErrorKind::NotFound, .code = "db.missing", .params = {{"path", file}}};
    KITH_TRY(const auto database, db::Database::open({.url = file, .create = false}));
    if (const auto problems = database->integrity_problems(); !problems.empty()) {
        return Error{.kind = ErrorKind::Invalid, .code = "cli.backup_damaged",
                     .params = {{"path", file}, {"problem", problems.front()}}};
    }
    if (db::version_of(*database) == 0) {
        return Error{.kind = ErrorKind::Invalid, .code = "db.not_ours"};
    }
    return {};
}

/// What is there now is kept beside the new file under another name.
Result<std::string> put_aside(const fs::path& target) {
    // Refused while a server has it; folds the write-ahead log into the file. One too damaged to be opened
    // is what a backup is for.
    if (auto present = db::Database::open({.url = target.string(), .exclusive = true, .create = false})) {
        (*present)->close();
    } else if (present.error().code != "db.damaged" && present.error().code != "db.not_a_database") {
        return std::move(present).error();
    }
    auto stamp = Instant::now().to_string().substr(0, 19);
    std::erase(stamp, ':');
    const auto kept = fs::path(target.string() + ".before-restore-" + stamp);
    std::error_code why;
    // A log that is left over goes first: beside the restored file it would be taken for its own.
    if (fs::exists(target.string() + "-wal")) fs::rename(target.string() + "-wal", kept.string() + "-wal", why);
    if (why) return failed(kept, why);
    fs::rename(target, kept, why);
    if (why) return failed(kept, why);
    fs::remove(target.string() + "-shm", why);
    return kept.string();
}

Result<void> run_restore(const Arguments& arguments) {
    const auto file = arguments.text("file");
    const fs::path target = arguments.db();
    KITH_CHECK(check_backup(file));
    std::error_code why;
    if (target.has_parent_path()) fs::create_directories(target.parent_path(), why);
    // Copied beside the target first, so that the last step is a rename: there is never half a file.
    const fs::path incoming = target.string() + ".restoring";
    KITH_TRY(const auto source, db::Database::open({.url = file, .create = false}));
    fs::remove(incoming, why);
    KITH_CHECK(source->backup(incoming.string()));
    // Contents lie under their hash, so those of before and those of the backup live side by side.
    KITH_TRY(const auto files, collaboration::copy_blobs(collaboration::BlobStore::folder_of(file),
                                                         collaboration::BlobStore::folder_of(target.string())));
    std::string kept;
    if (fs::exists(target)) {
        KITH_TRY(kept, put_aside(target));
    }
    fs::rename(incoming, target, why);
    if (why) return failed(target, why);
    std::string text;
    json::Writer(text).begin_object().member("file", target.string()).member("kept", kept).member("files", files.files).end_object();
    if (arguments.json()) {
        print_line(text);
    } else {
        print_line(say("cli.restore_done", {{"path", target.string()}}));
        if (files.files > 0) print_line(say("cli.restore_files", {{"count", std::to_string(files.files)}}));
        if (!kept.empty()) print_line(say("cli.restore_kept", {{"path", kept}}));
    }
    return {};
}

}  // namespace

Command restore_command() {
    return {.name = "restore", .help = "cli.restore",
            .options = {{"file", OptionKind::Place, "cli.option_restore_file"}}, .run = run_restore};
}

}  // namespace kith::app
