#include "db/postgres/failure.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>

namespace kith::db::postgres {

namespace {

constexpr std::size_t kSqlInLog = 400;

std::string_view field(const PGresult* result, int which) {
    const char* value = PQresultErrorField(result, which);
    return value == nullptr ? std::string_view() : value;
}

struct Meaning {
    ErrorKind kind;
    const char* code;
};

/// By SQLSTATE: https://www.postgresql.org/docs/15/errcodes-appendix.html
Meaning meaning_of(std::string_view state) {
    if (state == "53100") return {ErrorKind::Unavailable, "db.disk_full"};
    if (state == "25006") return {ErrorKind::Unavailable, "db.read_only"};
    if (state == "57014") return {ErrorKind::Unavailable, "db.too_slow"};
    if (state == "55P03" || state == "53300") return {ErrorKind::Unavailable, "db.busy"};
    if (state == "42501") return {ErrorKind::Unavailable, "db.no_right"};
    if (state.starts_with("53") || state.starts_with("57") || state.starts_with("58")) return {ErrorKind::Unavailable, "db.unavailable"};
    if (state.starts_with("XX")) return {ErrorKind::Unavailable, "db.damaged"};
    if (state == "54000") return {ErrorKind::TooLarge, "db.too_large"};
    if (state.starts_with("23")) return {ErrorKind::Internal, "db.constraint"};
    return {ErrorKind::Internal, "db.statement"};
}

/// "Key (email)=(x) already exists." or of an index on several "Key (a, b)=…": as SQLite names them, "account.email".
std::string unique_columns(const PGresult* result) {
    const auto table = field(result, PG_DIAG_TABLE_NAME);
    const auto constraint = field(result, PG_DIAG_CONSTRAINT_NAME);
    const auto detail = field(result, PG_DIAG_MESSAGE_DETAIL);
    const auto open = detail.find('(');
    const auto close = detail.find(")=(");
    if (open == std::string_view::npos || close == std::string_view::npos || table.empty()) return std::string(constraint);
    std::string out;
    auto columns = detail.substr(open + 1, close - open - 1);
    while (!columns.empty()) {
        const auto comma = std::min(columns.find(", "), columns.size());
        auto column = columns.substr(0, comma);
        if (column.size() > 1 && column.front() == '"') column = column.substr(1, column.size() - 2);
        out += (out.empty() ? "" : ", ") + std::string(table) + "." + std::string(column);
        columns.remove_prefix(std::min(columns.size(), comma + 2));
    }
    return out;
}

}  // namespace

void fail(PGconn* connection, const PGresult* result, std::string_view sql) {
    const auto state = result == nullptr ? std::string_view() : field(result, PG_DIAG_SQLSTATE);
    const std::string message = fmt::format("PostgreSQL {} ({}) in: {}", state.empty() ? "connection" : state,
                                            result == nullptr || state.empty() ? PQerrorMessage(connection) : field(result, PG_DIAG_MESSAGE_PRIMARY),
                                            sql.substr(0, kSqlInLog));
    if (state == "23505") throw UniqueViolation(unique_columns(result));
    const bool of_catalogue = state == "XX000" && field(result, PG_DIAG_MESSAGE_PRIMARY).find("concurrently") != std::string_view::npos;
    if (state == "40001" || state == "40P01" || of_catalogue) throw Retry(Retry::Why::Conflict, message);
    // What was not there in this transaction's snapshot was made by another meanwhile (two that migrate at once).
    if (state == "42P07" || state == "42701" || state == "42710") throw Retry(Retry::Why::Conflict, message);
    if (state == "26000" || state == "42P05") throw Retry(Retry::Why::Statement, message);
    // "cached plan must not change result type": a table has got a column since.
    if (state == "0A000" && field(result, PG_DIAG_MESSAGE_PRIMARY).find("cached plan") != std::string_view::npos)
        throw Retry(Retry::Why::Statement, message);
    // The server stops, or ended this connection.
    if (state.empty() || state.starts_with("08") || state == "57P01" || state == "57P02" || state == "57P03" || PQstatus(connection) == CONNECTION_BAD)
        throw Retry(Retry::Why::Connection, message);
    const auto meaning = meaning_of(state);
    throw Failure(meaning.kind, meaning.code, message);
}

Error connect_error(std::string_view message) {
    const auto has = [&](std::string_view text) { return message.find(text) != std::string_view::npos; };
    std::string code = "db.postgres_unreachable";
    ErrorKind kind = ErrorKind::Unavailable;
    if (has("password authentication failed") || has("no password supplied") || has("authentication failed")) code = "db.postgres_login";
    else if (has("role ") && has("does not exist")) code = "db.postgres_login";
    else if (has("database ") && has("does not exist")) code = "db.postgres_no_database";
    else if (has("invalid connection option") || has("invalid URI") || has("invalid integer value") || has("invalid percent-encoded") || has("extra key/value separator") || has("unexpected character"))
        code = "db.postgres_bad_url", kind = ErrorKind::Invalid;
    else if (has("too many clients") || has("remaining connection slots")) code = "db.postgres_full";
    // libpq's own words hold the host and the user, never the password.
    return Error{.kind = kind, .code = code, .detail = std::string(message.substr(0, message.find_last_not_of('\n') + 1))};
}

}  // namespace kith::db::postgres
