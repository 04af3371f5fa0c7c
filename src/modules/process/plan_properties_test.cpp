// What holds for every plan, on random companies: one to three reps with odd capacities and absences,
// programs of one to three touchpoints with any number and any months, any last touches.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <bit>
#include <map>

#include "modules/process/plan_example.hpp"
#include "modules/process/plan_series.hpp"
#include "modules/process/plan_year.hpp"

namespace kith::process {
namespace {

PlanInput random_company(bool roomy) {
    example::Dice dice(*rc::gen::arbitrary<std::uint64_t>());
    PlanInput in;
    in.start = Date::of(2026, 1, 5).plus_days(7 * dice.below(60));
    const int programs = 1 + dice.below(4);
    for (int p = 0; p < programs; ++p) {
        PlanProgram program;
        for (int n = 1 + dice.below(3); n > 0; --n) {
            PlanTouchpoint t;
            t.id = {1 + static_cast<std::int64_t>(in.touchpoints.size())};
            t.mode = dice.below(3) == 0 ? Mode::Digital : Mode::Human;
            t.times_per_year = dice.below(5) == 0 ? dice.below(60) : 1 + dice.below(6);
            t.months = static_cast<std::uint16_t>(dice.below(2) == 0 ? 0xFFF : dice.below(0x1000));
            t.minutes = 15 * (1 + dice.below(6));
            t.who = dice.below(4) == 0 ? Who::Manager : Who::Owner;
            program.touchpoints.push_back(static_cast<int>(in.touchpoints.size()));
            in.touchpoints.push_back(t);
        }
        in.programs.push_back(program);
    }
    const int reps = 1 + dice.below(3);
    for (int r = 0; r < reps; ++r) {
        PlanRep rep{{500 + r}, roomy ? 1'000'000 : 60 * dice.below(12), dice.below(reps), {}};
        rep.availability.assign(kPlanWeeks, 1.0);
        for (int w = 0; w < kPlanWeeks; ++w) {
            if (dice.below(10) == 0) rep.availability[static_cast<std::size_t>(w)] = dice.below(6) / 5.0;
        }
        in.reps.push_back(rep);
    }
    const int accounts = 1 + dice.below(30);
    for (int a = 0; a < accounts; ++a) {
        PlanAccount account{
            {1000 + a}, dice.below(reps + 1) - 1, dice.below(programs + 1) - 1, dice.below(4), {}};
        if (account.program != kNone) {
            for (int t : in.programs[static_cast<std::size_t>(account.program)].touchpoints) {
                if (dice.below(2) == 0)
                    in.last_touches.push_back({a, t, in.start.plus_days(-1 - dice.below(400))});
            }
        }
        in.accounts.push_back(account);
    }
    return in;
}

const PlanTouchpoint& touchpoint(const PlanInput& in, int t) {
    return in.touchpoints[static_cast<std::size_t>(t)];
}

WeekMask allowed_weeks(const PlanInput& in, int t, int rep) {
    WeekMask mask = 0;
    for (int w = 0; w < kPlanWeeks; ++w) {
        bool ok = true;
        for (int day = 0; day < 5; ++day)
            ok =
                ok && ((touchpoint(in, t).months >> (in.start.plus_days(7 * w + day).month() - 1)) & 1U) != 0;
        if (touchpoint(in, t).mode == Mode::Human)
            ok = ok && in.reps[static_cast<std::size_t>(rep)].availability[static_cast<std::size_t>(w)] > 0;
        if (ok) mask |= WeekMask{1} << w;
    }
    return mask;
}

PlanInput with_plan(PlanInput in, const Plan& plan) {
    std::int64_t id = 1;
    for (const PlannedTouch& t : plan.touches) {
        in.existing.push_back({t.existing.is_set() ? t.existing : Id{id}, t.account, t.touchpoint, t.week});
        ++id;
    }
    return in;
}

void check(const std::function<void()>& property) { ASSERT_TRUE(rc::check(property)); }

TEST(PlanProperties, EveryTouchStandsInAnAllowedWeekWithinCapacity) {
    check([] {
        const PlanInput in = random_company(*rc::gen::arbitrary<bool>());
        const Plan plan = plan_year(in);
        std::map<std::pair<int, int>, double> load;
        for (const PlannedTouch& t : plan.touches) {
            RC_ASSERT(t.week >= 0);
            RC_ASSERT(t.week < kPlanWeeks);
            RC_ASSERT(((allowed_weeks(in, t.touchpoint, t.rep) >> t.week) & 1U) == 1U);
            if (touchpoint(in, t.touchpoint).mode == Mode::Human)
                load[{t.rep, t.week}] += touchpoint(in, t.touchpoint).minutes;
        }
        for (const auto& [where, minutes] : load) {
            const PlanRep& rep = in.reps[static_cast<std::size_t>(where.first)];
            RC_ASSERT(minutes <=
                      rep.weekly_minutes * rep.availability[static_cast<std::size_t>(where.second)] + 1e-6);
            RC_ASSERT(static_cast<int>(minutes) == plan.loads[static_cast<std::size_t>(where.first)]
                                                       .minutes[static_cast<std::size_t>(where.second)]);
        }
    });
}

TEST(PlanProperties, NothingIsDropped) {
    check([] {
        const PlanInput in = random_company(*rc::gen::arbitrary<bool>());
        const Plan plan = plan_year(in);
        std::map<std::pair<int, int>, int> counted;
        for (const PlannedTouch& t : plan.touches)
            ++counted[{t.account, t.touchpoint}];
        for (const Unmet& u : plan.unmet)
            counted[{u.account, u.touchpoint}] += u.touches;
        for (std::size_t a = 0; a < in.accounts.size(); ++a) {
            const int index = static_cast<int>(a);
            if (in.accounts[a].program == kNone) {
                RC_ASSERT((counted.count({index, kNone}) == 1U));
                continue;
            }
            for (int t : in.programs[static_cast<std::size_t>(in.accounts[a].program)].touchpoints) {
                RC_ASSERT((counted[{index, t}] == touchpoint(in, t).times_per_year));
            }
        }
    });
}

TEST(PlanProperties, GapsKeepToTheirBoundsWhereThereIsRoom) {
    check([] {
        const PlanInput in = random_company(true);
        const Plan plan = plan_year(in);
        for (std::size_t i = 1; i < plan.touches.size(); ++i) {
            const PlannedTouch& a = plan.touches[i - 1];
            const PlannedTouch& b = plan.touches[i];
            if (a.account != b.account || a.touchpoint != b.touchpoint) continue;
            const WeekMask mask = allowed_weeks(in, b.touchpoint, b.rep);
            const auto position = [&](int w) { return std::popcount(mask & ((WeekMask{1} << w) - 1)); };
            const int allowed = std::popcount(mask);
            const double even =
                static_cast<double>(allowed) / std::min(allowed, touchpoint(in, b.touchpoint).times_per_year);
            const int gap = position(b.week) - position(a.week);
            // Where 40 % leave no whole week, the whole weeks next to even are the bounds.
            RC_ASSERT(gap >= std::min(std::ceil(0.6 * even - 1e-9), std::floor(even)));
            RC_ASSERT(gap <= std::max(std::floor(1.4 * even + 1e-9), std::ceil(even - 1e-9)));
        }
    });
}

TEST(PlanProperties, TheSameInputInAnyOrderGivesTheSamePlan) {
    check([] {
        PlanInput in = random_company(*rc::gen::arbitrary<bool>());
        const Plan first = plan_year(in);
        std::reverse(in.last_touches.begin(), in.last_touches.end());
        const Plan second = plan_year(in);
        RC_ASSERT(first.touches == second.touches);
        RC_ASSERT(first.unmet == second.unmet);
    });
}

TEST(PlanProperties, PlanningAgainMovesNothing) {
    check([] {
        const PlanInput in = random_company(true);
        const Plan first = plan_year(in);
        const Plan second = plan_year(with_plan(in, first));
        RC_ASSERT(second.moved == 0);
        RC_ASSERT(second.added == 0);
        RC_ASSERT(second.cancelled.empty());
        RC_ASSERT(second.kept == static_cast<int>(first.touches.size()));
    });
}

TEST(PlanProperties, OneTouchDoneEarlyLateOrSkippedMovesOnlyItsOwnSeries) {
    check([] {
        const PlanInput in = random_company(true);
        const Plan first = plan_year(in);
        RC_PRE(!first.touches.empty());
        PlanInput next = with_plan(in, first);
        ExistingTouch& touched = next.existing[static_cast<std::size_t>(
            *rc::gen::inRange(0, static_cast<int>(next.existing.size())))];
        touched.state = *rc::gen::element(TouchState::Done, TouchState::Skipped);
        if (touched.state == TouchState::Done)
            touched.week = std::clamp(touched.week + *rc::gen::inRange(-3, 4), 0, kPlanWeeks - 1);
        const Plan second = plan_year(next);
        for (const PlannedTouch& t : second.touches) {
            if (t.account == touched.account && t.touchpoint == touched.touchpoint) continue;
            RC_ASSERT(t.placement == Placement::Kept);
        }
        if (touched.state == TouchState::Skipped) {
            RC_ASSERT(second.moved == 0);
        }
    });
}

}  // namespace
}  // namespace kith::process
