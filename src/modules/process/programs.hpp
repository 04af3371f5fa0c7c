#pragma once

#include <map>
#include <string>
#include <vector>

#include "modules/process/plan_year.hpp"
#include "records/workspace.hpp"

namespace kith::process {

/// A touchpoint as it is written down.
struct Touchpoint {
    Id id, program;
    std::string name, kind;
    PlanTouchpoint plan;
    std::vector<std::string> steps;
    std::int64_t version = 0, position = 0;
};

struct Program {
    Id id;
    std::string account_type, category, name, goal;
    std::vector<int> touchpoints;  // indexes into Programs::touchpoints
};

/// All programs of a workspace, by type and category.
struct Programs {
    std::vector<Program> programs;
    std::vector<Touchpoint> touchpoints;

    static Programs load(db::Transaction& tx);
    /// Index into programs, or kNone.
    [[nodiscard]] int find(std::string_view account_type, std::string_view category) const;
};

std::uint16_t read_months(std::string_view json);
std::string_view name_of(Mode mode);
std::vector<std::string> lines_of(std::string_view text);

inline constexpr std::string_view kTypes[] = {"expand", "retain"};
inline constexpr std::string_view kCategories[] = {"A", "B", "C", "D"};

}  // namespace kith::process
