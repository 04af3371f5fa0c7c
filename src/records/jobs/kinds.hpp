#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace kith::records {
class Workspace;
}

/// What jobs there are: each module's add_jobs() gives its kinds and schedules.
namespace kith::jobs {

class JobContext;

/// How jobs of one kind are run. It may be begun more than once, so what it does twice must be as done once:
/// JobContext::complete() makes its last write and its end one. An error of a kind that trying again cannot
/// mend (Invalid, NotFound, …) makes the job dead; any other, and an exception, is tried again.
struct JobKind {
    std::string name;  // "privacy.night", also the key of its text: letters, digits, points
    std::function<Result<void>(records::Workspace&, JobContext&)> run;
};

/// A job that is made again and again, unless the administrator says otherwise.
struct Recurring {
    std::string name;   // also the key of its text
    std::string kind;
    std::string times;  // see Cron; in the workspace's time zone
};

class Kinds {
public:
    void add(JobKind kind);
    void add(Recurring schedule);
    [[nodiscard]] const JobKind* find(std::string_view name) const;
    [[nodiscard]] const std::vector<JobKind>& all() const { return kinds_; }
    [[nodiscard]] const std::vector<Recurring>& schedules() const { return schedules_; }
    /// For SQL: `'a', 'b'`.
    [[nodiscard]] const std::string& sql() const { return sql_; }

private:
    std::vector<JobKind> kinds_;
    std::vector<Recurring> schedules_;
    std::string sql_ = "''";
};

/// Those of this program. Filled before the first workspace is opened, read-only afterwards.
Kinds& kinds();

}  // namespace kith::jobs
