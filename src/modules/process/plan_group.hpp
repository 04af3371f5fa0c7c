#pragma once

#include <cstdint>
#include <tuple>
#include <vector>

#include "modules/process/plan_load.hpp"
#include "modules/process/plan_skeleton.hpp"
#include "modules/process/plan_year.hpp"

namespace kith::process {

struct Series {
    int account = 0, touchpoint = 0, rep = kNone;
    Skeleton skeleton;
};

/// How much of each week of the horizon a rep is there; kNone: always.
std::vector<double> availability_of(const PlanInput& input, int rep);

/// Series that share one load: a rep's human ones, or (rep kNone) those of one digital touchpoint over
/// all accounts. First each series is placed by what the weeks cost so far, then the series that stand in
/// the highest weeks are placed again until the peak is near its bound.
class Group {
public:
    /// `seen` counts human touches by account and week, over all groups.
    Group(const PlanInput& input, int rep, std::vector<std::uint8_t>& seen);
    void add(Series series) { series_.push_back(std::move(series)); }
    void plan();
    [[nodiscard]] const std::vector<Series>& series() const { return series_; }
    [[nodiscard]] RepLoad report() const;

private:
    using Key = std::tuple<int, int, int, Id, Id>;
    [[nodiscard]] const PlanTouchpoint& touchpoint(const Series& s) const;
    [[nodiscard]] const PlanAccount& account(const Series& s) const;
    [[nodiscard]] double minutes(const Series& s) const;
    [[nodiscard]] Key key(const Series& s) const;
    [[nodiscard]] std::uint8_t* seen_weeks(const Series& s);
    void set_level();
    void take(const Series& s, int week, int sign);
    void make_room();
    void find_costs(const Series& s, int steepness);
    void solve(Series& s, std::size_t from, std::size_t to, int steepness);
    void wear_down_peaks();
    bool solve_again(Series& s, std::size_t from, std::size_t to, double hot, int steepness);

    const PlanInput& input_;
    std::vector<std::uint8_t>& seen_;
    int rep_;
    std::vector<double> availability_;
    WeekLoad load_;
    double bound_ = 0;
    std::vector<Series> series_;
    std::vector<float> cost_;  // by position, with weeks_
    std::vector<int> weeks_, positions_, old_weeks_;
};

}  // namespace kith::process
