#pragma once

#include <sqlite3.h>

#include <stdexcept>
#include <string>

/// SQLite without anything of ours, to measure ours against: the same settings, a prepared statement.
namespace kith::bench {

class BareSqlite {
public:
    explicit BareSqlite(const std::string& path) {
        check(sqlite3_open_v2(path.c_str(), &handle_,
                              SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, nullptr));
        sqlite3_busy_timeout(handle_, 10'000);
        run("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -16384;"
            "PRAGMA wal_autocheckpoint = 4000");
    }
    BareSqlite(const BareSqlite&) = delete;
    BareSqlite& operator=(const BareSqlite&) = delete;
    ~BareSqlite() { sqlite3_close_v2(handle_); }

    void run(const std::string& sql) { check(sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr)); }

    [[nodiscard]] sqlite3_stmt* prepare(const std::string& sql) {
        sqlite3_stmt* statement = nullptr;
        check(sqlite3_prepare_v3(handle_, sql.c_str(), -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr));
        return statement;
    }

    [[nodiscard]] sqlite3* handle() const { return handle_; }

    void check(int code) const {
        if (code != SQLITE_OK && code != SQLITE_DONE) throw std::runtime_error(sqlite3_errmsg(handle_));
    }

private:
    sqlite3* handle_ = nullptr;
};

/// With what each of our reading connections has.
inline void as_reader(BareSqlite& sqlite) { sqlite.run("PRAGMA cache_size = -16384"); }

}  // namespace kith::bench
