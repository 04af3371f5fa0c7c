#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "base/id.hpp"
#include "base/result.hpp"
#include "base/time.hpp"

/// Two engines behind one interface. SQL is written once with parameters `$1`, `$2`, …; where the
/// engines' words differ, the caller asks engine().
namespace kith::db {

enum class Engine { Sqlite, Postgres };

/// What a column holds. `column_type()` gives each engine's own type for it.
enum class ColumnType { Boolean, Integer, Real, Text, Json, Date, Instant, Bytes };
std::string_view column_type(Engine engine, ColumnType type);

struct Bytes {
    std::string_view data;
};

/// One bound parameter. Text and bytes are borrowed until the call returns.
using Param = std::variant<std::monostate, bool, std::int64_t, double, std::string_view, Bytes, Date, Instant>;

inline Param bind(std::nullptr_t) { return {}; }
inline Param bind(bool b) { return b; }
inline Param bind(std::int64_t i) { return i; }
inline Param bind(int i) { return static_cast<std::int64_t>(i); }
inline Param bind(double d) { return d; }
inline Param bind(std::string_view s) { return s; }
inline Param bind(const std::string& s) { return std::string_view(s); }
inline Param bind(const char* s) { return std::string_view(s); }
inline Param bind(Bytes b) { return b; }
inline Param bind(Id id) { return id.value; }
inline Param bind(Date d) { return d; }
inline Param bind(Instant t) { return t; }
template <class T>
Param bind(const std::optional<T>& v) { return v ? bind(*v) : Param{}; }
inline Param bind(const Param& p) { return p; }

/// The engine failed: file gone, disk full, connection lost, SQL wrong. Not a user's mistake.
/// The dispatcher answers 503 for kind Unavailable (`db.disk_full`, `db.read_only`, `db.busy`,
/// `db.unavailable`) and 500 otherwise.
class Failure : public std::runtime_error {
public:
    Failure(ErrorKind kind, std::string code, const std::string& what)
        : std::runtime_error(what), kind_(kind), code_(std::move(code)) {}
    [[nodiscard]] ErrorKind kind() const noexcept { return kind_; }
    [[nodiscard]] const std::string& code() const noexcept { return code_; }

private:
    ErrorKind kind_;
    std::string code_;
};

/// A unique index refused a row. The statement had no effect; on SQLite the transaction can go on.
class UniqueViolation : public Failure {
public:
    /// `columns` as the engine names them, "account.email" or "account.a, account.b".
    explicit UniqueViolation(std::string columns)
        : Failure(ErrorKind::Conflict, "db.unique", "unique: " + columns), columns_(std::move(columns)) {}
    [[nodiscard]] const std::string& columns() const noexcept { return columns_; }

private:
    std::string columns_;
};

/// One row of an answer; columns count from 0. Views are good until the cursor moves.
class Row {
public:
    virtual ~Row() = default;
    [[nodiscard]] virtual int columns() const = 0;
    [[nodiscard]] virtual bool is_null(int column) const = 0;
    [[nodiscard]] virtual std::int64_t integer(int column) const = 0;  // null: 0
    [[nodiscard]] virtual double real(int column) const = 0;           // null: 0
    [[nodiscard]] virtual std::string_view text(int column) const = 0; // null: ""
    [[nodiscard]] virtual bool boolean(int column) const = 0;
    [[nodiscard]] virtual Date date(int column) const = 0;
    [[nodiscard]] virtual Instant instant(int column) const = 0;
    [[nodiscard]] Id id(int column) const { return {integer(column)}; }
    [[nodiscard]] std::string string(int column) const { return std::string(text(column)); }
};

/// An answer, row by row. Gives its statement back to the connection's cache when destroyed.
class Cursor {
public:
    class Rows : public Row {
    public:
        virtual bool next() = 0;
    };

    explicit Cursor(std::unique_ptr<Rows> rows) : rows_(std::move(rows)) {}
    /// Moves to the next (at first: the first) row; false at the end.
    bool next() { return rows_->next(); }
    const Row& operator*() const { return *rows_; }
    const Row* operator->() const { return rows_.get(); }

private:
    std::unique_ptr<Rows> rows_;
};

/// One transaction on one connection, owned by the thread that runs the function it is handed to.
/// Statements are prepared once per connection and kept.
class Transaction {
public:
    Transaction() = default;
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;
    virtual ~Transaction() = default;

    [[nodiscard]] virtual Engine engine() const = 0;
    virtual Cursor query_params(std::string_view sql, std::span<const Param> params) = 0;
    /// Rows inserted, changed or deleted.
    virtual std::int64_t execute_params(std::string_view sql, std::span<const Param> params) = 0;
    /// Several statements with `;` between, without parameters (schema changes).
    virtual void run_script(std::string_view sql) = 0;
    /// Runs after the transaction is durable and before write() returns, on the thread that committed,
    /// in the order of commits. Keep it short; it may read() but not write().
    virtual void after_commit(std::function<void()> fn) = 0;
    /// Statements run so far on this transaction, for query budgets.
    [[nodiscard]] virtual int statements() const = 0;
    /// What others keep in memory of this database is to be read again once this is durable: Database::on_new_epoch().
    /// PostgreSQL alone; elsewhere whoever writes tells the others in its process itself.
    virtual void next_epoch() {}

    template <class... A>
    Cursor query(std::string_view sql, const A&... args) {
        const Param params[] = {bind(args)..., Param{}};
        return query_params(sql, std::span(params, sizeof...(A)));
    }
    template <class... A>
    std::int64_t execute(std::string_view sql, const A&... args) {
        const Param params[] = {bind(args)..., Param{}};
        return execute_params(sql, std::span(params, sizeof...(A)));
    }
};

struct Options {
    /// A file's path, or `postgresql://…`.
    std::string url;
    /// Connections for reads, opened when first needed.
    int readers = 8;
    /// Page cache of the writer and of each reader.
    int writer_cache_kib = 16 * 1024;
    int reader_cache_kib = 4 * 1024;
    /// How long to wait for another process that writes, or for a free connection: then `db.busy`.
    std::chrono::milliseconds patience{10'000};
    /// Refuse a file that another process holds with `exclusive` (a second server): `db.in_use`.
    bool exclusive = false;
    /// Make the file if it is missing; otherwise `db.missing`.
    bool create = true;
};

/// A process' number among those that have the same database open, for ids that never meet; whoever had it before made
/// none higher than `highest`.
struct NodeClaim {
    std::int64_t number = 0;
    Id highest;
};

/// The URL with `folder` as the place of what is kept outside the database, unless it names one (`files=…`); a file's path
/// stays as it is.
std::string keeping_files_in(std::string url, const std::string& folder);

/// All access to one workspace's database. Safe to call from any thread.
class Database {
public:
    /// Errors, all with param `path`: `db.not_a_database`, `db.may_not_write`, `db.missing`,
    /// `db.in_use` (and `pid`), `db.no_such_folder`, `db.cannot_open`, `db.disk_full`, `db.damaged`,
    /// `db.busy`; `db.unknown_engine` (param `scheme`). Of PostgreSQL: `db.postgres_…`.
    static Result<std::unique_ptr<Database>> open(const Options& options);

    Database() = default;
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;
    virtual ~Database() = default;

    [[nodiscard]] virtual Engine engine() const = 0;
    /// What the paths of the folders begin with that belong to the database and lie outside it (`….files`, `….imports`,
    /// `….exports`): SQLite's own file, or a name made of the schema in Options::files (the URL's `files`).
    [[nodiscard]] virtual std::string beside() const = 0;

    /// Runs `fn(Transaction&)` on one snapshot and gives what it returns. Inside another read() or a
    /// write() of the same thread it joins that transaction. Cursors end with `fn`
    /// (`db.cursor_left_open`). No connection is free within Options::patience: `db.busy`.
    template <class F>
    auto read(F&& fn) -> std::invoke_result_t<F, Transaction&> {
        using R = std::invoke_result_t<F, Transaction&>;
        if constexpr (std::is_void_v<R>) {
            run_read([&](Transaction& tx) { fn(tx); });
        } else {
            std::optional<R> out;
            run_read([&](Transaction& tx) { out.emplace(fn(tx)); });
            return std::move(*out);
        }
    }

    /// Runs `fn(Transaction&)`, which returns a Result, in a transaction; gives its value once it is
    /// durable. On an error, or an exception (which goes on to the caller), nothing of it stays.
    /// `fn` may run more than once (PostgreSQL, serialisation failure): it touches nothing but the
    /// transaction and its own result. On SQLite it runs on the writing thread. Calling write() inside
    /// `fn` is a bug (`db.nested_write`).
    template <class F>
    auto write(F&& fn) -> std::invoke_result_t<F, Transaction&> {
        using R = std::invoke_result_t<F, Transaction&>;
        std::optional<R> out;
        run_write([&](Transaction& tx) {
            out.reset();
            out.emplace(fn(tx));
            return out->has_value();
        });
        return std::move(*out);
    }

    /// `refresh(Transaction&)` reads again what the process keeps in memory (objects' definitions, settings). On PostgreSQL
    /// each transaction learns with its first answer whether another process has said next_epoch(); if so it is begun
    /// again, after `refresh`, so that nobody works with what is out of date. Set once, before others use the database.
    virtual void on_new_epoch(std::function<void(Transaction&)> refresh) { (void)refresh; }

    /// Once; held until close(). Errors: `db.too_many_nodes`.
    virtual Result<NodeClaim> claim_node() = 0;
    /// That the process lives and how far its ids are, at least every half minute. Gives another claim when this one was
    /// silent for so long that somebody else may have the number.
    virtual Result<std::optional<NodeClaim>> confirm_node(Id highest) = 0;

    /// A consistent copy made while others read and write (SQLite's backup API); a file of that name
    /// is replaced once the copy is whole. Errors, with param `path`: those of open() and
    /// `db.backup_onto_itself`.
    virtual Result<void> backup(const std::string& path) = 0;
    /// The same data to try something on: what is written there is seen there alone, while others read and write here as
    /// before. On SQLite a copy in the file `path`, which the caller removes; on PostgreSQL temporary tables, of which
    /// those named in `empty` (what is only ever appended to) begin without rows. Errors: those of backup().
    virtual Result<std::unique_ptr<Database>> rehearsal(const std::string& path, std::span<const std::string_view> empty) = 0;
    /// The engine's own check; empty when all is well, otherwise what is wrong, line by line.
    virtual std::vector<std::string> integrity_problems() = 0;
    /// Bytes of the database on disk.
    virtual std::int64_t size_bytes() = 0;
    /// Moves what is committed out of SQLite's log into the file, so that no older page stays readable beside it.
    /// False: somebody reads on for longer than a moment, and the log stays till the next time.
    virtual bool fold_log() { return true; }
    /// Waits for queued writes, refuses new ones (`db.closing`), folds the WAL into the file.
    virtual void close() = 0;

protected:
    virtual void run_read(const std::function<void(Transaction&)>& fn) = 0;
    /// `fn` answers whether to keep what it did.
    virtual void run_write(const std::function<bool(Transaction&)>& fn) = 0;
};

}  // namespace kith::db
