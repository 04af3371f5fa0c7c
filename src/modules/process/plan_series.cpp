#include "modules/process/plan_series.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <type_traits>

namespace kith::process {
namespace {

constexpr std::size_t kMax = 64;
constexpr std::size_t kGaps = 2 * kMax + 1;
constexpr double kOutOfBounds = 1e9;  // of one week; more than all costs of a year together

/// How far outside [least, most] a gap lies.
int outside(int gap, int least, int most) { return std::max({0, least - gap, gap - most}); }

/// The dynamic program over touch × position. `Sum` float: gaps outside the bounds are no way at all.
/// `Sum` double: they are, but first of all as few weeks of them as can be.
template <class Sum>
class Placing {
public:
    Placing(const Stretch& stretch, const Spacing& spacing, std::span<const float> cost)
        : stretch_(stretch),
          spacing_(spacing),
          cost_(cost),
          weeks_(static_cast<int>(cost.size())),
          low_(stretch.before ? std::max(0, *stretch.before + 1) : 0),
          high_(stretch.after ? std::min(weeks_ - 1, *stretch.after - 1) : weeks_ - 1) {
        for (std::size_t gap = 0; gap < penalty_.size(); ++gap) {
            const double off = (static_cast<double>(gap) - spacing.even) / spacing.even;
            const int out = outside(static_cast<int>(gap), spacing.least, spacing.most);
            penalty_[gap] = static_cast<Sum>(stretch.evenness) * static_cast<Sum>(off * off) + beyond(out);
        }
    }

    bool solve(std::vector<int>& positions) {
        const int count = stretch_.count;
        if (high_ - low_ + 1 < count) return false;
        start();
        for (int k = 1; k < count; ++k)
            extend(k);
        Sum least = kFar;
        int where = -1;
        for (int p = low_; p <= high_; ++p) {
            const Sum sum = best_[at(p)] + end_cost(p);
            if (sum < least) {
                least = sum;
                where = p;
            }
        }
        if (where < 0) return false;
        positions.resize(at(count));
        for (int k = count - 1; k >= 0; --k) {
            positions[at(k)] = where;
            if (k > 0) where = came_from_[at(k)][at(where)];
        }
        return true;
    }

private:
    static constexpr bool kStrict = std::is_same_v<Sum, float>;
    static constexpr Sum kFar = kStrict ? static_cast<Sum>(1e9) : static_cast<Sum>(1e15);

    static std::size_t at(int i) { return static_cast<std::size_t>(i); }
    static Sum beyond(int weeks) {
        if (weeks == 0) return 0;
        return kStrict ? kFar : static_cast<Sum>(kOutOfBounds * weeks);
    }
    [[nodiscard]] Sum gap_cost(int gap) const {
        return penalty_[at(std::clamp(gap, 0, static_cast<int>(kGaps) - 1))];
    }

    void start() {
        best_.fill(kFar);
        for (int p = low_; p <= high_; ++p) {
            Sum sum = static_cast<Sum>(cost_[at(p)]);
            if (stretch_.before) {
                const int gap = p - *stretch_.before;
                // An overdue one comes as late as it must, and that is no gap out of bounds.
                const bool late = gap > spacing_.most && gap <= spacing_.most + stretch_.slack;
                sum += late ? late_cost(gap) : gap_cost(gap);
            } else {
                sum += static_cast<Sum>(stretch_.urgency) * static_cast<Sum>(p / spacing_.even) +
                       beyond(std::max(0, p - std::max(stretch_.first_by, low_)));
            }
            best_[at(p)] = std::min(sum, kFar);
        }
    }

    [[nodiscard]] Sum late_cost(int gap) const {
        const double off = (gap - spacing_.even) / spacing_.even;
        return static_cast<Sum>(stretch_.evenness) * static_cast<Sum>(off * off);
    }

    void extend(int k) {
        next_.fill(kFar);
        const int nearest = kStrict ? spacing_.least : 1;
        const int farthest = kStrict ? spacing_.most : weeks_;
        for (int p = low_ + k; p <= high_; ++p) {
            const int from = std::max(low_ + k - 1, p - farthest);
            Sum least = kFar;
            int where = -1;
            for (int q = p - nearest; q >= from; --q) {
                const Sum sum = best_[at(q)] + penalty_[at(p - q)];
                if (sum < least) {
                    least = sum;
                    where = q;
                }
            }
            if (where < 0) continue;
            next_[at(p)] = least + static_cast<Sum>(cost_[at(p)]);
            came_from_[at(k)][at(p)] = static_cast<std::int8_t>(where);
        }
        best_ = next_;
    }

    /// Of the gap to the touch that follows, or of the hole at the year's end.
    [[nodiscard]] Sum end_cost(int p) const {
        if (stretch_.after) return gap_cost(*stretch_.after - p);
        return beyond(std::max(0, weeks_ - p - spacing_.most));
    }

    const Stretch& stretch_;
    const Spacing& spacing_;
    std::span<const float> cost_;
    int weeks_, low_, high_;
    std::array<Sum, kGaps> penalty_;  // by gap
    std::array<Sum, kMax> best_, next_;
    std::array<std::array<std::int8_t, kMax>, kMax> came_from_;
};

}  // namespace

Spacing Spacing::of(int weeks, int times) {
    Spacing s;
    s.even = static_cast<double>(weeks) / times;
    s.least =
        std::max(1, std::min(static_cast<int>(std::ceil(0.6 * s.even - 1e-9)), static_cast<int>(s.even)));
    s.most = std::max(static_cast<int>(1.4 * s.even + 1e-9), static_cast<int>(std::ceil(s.even - 1e-9)));
    return s;
}

bool place(const Stretch& stretch, const Spacing& spacing, std::span<const float> cost, bool strict,
           std::vector<int>& positions) {
    assert(cost.size() <= kMax);
    if (stretch.count <= 0) {
        positions.clear();
        return true;
    }
    if (Placing<float>(stretch, spacing, cost).solve(positions)) return true;
    return !strict && Placing<double>(stretch, spacing, cost).solve(positions);
}

}  // namespace kith::process
