#pragma once

#include "modules/module.hpp"
#include "records/jobs/kinds.hpp"

/// What the administrator looks after: jobs that run in the background, and what runs by the clock.
namespace kith::operations {

Module module();
/// Each night: old jobs are forgotten.
void add_jobs(jobs::Kinds& kinds);

}  // namespace kith::operations
