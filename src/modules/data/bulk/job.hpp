#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.hpp"
#include "base/json.hpp"
#include "base/time.hpp"
#include "db/database.hpp"
#include "db/migrations.hpp"

/// One bulk edit or large undo as a row of `bulk_job`: what it is to do and how far it came. The row is
/// written in the transaction of each step, so that after a crash it says exactly what was done.
namespace kith::bulk {

enum class Kind { Edit, Undo };
/// TakingBack: all or none was asked and one was refused, or it was cancelled; what was written goes back.
enum class State { Running, TakingBack, Done, Cancelled, Failed };
std::string_view name_of(Kind kind);
std::string_view name_of(State state);

/// One record that stayed as it was, and why.
struct Problem {
    std::string object;
    Id record;
    std::string title;
    std::vector<std::string> fields;  // of an undo: those that were changed since
    std::string code;
    std::string message;  // in the person's language
};
inline constexpr std::size_t kMostProblems = 100;

struct Job {
    Id id;
    Kind kind = Kind::Edit;
    State state = State::Running;
    std::string object;             // of an edit
    std::string request = "null";   // JSON: what to do with each record
    bool all_or_none = false;
    Id change_set;                  // of what it writes
    Id undoes;                      // of an undo: the change set taken back
    std::int64_t total = 0;
    std::int64_t processed = 0;     // records (of an undo: entries of the log) looked at
    std::int64_t changed = 0, failed = 0;
    std::int64_t before = INT64_MAX;  // undoing and taking back go on below this number of the log
    std::vector<Problem> problems;    // the first kMostProblems
    Id actor;
    std::string language = "en";
    Instant created_at;
    std::optional<Instant> ended_at;
};

std::span<const db::Migration> tables();
/// `ids`: the records to edit, in the order of the work.
void insert(db::Transaction& tx, const Job& job, std::span<const Id> ids);
void update(db::Transaction& tx, const Job& job);
std::optional<Job> find(db::Transaction& tx, Id id);
/// Running and taking back, the oldest first.
std::vector<Job> unfinished(db::Transaction& tx);
/// A person's last jobs, the newest first.
std::vector<Job> list(db::Transaction& tx, Id actor, int limit);
/// The ids of the job's part from `processed` on, up to the end of that part.
std::vector<Id> ids_from(db::Transaction& tx, const Job& job);
/// What the work needed and its end does not.
void drop_ids(db::Transaction& tx, Id job);
void write_json(json::Writer& out, const Job& job);
/// `[{"object","id","title","fields","code","message"}, …]`
void write_refused(json::Writer& out, std::span<const Problem> problems);

}  // namespace kith::bulk
