#include "db/sqlite/failure.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <cerrno>

namespace kith::db::sqlite {

namespace {

constexpr std::size_t kSqlInLog = 400;

struct Meaning {
    ErrorKind kind;
    const char* code;
};

Meaning meaning_of(int code, int system_error) {
    // The system knows better than SQLite's "disk I/O error" what the disk refused.
    if (system_error == ENOSPC || system_error == EDQUOT || system_error == EFBIG)
        return {ErrorKind::Unavailable, "db.disk_full"};
    if (system_error == EROFS) return {ErrorKind::Unavailable, "db.read_only"};
    switch (code & 0xff) {
        case SQLITE_FULL:
            return {ErrorKind::Unavailable, "db.disk_full"};
        case SQLITE_READONLY:
        case SQLITE_PERM:
            return {ErrorKind::Unavailable, "db.read_only"};
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            return {ErrorKind::Unavailable, "db.busy"};
        case SQLITE_IOERR:
        case SQLITE_NOMEM:
            return {ErrorKind::Unavailable, "db.unavailable"};
        case SQLITE_CANTOPEN:
            return {ErrorKind::Unavailable, "db.cannot_open"};
        case SQLITE_NOTADB:
            return {ErrorKind::Invalid, "db.not_a_database"};
        case SQLITE_CORRUPT:
            return {ErrorKind::Unavailable, "db.damaged"};
        case SQLITE_TOOBIG:
            return {ErrorKind::TooLarge, "db.too_large"};
        case SQLITE_CONSTRAINT:
            return {ErrorKind::Internal, "db.constraint"};
        default:
            return {ErrorKind::Internal, "db.statement"};
    }
}

/// The system's number for what the disk refused; 0 if it is not known. A commit that fails tells
/// SQLite's connection nothing, only the log's file has kept it.
int system_error_of(sqlite3* handle) {
    if (const int number = sqlite3_system_errno(handle); number != 0) return number;
    sqlite3_file* log = nullptr;
    int number = 0;
    if (sqlite3_file_control(handle, "main", SQLITE_FCNTL_JOURNAL_POINTER, &log) == SQLITE_OK && log &&
        log->pMethods)
        log->pMethods->xFileControl(log, SQLITE_FCNTL_LAST_ERRNO, &number);
    return number;
}

}  // namespace

Failure failure_of(sqlite3* handle, int code, std::string_view sql) {
    const bool about_the_disk = (code & 0xff) == SQLITE_IOERR || (code & 0xff) == SQLITE_CANTOPEN;
    const Meaning meaning = meaning_of(code, handle && about_the_disk ? system_error_of(handle) : 0);
    return {meaning.kind, meaning.code,
            fmt::format("SQLite {} ({}) in: {}", code, handle ? sqlite3_errmsg(handle) : sqlite3_errstr(code),
                        sql.substr(0, kSqlInLog))};
}

std::string_view unique_columns(std::string_view message) {
    if (const auto colon = message.find(": "); colon != message.npos) message.remove_prefix(colon + 2);
    constexpr std::string_view kIndex = "index '";
    if (message.starts_with(kIndex) && message.ends_with('\''))
        message = message.substr(kIndex.size(), message.size() - kIndex.size() - 1);
    return message;
}

void fail(sqlite3* handle, int code, std::string_view sql) {
    if (code == SQLITE_CONSTRAINT_UNIQUE || code == SQLITE_CONSTRAINT_PRIMARYKEY ||
        code == SQLITE_CONSTRAINT_ROWID)
        throw UniqueViolation(std::string(unique_columns(sqlite3_errmsg(handle))));
    throw failure_of(handle, code, sql);
}

}  // namespace kith::db::sqlite
