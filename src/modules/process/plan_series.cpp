#include "modules/process/plan_series.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <limits>

namespace kith::process {
namespace {

constexpr std::size_t kMax = 64;
constexpr float kFar = 1e9F;

struct Bounds {
    int least, most;
};

bool place_within(const Stretch& stretch, const Spacing& spacing, Bounds bounds, std::span<const float> cost,
                  std::vector<int>& positions) {
    const int weeks = static_cast<int>(cost.size());
    const int count = stretch.count;
    const int low = stretch.before ? std::max(0, *stretch.before + 1) : 0;
    const int high = stretch.after ? std::min(weeks - 1, *stretch.after - 1) : weeks - 1;
    if (high - low + 1 < count) return false;

    std::array<float, 2 * kMax + 1> penalty;  // by gap
    for (std::size_t gap = 0; gap < penalty.size(); ++gap) {
        const double off = (static_cast<double>(gap) - spacing.even) / spacing.even;
        penalty[gap] = stretch.evenness * static_cast<float>(off * off);
    }
    auto gap_cost = [&](int gap) {
        return penalty[static_cast<std::size_t>(std::clamp(gap, 0, static_cast<int>(penalty.size()) - 1))];
    };

    std::array<std::array<std::int8_t, kMax>, kMax> came_from;
    std::array<float, kMax> best;
    std::array<float, kMax> next;
    best.fill(kFar);
    for (int p = low; p <= high; ++p) {
        float start = 0;
        if (stretch.before) {
            const int gap = p - *stretch.before;
            if (gap < bounds.least || gap > bounds.most + stretch.slack) continue;
            start = gap_cost(gap);
        } else if (p > std::max(stretch.first_by, low)) {
            continue;
        } else {
            start = stretch.urgency * static_cast<float>(p / spacing.even);
        }
        best[static_cast<std::size_t>(p)] = start + cost[static_cast<std::size_t>(p)];
    }
    for (int k = 1; k < count; ++k) {
        next.fill(kFar);
        for (int p = low + k; p <= high; ++p) {
            const int from = std::max(low + k - 1, p - bounds.most);
            float least = kFar;
            int where = -1;
            for (int q = p - bounds.least; q >= from; --q) {
                const float sum =
                    best[static_cast<std::size_t>(q)] + penalty[static_cast<std::size_t>(p - q)];
                if (sum < least) {
                    least = sum;
                    where = q;
                }
            }
            if (where < 0) continue;
            next[static_cast<std::size_t>(p)] = least + cost[static_cast<std::size_t>(p)];
            came_from[static_cast<std::size_t>(k)][static_cast<std::size_t>(p)] =
                static_cast<std::int8_t>(where);
        }
        best = next;
    }
    float least = kFar;
    int where = -1;
    for (int p = low; p <= high; ++p) {
        float sum = best[static_cast<std::size_t>(p)];
        if (stretch.after) {
            const int gap = *stretch.after - p;
            if (gap < bounds.least || gap > bounds.most) continue;
            sum += gap_cost(gap);
        } else if (weeks - p > bounds.most) {
            continue;  // a hole at the year's end
        }
        if (sum < least) {
            least = sum;
            where = p;
        }
    }
    if (where < 0 || least >= kFar) return false;
    positions.resize(static_cast<std::size_t>(count));
    for (int k = count - 1; k >= 0; --k) {
        positions[static_cast<std::size_t>(k)] = where;
        if (k > 0) where = came_from[static_cast<std::size_t>(k)][static_cast<std::size_t>(where)];
    }
    return true;
}

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
    if (place_within(stretch, spacing, {spacing.least, spacing.most}, cost, positions)) return true;
    if (strict) return false;
    const int wide = static_cast<int>(2.0 * spacing.even) + 1;
    if (place_within(stretch, spacing, {std::max(1, spacing.least / 2), wide}, cost, positions)) return true;
    Stretch anywhere = stretch;
    anywhere.first_by = static_cast<int>(cost.size());
    return place_within(anywhere, spacing, {1, 2 * static_cast<int>(kMax)}, cost, positions);
}

}  // namespace kith::process
