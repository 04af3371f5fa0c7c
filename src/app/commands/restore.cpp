#include <filesystem>
#include <optional>
#include <system_error>

#include "app/backup/backup_file.hpp"
#include "app/backup/restore_shipped.hpp"
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

/// Contents lie under their hash, so those of before and those of the backup live side by side.
Result<void> move_files(const std::string& from, const std::string& to) {
    const collaboration::BlobStore source(from), target(to);
    std::error_code why;
    source.each([&](std::string_view hash, std::int64_t) {
        if (why) return;
        const fs::path place = target.path_of(hash);
        fs::create_directories(place.parent_path(), why);
        if (!why) fs::rename(source.path_of(hash), place, why);
    });
    std::error_code ignored;
    if (fs::exists(to, ignored)) fs::permissions(to, fs::perms::owner_all, ignored);
    fs::remove_all(from, ignored);
    if (why) return failed(to, why);
    return {};
}

struct Brought {
    std::int64_t files = 0, files_missing = 0;
    std::string until;  // of what was shipped
};

/// Into a file that is not in its place yet.
Result<Brought> bring(const Arguments& arguments, const std::string& incoming) {
    const auto file = arguments.text("file");
    KITH_TRY(const auto key, BackupKey::read_if_given(arguments.text("key-file")));
    Brought out;
    if (arguments.has("from-shipped")) {
        std::optional<Instant> at;
        if (arguments.has("at")) {
            at = Instant::parse(arguments.text("at"));
            if (!at) return Error{.kind = ErrorKind::Invalid, .code = "backup.wrong_moment", .params = {{"given", arguments.text("at")}}};
        }
        KITH_TRY(const auto restored, restore_shipped(arguments.text("from-shipped"), key, at, incoming));
        out = {restored.files, restored.files_missing, restored.until.to_string()};
    } else if (is_backup(file)) {
        KITH_TRY(const auto restored, read_backup(file, key, incoming));
        out.files = restored.files;
        out.files_missing = static_cast<std::int64_t>(restored.missing.size());
    } else {
        KITH_CHECK(check_backup(file));
        KITH_TRY(const auto source, db::Database::open({.url = file, .create = false}));
        KITH_CHECK(source->backup(incoming));
        KITH_TRY(const auto files, collaboration::copy_blobs(collaboration::BlobStore::folder_of(file), collaboration::BlobStore::folder_of(incoming)));
        out.files = files.files;
    }
    return out;
}

void remove_incoming(const std::string& incoming) {
    std::error_code ignored;
    for (const auto* ending : {"", "-wal", "-shm", ".lock"}) fs::remove(incoming + ending, ignored);
    fs::remove_all(collaboration::BlobStore::folder_of(incoming), ignored);
}

Result<void> list_shipments(const Arguments& arguments) {
    KITH_TRY(const auto key, BackupKey::read_if_given(arguments.text("key-file")));
    KITH_TRY(const auto all, list_shipped(arguments.text("from-shipped"), key));
    std::string text;
    json::Writer out(text);
    out.begin_object().key("generations").begin_array();
    for (const auto& one : all) {
        out.begin_object().member("name", one.name).member("from", one.from).member("until", one.until).member("transactions", one.transactions);
        out.member("bytes", one.bytes).member("whole", !one.damage).end_object();
        if (arguments.json()) continue;
        print_line(say("cli.shipped_generation", {{"from", one.from.to_string()}, {"until", one.until.to_string()},
                                                  {"count", number(one.transactions)}, {"mib", number(one.bytes >> 20)}}));
        if (one.damage) print_line("  " + say(one.damage->code, one.damage->params));
    }
    out.end_array().end_object();
    if (arguments.json()) print_line(text);
    return {};
}

Result<void> run_restore(const Arguments& arguments) {
    const bool shipped = arguments.has("from-shipped");
    if (shipped == arguments.has("file")) return Error{.kind = ErrorKind::Invalid, .code = "cli.restore_from_where"};
    if (arguments.flag("list") || arguments.has("at")) {
        if (!shipped) return Error{.kind = ErrorKind::Invalid, .code = "cli.restore_from_where"};
        if (arguments.flag("list")) return list_shipments(arguments);
    }
    const fs::path target = arguments.has("to") ? fs::path(arguments.text("to")) / "kith.db" : fs::path(arguments.db());
    if (arguments.has("to") && fs::exists(target)) return Error{.kind = ErrorKind::Conflict, .code = "cli.file_exists", .params = {{"path", target.string()}}};
    std::error_code why;
    if (target.has_parent_path()) fs::create_directories(target.parent_path(), why);
    // Brought beside the target first, so that the last step is a rename: there is never half a file.
    const auto incoming = target.string() + ".restoring";
    remove_incoming(incoming);
    struct Remove {
        std::string path;
        ~Remove() { remove_incoming(path); }
    } const remove{incoming};
    KITH_TRY(const auto brought, bring(arguments, incoming));
    KITH_CHECK(check_backup(incoming));
    std::string kept;
    if (fs::exists(target)) {
        KITH_TRY(kept, put_aside(target));
    }
    KITH_CHECK(move_files(collaboration::BlobStore::folder_of(incoming), collaboration::BlobStore::folder_of(target.string())));
    fs::rename(incoming, target, why);
    if (why) return failed(target, why);
    std::string text;
    json::Writer out(text);
    out.begin_object().member("file", target.string()).member("kept", kept).member("files", brought.files).member("files_missing", brought.files_missing);
    if (shipped) out.member("until", brought.until);
    out.end_object();
    if (arguments.json()) {
        print_line(text);
        return {};
    }
    print_line(say("cli.restore_done", {{"path", target.string()}}));
    if (shipped) print_line(say("cli.restore_until", {{"until", brought.until}}));
    if (brought.files > 0) print_line(say("cli.restore_files", {{"count", std::to_string(brought.files)}}));
    if (brought.files_missing > 0) print_line(say("cli.backup_lacks_files", {{"count", std::to_string(brought.files_missing)}}));
    if (!kept.empty()) print_line(say("cli.restore_kept", {{"path", kept}}));
    return {};
}

}  // namespace

Command restore_command() {
    return {.name = "restore", .help = "cli.restore",
            .options = {{"file", OptionKind::OptionalPlace, "cli.option_restore_file"},
                        {"from-shipped", OptionKind::Text, "cli.option_from_shipped"},
                        {"at", OptionKind::Text, "cli.option_at"},
                        {"list", OptionKind::Flag, "cli.option_list_shipped"},
                        {"to", OptionKind::Text, "cli.option_restore_to"},
                        {"key-file", OptionKind::Text, "cli.option_key_file"}},
            .run = run_restore};
}

}  // namespace kith::app
