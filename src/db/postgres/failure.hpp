#pragma once

#include <libpq-fe.h>

#include <string_view>

#include "db/database.hpp"

namespace kith::db::postgres {

/// The transaction was taken back through no fault of what it did, and may be run once more: serialisation
/// failures and deadlocks, a plan or a statement that is no longer there, a connection lost before its commit, what is kept in memory out of date.
class Retry : public Failure {
public:
    enum class Why { Conflict, Statement, Connection, Epoch };
    Retry(Why why, const std::string& what) : Failure(ErrorKind::Unavailable, why == Why::Conflict || why == Why::Epoch ? "db.busy" : "db.unavailable", what), why_(why) {}
    [[nodiscard]] Why why() const noexcept { return why_; }

private:
    Why why_;
};

/// Throws what a failed statement means: UniqueViolation, Retry, Failure.
[[noreturn]] void fail(PGconn* connection, const PGresult* result, std::string_view sql);
/// Of a connection that cannot be made or that broke: `db.unavailable`, `db.postgres_login`, ….
Error connect_error(std::string_view message);

}  // namespace kith::db::postgres
