#include "modules/data/import/read_date.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <string>
#include <utility>

#include "base/text.hpp"

namespace kith::imports {

namespace {

/// First letters that tell a month in English, Norwegian, Swedish, Danish and German, folded.
constexpr std::array<std::pair<std::string_view, int>, 16> kMonths{{
    {"jan", 1}, {"feb", 2}, {"mar", 3}, {"apr", 4}, {"may", 5}, {"mai", 5}, {"maj", 5},
    {"jun", 6}, {"jul", 7}, {"aug", 8}, {"sep", 9}, {"oct", 10}, {"okt", 10}, {"nov", 11}, {"dec", 12}, {"des", 12},
}};

using text::is_digit;

/// Walks over the text; every take_… either takes and tells so, or leaves all as it was.
struct Scanner {
    std::string_view rest;

    bool take(char c) {
        if (rest.empty() || rest.front() != c) return false;
        rest.remove_prefix(1);
        return true;
    }
    void skip_spaces() {
        while (!rest.empty() && (rest.front() == ' ' || rest.front() == '\t')) rest.remove_prefix(1);
        if (rest.starts_with("\xC2\xA0")) rest.remove_prefix(2), skip_spaces();
    }
    std::optional<int> number(std::size_t least, std::size_t most, std::size_t* length = nullptr) {
        std::size_t n = 0;
        int value = 0;
        while (n < rest.size() && n < most && is_digit(rest[n])) value = value * 10 + (rest[n++] - '0');
        if (n < least || (n < rest.size() && is_digit(rest[n]))) return std::nullopt;
        rest.remove_prefix(n);
        if (length != nullptr) *length = n;
        return value;
    }
    std::string_view word() {
        std::size_t n = 0;
        while (n < rest.size() && (std::isalpha(static_cast<unsigned char>(rest[n])) || (rest[n] & 0x80) != 0)) ++n;
        const std::string_view out = rest.substr(0, n);
        rest.remove_prefix(n);
        return out;
    }
};

int full_year(int year, std::size_t digits) {
    if (digits != 2) return year;
    return year <= 68 ? 2000 + year : 1900 + year;
}

std::optional<Date> day_of(int year, int month, int day) {
    constexpr int kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (year < 1000 || year > 2999 || month < 1 || month > 12 || day < 1) return std::nullopt;
    const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    if (day > kDays[month - 1] + (month == 2 && leap ? 1 : 0)) return std::nullopt;
    return Date::of(year, month, day);
}

/// "08:00", "9.30 PM", "08:00:00.5+02:00", "T08:00Z"
bool read_time(Scanner& in, DateText& out) {
    const auto hour = in.number(1, 2);
    if (!hour || !(in.take(':') || in.take('.'))) return false;
    const auto minute = in.number(2, 2);
    if (!minute) return false;
    int second = 0;
    std::int64_t fraction = 0;
    if (in.take(':') || (!in.rest.empty() && in.rest.front() == '.' && in.take('.'))) {
        const auto read = in.number(2, 2);
        if (!read) return false;
        second = *read;
        if (in.take('.') || in.take(',')) {
            std::int64_t scale = 100'000;
            if (in.rest.empty() || !is_digit(in.rest.front())) return false;
            while (!in.rest.empty() && is_digit(in.rest.front())) {
                fraction += (in.rest.front() - '0') * scale;
                scale /= 10;
                in.rest.remove_prefix(1);
            }
        }
    }
    in.skip_spaces();
    int h = *hour;
    std::string half = text::lower_ascii(in.rest.substr(0, 2));
    if (half == "am" || half == "pm") {
        if (h < 1 || h > 12) return false;
        h = h % 12 + (half == "pm" ? 12 : 0);
        in.rest.remove_prefix(2);
        in.skip_spaces();
    }
    if (h > 23 || *minute > 59 || second > 60) return false;
    out.micros = ((h * 60 + *minute) * 60 + second) * std::int64_t{1'000'000} + fraction;
    if (in.rest == "Z" || in.rest == "UTC" || in.rest == "GMT") {
        out.offset_minutes = 0;
        in.rest = {};
    } else if (!in.rest.empty() && (in.rest.front() == '+' || in.rest.front() == '-')) {
        const int sign = in.rest.front() == '-' ? -1 : 1;
        in.rest.remove_prefix(1);
        Scanner hours{in.rest.substr(0, 2)};
        const auto offset_hours = hours.number(2, 2);
        if (!offset_hours || *offset_hours > 14) return false;
        in.rest.remove_prefix(2);
        in.take(':');
        const auto offset_minutes = in.rest.empty() ? std::optional(0) : in.number(2, 2);
        if (!offset_minutes || *offset_minutes > 59) return false;
        out.offset_minutes = sign * (*offset_hours * 60 + *offset_minutes);
    }
    return in.rest.empty();
}

/// After the day: nothing, or a time.
bool read_rest(Scanner& in, DateText& out) {
    in.take(',');
    const bool spaced = in.rest.empty() || in.rest.front() == ' ' || in.rest.front() == 'T';
    if (!spaced) return false;
    in.take('T');
    in.skip_spaces();
    for (const std::string_view word : {"kl.", "kl", "at", "-"})
        if (in.rest.starts_with(word)) in.rest.remove_prefix(word.size());
    in.skip_spaces();
    return in.rest.empty() || read_time(in, out);
}

/// "15 Apr, 2021", "1. mars 2024", "15-Apr-21"
std::optional<Date> day_month_name(Scanner& in) {
    const auto day = in.number(1, 2);
    if (!day) return std::nullopt;
    in.take('.');
    in.skip_spaces();
    in.take('-') || in.take('/');
    const auto month = month_named(in.word());
    if (!month) return std::nullopt;
    in.take('.');
    in.take(',');
    in.skip_spaces();
    in.take('-') || in.take('/');
    std::size_t digits = 0;
    const auto year = in.number(2, 4, &digits);
    if (!year || digits == 3) return std::nullopt;
    return day_of(full_year(*year, digits), *month, *day);
}

/// "Dec 1, 2026"
std::optional<Date> month_name_day(Scanner& in) {
    const auto month = month_named(in.word());
    if (!month) return std::nullopt;
    in.take('.');
    in.skip_spaces();
    const auto day = in.number(1, 2);
    if (!day) return std::nullopt;
    for (const std::string_view suffix : {"st", "nd", "rd", "th"})
        if (in.rest.starts_with(suffix)) in.rest.remove_prefix(2);
    in.take(',');
    in.skip_spaces();
    const auto year = in.number(4, 4);
    if (!year) return std::nullopt;
    return day_of(*year, *month, *day);
}

/// Three numbers with `-`, `/` or `.` between, or eight digits.
std::optional<Date> all_numbers(Scanner& in, DateOrder order, DateText& out) {
    std::size_t digits = 0;
    const std::string_view whole = in.rest;
    const auto first = in.number(1, 4, &digits);
    if (!first) {
        in.rest = whole;
        const auto packed = in.number(8, 8);
        if (!packed) return std::nullopt;
        return day_of(*packed / 10000, *packed / 100 % 100, *packed % 100);
    }
    if (in.rest.empty()) return std::nullopt;
    const char separator = in.rest.front();
    if (separator != '-' && separator != '/' && separator != '.') return std::nullopt;
    in.rest.remove_prefix(1);
    if (separator == '.') in.skip_spaces();
    const auto second = in.number(1, 2);
    if (!second || !in.take(separator)) return std::nullopt;
    if (separator == '.') in.skip_spaces();
    std::size_t last_digits = 0;
    const auto third = in.number(1, 4, &last_digits);
    if (!third) return std::nullopt;
    if (digits == 4) return last_digits <= 2 ? day_of(*first, *second, *third) : std::nullopt;
    if (digits > 2 || (last_digits != 2 && last_digits != 4)) return std::nullopt;
    const int year = full_year(*third, last_digits);
    const auto day_first = day_of(year, *second, *first);
    const auto month_first = separator == '.' ? std::nullopt : day_of(year, *first, *second);
    if (day_first && month_first) {
        out.ambiguous = *first != *second;
        return order == DateOrder::MonthFirst ? month_first : day_first;
    }
    if (separator != '.') out.shows = day_first ? DateOrder::DayFirst : DateOrder::MonthFirst;
    return day_first ? day_first : month_first;
}

}  // namespace

std::optional<int> month_named(std::string_view word) {
    if (word.size() < 3 || word.size() > 12) return std::nullopt;
    const std::string folded = text::fold(word);
    const auto hit = std::find_if(kMonths.begin(), kMonths.end(), [&](const auto& m) { return folded.starts_with(m.first); });
    if (hit == kMonths.end()) return std::nullopt;
    return hit->second;
}

Instant DateText::instant(std::string_view zone) const {
    constexpr std::int64_t kDay = 86'400'000'000;
    const std::int64_t of_day = micros.value_or(0);
    if (offset_minutes) return {date.days * kDay + of_day - *offset_minutes * std::int64_t{60'000'000}};
    const Instant minute = instant_of(date, static_cast<int>(of_day / 60'000'000), zone);
    return {minute.micros + of_day % 60'000'000};
}

std::optional<DateText> read_date(std::string_view text, DateOrder order) {
    text = text::trim(text);
    if (text.size() < 6 || text.size() > 48) return std::nullopt;
    using Shape = std::optional<Date> (*)(Scanner&);
    DateText out;
    Scanner in{text};
    if (const auto date = all_numbers(in, order, out)) {
        out.date = *date;
        if (read_rest(in, out)) return out;
        return std::nullopt;
    }
    for (const Shape shape : {Shape{day_month_name}, Shape{month_name_day}}) {
        out = {};
        in.rest = text;
        if (const auto date = shape(in)) {
            out.date = *date;
            if (read_rest(in, out)) return out;
        }
    }
    // "Mon, 15 Apr 2021": the day of the week says nothing new
    in.rest = text;
    const std::string_view weekday = in.word();
    if (weekday.size() < 3 || !(in.take(',') || in.take('.') || in.take(' '))) return std::nullopt;
    in.skip_spaces();
    if (in.rest.empty() || !is_digit(in.rest.front())) return std::nullopt;
    out = {};
    const auto date = day_month_name(in);
    if (!date) return std::nullopt;
    out.date = *date;
    if (!read_rest(in, out)) return std::nullopt;
    return out;
}

}  // namespace kith::imports
