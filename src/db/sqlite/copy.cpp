#include "db/sqlite/copy.hpp"

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>

#include "db/sqlite/connection.hpp"
#include "db/sqlite/failure.hpp"
#include "db/sqlite/files.hpp"

namespace kith::db::sqlite {

namespace fs = std::filesystem;

namespace {

constexpr int kPagesAtOnce = 1000;
constexpr int kCacheKib = 4 * 1024;

class Target {
public:
    explicit Target(const std::string& path) {
        const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
        if (const int code = sqlite3_open_v2(path.c_str(), &handle_, flags, nullptr); code != SQLITE_OK) {
            const Failure failure = failure_of(handle_, code, "open " + path);
            sqlite3_close_v2(handle_);
            throw failure;
        }
        // No journal: an unfinished copy is thrown away.
        sqlite3_exec(handle_, "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF", nullptr, nullptr,
                     nullptr);
    }
    Target(const Target&) = delete;
    Target& operator=(const Target&) = delete;
    ~Target() { sqlite3_close_v2(handle_); }
    [[nodiscard]] sqlite3* handle() const { return handle_; }

private:
    sqlite3* handle_ = nullptr;
};

void copy_pages(const std::string& from, const std::string& to, std::chrono::milliseconds patience) {
    Connection source(from, Connection::Role::Reader, kCacheKib, patience);
    // One snapshot for the whole copy: without it each write of others starts the copy anew.
    source.run("BEGIN");
    source.number("SELECT count(*) FROM sqlite_schema");
    {
        const Target target(to);
        sqlite3_backup* const backup = sqlite3_backup_init(target.handle(), "main", source.handle(), "main");
        if (!backup) throw failure_of(target.handle(), sqlite3_extended_errcode(target.handle()), "backup");
        int code = SQLITE_OK;
        while (code == SQLITE_OK)
            code = sqlite3_backup_step(backup, kPagesAtOnce);
        const int end = sqlite3_backup_finish(backup);
        if (code != SQLITE_DONE) throw failure_of(target.handle(), code, "backup to " + to);
        if (end != SQLITE_OK) throw failure_of(target.handle(), end, "backup to " + to);
    }
    source.roll_back();
}

Result<void> sync(const std::string& path, int flags) {
    const int descriptor = ::open(path.c_str(), flags | O_CLOEXEC);
    if (descriptor < 0) return system_error(errno, path);
    const int answer = ::fsync(descriptor);
    const int number = errno;
    ::close(descriptor);
    if (answer != 0) return system_error(number, path);
    return {};
}

/// Takes the unfinished copy away again, however the copying ended.
struct Unfinished {
    std::string path;
    ~Unfinished() { ::unlink(path.c_str()); }
};

}  // namespace

Result<void> copy_database(const std::string& from, const std::string& to,
                           std::chrono::milliseconds patience) {
    KITH_TRY(const std::string target, checked_path(to, true));
    if (target == from)
        return Error{
            .kind = ErrorKind::Invalid, .code = "db.backup_onto_itself", .params = {{"path", target}}};
    const Unfinished unfinished{target + "." + std::to_string(::getpid()) + ".part"};
    ::unlink(unfinished.path.c_str());
    KITH_CHECK(make_file(unfinished.path));
    try {
        copy_pages(from, unfinished.path, patience);
    } catch (const Failure& failure) {
        return file_error(failure, target);
    }
    KITH_CHECK(sync(unfinished.path, O_RDWR));
    if (std::rename(unfinished.path.c_str(), target.c_str()) != 0) return system_error(errno, target);
    return sync(fs::path(target).parent_path().string(), O_RDONLY | O_DIRECTORY);
}

}  // namespace kith::db::sqlite
