#pragma once

#include <string_view>

#include "modules/module.hpp"
#include "records/jobs/job.hpp"

namespace kith::operations {

extern const std::string_view kSchemas;

Result<http::Response> get_jobs(Call& call);
Result<http::Response> get_job(Call& call);
Result<http::Response> post_job_retry(Call& call);
Result<http::Response> post_job_cancel(Call& call);
Result<http::Response> get_schedules(Call& call);
Result<http::Response> patch_schedule(Call& call);
Result<http::Response> post_schedule_run(Call& call);

void write_job(json::Writer& out, const jobs::Job& job, std::string_view language);

}  // namespace kith::operations
