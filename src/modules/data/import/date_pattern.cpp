#include "modules/data/import/date_pattern.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <string>

#include "base/text.hpp"

namespace kith::imports {

namespace {

constexpr std::size_t kLongestPattern = 60;
constexpr std::int64_t kDayMicros = 86'400'000'000;

bool is_pattern_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

/// "yyyy" → y, 4. Letters within ' ' are themselves.
struct Token {
    char what = 0;          // a letter of the pattern; 0: the text stands there as it is
    std::size_t count = 0;
    std::string_view text;
};

/// In a pattern of a day alone, "mm" is the month.
bool is_of_time(std::string_view pattern) { return pattern.find_first_of("Hh") != std::string_view::npos; }

Token next_token(std::string_view& rest, bool time) {
    char c = rest.front();
    if (c == '\'') {
        const std::size_t close = std::min(rest.find('\'', 1), rest.size());
        const Token out{0, 0, rest.substr(1, close - 1)};
        rest.remove_prefix(std::min(close + 1, rest.size()));
        return out;
    }
    if (!is_pattern_letter(c)) {
        const Token out{0, 0, rest.substr(0, 1)};
        rest.remove_prefix(1);
        return out;
    }
    const std::size_t count = std::min(rest.find_first_not_of(c), rest.size());
    rest.remove_prefix(count);
    if (c == 'D') c = 'd';
    if (c == 'Y') c = 'y';
    if (c == 'm' && !time) c = 'M';
    return {c, count, {}};
}

std::optional<std::int64_t> digits(std::string_view& rest, std::size_t least, std::size_t most) {
    std::size_t n = 0;
    while (n < rest.size() && n < most && text::is_digit(rest[n])) ++n;
    if (n < least) return std::nullopt;
    std::int64_t out = 0;
    std::from_chars(rest.data(), rest.data() + n, out);
    rest.remove_prefix(n);
    return out;
}

std::optional<DateText> read_since(std::string_view text, bool excel) {
    double number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(number)) return std::nullopt;
    double micros = 0;
    if (excel) {
        if (number < 1 || number >= 2'958'466) return std::nullopt;  // 9999-12-31
        constexpr double kExcelToUnix = 25'569;
        micros = std::round((number - kExcelToUnix) * 86'400'000) * 1000;
    } else {
        if (std::abs(number) >= 1e14) return std::nullopt;
        micros = std::abs(number) >= 1e11 ? number * 1e3 : number * 1e6;
    }
    const auto whole = static_cast<std::int64_t>(micros);
    const std::int64_t day = (whole >= 0 ? whole : whole - kDayMicros + 1) / kDayMicros;
    DateText out;
    out.date = {static_cast<std::int32_t>(day)};
    if (out.date.year() < 1000 || out.date.year() > 2999) return std::nullopt;
    if (!excel || whole != day * kDayMicros) out.micros = whole - day * kDayMicros;
    if (!excel) out.offset_minutes = 0;
    return out;
}

/// What a pattern's letters have given.
struct Parts {
    std::optional<std::int64_t> year, month, day, hour, minute, second;
    std::optional<bool> afternoon;
};

/// `packed`: the next part stands right behind it, so that both digits are needed to tell them apart.
bool read_token(const Token& token, bool packed, std::string_view& rest, Parts& out) {
    const std::size_t least = packed && token.count >= 2 ? 2 : 1;
    switch (token.what) {
        case 'y':
            out.year = token.count == 2 ? digits(rest, 2, 2) : digits(rest, 4, 4);
            if (out.year && token.count == 2) *out.year += *out.year <= 68 ? 2000 : 1900;
            return out.year.has_value();
        case 'M': {
            if (token.count <= 2) return (out.month = digits(rest, least, 2)).has_value();
            std::size_t n = 0;
            while (n < rest.size() && (is_pattern_letter(rest[n]) || (rest[n] & 0x80) != 0)) ++n;
            if (const auto month = month_named(rest.substr(0, n))) out.month = *month;
            rest.remove_prefix(n);
            return out.month.has_value();
        }
        case 'd': return (out.day = digits(rest, least, 2)).has_value();
        case 'H':
        case 'h': return (out.hour = digits(rest, least, 2)).has_value();
        case 'm': return (out.minute = digits(rest, least, 2)).has_value();
        case 's': return (out.second = digits(rest, least, 2)).has_value();
        case 'a': {
            const std::string half = text::lower_ascii(rest.substr(0, 2));
            if (half != "am" && half != "pm") return false;
            out.afternoon = half == "pm";
            rest.remove_prefix(2);
            return true;
        }
        default: return false;
    }
}

std::optional<DateText> date_of(const Parts& parts) {
    if (!parts.year || !parts.month || !parts.day) return std::nullopt;
    const auto two = [](std::int64_t n) { return std::string(n < 10 ? "0" : "") + std::to_string(n); };
    const std::string text = std::to_string(*parts.year) + "-" + two(*parts.month) + "-" + two(*parts.day);
    const auto date = Date::parse(text);
    if (!date || *parts.year < 1000) return std::nullopt;
    DateText out;
    out.date = *date;
    if (!parts.hour) return out;
    std::int64_t hour = *parts.hour;
    if (parts.afternoon) {
        if (hour < 1 || hour > 12) return std::nullopt;
        hour = hour % 12 + (*parts.afternoon ? 12 : 0);
    }
    const std::int64_t minute = parts.minute.value_or(0), second = parts.second.value_or(0);
    if (hour > 23 || minute > 59 || second > 60) return std::nullopt;
    out.micros = ((hour * 60 + minute) * 60 + second) * 1'000'000;
    return out;
}

}  // namespace

bool is_date_pattern(std::string_view pattern) {
    if (pattern == "excel" || pattern == "unix") return true;
    if (pattern.size() > kLongestPattern) return false;
    const bool time = is_of_time(pattern);
    std::string seen;
    while (!pattern.empty()) {
        const Token token = next_token(pattern, time);
        if (token.what == 0) continue;
        const std::size_t most = token.what == 'y' || token.what == 'M' ? 4 : token.what == 'a' ? 1 : 2;
        const bool known = std::string_view("yMdHhmsa").find(token.what) != std::string_view::npos && token.count <= most;
        if (!known || seen.find(token.what) != std::string::npos || (token.what == 'y' && token.count % 2 != 0)) return false;
        seen += token.what;
    }
    return seen.find('y') != std::string::npos && seen.find('M') != std::string::npos && seen.find('d') != std::string::npos &&
           !(seen.find('H') != std::string::npos && seen.find('h') != std::string::npos);
}

std::optional<DateText> read_by_pattern(std::string_view text, std::string_view pattern) {
    text = text::trim(text);
    if (text.size() > kLongestPattern) return std::nullopt;
    if (pattern == "excel" || pattern == "unix") return read_since(text, pattern == "excel");
    const bool time = is_of_time(pattern);
    Parts parts;
    while (!pattern.empty()) {
        const Token token = next_token(pattern, time);
        if (token.what != 0) {
            const bool packed = !pattern.empty() && is_pattern_letter(pattern.front());
            if (!read_token(token, packed, text, parts)) return std::nullopt;
        } else if (text.starts_with(token.text)) {
            text.remove_prefix(token.text.size());
        } else {
            return std::nullopt;
        }
    }
    if (!text.empty()) return std::nullopt;
    return date_of(parts);
}

}  // namespace kith::imports
