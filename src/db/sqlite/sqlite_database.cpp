#include "db/sqlite/sqlite_database.hpp"

#include <unistd.h>

#include <filesystem>

#include "base/log.hpp"
#include "db/frame.hpp"
#include "db/sqlite/copy.hpp"
#include "db/sqlite/files.hpp"
#include "db/sqlite/log_follower.hpp"
#include "db/statistics.hpp"

namespace kith::db::sqlite {

namespace fs = std::filesystem;

namespace {

constexpr std::chrono::milliseconds kFoldPatience{1'000};

std::int64_t size_of(const std::string& path) {
    std::error_code problem;
    const auto size = fs::file_size(path, problem);
    return problem ? 0 : static_cast<std::int64_t>(size);
}

}  // namespace

Result<std::unique_ptr<Database>> SqliteDatabase::open(const Options& options) {
    KITH_TRY(const std::string path, checked_path(options.url, options.create));
    std::optional<FileLock> lock;
    if (options.exclusive) {
        KITH_TRY(lock, FileLock::take(path));
    }
    const bool is_new = !fs::exists(path);
    KITH_CHECK(is_new ? make_file(path) : must_be_database(path));
    try {
        return std::unique_ptr<Database>(std::make_unique<SqliteDatabase>(path, options, std::move(lock)));
    } catch (const Failure& failure) {
        if (is_new && size_of(path) == 0) ::unlink(path.c_str());
        return file_error(failure, path);
    }
}

SqliteDatabase::SqliteDatabase(const std::string& path, const Options& options, std::optional<FileLock> lock)
    : path_(path),
      lock_(std::move(lock)),
      readers_(path, options.readers, options.reader_cache_kib, options.patience),
      patience_(options.patience) {
    writer_.emplace(path, Connection::Role::Writer, options.writer_cache_kib, options.patience);
    writes_.emplace(*writer_);
}

SqliteDatabase::~SqliteDatabase() {
    try {
        close();
    } catch (const std::exception& e) {
        log::error("db.close_failed", {{"problem", e.what()}});
    }
}

void SqliteDatabase::read_on(Connection& connection, const std::function<void(Transaction&)>& fn) {
    SqliteTransaction transaction(connection);
    connection.run("BEGIN");
    try {
        const Frame frame(*this, transaction);
        fn(transaction);
        if (connection.statements().busy() != 0)
            throw Failure(ErrorKind::Internal, "db.cursor_left_open", "a cursor outlived its read()");
        connection.run("COMMIT");
    } catch (...) {
        connection.roll_back();
        throw;
    }
    run_hooks(transaction.take_hooks());
}

void SqliteDatabase::run_read(const std::function<void(Transaction&)>& fn) {
    if (Transaction* const joined = Frame::of(*this)) return fn(*joined);
    // What runs after a commit reads on the writing thread's own connection.
    if (writes_->on_writing_thread()) return read_on(*writer_, fn);
    const ReaderPool::Lease connection = readers_.lend();
    statistics::reads.add();
    read_on(*connection, fn);
}

void SqliteDatabase::run_write(const std::function<bool(Transaction&)>& fn) {
    writes_->run([&](Transaction& transaction) {
        const Frame frame(*this, transaction);
        return fn(transaction);
    });
}

Result<NodeClaim> SqliteDatabase::claim_node() {
    KITH_TRY(const auto number, node_.take(path_));
    return NodeClaim{number, {}};
}

Result<void> SqliteDatabase::backup(const std::string& path) { return copy_database(path_, path, patience_); }

Result<std::unique_ptr<Database>> SqliteDatabase::rehearsal(const std::string& path, std::span<const std::string_view>) {
    KITH_CHECK(backup(path));
    return Database::open({.url = path, .readers = 1, .create = false});
}

std::vector<std::string> SqliteDatabase::integrity_problems() {
    std::vector<std::string> problems;
    try {
        Connection connection(path_, Connection::Role::Reader, 16 * 1024, patience_);
        read_on(connection, [&](Transaction& transaction) {
            Cursor check = transaction.query("PRAGMA integrity_check");
            while (check.next())
                if (check->text(0) != "ok") problems.push_back(check->string(0));
            Cursor keys = transaction.query("PRAGMA foreign_key_check");
            while (keys.next())
                problems.push_back("row " + keys->string(1) + " of " + keys->string(0) +
                                   " refers to a row missing in " + keys->string(2));
        });
    } catch (const Failure& failure) {
        problems.emplace_back(failure.what());
    }
    return problems;
}

std::int64_t SqliteDatabase::size_bytes() { return size_of(path_) + size_of(path_ + "-wal"); }

bool SqliteDatabase::fold_log() {
    const LogFollower::Paused paused(path_);
    // On a connection of its own: the writing thread has better things to do than to wait for readers.
    Connection connection(path_, Connection::Role::Writer, 1024, kFoldPatience);
    try {
        return connection.number("PRAGMA wal_checkpoint(TRUNCATE)") == 0;  // "busy"
    } catch (const Failure& failure) {
        log::warning("db.checkpoint_failed", {{"problem", failure.what()}});
        return false;
    }
}

void SqliteDatabase::close() {
    if (!writer_) return;
    writes_->close();
    readers_.close();
    try {
        writer_->run_script("PRAGMA wal_checkpoint(TRUNCATE)");
    } catch (const Failure& failure) {
        // Nothing is lost: the next to open the file folds the log in.
        log::warning("db.checkpoint_failed", {{"problem", failure.what()}});
    }
    writer_.reset();
    lock_.reset();
}

}  // namespace kith::db::sqlite
