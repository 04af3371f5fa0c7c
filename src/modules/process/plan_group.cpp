#include "modules/process/plan_group.hpp"

#include <algorithm>
#include <bit>
#include <span>

namespace kith::process {
namespace {

constexpr std::size_t kWeeks = kPlanWeeks;
constexpr int kRounds = 14;
constexpr int kWholeRounds = 2;
constexpr int kSteepest = 5;
constexpr float kLateEvenness = 0.7F;  // gaps stay in their bounds, but now the peaks count most
constexpr double kLevelEnough = 1.02;
constexpr float kSameWeek = 0.6F;  // cost of a second human touch of an account in the same week
constexpr float kNextWeek = 0.2F;  // … in the week beside it
constexpr float kJustSeen = 0.5F;  // … right after its last human touch

/// Calls `fn(from, to)` for each run of loose slots.
template <class F>
void for_runs(Series& s, F&& fn) {
    const std::size_t n = s.skeleton.slots.size();
    for (std::size_t i = 0; i < n;) {
        if (s.skeleton.slots[i].pinned) {
            ++i;
            continue;
        }
        std::size_t to = i;
        while (to < n && !s.skeleton.slots[to].pinned)
            ++to;
        fn(i, to);
        i = to;
    }
}

}  // namespace

std::vector<double> availability_of(const PlanInput& input, int rep) {
    std::vector<double> a;
    if (rep != kNone) a = input.reps[static_cast<std::size_t>(rep)].availability;
    a.resize(kWeeks, 1.0);
    return a;
}

Group::Group(const PlanInput& input, int rep, std::vector<std::uint8_t>& seen)
    : input_(input),
      seen_(seen),
      rep_(rep),
      availability_(availability_of(input, rep)),
      load_(kWeeks, rep == kNone ? -1 : input.reps[static_cast<std::size_t>(rep)].weekly_minutes,
            availability_) {}

const PlanTouchpoint& Group::touchpoint(const Series& s) const {
    return input_.touchpoints[static_cast<std::size_t>(s.touchpoint)];
}

const PlanAccount& Group::account(const Series& s) const {
    return input_.accounts[static_cast<std::size_t>(s.account)];
}

double Group::minutes(const Series& s) const { return rep_ == kNone ? 1.0 : touchpoint(s).minutes; }

std::uint8_t* Group::seen_weeks(const Series& s) {
    return &seen_[static_cast<std::size_t>(s.account) * kWeeks];
}

void Group::plan() {
    std::sort(series_.begin(), series_.end(),
              [&](const Series& a, const Series& b) { return key(a) < key(b); });
    set_level();
    for (const Series& s : series_) {
        for (const Slot& slot : s.skeleton.slots) {
            if (slot.pinned && slot.state != TouchState::Skipped) take(s, slot.week, +1);
        }
    }
    make_room();
    for (Series& s : series_) {
        for_runs(s, [&](std::size_t from, std::size_t to) { solve(s, from, to, 0); });
    }
    set_level();
    if (rep_ != kNone) wear_down_peaks();
}

/// Important accounts first, then what is hardest to fit; ids last, so that the input's order is nothing.
Group::Key Group::key(const Series& s) const {
    return {account(s).priority, -touchpoint(s).minutes, -touchpoint(s).times_per_year, account(s).id,
            touchpoint(s).id};
}

void Group::set_level() {
    Demand demand;
    double longest = 0;
    for (const Series& s : series_) {
        for (const Slot& slot : s.skeleton.slots) {
            if (slot.dropped || slot.state == TouchState::Skipped) continue;
            demand[s.skeleton.mask] += minutes(s);
            longest = std::max(longest, minutes(s));
        }
    }
    bound_ = lower_bound(demand, longest, availability_);
    load_.set_level(bound_);
}

void Group::take(const Series& s, int week, int sign) {
    load_.add(week, sign * minutes(s));
    if (rep_ != kNone) {
        std::uint8_t& n = seen_weeks(s)[week];
        n = static_cast<std::uint8_t>(n + sign);
    }
}

/// Fewer working days than planned for: what is kept beyond the capacity must go, least first.
void Group::make_room() {
    if (rep_ == kNone) return;
    for (int week = 0; week < kPlanWeeks; ++week) {
        for (std::size_t i = series_.size(); i-- > 0 && !load_.has_room(week, 0);) {
            Series& s = series_[i];
            for (Slot& slot : s.skeleton.slots) {
                if (!slot.pinned || !slot.movable || slot.week != week || minutes(s) <= 0) continue;
                take(s, week, -1);
                slot.pinned = false;
                slot.must_move = true;
                break;
            }
        }
    }
}

void Group::find_costs(const Series& s, int steepness) {
    cost_.clear();
    weeks_.clear();
    const std::uint8_t* seen = rep_ == kNone ? nullptr : seen_weeks(s);
    for (WeekMask left = s.skeleton.mask; left != 0; left &= left - 1) {
        const int week = std::countr_zero(left);
        weeks_.push_back(week);
        float c = load_.cost(week, minutes(s), steepness);
        if (seen != nullptr) {
            if (seen[week] != 0) c += kSameWeek;
            if (week > 0 && seen[week - 1] != 0) c += kNextWeek;
            if (week + 1 < kPlanWeeks && seen[week + 1] != 0) c += kNextWeek;
            if (week < s.skeleton.rest_weeks) c += kJustSeen;
        }
        cost_.push_back(c);
    }
}

/// Places the run of loose slots [from, to) and takes their load.
void Group::solve(Series& s, std::size_t from, std::size_t to, int steepness) {
    Skeleton& k = s.skeleton;
    Stretch stretch = k.stretch(from, to);
    if (steepness > 0) stretch.urgency = 0;
    if (steepness > 2) stretch.evenness = kLateEvenness;
    find_costs(s, steepness);
    const std::span<Slot> run(k.slots.data() + from, to - from);
    // A gap out of bounds is a reason to move only where the move mends it.
    const bool may_stay = std::all_of(
        run.begin(), run.end(), [](const Slot& slot) { return slot.existing.is_set() && !slot.must_move; });
    const bool placed = place(stretch, k.spacing, cost_, may_stay, positions_);
    for (std::size_t i = 0; i < run.size(); ++i) {
        Slot& slot = run[i];
        if (placed) slot.week = static_cast<std::int16_t>(weeks_[static_cast<std::size_t>(positions_[i])]);
        slot.too_late = !placed && !may_stay;
        slot.dropped = slot.too_late || !load_.has_room(slot.week, minutes(s));
        if (!slot.dropped) take(s, slot.week, +1);
    }
}

void Group::wear_down_peaks() {
    for (int round = 0; round < kRounds; ++round) {
        const double hot = kLevelEnough * bound_;
        if (load_.peak() <= hot) return;
        // First all series in turn, so that room is passed on from week to week; then those in the peaks.
        const bool everywhere = round < kWholeRounds;
        const int steepness = everywhere ? 2 : std::min(3 + (round - kWholeRounds) / 3, kSteepest);
        bool changed = false;
        for (Series& s : series_) {
            if (minutes(s) <= 0) continue;
            for_runs(s, [&](std::size_t from, std::size_t to) {
                changed |= solve_again(s, from, to, everywhere ? 0 : hot, steepness);
            });
        }
        if (!changed) return;
    }
}

bool Group::solve_again(Series& s, std::size_t from, std::size_t to, double hot, int steepness) {
    const std::span<Slot> run(s.skeleton.slots.data() + from, to - from);
    const bool stands_in_peak = std::any_of(
        run.begin(), run.end(), [&](const Slot& slot) { return !slot.dropped && load_.at(slot.week) > hot; });
    const bool whole = std::none_of(run.begin(), run.end(), [](const Slot& slot) { return slot.dropped; });
    if (!whole || !stands_in_peak) return false;
    old_weeks_.clear();
    for (const Slot& slot : run) {
        old_weeks_.push_back(slot.week);
        take(s, slot.week, -1);
    }
    solve(s, from, to, steepness);
    bool changed = false;
    bool lost = false;
    for (std::size_t i = 0; i < run.size(); ++i) {
        changed |= run[i].week != old_weeks_[i];
        lost |= run[i].dropped;
    }
    if (!lost) return changed;
    for (std::size_t i = 0; i < run.size(); ++i) {
        if (!run[i].dropped) take(s, run[i].week, -1);
        run[i].dropped = false;
        run[i].week = static_cast<std::int16_t>(old_weeks_[i]);
        take(s, run[i].week, +1);
    }
    return false;
}

RepLoad Group::report() const {
    RepLoad out;
    for (int w = 0; w < kPlanWeeks; ++w)
        out.minutes.push_back(static_cast<int>(load_.at(w)));
    out.peak = static_cast<int>(load_.peak());
    out.lower_bound = bound_;
    return out;
}

}  // namespace kith::process
