#pragma once

#include "modules/module.hpp"
#include "records/jobs/kinds.hpp"

/// What people are promised about their data: consents with their source, all that is held of a person in one
/// file, erasure that reaches everything, rules for how long records are kept, a register of processing.
namespace kith::privacy {

Module module();
/// Each night: retention rules that are in use, and what is left of erasures.
void add_jobs(jobs::Kinds& kinds);

}  // namespace kith::privacy
