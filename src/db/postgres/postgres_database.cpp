#include "db/postgres/postgres_database.hpp"

#include <algorithm>
#include <filesystem>
#include <random>
#include <thread>

#include "base/log.hpp"
#include "db/frame.hpp"
#include "db/postgres/failure.hpp"
#include "db/postgres/functions.hpp"
#include "db/postgres/rehearsal.hpp"
#include "db/postgres/transaction.hpp"
#include "db/statistics.hpp"

namespace kith::db::postgres {

namespace {

constexpr int kOldest = 150'000;  // server_version_num
constexpr int kMostTries = 12;
constexpr std::int64_t kLock = 0x6b697468;  // whoever makes or changes what is shared

/// Longer from time to time, and never the same for two that met.
void pause(int tried) {
    thread_local std::mt19937_64 random(std::random_device{}());
    const int most = std::min(500, 2 << std::min(tried, 8));
    std::this_thread::sleep_for(std::chrono::milliseconds(std::uniform_int_distribution<int>(1, most)(random)));
}

std::string place_of_files(const Url& url) {
    const auto folder = url.files.empty() ? std::filesystem::temp_directory_path() / "kith" : std::filesystem::path(url.files);
    std::string name = encoded(url.schema);
    for (auto at = name.find('/'); at != std::string::npos; at = name.find('/', at)) name.replace(at, 1, "%2F");
    return (folder / name).string();
}

std::string one_text(Connection& connection, std::string_view sql, std::span<const Param> params = {}) {
    PostgresTransaction tx(connection);
    auto rows = tx.query_params(sql, params);
    return rows.next() ? rows->string(0) : std::string();
}

}  // namespace

Result<std::unique_ptr<Database>> PostgresDatabase::open(const Options& options) {
    KITH_TRY(const auto url, read_url(options.url));
    try {
        auto database = std::make_unique<PostgresDatabase>(url, options);
        for (int tried = 0;; ++tried) {
            // Two that make what is shared at the same time: the second finds it made.
            try {
                KITH_CHECK(database->prepare(options.create));
                return std::unique_ptr<Database>(std::move(database));
            } catch (const Retry& problem) {
                if (problem.why() != Retry::Why::Conflict || tried >= kMostTries) throw;
            } catch (const UniqueViolation&) {
                if (tried >= kMostTries) throw;
            }
            pause(tried + 3);
        }
    } catch (const Retry& problem) {
        return connect_error(problem.what());
    } catch (const Failure& problem) {
        return Error{.kind = problem.kind(), .code = problem.code(), .detail = problem.what()};
    }
}

PostgresDatabase::PostgresDatabase(const Url& url, const Options& options)
    : schema_(url.schema), beside_(place_of_files(url)), readers_(place_, options.readers, options.patience, Pool::For::Reads), writers_(place_, options.readers, options.patience, Pool::For::Writes) {
    place_.url = url.server;
    place_.schema = quoted_name(url.schema) + ", kith";
    place_.statement_limit = std::chrono::seconds(url.statement_seconds);
    place_.pooled = url.pooled;
}

PostgresDatabase::~PostgresDatabase() { close(); }

Result<void> PostgresDatabase::prepare(bool create) {
    const auto lease = writers_.lend();
    Connection& connection = *lease;
    if (PQserverVersion(connection.handle()) < kOldest)
        return Error{.kind = ErrorKind::Invalid, .code = "db.postgres_old", .params = {{"found", std::to_string(PQserverVersion(connection.handle()) / 10'000)}}};
    connection.begin(Kind::Read);
    const auto encoding = one_text(connection, "SHOW server_encoding");
    if (encoding != "UTF8") return Error{.kind = ErrorKind::Invalid, .code = "db.postgres_encoding", .params = {{"found", encoding}}};
    const bool read_only = one_text(connection, "SELECT (pg_is_in_recovery() OR current_setting('default_transaction_read_only')::boolean)::text") == "true";
    const Param name[] = {db::bind(schema_)};
    const bool there = one_text(connection, "SELECT count(*)::text FROM pg_namespace WHERE nspname = $1", name) != "0";
    const bool whole = one_text(connection, "SELECT count(*)::text FROM pg_tables WHERE schemaname = $1 AND tablename = 'epoch'", name) != "0";
    const auto functions = functions_sql();
    const auto version = "functions " + std::to_string(std::hash<std::string_view>{}(functions));
    const bool known = one_text(connection, "SELECT coalesce(obj_description(oid, 'pg_namespace'), '') FROM pg_namespace WHERE nspname = 'kith'") == version;
    connection.commit();
    const auto epoch = quoted_name(schema_) + ".epoch";
    if (there && whole && known) {
        place_.epoch = "(SELECT number FROM " + epoch + ")";
        return {};
    }
    if (!there && !create) return Error{.kind = ErrorKind::NotFound, .code = "db.postgres_no_schema", .params = {{"schema", schema_}}};
    if (read_only) return Error{.kind = ErrorKind::Unavailable, .code = "db.postgres_read_only"};
    connection.begin(Kind::Write);
    try {
        const Param lock[] = {db::bind(kLock)};
        one_text(connection, "SELECT pg_advisory_xact_lock($1)::text", lock);
        if (!known) {
            connection.run_script("CREATE SCHEMA IF NOT EXISTS kith; SET LOCAL search_path = kith");
            connection.run_script(functions);
            connection.run_script("COMMENT ON SCHEMA kith IS '" + version + "'");
        }
        if (!there) connection.run_script("CREATE SCHEMA IF NOT EXISTS " + quoted_name(schema_));
        if (!whole)
            connection.run_script(Node::table(schema_) + "; CREATE TABLE IF NOT EXISTS " + epoch + " (number bigint NOT NULL); INSERT INTO " + epoch + " SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM " + epoch + ")");
        connection.commit();
        place_.epoch = "(SELECT number FROM " + epoch + ")";
    } catch (const Failure& problem) {
        if (problem.code() != "db.no_right") throw;
        return Error{.kind = ErrorKind::Invalid, .code = "db.postgres_no_schema_right", .params = {{"schema", schema_}}, .detail = problem.what()};
    }
    return {};
}

void PostgresDatabase::read_once(const std::function<void(Transaction&)>& fn) {
    const auto lease = readers_.lend();
    const metrics::Gauge::During lent(statistics::readers_lent);
    statistics::reads.add();
    Connection& connection = *lease;
    PostgresTransaction transaction(connection);
    connection.begin(Kind::Read);
    {
        const Frame frame(*this, transaction);
        fn(transaction);
    }
    connection.commit();
    run_hooks(transaction.take_hooks());
}

Result<void> PostgresDatabase::as_node(const std::function<Result<void>(Transaction&)>& fn) {
    for (int tried = 0;; ++tried) {
        try {
            const auto lease = writers_.lend();
            PostgresTransaction transaction(*lease);
            (*lease).begin(Kind::Write, Epoch::Any);
            KITH_CHECK(fn(transaction));
            (*lease).commit();
            return {};
        } catch (const Retry& problem) {
            if (problem.why() == Retry::Why::Connection) writers_.forget_resting();
            if (tried >= 3) throw;
            pause(tried);
        }
    }
}

Result<NodeClaim> PostgresDatabase::claim_node() {
    const std::lock_guard lock(claiming_);
    NodeClaim out;
    KITH_CHECK(as_node([&](Transaction& tx) -> Result<void> {
        KITH_TRY(out, node_.claim(tx));
        return {};
    }));
    return out;
}

Result<std::optional<NodeClaim>> PostgresDatabase::confirm_node(Id highest) {
    const std::lock_guard lock(claiming_);
    highest_ = highest;
    std::optional<NodeClaim> out;
    KITH_CHECK(as_node([&](Transaction& tx) -> Result<void> {
        out.reset();
        if (node_.confirm(tx, highest)) return {};
        log::warning("db.node_number_lost", {{"number", std::to_string(node_.number())}});
        KITH_TRY(out, node_.claim(tx));
        return {};
    }));
    return out;
}

void PostgresDatabase::on_new_epoch(std::function<void(Transaction&)> refresh) {
    refresh_ = std::move(refresh);
    this->refresh();
}

void PostgresDatabase::refresh() {
    const std::lock_guard lock(refreshing_);  // who waited finds it done, or does it once more
    const auto lease = readers_.lend();
    Connection& connection = *lease;
    PostgresTransaction transaction(connection);
    connection.begin(Kind::Read, Epoch::Any);
    {
        const Frame frame(*this, transaction);
        transaction.query_params("SELECT 1", {});
        refresh_(transaction);
    }
    place_.known_epoch.store(connection.epoch(), std::memory_order_release);
    connection.commit();
}

void PostgresDatabase::run_read(const std::function<void(Transaction&)>& fn) {
    if (Transaction* const joined = Frame::of(*this)) return fn(*joined);
    for (int tried = 0;; ++tried) {
        try {
            return read_once(fn);
        } catch (const Retry& problem) {
            if (problem.why() == Retry::Why::Statement) place_.pooled = place_.pooled || tried > 1;
            if (problem.why() == Retry::Why::Connection) readers_.forget_resting();
            if (tried >= (problem.why() == Retry::Why::Epoch ? kMostTries : 3)) throw;
            if (problem.why() == Retry::Why::Epoch) refresh();
            else pause(tried);
        }
    }
}

bool PostgresDatabase::write_once(const std::function<bool(Transaction&)>& fn) {
    const auto lease = writers_.lend();
    Connection& connection = *lease;
    PostgresTransaction transaction(connection);
    connection.begin(Kind::Write);
    {
        const Frame frame(*this, transaction, true);
        if (!fn(transaction)) {
            statistics::writes_refused.add();
            return false;
        }
    }
    try {
        connection.commit();
    } catch (const Retry& problem) {
        statistics::commits_failed.add();
        if (problem.why() != Retry::Why::Connection) throw;
        const auto outcome = outcome_of(connection.number());
        if (outcome == Outcome::Gone) throw;
        if (outcome == Outcome::Unknown) throw Failure(ErrorKind::Unavailable, "db.outcome_unknown", problem.what());
    }
    statistics::writes_kept.add();
    const std::lock_guard lock(hooks_);
    run_hooks(transaction.take_hooks());
    return true;
}

PostgresDatabase::Outcome PostgresDatabase::outcome_of(std::int64_t transaction) noexcept {
    if (transaction <= 0) return Outcome::Gone;
    writers_.forget_resting();
    for (int tried = 0; tried < kMostTries; ++tried) {
        try {
            Connection connection(place_);
            connection.begin(Kind::Read);
            const auto number = std::to_string(transaction);
            const Param params[] = {db::bind(number)};
            const auto status = one_text(connection, "SELECT pg_xact_status(CAST($1 AS xid8))", params);
            if (status == "committed") return Outcome::Kept;
            if (status == "aborted") return Outcome::Gone;
        } catch (const std::exception& problem) {
            log::warning("db.outcome_asked_in_vain", {{"problem", problem.what()}});
        }
        pause(tried + 6);
    }
    return Outcome::Unknown;
}

void PostgresDatabase::run_write(const std::function<bool(Transaction&)>& fn) {
    if (Frame::is_writing(*this)) throw Failure(ErrorKind::Internal, "db.nested_write", "write() inside write()");
    for (int tried = 0;; ++tried) {
        try {
            write_once(fn);
            return;
        } catch (const Retry& problem) {
            if (problem.why() == Retry::Why::Statement) place_.pooled = place_.pooled || tried > 1;
            if (problem.why() == Retry::Why::Connection) writers_.forget_resting();
            if (tried >= kMostTries) throw;
            if (problem.why() == Retry::Why::Epoch) refresh();
            else pause(tried);
        }
    }
}

Result<void> PostgresDatabase::backup(const std::string&) { return Error{.kind = ErrorKind::Invalid, .code = "db.postgres_backup"}; }

Result<std::unique_ptr<Database>> PostgresDatabase::rehearsal(const std::string&, std::span<const std::string_view> empty) {
    try {
        return std::unique_ptr<Database>(std::make_unique<Rehearsal>(place_, schema_, beside_, empty));
    } catch (const Failure& problem) {
        return Error{.kind = problem.kind(), .code = problem.code(), .detail = problem.what()};
    }
}

std::vector<std::string> PostgresDatabase::integrity_problems() {
    std::vector<std::string> problems;
    try {
        run_read([&](Transaction& tx) {
            auto rows = tx.query("SELECT c.relname FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace "
                                 "WHERE n.nspname = $1 AND NOT (i.indisvalid AND i.indisready)", schema_);
            while (rows.next()) problems.push_back("index " + rows->string(0) + " was not finished");
        });
    } catch (const Failure& failure) {
        problems.emplace_back(failure.what());
    }
    return problems;
}

std::int64_t PostgresDatabase::size_bytes() {
    std::int64_t out = 0;
    run_read([&](Transaction& tx) {
        auto rows = tx.query("SELECT sum(pg_total_relation_size(c.oid)) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
                             "WHERE n.nspname = $1 AND c.relkind IN ('r', 'm')", schema_);
        if (rows.next()) out = rows->integer(0);
    });
    return out;
}

void PostgresDatabase::close() {
    if (node_.number() >= 0) {
        try {
            (void)as_node([&](Transaction& tx) -> Result<void> {
                node_.release(tx, highest_);
                return {};
            });
        } catch (const Failure&) {  // it is free again after its time of silence
        }
    }
    writers_.close();
    readers_.close();
}

}  // namespace kith::db::postgres
