#include <unistd.h>

#include <chrono>
#include <filesystem>

#include "app/backup/backup_file.hpp"
#include "app/commands/commands.hpp"
#include "app/composition.hpp"
#include "app/console.hpp"
#include "base/json.hpp"
#include "base/time.hpp"
#include "modules/collaboration/collaboration.hpp"

namespace kith::app {
namespace {

namespace fs = std::filesystem;
using collaboration::BlobStore;

/// A file of ours for a while, with all that lies beside it.
struct Passing {
    std::string path;
    explicit Passing(std::string at) : path(std::move(at)) { remove(); }
    Passing(const Passing&) = delete;
    Passing& operator=(const Passing&) = delete;
    ~Passing() { remove(); }
    void remove() const {
        std::error_code ignored;
        for (const auto* ending : {"", "-wal", "-shm", ".lock"}) fs::remove(path + ending, ignored);
        fs::remove_all(BlobStore::folder_of(path), ignored);
    }
};

/// Of what the copy is, for whoever finds the backup years later.
json::Object about_copy(db::Database& copy) {
    json::Object out{{"made_at", Instant::now().to_string()}, {"kith", KITH_VERSION}};
    copy.read([&](db::Transaction& tx) {
        const auto first = [&](std::string_view sql) {
            auto rows = tx.query(sql);
            return rows.next() ? rows->string(0) : std::string();
        };
        out.emplace_back("schema", first("select user_version from pragma_user_version"));
        if (first("select 1 from sqlite_master where name = 'area_version'").empty()) return;
        json::Object areas;
        auto rows = tx.query("select area, version from area_version order by area");
        while (rows.next()) areas.emplace_back(rows->string(0), rows->integer(1));
        out.emplace_back("areas", std::move(areas));
        if (const auto settings = json::parse(first("select value from setting where key = 'workspace'"))) out.emplace_back("workspace", settings->text("name"));
    });
    return out;
}

OnBackup shown(const Arguments& arguments) {
    if (arguments.json() || ::isatty(STDERR_FILENO) == 0) return {};
    return [last = std::chrono::steady_clock::now()](const BackupProgress& progress) mutable {
        const auto now = std::chrono::steady_clock::now();
        if (now - last < std::chrono::seconds(1)) return;
        last = now;
        print_line(say("cli.backup_progress", {{"mib", number(progress.bytes >> 20)}, {"of", number(progress.of >> 20)}}));
    };
}

/// Restored beside the database and looked through, so that nobody has to hope.
Result<void> prove(const std::string& file, const MaybeKey& key, const std::string& beside) {
    const Passing restored(beside + ".verifying");
    KITH_CHECK(read_backup(file, key, restored.path));
    KITH_TRY(const auto database, db::Database::open({.url = restored.path, .create = false}));
    const auto problems = database->integrity_problems();
    database->close();
    if (problems.empty()) return {};
    return Error{.kind = ErrorKind::Invalid, .code = "backup.damaged", .params = {{"path", file}, {"problem", problems.front()}}};
}

/// The plain form: a data file, and a folder beside it.
Result<void> copy_plain(const Arguments& arguments, db::Database& database, const std::string& file) {
    KITH_CHECK(database.backup(file));
    // The files' contents after the database: what it refers to lies there, and nothing of it changes.
    KITH_TRY(const auto files, collaboration::copy_blobs(BlobStore::folder_of(arguments.db()), BlobStore::folder_of(file)));
    const auto bytes = static_cast<std::int64_t>(fs::file_size(file));
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
        print_line(say("cli.backup_files", {{"path", BlobStore::folder_of(file)}, {"count", std::to_string(files.files)},
                                            {"kib", std::to_string(files.bytes / 1024)}}));
    }
    return {};
}

Result<void> run_backup(const Arguments& arguments) {
    const auto file = arguments.text("file");
    if (fs::exists(file)) return Error{.kind = ErrorKind::Conflict, .code = "cli.file_exists", .params = {{"path", file}}};
    KITH_TRY(const auto key, BackupKey::read_if_given(arguments.text("key-file")));
    // Not through the workspace: a backup changes nothing, not even an older file's tables.
    KITH_TRY(const auto database, db::Database::open({.url = arguments.db(), .create = false}));
    if (database->engine() != db::Engine::Sqlite) return Error{.kind = ErrorKind::Invalid, .code = "backup.only_sqlite"};
    if (arguments.text("format") == "sqlite") {
        if (key) return Error{.kind = ErrorKind::Invalid, .code = "backup.plain_has_no_key"};
        return copy_plain(arguments, *database, file);
    }
    // Beside the database, where such a copy is as safe as the database is.
    const Passing copy(arguments.db() + ".backing-up");
    KITH_CHECK(database->backup(copy.path));
    json::Object told;
    {
        KITH_TRY(const auto copied, db::Database::open({.url = copy.path, .readers = 1, .create = false}));
        told = about_copy(*copied);
        copied->close();
    }
    KITH_TRY(const auto made, write_backup({.copy = copy.path, .blobs = BlobStore::folder_of(arguments.db()), .to = file, .key = key,
                                            .about = std::move(told), .progress = shown(arguments)}));
    copy.remove();
    const bool verify = !arguments.flag("no-verify");
    if (verify) KITH_CHECK(prove(file, key, arguments.db()));
    const auto bytes = static_cast<std::int64_t>(fs::file_size(file));
    std::string text;
    json::Writer out(text);
    out.begin_object().member("file", file).member("bytes", bytes).member("encrypted", key.has_value()).member("verified", verify);
    out.member("files", made.files).member("files_bytes", made.files_bytes).member("files_missing", static_cast<std::int64_t>(made.missing.size())).end_object();
    if (arguments.json()) {
        print_line(text);
    } else {
        print_line(say("cli.backup_done", {{"path", file}, {"kib", std::to_string(bytes / 1024)}}));
        if (made.files > 0) print_line(say("cli.backup_holds_files", {{"count", std::to_string(made.files)}}));
        if (!made.missing.empty()) print_line(say("cli.backup_lacks_files", {{"count", std::to_string(made.missing.size())}}));
        if (verify) print_line(say("cli.backup_verified"));
    }
    return {};
}

Result<void> run_key_new(const Arguments& arguments) {
    const auto file = arguments.text("file");
    KITH_CHECK(BackupKey::make(file));
    print_line(say("cli.key_made", {{"path", file}}));
    return {};
}

}  // namespace

Command backup_command() {
    return {.name = "backup", .help = "cli.backup",
            .options = {{"file", OptionKind::Place, "cli.option_backup_file"},
                        {"key-file", OptionKind::Text, "cli.option_key_file"},
                        {"no-verify", OptionKind::Flag, "cli.option_no_verify"},
                        {"format", OptionKind::Text, "cli.option_backup_format", {"kithbackup", "sqlite"}}},
            .run = run_backup};
}

Command key_new_command() {
    return {.name = "key new", .help = "cli.key_new",
            .options = {{"file", OptionKind::Place, "cli.option_new_key_file"}}, .run = run_key_new, .uses_database = false, .prints = false};
}

}  // namespace kith::app
