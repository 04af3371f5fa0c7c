#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "modules/process/plan_year.hpp"
#include "modules/process/programs.hpp"
#include "records/workspace.hpp"

namespace kith::process {

/// A touch in the plan as its record has it, to see what a new plan changes.
struct Standing {
    Id touchpoint, owner;
    std::string name;
    std::int64_t minutes = 0, ordinal = 0;
    bool locked = false;
};

/// What plan_year needs, read from the workspace, and the names to speak of it.
struct PlanRecords {
    PlanInput input;
    Programs programs;
    std::vector<std::string> rep_names;
    std::vector<bool> rep_active;
    std::unordered_map<Id, Standing> standing;

    /// The accounts are those the reader may see: who plans for all must see all.
    /// `with_touches` false: as if nothing were planned yet (what do the programs take?).
    static PlanRecords load(records::Reader& reader, Date start, bool with_touches);
};

/// How much of each week from `start` on a person is there: five working days less absences; nothing in
/// `closed_weeks`. By user.
std::unordered_map<Id, std::vector<double>> availability(records::Reader& reader, Date start,
                                                         const std::vector<Id>& users);

}  // namespace kith::process
