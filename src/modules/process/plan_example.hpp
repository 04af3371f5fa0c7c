#pragma once

#include <cstdint>

#include "modules/process/plan_year.hpp"

/// A made-up company for the planner's tests and bench: the shipped programs' shape, 10 % A, 20 % B,
/// 30 % C, 40 % D, half of them Expand, last touches spread over the year before.
namespace kith::process::example {

/// splitmix64: the same on every machine.
class Dice {
public:
    explicit Dice(std::uint64_t seed) : state_(seed) {}
    int below(int n) {
        state_ += 0x9E3779B97F4A7C15ULL;
        std::uint64_t z = state_;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
        return static_cast<int>((z ^ (z >> 31)) % static_cast<std::uint64_t>(n));
    }

private:
    std::uint64_t state_;
};

inline std::uint16_t months(std::initializer_list<int> list) {
    unsigned mask = 0;
    for (int m : list)
        mask |= 1U << (m - 1);
    return static_cast<std::uint16_t>(mask);
}

inline void add_program(PlanInput& input, std::initializer_list<PlanTouchpoint> touchpoints) {
    PlanProgram program;
    for (PlanTouchpoint t : touchpoints) {
        t.id = {1000 + static_cast<std::int64_t>(input.touchpoints.size())};
        program.touchpoints.push_back(static_cast<int>(input.touchpoints.size()));
        input.touchpoints.push_back(t);
    }
    input.programs.push_back(std::move(program));
}

inline PlanInput company(int accounts, int reps, std::uint64_t seed = 1, int weekly_minutes = 840) {
    PlanInput input;
    input.start = Date::of(2026, 11, 23);
    Dice dice(seed);
    const auto visits = months({1, 2, 3, 4, 5, 6, 8, 9, 10, 11});
    const auto calls = months({1, 2, 3, 4, 5, 6, 8, 9, 10, 11, 12});
    const auto reviews = months({1, 2, 3, 4, 5, 9, 10, 11});
    const Mode digital = Mode::Digital;
    for (int expand = 1; expand >= 0; --expand) {
        add_program(input, {{{}, Mode::Human, Who::Owner, 3 + expand, visits, 90},
                            {{}, Mode::Human, Who::Owner, 2, reviews, 90},
                            {{}, Mode::Human, Who::Owner, 3 + expand, calls, 45},
                            {{}, digital, Who::Owner, 12},
                            {{}, digital, Who::Owner, 4},
                            {{}, digital, Who::Owner, 2}});
        add_program(input, {{{}, Mode::Human, Who::Owner, 1 + expand, visits, 90},
                            {{}, Mode::Human, Who::Owner, 1, reviews, 60},
                            {{}, Mode::Human, Who::Owner, 3, calls, 45},
                            {{}, digital, Who::Owner, 12},
                            {{}, digital, Who::Owner, 4},
                            {{}, digital, Who::Owner, 1}});
        add_program(input, {{{}, Mode::Human, Who::Owner, 2 + expand, calls, 30},
                            {{}, digital, Who::Owner, 12},
                            {{}, digital, Who::Owner, 2},
                            {{}, digital, Who::Owner, 1}});
        add_program(input, {{{}, Mode::Human, Who::Owner, 1, calls, 20},
                            {{}, digital, Who::Owner, 12},
                            {{}, digital, Who::Owner, 1}});
    }
    for (int r = 0; r < reps; ++r) {
        PlanRep rep;
        rep.id = {10 + r};
        rep.weekly_minutes = weekly_minutes;
        rep.availability.assign(kPlanWeeks, 1.0);
        const int summer = 32 + dice.below(4);
        for (int w = 0; w < 4; ++w)
            rep.availability[static_cast<std::size_t>(summer + w)] = 0;
        rep.availability[5] = 0.2;
        input.reps.push_back(std::move(rep));
    }
    for (int a = 0; a < accounts; ++a) {
        const int ten = dice.below(10);
        const int category = ten < 1 ? 0 : ten < 3 ? 1 : ten < 6 ? 2 : 3;
        PlanAccount account;
        account.id = {100000 + a};
        account.owner = a % reps;
        account.program = category + 4 * dice.below(2);
        account.priority = category;
        const auto& touchpoints = input.programs[static_cast<std::size_t>(account.program)].touchpoints;
        for (int t : touchpoints) {
            if (dice.below(10) == 0) continue;  // never yet
            const Date on = input.start.plus_days(-1 - dice.below(365));
            input.last_touches.push_back({a, t, on});
            const bool human = input.touchpoints[static_cast<std::size_t>(t)].mode == Mode::Human;
            if (human && (!account.last_human || *account.last_human < on)) account.last_human = on;
        }
        input.accounts.push_back(account);
    }
    return input;
}

}  // namespace kith::process::example
