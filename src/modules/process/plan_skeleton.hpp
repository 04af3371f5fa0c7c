#pragma once

#include <bit>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "modules/process/plan_series.hpp"
#include "modules/process/plan_year.hpp"

namespace kith::process {

/// One touch of a series: pinned to a week, or loose and to be placed.
struct Slot {
    Id existing;            // not set: a new one
    std::int16_t week = 0;  // where it stands (a carried-over one: 0)
    std::int16_t old_week = 0;
    TouchState state = TouchState::Planned;
    bool pinned : 1 = false;
    bool movable : 1 = false;    // planned by us and still to come
    bool must_move : 1 = false;  // its week will not do any more
    bool dropped : 1 = false;    // not to be met:
    bool too_late : 1 = false;   // … for want of weeks, otherwise of room in them

    [[nodiscard]] bool carried() const { return state == TouchState::Planned && old_week < 0; }
};

struct SeriesFacts {
    int times = 0;
    WeekMask month_weeks = 0;          // weeks the months allow
    WeekMask mask = 0;                 // … in which somebody is there to do it
    std::optional<int> last_position;  // of the last touch done before the horizon (≤ 0)
    int rest_weeks = 0;                // weeks at the start that should stay free of human touches
    float urgency = 0;
};

/// What of a series stays, what must move and what is missing: the series' slots in order. Existing
/// touches stay unless their week is not allowed, they are too many, or a gap left its bounds.
class Skeleton {
public:
    Skeleton(const SeriesFacts& facts, std::span<const ExistingTouch> existing);

    std::vector<Slot> slots;
    std::vector<Id> surplus;  // planned, but more than the year asks for
    std::vector<std::pair<UnmetCause, int>> unmet;
    Spacing spacing;
    WeekMask mask = 0;
    int rest_weeks = 0;

    /// The stretch of the loose slots [from, to), between what is pinned at its sides.
    [[nodiscard]] Stretch stretch(std::size_t from, std::size_t to) const;
    [[nodiscard]] int position_of(int week) const {
        return std::popcount(mask & ((WeekMask{1} << week) - 1));
    }

private:
    void thin_out(std::vector<Slot>& movable, std::size_t keep);
    void lay_out(const std::vector<Slot>& stands, int missing);
    void fill_widest(int& missing);
    [[nodiscard]] bool fits(std::optional<int> before, int position, int inner) const;
    [[nodiscard]] bool too_wide(std::optional<int> before, int position, int inner) const;
    [[nodiscard]] int slack_after(std::optional<int> before) const;
    [[nodiscard]] int first_by() const;

    int weeks_ = 0;              // how many are allowed
    std::optional<int> anchor_;  // last done, unless overdue
    std::optional<int> last_position_;
    float urgency_ = 0;
};

}  // namespace kith::process
