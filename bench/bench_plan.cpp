// A year's plan: 700 accounts and 5 reps in at most 100 ms, 100,000 and 500 in at most 10 s; the peak
// week of each rep against its lower bound; spacing; and what a second planning moves.
#include <algorithm>
#include <bit>
#include <chrono>
#include <cmath>
#include <cstdio>

#include "modules/process/plan_example.hpp"
#include "modules/process/plan_series.hpp"
#include "modules/process/plan_year.hpp"

using namespace kith;
using namespace kith::process;

namespace {

/// Seconds, the median of `runs`.
template <class F>
double time(int runs, F&& fn) {
    std::vector<double> took;
    for (int i = 0; i < runs; ++i) {
        const auto start = std::chrono::steady_clock::now();
        fn();
        took.push_back(std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
    }
    std::sort(took.begin(), took.end());
    return took[took.size() / 2];
}

WeekMask mask_of(const PlanInput& in, const PlannedTouch& t) {
    const PlanTouchpoint& tp = in.touchpoints[static_cast<std::size_t>(t.touchpoint)];
    WeekMask mask = 0;
    for (int w = 0; w < kPlanWeeks; ++w) {
        const Date monday = in.start.plus_days(7 * w);
        bool ok = ((tp.months >> (monday.month() - 1)) & 1U) != 0 &&
                  ((tp.months >> (monday.plus_days(4).month() - 1)) & 1U) != 0;
        if (tp.mode == Mode::Human)
            ok = ok && in.reps[static_cast<std::size_t>(t.rep)].availability[static_cast<std::size_t>(w)] > 0;
        if (ok) mask |= WeekMask{1} << w;
    }
    return mask;
}

/// Shares of human gaps off even by more than 25 % and 40 %.
void report_spacing(const PlanInput& in, const Plan& plan) {
    int gaps = 0;
    int off25 = 0;
    int off40 = 0;
    for (std::size_t i = 1; i < plan.touches.size(); ++i) {
        const PlannedTouch& a = plan.touches[i - 1];
        const PlannedTouch& b = plan.touches[i];
        if (a.account != b.account || a.touchpoint != b.touchpoint) continue;
        const PlanTouchpoint& tp = in.touchpoints[static_cast<std::size_t>(b.touchpoint)];
        if (tp.mode != Mode::Human) continue;
        const WeekMask mask = mask_of(in, b);
        auto position = [&](int w) { return std::popcount(mask & ((WeekMask{1} << w) - 1)); };
        const double even = static_cast<double>(std::popcount(mask)) / tp.times_per_year;
        const double off = std::abs(position(b.week) - position(a.week) - even) / even;
        ++gaps;
        off25 += off > 0.25 + 1e-9;
        off40 += off > 0.40 + 1e-9;
    }
    std::printf("  human gaps %d: off even by more than 25 %%: %.2f %%, 40 %%: %.2f %%\n", gaps,
                100.0 * off25 / std::max(gaps, 1), 100.0 * off40 / std::max(gaps, 1));
}

void measure(int accounts, int reps, int runs, double bar) {
    const PlanInput in = example::company(accounts, reps);
    Plan plan;
    const double seconds = time(runs, [&] { plan = plan_year(in); });
    double worst = 0;
    double sum = 0;
    double fullest = 0;
    for (const RepLoad& load : plan.loads) {
        const double ratio = load.lower_bound > 0 ? load.peak / load.lower_bound : 1;
        worst = std::max(worst, ratio);
        sum += ratio;
        fullest = std::max(fullest, static_cast<double>(load.peak));
    }
    std::printf(
        "plan %d accounts, %d reps: %.1f ms (bar %.0f ms, ratio %.2f), %zu touches, %zu unmet lines\n",
        accounts, reps, seconds * 1e3, bar * 1e3, seconds / bar, plan.touches.size(), plan.unmet.size());
    std::printf("  peak week / lower bound: mean %.3f, worst %.3f (bar 1.10); highest peak %.0f min\n",
                sum / reps, worst, fullest);
    report_spacing(in, plan);
    PlanInput again = in;
    std::int64_t id = 1;
    for (const PlannedTouch& t : plan.touches)
        again.existing.push_back({{id++}, t.account, t.touchpoint, t.week});
    Plan second;
    const double replan = time(runs, [&] { second = plan_year(again); });
    std::printf("  planned again: %.1f ms, kept %d, moved %d, new %d, cancelled %zu\n", replan * 1e3,
                second.kept, second.moved, second.added, second.cancelled.size());
}

}  // namespace

int main(int argc, char**) {
    measure(700, 5, 5, 0.1);
    if (argc < 2) measure(100'000, 500, 3, 10);
    return 0;
}
