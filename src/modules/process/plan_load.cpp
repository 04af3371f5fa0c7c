#include "modules/process/plan_load.hpp"

#include <algorithm>
#include <set>

namespace kith::process {
namespace {

constexpr std::size_t kMostUnions = 512;  // more sets only weaken the bound, they never make it wrong
constexpr float kFull = 1000.0F;
constexpr double kSteepestLoad = 1.5;  // times the level; beyond it every week is as bad

double power(double x, int doublings) {
    for (int i = 0; i < doublings; ++i)
        x *= x;
    return x;
}

}  // namespace

double lower_bound(const Demand& demand, double longest_touch, std::span<const double> availability) {
    std::set<WeekMask> unions;
    for (const auto& [mask, minutes] : demand) {
        std::vector<WeekMask> grown{mask};
        for (WeekMask known : unions)
            grown.push_back(known | mask);
        for (WeekMask one : grown) {
            if (unions.size() < kMostUnions) unions.insert(one);
        }
    }
    double bound = longest_touch;
    for (WeekMask weeks : unions) {
        double minutes = 0;
        double room = 0;
        for (const auto& [mask, sum] : demand) {
            if ((mask & ~weeks) == 0) minutes += sum;
        }
        for (std::size_t w = 0; w < availability.size(); ++w) {
            if ((weeks >> w) & 1U) room += availability[w];
        }
        if (room > 0) bound = std::max(bound, minutes / room);
    }
    return bound;
}

WeekLoad::WeekLoad(std::size_t weeks, double limit, std::span<const double> availability)
    : load_(weeks, 0), availability_(availability.begin(), availability.end()), limit_(limit) {
    availability_.resize(weeks, 1.0);
}

double WeekLoad::capacity(int week) const { return limit_ * availability_[static_cast<std::size_t>(week)]; }

bool WeekLoad::has_room(int week, double minutes) const {
    return limit_ < 0 || at(week) + minutes <= capacity(week) + 1e-6;
}

double WeekLoad::peak() const { return *std::max_element(load_.begin(), load_.end()); }

float WeekLoad::cost(int week, double minutes, int steepness) const {
    const double share = std::max(availability_[static_cast<std::size_t>(week)], 0.05) * level_;
    const double before = at(week) / share;
    const double after = (at(week) + minutes) / share;
    const float full = has_room(week, minutes) ? 0.0F : kFull;
    if (minutes <= 0) return full;
    if (steepness == 0) return full + static_cast<float>((before + after) / 2);
    const double high =
        power(std::min(after, kSteepestLoad), steepness) - power(std::min(before, kSteepestLoad), steepness);
    return full + static_cast<float>(high * share / minutes / static_cast<double>(1 << steepness));
}

}  // namespace kith::process
