#include "db/postgres/connection.hpp"

#include <charconv>
#include <chrono>
#include <utility>

#include "db/postgres/failure.hpp"
#include "db/postgres/values.hpp"
#include "db/statistics.hpp"

namespace kith::db::postgres {

namespace {

constexpr std::size_t kMostPrepared = 1'000;
constexpr const char* kBeginRead = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
constexpr const char* kBeginWrite = "BEGIN ISOLATION LEVEL REPEATABLE READ READ WRITE";
// Nothing of a session may be left to the next transaction, which may get another server's process.
// Statements here are over in milliseconds; to compile one takes a hundred times as long.
constexpr std::string_view kSettings = "SELECT set_config('search_path', $1, true), set_config('statement_timeout', $2, true), set_config('jit', 'off', true), ";

}  // namespace

Connection::Connection(Place& place) : place_(place) {
    const char* const keys[] = {"dbname", "client_encoding", "fallback_application_name", nullptr};
    const char* const values[] = {place.url.c_str(), "UTF8", "kith", nullptr};
    handle_ = PQconnectdbParams(keys, values, 1);
    if (handle_ == nullptr || PQstatus(handle_) != CONNECTION_OK || PQenterPipelineMode(handle_) != 1) {
        const std::string problem = handle_ == nullptr ? "out of memory" : PQerrorMessage(handle_);
        PQfinish(handle_);
        throw Retry(Retry::Why::Connection, problem);
    }
    PQsetNoticeProcessor(handle_, [](void*, const char*) {}, nullptr);
}

Connection::~Connection() { PQfinish(handle_); }

bool Connection::is_lost() const { return PQstatus(handle_) != CONNECTION_OK; }

void Connection::begin(Kind kind, Epoch wanted) {
    wished_ = true;
    begun_ = false;
    kind_ = kind;
    wanted_ = wanted;
    number_ = 0;
    epoch_ = 0;
}

void Connection::send(std::string_view sql, std::span<const Param> params, Sent& sent) {
    const Parameters parameters(params);
    const std::string text(sql);
    int sending = 0;
    if (place_.pooled.load(std::memory_order_relaxed)) {
        sending = PQsendQueryParams(handle_, text.c_str(), parameters.count(), parameters.types(), parameters.values(), parameters.lengths(),
                                    parameters.formats(), 1);
    } else {
        const auto key = parameters.kinds() + '|' + text;
        auto known = prepared_.find(key);
        if (known == prepared_.end()) {
            if (prepared_.size() >= kMostPrepared) {
                // Seldom: an answer to "all" is simpler than to keep who was used last.
                if (PQsendQueryParams(handle_, "DEALLOCATE ALL", 0, nullptr, nullptr, nullptr, nullptr, 1) != 1) fail(handle_, nullptr, sql);
                ++sent.before;
                prepared_.clear();
            }
            auto name = "k" + std::to_string(++names_);
            if (PQsendPrepare(handle_, name.c_str(), text.c_str(), parameters.count(), parameters.types()) != 1) fail(handle_, nullptr, sql);
            ++sent.before;
            known = prepared_.emplace(key, std::move(name)).first;
            sent.prepared = key;
        }
        sending = PQsendQueryPrepared(handle_, known->second.c_str(), parameters.count(), parameters.values(), parameters.lengths(), parameters.formats(), 1);
    }
    if (sending != 1) fail(handle_, nullptr, sql);
}

void Connection::send_beginning(Sent& sent) {
    if (!std::exchange(wished_, false)) return;
    begun_ = true;
    const bool writes = kind_ == Kind::Write;
    if (PQsendQueryParams(handle_, writes ? kBeginWrite : kBeginRead, 0, nullptr, nullptr, nullptr, nullptr, 1) != 1)
        fail(handle_, nullptr, kBeginRead);
    const auto limit = std::to_string(place_.statement_limit.count());
    const Param params[] = {db::bind(place_.schema), db::bind(limit)};
    std::string settings(kSettings);
    settings += place_.epoch.empty() ? "0" : place_.epoch;
    if (writes) settings += ", pg_current_xact_id()";
    send(settings, params, sent);
    sent.before += 2;
    sent.settings = sent.before;
}

void Connection::sync() {
    if (PQpipelineSync(handle_) != 1) fail(handle_, nullptr, "sync");
}

ResultPtr Connection::take(const Sent& sent, std::string_view sql) {
    ResultPtr last;
    ResultPtr problem;
    int count = 0;
    bool nothing = false;
    while (true) {
        ResultPtr result(PQgetResult(handle_));
        if (!result) {
            // Between the answers of two statements; twice at once only when the connection is gone.
            if (std::exchange(nothing, true) || is_lost()) break;
            continue;
        }
        nothing = false;
        const auto status = PQresultStatus(result.get());
        if (status == PGRES_PIPELINE_SYNC) break;
        if (status == PGRES_PIPELINE_ABORTED) continue;
        if (status == PGRES_FATAL_ERROR || status == PGRES_BAD_RESPONSE || status == PGRES_NONFATAL_ERROR) {
            if (!problem) problem = std::move(result);
            continue;
        }
        if (++count == sent.settings) take_settings(std::move(result));
        else last = std::move(result);
    }
    if (!sent.prepared.empty() && (problem || !last)) prepared_.clear();  // what was prepared on the way may be, or not
    if (problem) fail(handle_, problem.get(), sql);
    if (!last) fail(handle_, nullptr, sql);
    const auto known = place_.known_epoch.load(std::memory_order_acquire);
    if (sent.settings > 0 && wanted_ == Epoch::Known && known != 0 && epoch_ != known) throw Retry(Retry::Why::Epoch, "what is kept in memory is out of date");
    return last;
}

void Connection::take_settings(ResultPtr result) {
    ResultRows rows(std::move(result));
    if (!rows.next()) return;
    epoch_ = rows.integer(3);
    if (kind_ == Kind::Write) number_ = rows.integer(4);
}

void Connection::drain() {
    while (owed_ > 0) {
        ResultPtr result(PQgetResult(handle_));
        if (!result && is_lost()) throw Retry(Retry::Why::Connection, PQerrorMessage(handle_));
        if (result && PQresultStatus(result.get()) == PGRES_PIPELINE_SYNC) --owed_;
    }
}

ResultPtr Connection::run(std::string_view sql, std::span<const Param> params) {
    drain();
    const auto begun = std::chrono::steady_clock::now();
    Sent sent;
    send_beginning(sent);
    send(sql, params, sent);
    sync();
    auto result = take(sent, sql);
    statistics::count_statement(sql, std::chrono::steady_clock::now() - begun);
    return result;
}

void Connection::run_script(std::string_view sql) {
    if (wished_) run("SELECT 1", {});
    drain();
    if (PQexitPipelineMode(handle_) != 1) fail(handle_, nullptr, sql);
    const std::string text(sql);
    const ResultPtr result(PQexec(handle_, text.c_str()));
    const bool in_pipeline = PQenterPipelineMode(handle_) == 1;
    const auto status = PQresultStatus(result.get());
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK && status != PGRES_EMPTY_QUERY) fail(handle_, result.get(), sql);
    if (!in_pipeline) fail(handle_, nullptr, sql);
}

void Connection::commit() {
    if (std::exchange(wished_, false) || !begun_) return;
    begun_ = false;
    drain();
    if (PQsendQueryParams(handle_, "COMMIT", 0, nullptr, nullptr, nullptr, nullptr, 1) != 1) fail(handle_, nullptr, "COMMIT");
    sync();
    if (kind_ != Kind::Write) {
        ++owed_;
        return;
    }
    const auto sent = std::chrono::steady_clock::now();
    const auto result = take({}, "COMMIT");
    statistics::commit_seconds.count(std::chrono::duration<double>(std::chrono::steady_clock::now() - sent).count());
    // A transaction in which a statement failed answers COMMIT so.
    if (std::string_view(PQcmdStatus(result.get())) == "ROLLBACK") throw Failure(ErrorKind::Internal, "db.statement", "a failed statement was passed over");
}

void Connection::end() noexcept {
    wished_ = false;
    if (!std::exchange(begun_, false) || is_lost()) return;
    try {
        if (PQsendQueryParams(handle_, "ROLLBACK", 0, nullptr, nullptr, nullptr, nullptr, 1) == 1 && PQpipelineSync(handle_) == 1) ++owed_;
    } catch (...) {  // nothing more can be done; the pool looks whether the connection lives
    }
}

}  // namespace kith::db::postgres
