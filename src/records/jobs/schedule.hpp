#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "records/jobs/job.hpp"
#include "records/jobs/kinds.hpp"

/// What makes jobs by the clock. A time that passed while nobody was there makes one job, however often it passed.
namespace kith::jobs {

struct Schedule {
    std::string name;
    std::string times;      // see Cron
    std::string time_zone;  // empty: the workspace's
    std::string kind;
    bool enabled = true;
    bool own = false;       // changed by the administrator: a new version's default leaves it alone
    std::optional<Instant> next_run_at, last_run_at;
    std::string next_by;    // the times and zone that next_run_at was reckoned by
    Id last_job;
};

/// Makes the rows of schedules that have none, and brings along those nobody has changed. When a workspace is opened.
Result<void> sync_schedules(records::Workspace& workspace, const Kinds& kinds);
/// By name.
std::vector<Schedule> schedules(db::Transaction& tx);
std::optional<Schedule> find_schedule(db::Transaction& tx, std::string_view name);

/// Makes the jobs that are due by now, each once however many processes look. How many.
Result<int> run_due_schedules(records::Workspace& workspace, const Kinds& kinds);
/// Makes its job now; the one that waits or runs already, where there is one. `schedule.not_found`.
Result<Id> run_schedule(records::Workspace& workspace, db::Transaction& tx, std::string_view name);

struct ScheduleChange {
    std::optional<bool> enabled;
    std::optional<std::string> times, time_zone;
};
/// Checked already: Cron::parse, is_time_zone. `schedule.not_found`.
Result<Schedule> change_schedule(records::Workspace& workspace, db::Transaction& tx, std::string_view name, const ScheduleChange& change);

}  // namespace kith::jobs
