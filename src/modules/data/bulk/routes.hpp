#pragma once

#include "modules/data/bulk/job.hpp"
#include "modules/module.hpp"

namespace kith::bulk {

/// {"job": …}
http::Response job_answer(const Job& job, int status);

}  // namespace kith::bulk
