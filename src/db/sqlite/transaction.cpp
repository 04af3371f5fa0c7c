#include "db/sqlite/transaction.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <chrono>

#include "base/log.hpp"
#include "db/sqlite/failure.hpp"
#include "db/statistics.hpp"

namespace kith::db::sqlite {

namespace {

/// A cursor runs on after the call that bound its parameters, so it needs its own copy of them.
enum class Lifetime { Call, Copy };

struct Binder {
    sqlite3_stmt* statement;
    int index;
    sqlite3_destructor_type lifetime;

    int operator()(std::monostate) const { return sqlite3_bind_null(statement, index); }
    int operator()(bool b) const { return sqlite3_bind_int(statement, index, b ? 1 : 0); }
    int operator()(std::int64_t i) const { return sqlite3_bind_int64(statement, index, i); }
    int operator()(double d) const { return sqlite3_bind_double(statement, index, d); }
    // A null pointer would bind NULL in place of the empty text.
    int operator()(std::string_view s) const {
        return sqlite3_bind_text64(statement, index, s.data() ? s.data() : "", s.size(), lifetime,
                                   SQLITE_UTF8);
    }
    int operator()(Bytes b) const {
        return sqlite3_bind_blob64(statement, index, b.data.data() ? b.data.data() : "", b.data.size(),
                                   lifetime);
    }
    int operator()(Date d) const { return sqlite3_bind_int(statement, index, d.days); }
    int operator()(Instant t) const { return sqlite3_bind_int64(statement, index, t.micros); }
};

void bind_all(sqlite3* handle, const StatementCache::Lease& lease, std::span<const Param> params,
              Lifetime lifetime) {
    const int expected = sqlite3_bind_parameter_count(lease.handle());
    if (std::cmp_not_equal(expected, params.size()))
        throw Failure(
            ErrorKind::Internal, "db.statement",
            fmt::format("{} parameters given, {} expected in: {}", params.size(), expected, lease.sql()));
    const auto destructor = lifetime == Lifetime::Call ? SQLITE_STATIC : SQLITE_TRANSIENT;
    int index = 0;
    for (const Param& param : params)
        if (const int code = std::visit(Binder{lease.handle(), ++index, destructor}, param);
            code != SQLITE_OK)
            fail(handle, code, lease.sql());
}

using Clock = std::chrono::steady_clock;

class SqliteRows final : public Cursor::Rows {
public:
    SqliteRows(sqlite3* handle, StatementCache::Lease lease) : handle_(handle), lease_(std::move(lease)) {
        // The first step is taken at once, so that `INSERT … RETURNING` has happened and errors show
        // where they do on PostgreSQL.
        more_ = step();
    }

    ~SqliteRows() override { statistics::count_statement(lease_.sql(), spent_); }

    bool next() override {
        if (!started_) {
            started_ = true;
            return more_;
        }
        if (more_) more_ = step();
        return more_;
    }

    [[nodiscard]] int columns() const override { return sqlite3_column_count(statement()); }
    [[nodiscard]] bool is_null(int column) const override {
        return sqlite3_column_type(statement(), column) == SQLITE_NULL;
    }
    [[nodiscard]] std::int64_t integer(int column) const override {
        return sqlite3_column_int64(statement(), column);
    }
    [[nodiscard]] double real(int column) const override {
        return sqlite3_column_double(statement(), column);
    }
    [[nodiscard]] std::string_view text(int column) const override {
        const auto* bytes = reinterpret_cast<const char*>(sqlite3_column_text(statement(), column));
        if (!bytes) return "";
        return {bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement(), column))};
    }
    [[nodiscard]] bool boolean(int column) const override { return integer(column) != 0; }
    [[nodiscard]] Date date(int column) const override { return {sqlite3_column_int(statement(), column)}; }
    [[nodiscard]] Instant instant(int column) const override { return {integer(column)}; }

private:
    [[nodiscard]] sqlite3_stmt* statement() const { return lease_.handle(); }

    bool step() {
        // Its own time, without what is done between the rows.
        const auto begun = Clock::now();
        const int code = sqlite3_step(statement());
        spent_ += Clock::now() - begun;
        if (code == SQLITE_ROW) return true;
        if (code != SQLITE_DONE) fail(handle_, code, lease_.sql());
        return false;
    }

    sqlite3* handle_;
    StatementCache::Lease lease_;
    Clock::duration spent_{};
    bool started_ = false;
    bool more_ = false;
};

}  // namespace

Cursor SqliteTransaction::query_params(std::string_view sql, std::span<const Param> params) {
    ++statements_;
    StatementCache::Lease lease = connection_.statements().lease(sql);
    wrote_ = wrote_ || sqlite3_stmt_readonly(lease.handle()) == 0;  // INSERT … RETURNING
    bind_all(connection_.handle(), lease, params, Lifetime::Copy);
    return Cursor(std::make_unique<SqliteRows>(connection_.handle(), std::move(lease)));
}

std::int64_t SqliteTransaction::execute_params(std::string_view sql, std::span<const Param> params) {
    ++statements_;
    sqlite3* const handle = connection_.handle();
    const StatementCache::Lease lease = connection_.statements().lease(sql);
    wrote_ = true;
    bind_all(handle, lease, params, Lifetime::Call);
    const auto before = sqlite3_total_changes64(handle);
    const auto begun = Clock::now();
    int code = SQLITE_ROW;
    while (code == SQLITE_ROW)
        code = sqlite3_step(lease.handle());
    statistics::count_statement(sql, Clock::now() - begun);
    if (code != SQLITE_DONE) fail(handle, code, sql);
    // sqlite3_changes() alone would tell the last INSERT's count after a CREATE TABLE.
    return sqlite3_total_changes64(handle) == before ? 0 : sqlite3_changes64(handle);
}

void SqliteTransaction::run_script(std::string_view sql) {
    wrote_ = true;
    statements_ += connection_.run_script(sql);
}

}  // namespace kith::db::sqlite
