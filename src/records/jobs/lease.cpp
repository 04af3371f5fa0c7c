#include "records/jobs/lease.hpp"

#include <algorithm>

#include "records/workspace.hpp"

namespace kith::jobs {

namespace {

constexpr std::chrono::seconds kFirstBackOff{10};
constexpr std::chrono::hours kLongestBackOff{1};

Instant later(Instant at, std::chrono::microseconds by) { return {at.micros + by.count()}; }

/// PostgreSQL: what another one is about to take is passed over, not waited for.
std::string_view skip_taken(db::Engine engine) { return engine == db::Engine::Sqlite ? "" : " for update skip locked"; }

/// The first of each priority in turn, so that each look-up is one step into the index however many wait for later.
std::string first_due(db::Engine engine, std::string_view kinds) {
    std::string out = "coalesce(";
    for (int priority = 0; priority < 3; ++priority) {
        if (priority > 0) out += ", ";
        out.append("(select j.id from job j where j.state = 'waiting' and j.priority = ").append(std::to_string(priority)).append(" and j.run_at <= $1 and j.kind in (");
        out.append(kinds).append(") and (j.key is null or not exists (select 1 from job o where o.kind = j.kind and o.key = j.key and o.state = 'running')) "
                                 "order by j.run_at, j.id limit 1");
        out.append(skip_taken(engine)).append(")");
    }
    return out + ")";
}

std::string take(std::string_view which) {
    return "update job set state = 'running', holder = $2, lease_until = $3, fence = fence + 1, attempts = attempts + 1, started_at = $1, ended_at = null where id = " +
           std::string(which) + " returning " + std::string(kJobColumns);
}

std::optional<Job> taken(db::Cursor rows) {
    if (!rows.next()) return std::nullopt;
    return read_job(*rows);
}

bool has_expired(db::Transaction& tx, Instant now) { return tx.query("select 1 from job where state = 'running' and lease_until < $1 limit 1", now).next(); }

/// An unfinished job of this key comes after it: this one has nothing left to do.
bool has_successor(db::Transaction& tx, const Job& job) {
    return !job.key.empty() && tx.query("select 1 from job where kind = $1 and key = $2 and state = 'waiting'", job.kind, job.key).next();
}

void end_as(db::Transaction& tx, const Job& job, std::string_view state, Instant now) {
    tx.execute("update job set state = $3, ended_at = $4, lease_until = null where id = $1 and fence = $2 and state = 'running'", job.id, job.fence, state, now);
}

std::string params_text(const Params& params) {
    json::Array out;
    for (const auto& [name, value] : params) out.emplace_back(json::Array{name, value});
    return json::write(out);
}

}  // namespace

bool any_due(records::Workspace& workspace, db::Transaction& tx, std::string_view kinds) {
    const auto now = moment(workspace, tx);
    if (has_expired(tx, now)) return true;
    // A look takes no lock.
    auto rows = tx.query("select " + first_due(db::Engine::Sqlite, kinds), now);
    return rows.next() && !rows->is_null(0);
}

std::optional<Job> claim(records::Workspace& workspace, db::Transaction& tx, std::string_view kinds, const LeaseTerms& terms) {
    const auto now = moment(workspace, tx);
    const auto until = later(now, terms.length);
    if (has_expired(tx, now)) {
        tx.execute(std::string("update job set state = 'cancelled', ended_at = $1, lease_until = null where state = 'running' and lease_until < $1 and cancel_asked") +
                       (tx.engine() == db::Engine::Sqlite ? " = 1" : ""),
                   now);
        tx.execute("update job set state = 'dead', error_code = $2, error_params = '[]', ended_at = $1, lease_until = null "
                   "where state = 'running' and lease_until < $1 and attempts >= max_attempts",
                   now, "job.lost");
        const auto lost = "(select j.id from job j where j.state = 'running' and j.lease_until < $1 and j.kind in (" + std::string(kinds) +
                          ") order by j.lease_until limit 1" + std::string(skip_taken(tx.engine())) + ")";
        if (auto job = taken(tx.query(take(lost), now, terms.holder, until))) return job;
    }
    return taken(tx.query(take(first_due(tx.engine(), kinds)), now, terms.holder, until));
}

Held renew(records::Workspace& workspace, db::Transaction& tx, const Job& job, const LeaseTerms& terms, std::optional<std::int64_t> done, std::optional<std::int64_t> total) {
    auto rows = tx.query("update job set lease_until = $3, done = coalesce($4, done), total = coalesce($5, total) "
                         "where id = $1 and fence = $2 and state = 'running' returning cancel_asked",
                         job.id, job.fence, later(moment(workspace, tx), terms.length), done, total);
    if (!rows.next()) return Held::Lost;
    return rows->boolean(0) ? Held::CancelAsked : Held::Yes;
}

Held held(db::Transaction& tx, const Job& job) {
    // Inside a write on PostgreSQL nobody may take it over before that is durable.
    auto rows = tx.query("select cancel_asked from job where id = $1 and fence = $2 and state = 'running'", job.id, job.fence);
    if (!rows.next()) return Held::Lost;
    return rows->boolean(0) ? Held::CancelAsked : Held::Yes;
}

bool finish(records::Workspace& workspace, db::Transaction& tx, const Job& job) {
    return tx.execute("update job set state = 'done', ended_at = $3, lease_until = null, done = coalesce(total, done), error_code = '', error_params = '[]' "
                      "where id = $1 and fence = $2 and state = 'running'",
                      job.id, job.fence, moment(workspace, tx)) == 1;
}

void fail(records::Workspace& workspace, db::Transaction& tx, const Job& job, const Error& why, const std::function<double()>& random) {
    const auto now = moment(workspace, tx);
    const auto state = held(tx, job);
    if (state == Held::Lost) return;
    if (state == Held::CancelAsked) return end_as(tx, job, "cancelled", now);
    tx.execute("update job set error_code = $3, error_params = $4 where id = $1 and fence = $2", job.id, job.fence, why.code, params_text(why.params));
    if (!is_worth_retrying(why.kind) || job.attempts >= job.max_attempts) return end_as(tx, job, "dead", now);
    if (has_successor(tx, job)) return end_as(tx, job, "cancelled", now);
    tx.execute("update job set state = 'waiting', run_at = $3, lease_until = null where id = $1 and fence = $2", job.id, job.fence,
               later(now, back_off(job.attempts, random())));
}

void end_cancelled(records::Workspace& workspace, db::Transaction& tx, const Job& job) { end_as(tx, job, "cancelled", moment(workspace, tx)); }

void give_back(records::Workspace& workspace, db::Transaction& tx, const Job& job) {
    const auto state = held(tx, job);
    if (state == Held::Lost) return;
    if (state == Held::CancelAsked || has_successor(tx, job)) return end_as(tx, job, "cancelled", moment(workspace, tx));
    tx.execute("update job set state = 'waiting', attempts = attempts - 1, lease_until = null where id = $1 and fence = $2", job.id, job.fence);
}

bool is_worth_retrying(ErrorKind kind) {
    switch (kind) {
        case ErrorKind::Conflict:
        case ErrorKind::TooMany:
        case ErrorKind::Unavailable:
        case ErrorKind::Internal: return true;
        default: return false;
    }
}

std::chrono::microseconds back_off(int attempts, double random) {
    const auto doubled = kFirstBackOff * (std::int64_t{1} << std::clamp(attempts - 1, 0, 16));
    const std::chrono::microseconds most = std::min<std::chrono::microseconds>(doubled, kLongestBackOff);
    return most / 2 + std::chrono::microseconds(static_cast<std::int64_t>(static_cast<double>(most.count()) / 2 * std::clamp(random, 0.0, 1.0)));
}

}  // namespace kith::jobs
