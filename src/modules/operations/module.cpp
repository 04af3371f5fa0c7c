#include "modules/operations/operations.hpp"

#include "modules/operations/routes.hpp"
#include "modules/operations/tidy.hpp"

namespace kith::operations {

namespace {

using http::Method;

constexpr Route kRoutes[] = {
    {Method::Get, "/jobs", Access::Administrator, get_jobs, {"What runs in the background, the newest first", nullptr, "Jobs", "state:string,kind:string,limit:integer,cursor:string"}},
    {Method::Get, "/jobs/{id}", Access::Administrator, get_job, {"One job, with what it was given", nullptr, "JobAnswer"}},
    {Method::Post, "/jobs/{id}/retry", Access::Administrator, post_job_retry, {"Let a dead or cancelled job wait again", nullptr, "JobAnswer"}},
    {Method::Post, "/jobs/{id}/cancel", Access::Administrator, post_job_cancel, {"End a waiting job, and ask a running one to stop", nullptr, "JobAnswer"}},
    {Method::Get, "/schedules", Access::Administrator, get_schedules, {"What runs by the clock", nullptr, "Schedules"}},
    {Method::Patch, "/schedules/{name}", Access::Administrator, patch_schedule, {"Change when it runs, or switch it off and on", "ScheduleChange", "ScheduleAnswer"}},
    {Method::Post, "/schedules/{name}/run", Access::Administrator, post_schedule_run, {"Run it now; what waits or runs already is not made twice", nullptr, "JobAnswer"}},
};

}  // namespace

void add_jobs(jobs::Kinds& kinds) {
    kinds.add(jobs::JobKind{"operations.tidy", tidy_jobs});
    kinds.add(jobs::Recurring{"operations.tidy", "operations.tidy", "daily 03:20"});
}

Module module() {
    return {.name = "operations", .routes = kRoutes, .schemas = kSchemas};
}

}  // namespace kith::operations
