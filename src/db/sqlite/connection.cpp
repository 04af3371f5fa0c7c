#include "db/sqlite/connection.hpp"

#include <sqlite3.h>

#include <new>

#include "base/text.hpp"
#include "db/migrations.hpp"
#include "db/sqlite/failure.hpp"
#include "db/sqlite/functions.hpp"

namespace kith::db::sqlite {

namespace {

/// Pages in the WAL before a commit folds them into the file. SQLite's own 1,000 makes bursts of
/// writes pay for the same pages several times.
constexpr const char* kCheckpointPages = "4000";
/// What an import or a long read made of the WAL is given back to the disk at the next checkpoint.
constexpr const char* kWalLimitBytes = "67108864";

void configure_library() {
    static const bool done = [] {
        // Counting memory takes a lock that all threads share: a third of the point reads' rate.
        sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
        // A path that begins with "file:" is a path.
        sqlite3_config(SQLITE_CONFIG_URI, 0);
        // What a savepoint keeps stays in memory up to this size; a temporary file for each is slow. Not
        // more than 17 bits: what is kept is spilled in one write, and SQLite's unix layer cuts the length
        // of a write to those, so that a larger one fails as "disk full".
        sqlite3_config(SQLITE_CONFIG_STMTJRNL_SPILL, (1 << 17) - 1);
        return sqlite3_initialize() == SQLITE_OK;
    }();
    if (!done) throw Failure(ErrorKind::Internal, "db.statement", "SQLite cannot be initialized");
}

sqlite3* open_file(const std::string& path) {
    configure_library();
    sqlite3* handle = nullptr;
    const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    if (const int code = sqlite3_open_v2(path.c_str(), &handle, flags, nullptr); code != SQLITE_OK) {
        const Failure failure = failure_of(handle, code, "open " + path);
        sqlite3_close_v2(handle);
        throw failure;
    }
    return handle;
}

int compare(void*, int left_size, const void* left, int right_size, const void* right) noexcept {
    return text::compare({static_cast<const char*>(left), static_cast<std::size_t>(left_size)},
                         {static_cast<const char*>(right), static_cast<std::size_t>(right_size)});
}

void fold(sqlite3_context* context, int, sqlite3_value** values) noexcept {
    const auto* bytes = reinterpret_cast<const char*>(sqlite3_value_text(values[0]));
    if (!bytes) return sqlite3_result_null(context);
    try {
        const std::string folded =
            text::fold({bytes, static_cast<std::size_t>(sqlite3_value_bytes(values[0]))});
        sqlite3_result_text64(context, folded.data(), folded.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
    } catch (const std::bad_alloc&) {
        sqlite3_result_error_nomem(context);
    } catch (...) {
        sqlite3_result_error(context, "kith_fold failed", -1);
    }
}

}  // namespace

Connection::Connection(const std::string& path, Role role, int cache_kib, std::chrono::milliseconds patience)
    : handle_(open_file(path)), role_(role), statements_(handle_) {
    try {
        configure(cache_kib, patience);
    } catch (...) {
        statements_.clear();
        sqlite3_close_v2(handle_);
        throw;
    }
}

Connection::~Connection() {
    statements_.clear();
    sqlite3_close_v2(handle_);
}

void Connection::configure(int cache_kib, std::chrono::milliseconds patience) {
    sqlite3_busy_timeout(handle_, static_cast<int>(patience.count()));
    // "name" that is no column is a mistake and not a string, as on PostgreSQL.
    sqlite3_db_config(handle_, SQLITE_DBCONFIG_DQS_DML, 0, nullptr);
    sqlite3_db_config(handle_, SQLITE_DBCONFIG_DQS_DDL, 0, nullptr);
    sqlite3_db_config(handle_, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_create_collation_v2(handle_, "KITH", SQLITE_UTF8, nullptr, compare, nullptr);
    sqlite3_create_function_v2(handle_, "kith_fold", 1, SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS,
                               nullptr, fold, nullptr, nullptr, nullptr);
    add_functions(handle_);
    run_script(
        "PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL; PRAGMA trusted_schema = OFF;"
        // LIKE tells a from A, as on PostgreSQL; folded columns are there to search in.
        "PRAGMA case_sensitive_like = ON;"
        "PRAGMA cache_size = -" +
        std::to_string(cache_kib));
    if (role_ == Role::Reader) {
        run_script("PRAGMA query_only = ON");
        return;
    }
    // A file that is somebody else's must stay as it is: migrate() refuses it.
    const bool ours = number("PRAGMA application_id") == kApplicationId ||
                      number("SELECT count(*) FROM sqlite_schema") == 0;
    if (ours) write_ahead();
    run_script(std::string("PRAGMA wal_autocheckpoint = ") + kCheckpointPages +
               "; PRAGMA journal_size_limit = " + kWalLimitBytes);
}

void Connection::write_ahead() {
    const StatementCache::Lease lease = statements_.lease("PRAGMA journal_mode = WAL");
    const int code = sqlite3_step(lease.handle());
    if (code != SQLITE_ROW) fail(handle_, code, lease.sql());
    // SQLite answers with the mode there is, and no error, where a file system cannot do it.
    const std::string_view mode = reinterpret_cast<const char*>(sqlite3_column_text(lease.handle(), 0));
    if (mode != "wal")
        throw Failure(ErrorKind::Unavailable, "db.cannot_open",
                      "the file system cannot hold a write-ahead log");
}

bool Connection::in_transaction() const { return sqlite3_get_autocommit(handle_) == 0; }

bool Connection::owes_foreign_keys() const {
    int owed = 0;
    int unused = 0;
    sqlite3_db_status(handle_, SQLITE_DBSTATUS_DEFERRED_FKS, &owed, &unused, 0);
    return owed != 0;
}

std::int64_t Connection::log_bytes() const {
    sqlite3_file* log = nullptr;
    sqlite3_int64 bytes = 0;
    if (sqlite3_file_control(handle_, "main", SQLITE_FCNTL_JOURNAL_POINTER, &log) != SQLITE_OK || log == nullptr || log->pMethods == nullptr) return 0;
    return log->pMethods->xFileSize(log, &bytes) == SQLITE_OK ? bytes : 0;
}

void Connection::run(std::string_view sql) {
    const StatementCache::Lease lease = statements_.lease(sql);
    int code = SQLITE_ROW;
    while (code == SQLITE_ROW)
        code = sqlite3_step(lease.handle());
    if (code != SQLITE_DONE) fail(handle_, code, sql);
}

int Connection::run_script(std::string_view sql) {
    int count = 0;
    const char* at = sql.data();
    const char* const end = sql.data() + sql.size();
    while (at < end) {
        sqlite3_stmt* statement = nullptr;
        const char* rest = end;
        int code = sqlite3_prepare_v3(handle_, at, static_cast<int>(end - at), 0, &statement, &rest);
        const std::string_view text(at, static_cast<std::size_t>(rest - at));
        if (code != SQLITE_OK) fail(handle_, code, {at, static_cast<std::size_t>(end - at)});
        at = rest;
        if (!statement) continue;  // white space or a comment
        ++count;
        do
            code = sqlite3_step(statement);
        while (code == SQLITE_ROW);
        if (code != SQLITE_DONE) {
            struct Finalize {
                sqlite3_stmt* statement;
                ~Finalize() { sqlite3_finalize(statement); }
            } const finalize{statement};
            fail(handle_, code, text);
        }
        sqlite3_finalize(statement);
    }
    return count;
}

void Connection::roll_back() noexcept {
    if (in_transaction()) sqlite3_exec(handle_, "ROLLBACK", nullptr, nullptr, nullptr);
}

std::int64_t Connection::number(std::string_view sql) {
    const StatementCache::Lease lease = statements_.lease(sql);
    const int code = sqlite3_step(lease.handle());
    if (code == SQLITE_ROW) return sqlite3_column_int64(lease.handle(), 0);
    if (code != SQLITE_DONE) fail(handle_, code, sql);
    return 0;
}

}  // namespace kith::db::sqlite
