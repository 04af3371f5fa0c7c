#include "modules/duplicates/model/similarity.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "modules/duplicates/model/names.hpp"
#include "modules/duplicates/model/spelling.hpp"

namespace kith::duplicates {

namespace {
constexpr std::size_t kLongest = 64;       // letters that are looked at: one bit each
constexpr double kVeryAlike = 0.93;
constexpr double kAlike = 0.80;            // enough for what sounds the same
}  // namespace

double jaro_winkler(std::string_view one, std::string_view other) {
    const auto a = one.substr(0, kLongest);
    const auto b = other.substr(0, kLongest);
    if (a.empty() || b.empty()) return a.size() == b.size() ? 1.0 : 0.0;
    const std::size_t reach = std::max<std::size_t>(std::max(a.size(), b.size()) / 2, 1) - 1;
    std::uint64_t in_a = 0, in_b = 0;
    double common = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        const std::size_t from = i > reach ? i - reach : 0;
        const std::size_t to = std::min(i + reach + 1, b.size());
        for (std::size_t j = from; j < to; ++j) {
            if (a[i] != b[j] || (in_b >> j & 1U) != 0) continue;
            in_a |= std::uint64_t{1} << i;
            in_b |= std::uint64_t{1} << j;
            ++common;
            break;
        }
    }
    if (common == 0) return 0;
    double moved = 0;
    for (std::size_t i = 0, j = 0; i < a.size(); ++i) {
        if ((in_a >> i & 1U) == 0) continue;
        while ((in_b >> j & 1U) == 0) ++j;
        if (a[i] != b[j++]) moved += 0.5;
    }
    const double jaro = (common / static_cast<double>(a.size()) + common / static_cast<double>(b.size()) + (common - moved) / common) / 3;
    std::size_t start = 0;
    while (start < std::min({std::size_t{4}, a.size(), b.size()}) && a[start] == b[start]) ++start;
    return jaro + 0.1 * static_cast<double>(start) * (1 - jaro);
}

bool one_slip_apart(std::string_view one, std::string_view other) {
    if (one.size() > other.size()) std::swap(one, other);
    if (other.size() - one.size() > 1) return false;
    std::size_t i = 0;
    while (i < one.size() && one[i] == other[i]) ++i;
    const auto same_from = [&](std::size_t a, std::size_t b) { return one.substr(std::min(a, one.size())) == other.substr(std::min(b, other.size())); };
    if (one.size() != other.size()) return same_from(i, i + 1);
    if (i == one.size()) return true;
    const bool swapped = i + 1 < one.size() && one[i] == other[i + 1] && one[i + 1] == other[i];
    return same_from(i + 1, i + 1) || (swapped && same_from(i + 2, i + 2));
}

Likeness likeness(std::string_view one, std::string_view other, bool first) {
    if (one == other) return Likeness::Same;
    if (one.empty() || other.empty()) return Likeness::None;
    if (one.size() == 1 || other.size() == 1) return one[0] == other[0] ? Likeness::Initial : Likeness::None;
    const auto shorter = std::min(one.size(), other.size());
    // Nothing below makes up for that; most words that are compared end here.
    if (one[0] != other[0] && shorter * 2 < std::max(one.size(), other.size()) && !first) return Likeness::None;
    if (shorter >= 4 && one_slip_apart(one, other)) return Likeness::Close;
    if (first && are_nicknames(one, other)) return Likeness::Close;
    if (one[0] != other[0] && one[1] != other[1] && one[0] != other[1] && one[1] != other[0]) return Likeness::None;
    const double alike = jaro_winkler(one, other);
    if (alike >= kVeryAlike && shorter >= 5) return Likeness::Close;
    if (alike >= kAlike && shorter >= 3 && sound_of(one) == sound_of(other)) return Likeness::Close;
    return Likeness::None;
}

}  // namespace kith::duplicates
