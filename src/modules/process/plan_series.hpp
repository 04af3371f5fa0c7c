#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

/// One touchpoint of one account: where its touches of the year fall, counted along its own allowed
/// weeks ("positions": 0 is the first allowed week of the horizon, negative ones lie before it).
namespace kith::process {

/// Weeks of the horizon as bits; 52 fit.
using WeekMask = std::uint64_t;

struct Spacing {
    double even = 0;
    int least = 1, most = 1;  // a gap's bounds, in positions

    static Spacing of(int weeks, int times);
};

/// A stretch between two touches that stay (or the horizon's ends), with `count` touches to place.
struct Stretch {
    std::optional<int> before, after;  // positions of the touches at both sides
    int count = 0;
    int slack = 0;       // how much longer than `most` the gap to `before` may be: it is overdue
    int first_by = 0;    // without `before`: the last position the first touch should take
    float evenness = 2;  // cost of a gap twice the even one, or none at all
    float urgency = 0;   // without `before`: the cost of starting one even gap later
};

/// Places `stretch.count` touches on `cost.size()` positions so that the summed cost and the unevenness
/// are least while all gaps keep to `spacing` (dynamic programming over touch × position). `strict`
/// false: where they cannot all be kept, as few weeks as can be lie outside them. False when it cannot be.
/// Cost: about weeks × 0.8 × weeks steps, whatever the count.
bool place(const Stretch& stretch, const Spacing& spacing, std::span<const float> cost, bool strict,
           std::vector<int>& positions);

}  // namespace kith::process
