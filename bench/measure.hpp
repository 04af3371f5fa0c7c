#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <vector>

/// What the programs of this folder share: time taken, and the middle of several runs.
namespace kith::bench {

inline double seconds_since(std::chrono::steady_clock::time_point begun) {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
}

/// The value that `share` of all values do not exceed; 0.5 is the median.
inline double quantile(std::vector<double> values, double share) {
    if (values.empty()) return 0;
    const auto at =
        std::min(values.size() - 1, static_cast<std::size_t>(share * static_cast<double>(values.size())));
    std::ranges::nth_element(values, values.begin() + static_cast<std::ptrdiff_t>(at));
    return values[at];
}

}  // namespace kith::bench
