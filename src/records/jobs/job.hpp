#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "base/id.hpp"
#include "base/json.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "db/database.hpp"

namespace kith::records {
class Workspace;
class Writer;
}  // namespace kith::records

/// Work that survives everything: a job is a row, made in the transaction of its cause, run at least once by
/// whoever claims it, and ended by nobody else.
namespace kith::jobs {

/// Dead: it failed for good, or too often; it waits for somebody to retry it.
enum class State { Waiting, Running, Done, Dead, Cancelled };
std::string_view name_of(State state);
std::optional<State> state_named(std::string_view name);

enum class Priority { High, Normal, Low };
std::string_view name_of(Priority priority);

struct Job {
    Id id;
    std::string kind;
    std::string payload;  // JSON
    State state = State::Waiting;
    Priority priority = Priority::Normal;
    Instant run_at;
    int attempts = 0, max_attempts = 0;
    std::string holder;
    std::int64_t fence = 0;  // one higher with each claim: whoever holds a lower one has lost the job
    bool cancel_asked = false;
    std::optional<std::int64_t> done, total;
    std::string error_code;  // of the last attempt
    Params error_params;
    std::string key, schedule;
    Instant created_at;
    std::optional<Instant> started_at, ended_at;
};

struct EnqueueOptions {
    Priority priority = Priority::Normal;
    std::optional<Instant> run_at = {};  // not before
    int max_attempts = 8;
    /// While one of this kind and key waits, no second one is made; two of them never run at once.
    std::string key = {};
    std::string schedule = {};
};

/// Makes a job, as a part of the caller's transaction. Gives the id of the one that waits already, where it has
/// the same key.
Id enqueue(records::Writer& writer, std::string_view kind, const json::Value& payload, const EnqueueOptions& options = {});
Id enqueue(records::Workspace& workspace, db::Transaction& tx, std::string_view kind, const json::Value& payload, const EnqueueOptions& options = {});

struct JobFilter {
    std::optional<State> state = {};
    std::string kind = {};
    Id before = {};
    int limit = 50;
};
/// The newest first.
std::vector<Job> list(db::Transaction& tx, const JobFilter& filter);
std::optional<Job> find(db::Transaction& tx, Id id);
struct StateCount {
    State state;
    std::int64_t jobs;
};
std::vector<StateCount> counts(db::Transaction& tx);

/// A dead or cancelled one waits again, with all its attempts. `job.not_found`, `job.not_ended` (Conflict), `job.waits_already`
/// (Conflict): another with its key does.
Result<Job> retry(records::Workspace& workspace, db::Transaction& tx, Id id);
/// A waiting one ends at once; a running one is told, and ends when it next looks. `job.not_found`, `job.has_ended` (Conflict).
Result<Job> cancel(records::Workspace& workspace, db::Transaction& tx, Id id);

/// Forgets those that ended well or were cancelled before `ended`, and those dead before `died`, some at a time; how many.
std::int64_t forget(db::Transaction& tx, Instant ended, Instant died, int most);

/// What time it is for leases: the database's own clock where nodes with clocks of their own share one.
Instant moment(records::Workspace& workspace, db::Transaction& tx);

/// The columns of a Job, in the order read_job() takes them.
extern const std::string_view kJobColumns;
Job read_job(const db::Row& row);

}  // namespace kith::jobs
