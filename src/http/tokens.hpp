#pragma once

#include <algorithm>
#include <string_view>

/// Lists in header values: `a, b;q=0.5, c`.
namespace kith::http {

inline char lower_of(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

inline bool equals_ignoring_case(std::string_view left, std::string_view right) {
    return std::ranges::equal(left, right, {}, lower_of, lower_of);
}

inline std::string_view trim_blanks(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    return text;
}

/// Calls `visit` for each non-empty part between commas.
template <class Visit>
void for_each_token(std::string_view list, const Visit& visit) {
    while (!list.empty()) {
        const auto part = list.substr(0, list.find(','));
        list.remove_prefix(std::min(list.size(), part.size() + 1));
        if (const auto token = trim_blanks(part); !token.empty()) visit(token);
    }
}

}  // namespace kith::http
