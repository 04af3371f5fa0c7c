#include "modules/process/plan_year.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "modules/process/plan_example.hpp"

namespace kith::process {
namespace {

using example::months;

/// One account of one rep with one touchpoint, to be changed by each test.
PlanInput one(PlanTouchpoint t) {
    PlanInput in;
    in.start = Date::of(2027, 1, 4);
    t.id = {7};
    in.touchpoints = {t};
    in.programs = {{{0}}};
    in.reps = {{{1}, 840, kNone, {}}};
    in.accounts = {{{100}, 0, 0, 0, {}}};
    return in;
}

PlanTouchpoint visits(int times, std::uint16_t when = 0xFFF) {
    return {{}, Mode::Human, Who::Owner, times, when, 60};
}

std::vector<int> weeks(const Plan& plan) {
    std::vector<int> out;
    for (const PlannedTouch& t : plan.touches)
        out.push_back(t.week);
    return out;
}

PlanInput with_touches_of(PlanInput in, const Plan& plan) {
    std::int64_t id = 1;
    for (const PlannedTouch& t : plan.touches)
        in.existing.push_back({{id++}, t.account, t.touchpoint, t.week});
    return in;
}

TEST(PlanYear, SpacesTouchesEvenly) {
    EXPECT_EQ(weeks(plan_year(one(visits(4)))), (std::vector<int>{0, 13, 26, 39}));
}

TEST(PlanYear, KeepsWholeWorkingWeeksInAllowedMonths) {
    const PlanInput in = one(visits(3, months({2})));
    const Plan plan = plan_year(in);
    ASSERT_EQ(plan.touches.size(), 3U);
    for (const PlannedTouch& t : plan.touches) {
        EXPECT_EQ(in.start.plus_days(7 * t.week).month(), 2);
        EXPECT_EQ(in.start.plus_days(7 * t.week + 4).month(), 2);
    }
}

TEST(PlanYear, CountsFromTheLastTouchDone) {
    PlanInput in = one(visits(4));
    in.last_touches = {{0, 0, in.start.plus_days(-7 * 5)}};
    EXPECT_EQ(weeks(plan_year(in)), (std::vector<int>{8, 21, 34, 47}));
}

TEST(PlanYear, ADoneTouchCountsForTheYear) {
    PlanInput in = one(visits(4));
    in.existing = {{{1}, 0, 0, 0, TouchState::Done}};
    EXPECT_EQ(weeks(plan_year(in)), (std::vector<int>{13, 26, 39}));
}

TEST(PlanYear, PlansNothingWhileTheRepIsAway) {
    PlanInput in = one(visits(26));
    in.reps[0].availability.assign(kPlanWeeks, 1.0);
    for (std::size_t w = 10; w < 15; ++w)
        in.reps[0].availability[w] = 0;
    const Plan plan = plan_year(in);
    EXPECT_EQ(plan.touches.size(), 26U);
    for (int week : weeks(plan))
        EXPECT_TRUE(week < 10 || week > 14) << week;
}

TEST(PlanYear, GivesManagersTheirTouches) {
    PlanTouchpoint t = visits(2);
    t.who = Who::Manager;
    PlanInput in = one(t);
    in.reps.push_back({{2}, 300, kNone, {}});
    in.reps[0].manager = 1;
    for (const PlannedTouch& touch : plan_year(in).touches)
        EXPECT_EQ(touch.rep, 1);
}

TEST(PlanYear, SpreadsDigitalTouchesOverTheWeeksWithoutUsingARep) {
    PlanInput in = one({{}, Mode::Digital, Who::Owner, 4, 0xFFF, 5});
    in.accounts.clear();
    for (int a = 0; a < 130; ++a)
        in.accounts.push_back({{100 + a}, kNone, 0, 0, {}});
    std::map<int, int> by_week;
    const Plan plan = plan_year(in);
    for (int week : weeks(plan))
        ++by_week[week];
    EXPECT_EQ(plan.touches.size(), 520U);
    for (const auto& [week, touches] : by_week)
        EXPECT_LE(touches, 12) << week;
    EXPECT_EQ(plan.loads[0].peak, 0);
}

TEST(PlanYear, ListsWhatCannotBeMetWithItsCause) {
    const auto cause = [](PlanInput in) {
        const Plan plan = plan_year(in);
        return plan.unmet.empty() ? std::string() : std::string(name_of(plan.unmet[0].cause));
    };
    PlanInput in = one(visits(4));
    in.accounts[0].program = kNone;
    EXPECT_EQ(cause(in), "no_program");
    in = one(visits(4));
    in.accounts[0].owner = kNone;
    EXPECT_EQ(cause(in), "no_owner");
    EXPECT_EQ(cause(one(visits(4, 0))), "no_month");
    in = one(visits(4));
    in.reps[0].availability.assign(kPlanWeeks, 0.0);
    EXPECT_EQ(cause(in), "absent");
    EXPECT_EQ(plan_year(one(visits(12, months({2})))).unmet,
              (std::vector<Unmet>{{0, 0, UnmetCause::TooFewWeeks, 8}}));
    in = one(visits(4));
    in.reps[0].weekly_minutes = 0;
    EXPECT_EQ(plan_year(in).unmet, (std::vector<Unmet>{{0, 0, UnmetCause::Capacity, 4}}));
    in = one(visits(3));
    in.last_touches = {{0, 0, in.start.plus_days(-3)}};
    in.existing = {{{1}, 0, 0, 20, TouchState::Done}, {{2}, 0, 0, 41, TouchState::Done}};
    EXPECT_EQ(cause(in), "too_late");
}

TEST(PlanYear, AProgramOf400VisitsAYearIsListedNotCrashed) {
    const Plan plan = plan_year(one(visits(400)));
    EXPECT_EQ(plan.touches.size(), 52U);
    EXPECT_EQ(plan.unmet, (std::vector<Unmet>{{0, 0, UnmetCause::TooFewWeeks, 348}}));
}

TEST(PlanYear, ServesImportantAccountsFirstWhenCapacityRunsOut) {
    PlanInput in = one(visits(52));
    in.reps[0].weekly_minutes = 60;
    in.accounts = {{{100}, 0, 0, 3, {}}, {{101}, 0, 0, 0, {}}};
    const Plan plan = plan_year(in);
    EXPECT_EQ(plan.unmet, (std::vector<Unmet>{{0, 0, UnmetCause::Capacity, 52}}));
}

TEST(PlanYear, CarriesOverWithoutMovingAnything) {
    PlanInput in = one(visits(4));
    in.existing = {{{1}, 0, 0, -2}, {{2}, 0, 0, 11}, {{3}, 0, 0, 24}, {{4}, 0, 0, 37}};
    const Plan plan = plan_year(in);
    EXPECT_EQ(weeks(plan), (std::vector<int>{-2, 11, 24, 37}));
    EXPECT_EQ(plan.kept, 4);
}

TEST(PlanYear, ATouchDoneEarlyMovesOnlyTheNextAndOnlyAsFarAsItMust) {
    PlanInput in = one(visits(4));
    in.existing = {{{1}, 0, 0, 0, TouchState::Done}, {{2}, 0, 0, 19}, {{3}, 0, 0, 32}, {{4}, 0, 0, 45}};
    const Plan plan = plan_year(in);
    EXPECT_EQ(plan.moved, 1);
    EXPECT_LE(plan.touches[0].week, 18);
    EXPECT_EQ(plan.touches[1].week, 32);
    EXPECT_EQ(plan.touches[2].week, 45);
}

TEST(PlanYear, ASkippedTouchIsNotMadeUpForAndMovesNothing) {
    PlanInput in = one(visits(4));
    in.existing = {{{1}, 0, 0, 6, TouchState::Skipped}, {{2}, 0, 0, 19}, {{3}, 0, 0, 32}, {{4}, 0, 0, 45}};
    const Plan plan = plan_year(in);
    EXPECT_EQ(weeks(plan), (std::vector<int>{19, 32, 45}));
    EXPECT_TRUE(plan.unmet.empty());
}

TEST(PlanYear, ATouchMovedByHandStays) {
    PlanInput in = one(visits(4, months({3, 9})));
    in.existing = {{{1}, 0, 0, 20, TouchState::Planned, true}};
    const Plan plan = plan_year(in);
    EXPECT_EQ(plan.touches.size(), 4U);
    EXPECT_TRUE(std::any_of(plan.touches.begin(), plan.touches.end(),
                            [](const PlannedTouch& t) { return t.existing == Id{1} && t.week == 20; }));
}

TEST(PlanYear, RollsOnWeekByWeek) {
    PlanInput in = one(visits(4));
    Plan plan = plan_year(in);
    for (int week = 1; week <= 60; ++week) {
        PlanInput next = one(visits(4));
        next.start = in.start.plus_days(7 * week);
        next.last_touches = in.last_touches;
        std::int64_t id = 1;
        for (const PlannedTouch& t : plan.touches) {
            if (t.week == 0) {
                next.last_touches = {{0, 0, next.start.plus_days(-4)}};
            } else {
                next.existing.push_back({{id++}, 0, 0, t.week - 1});
            }
        }
        plan = plan_year(next);
        in.last_touches = next.last_touches;
        EXPECT_EQ(plan.moved, 0) << week;
        EXPECT_EQ(plan.touches.size(), 4U) << week;
        EXPECT_TRUE(plan.unmet.empty()) << week;
    }
}

TEST(PlanYear, AnAbsenceMovesOnlyWhatItStrikes) {
    const PlanInput in = example::company(140, 1);
    const Plan before = plan_year(in);
    PlanInput next = with_touches_of(in, before);
    int struck = 0;
    for (const PlannedTouch& t : before.touches) {
        const bool human = in.touchpoints[static_cast<std::size_t>(t.touchpoint)].mode == Mode::Human;
        struck += human && (t.week == 20 || t.week == 21);
    }
    next.reps[0].availability[20] = next.reps[0].availability[21] = 0;
    const Plan after = plan_year(next);
    EXPECT_GE(after.moved, struck);
    EXPECT_LE(after.moved, struck * 2);
    EXPECT_EQ(after.loads[0].minutes[20], 0);
    EXPECT_TRUE(after.cancelled.empty());
}

TEST(PlanYear, AShorterProgramCancelsAndKeepsTheRest) {
    const Plan before = plan_year(one(visits(8)));
    const Plan after = plan_year(with_touches_of(one(visits(4)), before));
    EXPECT_EQ(after.cancelled.size(), 4U);
    EXPECT_GE(after.kept, 3);
    EXPECT_EQ(after.touches.size(), 4U);
}

TEST(PlanYear, HoldsThePeakNearItsLowerBound) {
    for (std::uint64_t seed = 1; seed <= 5; ++seed) {
        const Plan plan = plan_year(example::company(700, 5, seed));
        EXPECT_TRUE(plan.unmet.empty());
        for (const RepLoad& load : plan.loads)
            EXPECT_LE(load.peak, 1.10 * load.lower_bound) << seed;
    }
}

}  // namespace
}  // namespace kith::process
