#pragma once

#include <string>
#include <string_view>

#include "modules/process/plan_records.hpp"
#include "modules/process/process.hpp"

namespace kith::process {

/// The setting that tells of the last plan: {planned_at, from, to, unmet_total}.
inline constexpr std::string_view kLastPlan = "process_plan";
inline constexpr std::size_t kMostUnmet = 500;  // lines of one answer

/// The answer of POST /plan.
Result<std::string> plan_json(records::Reader& reader, const PlanRecords& records, const Plan& plan,
                              const PlanResult& result);
/// The answer of GET /plan; before the first plan all its members are null or zero.
Result<std::string> last_plan_json(records::Reader& reader);
/// "Rep's weeks are full: 2 touches".
std::string unmet_text(std::string_view cause, std::int64_t touches, std::string_view language);

}  // namespace kith::process
