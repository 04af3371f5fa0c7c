#include "db/sqlite/statement_cache.hpp"

#include <sqlite3.h>

#include "db/sqlite/failure.hpp"
#include "db/sqlite/parameters.hpp"

namespace kith::db::sqlite {

namespace {

sqlite3_stmt* prepare(sqlite3* connection, std::string_view sql) {
    const std::string text = numbered_parameters(sql);
    sqlite3_stmt* handle = nullptr;
    const char* rest = nullptr;
    const int code = sqlite3_prepare_v3(connection, text.data(), static_cast<int>(text.size()),
                                        SQLITE_PREPARE_PERSISTENT, &handle, &rest);
    if (code != SQLITE_OK) fail(connection, code, sql);
    const std::string_view tail(rest, static_cast<std::size_t>(text.data() + text.size() - rest));
    if (!handle || tail.find_first_not_of(" \t\r\n;") != tail.npos) {
        sqlite3_finalize(handle);
        throw Failure(ErrorKind::Internal, "db.statement",
                      "exactly one statement expected in: " + std::string(sql));
    }
    return handle;
}

}  // namespace

StatementCache::Lease StatementCache::lease(std::string_view sql) {
    ++leases_;
    const auto [first, last] = statements_.equal_range(sql);
    for (auto it = first; it != last; ++it) {
        Statement& statement = *it->second;
        if (statement.busy) continue;
        statement.busy = true;
        statement.used = leases_;
        ++busy_;
        return {*this, statement};
    }
    auto made = std::make_unique<Statement>();
    made->handle = prepare(connection_, sql);
    made->sql = sql;
    made->used = leases_;
    made->busy = true;
    if (statements_.size() >= limit_) drop_oldest();
    Statement& statement = *made;
    statements_.emplace(std::string_view(statement.sql), std::move(made));
    ++busy_;
    return {*this, statement};
}

void StatementCache::give_back(Statement& statement) {
    sqlite3_reset(statement.handle);
    sqlite3_clear_bindings(statement.handle);
    statement.busy = false;
    --busy_;
}

void StatementCache::drop_oldest() {
    // A walk over a few hundred entries, paid only beside a prepare that costs more.
    auto oldest = statements_.end();
    for (auto it = statements_.begin(); it != statements_.end(); ++it)
        if (!it->second->busy && (oldest == statements_.end() || it->second->used < oldest->second->used))
            oldest = it;
    if (oldest == statements_.end()) return;
    sqlite3_finalize(oldest->second->handle);
    statements_.erase(oldest);
}

void StatementCache::clear() {
    for (auto& [sql, statement] : statements_)
        sqlite3_finalize(statement->handle);
    statements_.clear();
    busy_ = 0;
}

}  // namespace kith::db::sqlite
