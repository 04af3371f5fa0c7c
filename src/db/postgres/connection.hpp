#pragma once

#include <libpq-fe.h>

#include <atomic>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

#include "db/database.hpp"

namespace kith::db::postgres {

struct ClearResult {
    void operator()(PGresult* result) const { PQclear(result); }
};
using ResultPtr = std::unique_ptr<PGresult, ClearResult>;

/// What all connections of a database share.
struct Place {
    std::string url;             // without what is ours alone
    std::string schema;          // of the workspace, as search_path has it
    std::string epoch;           // SQL that gives the epoch; empty while it is not there yet
    /// The one that what is kept in memory is of; 0: nothing is kept.
    std::atomic<std::int64_t> known_epoch{0};
    std::chrono::milliseconds statement_limit{0};  // 0: none
    /// A pooler in between gives each transaction another server's process: nothing is prepared.
    std::atomic<bool> pooled{false};
};

enum class Kind { Read, Write };
/// Whether a transaction may go on when what is kept in memory is of another epoch.
enum class Epoch { Known, Any };

/// One connection, owned by one thread at a time. Always in libpq's pipeline mode: what begins a transaction goes
/// with its first statement, and the end of a reading one is not waited for, so that one statement costs one round trip.
class Connection {
public:
    /// Throws Retry (Why::Connection) when the server cannot be reached; may wait for options of the URL.
    explicit Connection(Place& place);
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;
    ~Connection();

    /// Sent with the first statement.
    void begin(Kind kind, Epoch wanted = Epoch::Known);
    /// A writing one waits until it is durable. Throws Retry; when that is for the connection, it may be durable all the same.
    void commit();
    /// Nothing that was begun stays; never throws.
    void end() noexcept;

    ResultPtr run(std::string_view sql, std::span<const Param> params);
    void run_script(std::string_view sql);

    [[nodiscard]] bool is_lost() const;
    [[nodiscard]] PGconn* handle() const { return handle_; }
    /// The transaction's number, for outcome_of() once the connection is lost; 0 before it has one.
    [[nodiscard]] std::int64_t number() const { return number_; }
    /// Known after the first statement.
    [[nodiscard]] std::int64_t epoch() const { return epoch_; }

private:
    struct Sent {
        int before = 0;    // answers before the statement's own
        int settings = 0;  // which of them is that of the settings; 0: none
        std::string prepared;
    };

    void send_beginning(Sent& sent);
    void send(std::string_view sql, std::span<const Param> params, Sent& sent);
    ResultPtr take(const Sent& sent, std::string_view sql);
    void take_settings(ResultPtr result);
    void sync();
    void drain();

    Place& place_;
    PGconn* handle_ = nullptr;
    std::unordered_map<std::string, std::string> prepared_;  // SQL and its parameters' types -> name
    std::int64_t names_ = 0;
    bool wished_ = false;  // a transaction that was not sent yet
    bool begun_ = false;
    Kind kind_ = Kind::Read;
    Epoch wanted_ = Epoch::Known;
    int owed_ = 0;  // pipelines whose answers were not waited for
    std::int64_t number_ = 0, epoch_ = 0;
};

}  // namespace kith::db::postgres
