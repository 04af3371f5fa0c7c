#include "base/text.hpp"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <vector>

#include "base/utf8.hpp"

/// The parts of text handling that need no tables of Unicode; the others are in unicode.cpp.
namespace kith::text {

bool is_valid_utf8(std::string_view bytes) {
    const char* at = bytes.data();
    const char* const end = at + bytes.size();
    while (at != end) {
        if (end - at >= 8) {  // eight ASCII characters at a time
            std::uint64_t block = 0;
            std::memcpy(&block, at, sizeof block);
            if ((block & 0x8080808080808080U) == 0) {
                at += 8;
                continue;
            }
        }
        if (static_cast<unsigned char>(*at) < 0x80) {
            ++at;
            continue;
        }
        if (!utf8::next(at, end)) return false;
    }
    return true;
}

std::string_view trim(std::string_view text) {
    constexpr std::string_view kWhite = " \t\r\n\f\v";
    constexpr std::string_view kNoBreakSpace = "\xC2\xA0";
    constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
    for (bool more = true; more && !text.empty();) {
        more = false;
        for (const auto unit : {kNoBreakSpace, kByteOrderMark}) {
            if (text.starts_with(unit)) text.remove_prefix(unit.size()), more = true;
            if (text.ends_with(unit)) text.remove_suffix(unit.size()), more = true;
        }
        if (!text.empty() && kWhite.find(text.front()) != kWhite.npos) text.remove_prefix(1), more = true;
        if (!text.empty() && kWhite.find(text.back()) != kWhite.npos) text.remove_suffix(1), more = true;
    }
    return text;
}

std::string lower_ascii(std::string_view text) {
    std::string out(text);
    for (char& c : out) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return out;
}

std::size_t length(std::string_view utf8) {
    return static_cast<std::size_t>(
        std::count_if(utf8.begin(), utf8.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

namespace {

std::vector<char32_t> code_points(std::string_view text) {
    std::vector<char32_t> out;
    out.reserve(text.size());
    const char* at = text.data();
    const char* const end = at + text.size();
    while (at != end) {
        const char* const start = at;
        const auto c = utf8::next(at, end);
        if (!c) at = start + 1;  // a broken byte counts as one character
        out.push_back(c.value_or(utf8::kReplacement));
    }
    return out;
}

}  // namespace

/// Optimal string alignment: like Damerau-Levenshtein, but no part of the text is edited twice.
/// Only the band of width 2 × limit around the diagonal is computed.
int edit_distance(std::string_view left, std::string_view right, int limit) {
    if (limit <= 0) return 0;
    const auto a = code_points(left);
    const auto b = code_points(right);
    const int rows = static_cast<int>(a.size());
    const int columns = static_cast<int>(b.size());
    if (std::abs(rows - columns) >= limit) return limit;

    const auto width = static_cast<std::size_t>(columns) + 1;
    std::vector<int> before(width, limit);  // two rows up
    std::vector<int> above(width, limit);
    std::vector<int> row(width, limit);
    for (int j = 0; j <= std::min(columns, limit); ++j) above[static_cast<std::size_t>(j)] = j;
    for (int i = 1; i <= rows; ++i) {
        const int first = std::max(1, i - limit);
        const int last = std::min(columns, i + limit);
        std::fill(row.begin(), row.end(), limit);
        if (first == 1) row[0] = std::min(i, limit);
        int least = row[0];
        for (int j = first; j <= last; ++j) {
            const auto at = static_cast<std::size_t>(j);
            const char32_t x = a[static_cast<std::size_t>(i) - 1];
            const char32_t y = b[at - 1];
            int cost = std::min({above[at] + 1, row[at - 1] + 1, above[at - 1] + (x == y ? 0 : 1)});
            if (i > 1 && j > 1 && x == b[at - 2] && a[static_cast<std::size_t>(i) - 2] == y) {
                cost = std::min(cost, before[at - 2] + 1);
            }
            row[at] = std::min(cost, limit);
            least = std::min(least, row[at]);
        }
        // Two rows at the limit: no swap can lead back below it.
        if (least >= limit && *std::min_element(above.begin(), above.end()) >= limit) return limit;
        std::swap(before, above);
        std::swap(above, row);
    }
    return above[static_cast<std::size_t>(columns)];
}

}  // namespace kith::text
