#include "modules/process/plan_skeleton.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace kith::process {
namespace {

constexpr double kTailGap = 0.75;  // of even; less room than that at the year's end: due next year

Slot slot_of(const ExistingTouch& e) {
    Slot slot;
    slot.existing = e.id;
    slot.state = e.state;
    slot.old_week = static_cast<std::int16_t>(std::max(e.week, -kPlanWeeks));
    slot.week = static_cast<std::int16_t>(std::max(e.week, 0));
    slot.movable = e.state == TouchState::Planned && !e.locked && e.week >= 0;
    return slot;
}

}  // namespace

Skeleton::Skeleton(const SeriesFacts& facts, std::span<const ExistingTouch> existing)
    : mask(facts.mask),
      rest_weeks(facts.rest_weeks),
      weeks_(std::popcount(facts.mask)),
      last_position_(facts.last_position),
      urgency_(facts.urgency) {
    std::vector<Slot> fixed;
    std::vector<Slot> movable;
    for (const ExistingTouch& e : existing) {
        if (e.week >= kPlanWeeks) continue;
        const Slot slot = slot_of(e);
        (slot.movable ? movable : fixed).push_back(slot);
    }
    const int times = std::min(facts.times, weeks_);
    if (times < facts.times) {
        const int met = std::max(times, std::min<int>(facts.times, static_cast<int>(fixed.size())));
        const UnmetCause cause = facts.month_weeks == 0 ? UnmetCause::NoMonth
                                 : weeks_ == 0          ? UnmetCause::Absent
                                                        : UnmetCause::TooFewWeeks;
        if (facts.times > met) unmet.emplace_back(cause, facts.times - met);
    }
    spacing = Spacing::of(std::max(weeks_, 1), std::max(times, 1));
    if (last_position_ && *last_position_ + spacing.most >= 0) anchor_ = last_position_;

    const auto quota = static_cast<std::size_t>(std::max(0, times - static_cast<int>(fixed.size())));
    thin_out(movable, quota);
    const int missing = static_cast<int>(quota - movable.size());
    std::vector<Slot> stands = std::move(fixed);
    stands.insert(stands.end(), movable.begin(), movable.end());
    std::stable_sort(stands.begin(), stands.end(),
                     [](const Slot& a, const Slot& b) { return a.week < b.week; });
    for (Slot& slot : stands)
        slot.must_move = slot.movable && ((mask >> slot.week) & 1U) == 0;
    lay_out(stands, missing);
}

/// Takes out, one by one, the touch whose neighbours stand closest together.
void Skeleton::thin_out(std::vector<Slot>& movable, std::size_t keep) {
    while (movable.size() > keep) {
        std::size_t victim = 0;
        double narrowest = std::numeric_limits<double>::max();
        for (std::size_t i = 0; i < movable.size(); ++i) {
            const bool allowed = ((mask >> movable[i].week) & 1U) != 0;
            const double left = i > 0 ? position_of(movable[i - 1].week)
                                      : static_cast<double>(anchor_.value_or(-spacing.least));
            const double right =
                i + 1 < movable.size() ? position_of(movable[i + 1].week) : weeks_ + spacing.even / 2;
            const double width = allowed ? right - left : -1;
            if (width < narrowest) {
                narrowest = width;
                victim = i;
            }
        }
        surplus.push_back(movable[victim].existing);
        movable.erase(movable.begin() + static_cast<std::ptrdiff_t>(victim));
    }
}

int Skeleton::first_by() const { return static_cast<int>(std::ceil(spacing.even - 1e-9)) - 1; }

/// Whether a touch may stay at `position` with `inner` loose ones between it and the one before.
bool Skeleton::fits(std::optional<int> before, int position, int inner) const {
    if (!before)
        return position >= spacing.least * inner && (inner > 0 || position <= first_by() + spacing.most);
    const int gap = position - *before;
    return gap >= spacing.least * (inner + 1) && gap <= spacing.most * (inner + 1) + slack_after(before);
}

/// Whether one more fits, and is needed, between `before` and a touch that stays at `position`.
bool Skeleton::too_wide(std::optional<int> before, int position, int inner) const {
    if (!before)
        return position > first_by() + spacing.most * inner && position >= spacing.least * (inner + 1);
    const int gap = position - *before;
    return gap > spacing.most * (inner + 1) + slack_after(before) && gap >= spacing.least * (inner + 2);
}

/// Once the even gap after the last touch has passed, the next one has 0.4 I weeks to come.
int Skeleton::slack_after(std::optional<int> before) const {
    if (!before || *before > 0 || before != anchor_ || -*before <= spacing.even) return 0;
    return std::max(0, -*before + (spacing.most - static_cast<int>(spacing.even)) - spacing.most);
}

void Skeleton::lay_out(const std::vector<Slot>& stands, int missing) {
    std::optional<int> before = anchor_;
    int inner = 0;
    auto loosen = [&](Slot slot) {
        slot.pinned = false;
        slots.push_back(slot);
        ++inner;
    };
    for (Slot slot : stands) {
        if (slot.must_move) {
            loosen(slot);
            continue;
        }
        const int position = position_of(slot.week);
        while (missing > 0 && too_wide(before, position, inner)) {
            loosen({});
            --missing;
        }
        if (slot.movable && !fits(before, position, inner)) {
            loosen(slot);
            continue;
        }
        // What a person did or fixed stays; a planned one too close before it gives way.
        if (!slot.movable && inner == 0 && !slots.empty() && slots.back().movable && before &&
            position - *before < spacing.least) {
            slots.back().pinned = false;
        }
        slot.pinned = true;
        slots.push_back(slot);
        before = position;
        inner = 0;
    }
    const int end = weeks_ - 1;
    // A new series takes as many as its bounds let in; one that stands is not squeezed at its end.
    const double tail_gap = stands.empty() ? spacing.least : std::max<double>(spacing.least, kTailGap * spacing.even);
    while (missing > 0 && (!before || end - *before >= tail_gap * (inner + 1))) {
        loosen({});
        --missing;
    }
    fill_widest(missing);
    // A series that rolls on, its next due after the horizon: nothing of the year's number is lost.
    const bool in_year = std::any_of(stands.begin(), stands.end(),
                                     [](const Slot& s) { return s.state != TouchState::Planned; });
    const bool due_later = before && !in_year && !stands.empty() && last_position_ && *before + spacing.even * (inner + 1) > end;
    if (missing > 0 && !due_later) unmet.emplace_back(UnmetCause::TooLate, missing);
}

/// What found no place at the year's end goes where the touches stand widest.
void Skeleton::fill_widest(int& missing) {
    while (missing > 0) {
        std::optional<int> before = anchor_;
        int inner = 0;
        double widest = 0;
        std::size_t where = 0;
        for (std::size_t i = 0; i < slots.size(); ++i) {
            if (!slots[i].pinned) {
                ++inner;
                continue;
            }
            const int position = position_of(slots[i].week);
            const double gap = static_cast<double>(position - before.value_or(-1)) / (inner + 2);
            if (gap >= spacing.least && gap > widest && before) {
                widest = gap;
                where = i;
            }
            before = position;
            inner = 0;
        }
        if (widest <= 0) return;
        slots.insert(slots.begin() + static_cast<std::ptrdiff_t>(where), Slot{});
        --missing;
    }
}

Stretch Skeleton::stretch(std::size_t from, std::size_t to) const {
    Stretch s;
    s.count = static_cast<int>(to - from);
    if (from > 0) {
        s.before = position_of(slots[from - 1].week);
    } else {
        s.before = anchor_;
        s.slack = slack_after(anchor_);
    }
    if (to < slots.size()) s.after = position_of(slots[to].week);
    s.first_by = first_by();
    s.urgency = urgency_;
    return s;
}

}  // namespace kith::process
