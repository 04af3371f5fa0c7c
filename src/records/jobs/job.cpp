#include "records/jobs/job.hpp"

#include <typeinfo>

#include "records/jobs/bell.hpp"
#include "records/workspace.hpp"

namespace kith::jobs {

namespace {

constexpr std::string_view kStates[] = {"waiting", "running", "done", "dead", "cancelled"};
constexpr std::string_view kPriorities[] = {"high", "normal", "low"};

Params read_params(std::string_view text) {
    Params out;
    const auto parsed = json::parse(text);
    if (!parsed || parsed->array() == nullptr) return out;
    for (const auto& pair : *parsed->array())
        if (const auto* two = pair.array(); two != nullptr && two->size() == 2 && (*two)[0].string() != nullptr && (*two)[1].string() != nullptr)
            out.emplace_back(*(*two)[0].string(), *(*two)[1].string());
    return out;
}

template <class T>
std::optional<T> unless_null(const db::Row& row, int column, T value) {
    return row.is_null(column) ? std::nullopt : std::optional<T>(value);
}

Error job_not_found() { return {.kind = ErrorKind::NotFound, .code = "job.not_found"}; }

}  // namespace

const std::string_view kJobColumns =
    "id, kind, payload, state, priority, run_at, attempts, max_attempts, holder, fence, cancel_asked, done, total, "
    "error_code, error_params, key, schedule, created_at, started_at, ended_at";

std::string_view name_of(State state) { return kStates[static_cast<std::size_t>(state)]; }
std::string_view name_of(Priority priority) { return kPriorities[static_cast<std::size_t>(priority)]; }

std::optional<State> state_named(std::string_view name) {
    for (std::size_t i = 0; i < std::size(kStates); ++i)
        if (kStates[i] == name) return static_cast<State>(i);
    return std::nullopt;
}

Job read_job(const db::Row& row) {
    Job out;
    out.id = row.id(0);
    out.kind = row.string(1);
    out.payload = row.string(2);
    out.state = state_named(row.text(3)).value_or(State::Dead);
    out.priority = static_cast<Priority>(row.integer(4));
    out.run_at = row.instant(5);
    out.attempts = static_cast<int>(row.integer(6));
    out.max_attempts = static_cast<int>(row.integer(7));
    out.holder = row.string(8);
    out.fence = row.integer(9);
    out.cancel_asked = row.boolean(10);
    out.done = unless_null(row, 11, row.integer(11));
    out.total = unless_null(row, 12, row.integer(12));
    out.error_code = row.string(13);
    out.error_params = read_params(row.text(14));
    out.key = row.string(15);
    out.schedule = row.string(16);
    out.created_at = row.instant(17);
    out.started_at = unless_null(row, 18, row.instant(18));
    out.ended_at = unless_null(row, 19, row.instant(19));
    return out;
}

Instant moment(records::Workspace& workspace, db::Transaction& tx) {
    // A clock that is set counts on either engine.
    const auto& clock = workspace.clock();
    if (tx.engine() == db::Engine::Sqlite || typeid(clock) != typeid(Clock)) return clock.now();
    auto rows = tx.query("select clock_timestamp()");
    return rows.next() ? rows->instant(0) : clock.now();
}

Id enqueue(records::Writer& writer, std::string_view kind, const json::Value& payload, const EnqueueOptions& options) {
    return enqueue(writer.workspace(), writer.sql(), kind, payload, options);
}

Id enqueue(records::Workspace& workspace, db::Transaction& tx, std::string_view kind, const json::Value& payload, const EnqueueOptions& options) {
    const Id id = workspace.ids().next();
    const auto now = moment(workspace, tx);
    const auto key = options.key.empty() ? std::optional<std::string>() : std::optional(options.key);
    const auto schedule = options.schedule.empty() ? std::optional<std::string>() : std::optional(options.schedule);
    const auto text = json::write(payload);
    const auto made = tx.execute(
        "insert into job (id, kind, payload, state, priority, run_at, max_attempts, key, schedule, created_at) "
        "values ($1, $2, $3, 'waiting', $4, $5, $6, $7, $8, $9) "
        "on conflict (kind, key) where state = 'waiting' and key is not null do nothing",
        id, kind, text, static_cast<std::int64_t>(options.priority), options.run_at.value_or(now), options.max_attempts, key, schedule, now);
    if (made == 0) {
        auto rows = tx.query("select id from job where kind = $1 and key = $2 and state = 'waiting'", kind, options.key);
        return rows.next() ? rows->id(0) : id;
    }
    tx.after_commit([&workspace] { ring(workspace); });
    return id;
}

std::vector<Job> list(db::Transaction& tx, const JobFilter& filter) {
    std::string sql = "select " + std::string(kJobColumns) + " from job where id < $1";
    std::vector<db::Param> params{db::bind(filter.before.is_set() ? filter.before.value : INT64_MAX)};
    const auto also = [&](std::string_view column, const db::Param& value) {
        params.push_back(value);
        sql.append(" and ").append(column).append(" = $").append(std::to_string(params.size()));
    };
    if (filter.state) also("state", db::bind(name_of(*filter.state)));
    if (!filter.kind.empty()) also("kind", db::bind(filter.kind));
    params.push_back(db::bind(filter.limit));
    sql += " order by id desc limit $" + std::to_string(params.size());
    std::vector<Job> out;
    auto rows = tx.query_params(sql, params);
    while (rows.next()) out.push_back(read_job(*rows));
    return out;
}

std::optional<Job> find(db::Transaction& tx, Id id) {
    auto rows = tx.query("select " + std::string(kJobColumns) + " from job where id = $1", id);
    if (!rows.next()) return std::nullopt;
    return read_job(*rows);
}

std::vector<StateCount> counts(db::Transaction& tx) {
    std::vector<StateCount> out;
    auto rows = tx.query("select state, count(*) from job group by state");
    while (rows.next())
        if (const auto state = state_named(rows->text(0))) out.push_back({*state, rows->integer(1)});
    return out;
}

Result<Job> retry(records::Workspace& workspace, db::Transaction& tx, Id id) {
    const auto job = find(tx, id);
    if (!job) return job_not_found();
    if (job->state != State::Dead && job->state != State::Cancelled)
        return Error{ErrorKind::Conflict, "job.not_ended", {{"state", std::string(name_of(job->state))}}};
    if (!job->key.empty()) {
        auto rows = tx.query("select id from job where kind = $1 and key = $2 and state = 'waiting'", job->kind, job->key);
        if (rows.next()) return Error{ErrorKind::Conflict, "job.waits_already"};
    }
    tx.execute(std::string("update job set state = 'waiting', attempts = 0, run_at = $2, done = null, total = null, ended_at = null, cancel_asked = ") +
                   (tx.engine() == db::Engine::Sqlite ? "0" : "false") + " where id = $1",
               id, moment(workspace, tx));
    tx.after_commit([&workspace] { ring(workspace); });
    return *find(tx, id);
}

Result<Job> cancel(records::Workspace& workspace, db::Transaction& tx, Id id) {
    // One statement: it may be claimed, or end, meanwhile.
    tx.execute("update job set state = 'cancelled', ended_at = $2 where id = $1 and state = 'waiting'", id, moment(workspace, tx));
    tx.execute(std::string("update job set cancel_asked = ") + (tx.engine() == db::Engine::Sqlite ? "1" : "true") + " where id = $1 and state = 'running'", id);
    auto job = find(tx, id);
    if (!job) return job_not_found();
    if (job->state == State::Done || job->state == State::Dead) return Error{ErrorKind::Conflict, "job.has_ended", {{"state", std::string(name_of(job->state))}}};
    return std::move(*job);
}

std::int64_t forget(db::Transaction& tx, Instant ended, Instant died, int most) {
    return tx.execute("delete from job where id in (select id from job where ended_at is not null and ended_at < $1 "
                      "and (state <> 'dead' or ended_at < $2) order by ended_at limit $3)",
                      ended, died, most);
}

}  // namespace kith::jobs
