#pragma once

#include <string>
#include <vector>

#include "modules/process/plan_records.hpp"

namespace kith::process {

/// What the programs take of each rep, week by week: a year planned as if nothing were yet, human
/// touches only.
struct ProgramLoad {
    PlanRecords records;
    Plan plan;
};

struct DraftCell {
    std::string account_type, category;
    std::vector<PlanTouchpoint> touchpoints;
};
/// Reads POST /programs/load; errors name the member.
Result<std::vector<DraftCell>> read_draft(const json::Value& body);

/// Cells of the draft take the place of the programs of their type and category.
ProgramLoad program_load(records::Reader& reader, const std::vector<DraftCell>& draft);
/// Minutes a year that all accounts' human touches take.
std::int64_t minutes_per_year(const PlanInput& input);

/// Appends {"weeks":[…],"reps":[…]} with further members before its closing brace, if given.
void write_load(json::Writer& out, const ProgramLoad& load,
                const std::vector<std::pair<const char*, std::int64_t>>& more);
/// The answer of GET /programs.
std::string programs_json(records::Reader& reader);

}  // namespace kith::process
