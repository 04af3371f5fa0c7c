#pragma once

#include <map>
#include <span>
#include <vector>

#include "modules/process/plan_series.hpp"

namespace kith::process {

/// Minutes that must fall within each set of allowed weeks.
using Demand = std::map<WeekMask, double>;

/// The least peak any plan of this demand can have, see RepLoad::lower_bound. `availability` per week.
double lower_bound(const Demand& demand, double longest_touch, std::span<const double> availability);

/// What one minute more in each week costs while load is levelled. One rep's human weeks, or the weeks
/// of a digital touchpoint over all accounts (then each touch counts one, without a limit).
class WeekLoad {
public:
    WeekLoad(std::size_t weeks, double limit, std::span<const double> availability);

    void add(int week, double minutes) { load_[static_cast<std::size_t>(week)] += minutes; }
    [[nodiscard]] double at(int week) const { return load_[static_cast<std::size_t>(week)]; }
    [[nodiscard]] double capacity(int week) const;
    [[nodiscard]] bool has_room(int week, double minutes) const;
    [[nodiscard]] double peak() const;
    /// The level that costs are relative to.
    void set_level(double level) { level_ = level > 0 ? level : 1; }
    /// Squares at first (`steepness` 0: they spread); later a power of 2^steepness, which wears down peaks.
    [[nodiscard]] float cost(int week, double minutes, int steepness) const;

private:
    std::vector<double> load_, availability_;
    double limit_;  // per full week; negative: none
    double level_ = 1;
};

}  // namespace kith::process
