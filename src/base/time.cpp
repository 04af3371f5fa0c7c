#include "base/time.hpp"

#include <cassert>
#include <charconv>
#include <cstdlib>

namespace kith {

namespace {

using std::chrono::days;
using std::chrono::sys_days;
using std::chrono::year_month_day;

constexpr std::int64_t kMicrosPerSecond = 1'000'000;
constexpr std::int64_t kSecondsPerDay = 86'400;

year_month_day civil(Date date) { return year_month_day{sys_days{days{date.days}}}; }

Date from_civil(const year_month_day& ymd) {
    return {static_cast<std::int32_t>(sys_days{ymd}.time_since_epoch().count())};
}

/// Takes exactly `count` digits off the front.
std::optional<int> take_digits(std::string_view& text, std::size_t count) {
    if (text.size() < count) return std::nullopt;
    int value = 0;
    for (std::size_t i = 0; i < count; ++i) {
        if (text[i] < '0' || text[i] > '9') return std::nullopt;
        value = value * 10 + (text[i] - '0');
    }
    text.remove_prefix(count);
    return value;
}

/// With zeros in front up to `least` digits.
void append_digits(std::string& out, int value, std::ptrdiff_t least) {
    char digits[16];
    const auto end = std::to_chars(digits, digits + sizeof digits, std::abs(value)).ptr;
    if (value < 0) out += '-';
    if (end - digits < least) out.append(static_cast<std::size_t>(least - (end - digits)), '0');
    out.append(digits, end);
}

bool take(std::string_view& text, char c) {
    if (text.empty() || text.front() != c) return false;
    text.remove_prefix(1);
    return true;
}

std::optional<Date> take_date(std::string_view& text) {
    const auto year = take_digits(text, 4);
    if (!year || !take(text, '-')) return std::nullopt;
    const auto month = take_digits(text, 2);
    if (!month || !take(text, '-')) return std::nullopt;
    const auto day = take_digits(text, 2);
    if (!day) return std::nullopt;
    const year_month_day ymd{std::chrono::year{*year}, std::chrono::month{static_cast<unsigned>(*month)},
                             std::chrono::day{static_cast<unsigned>(*day)}};
    if (!ymd.ok()) return std::nullopt;
    return from_civil(ymd);
}

/// `.25` as microseconds; digits beyond the sixth are cut off.
std::optional<std::int64_t> take_fraction(std::string_view& text) {
    std::int64_t micros = 0;
    std::int64_t unit = kMicrosPerSecond / 10;
    std::size_t digits = 0;
    while (!text.empty() && text.front() >= '0' && text.front() <= '9') {
        micros += (text.front() - '0') * unit;
        unit /= 10;
        ++digits;
        text.remove_prefix(1);
    }
    if (digits == 0) return std::nullopt;
    return micros;
}

/// Seconds east of UTC from `Z`, `+01:00` or `-0130`.
std::optional<std::int64_t> take_offset(std::string_view& text) {
    if (take(text, 'Z') || take(text, 'z')) return 0;
    const bool east = !text.empty() && text.front() == '+';
    if (!take(text, '+') && !take(text, '-')) return std::nullopt;
    const auto hours = take_digits(text, 2);
    if (!hours || *hours > 23) return std::nullopt;
    take(text, ':');
    const auto minutes = take_digits(text, 2);
    if (!minutes || *minutes > 59) return std::nullopt;
    const std::int64_t seconds = *hours * 3600 + *minutes * 60;
    return east ? seconds : -seconds;
}

}  // namespace

Instant Instant::now() {
    using std::chrono::duration_cast;
    using std::chrono::microseconds;
    return {duration_cast<microseconds>(std::chrono::system_clock::now().time_since_epoch()).count()};
}

std::string Instant::to_string() const {
    std::int64_t seconds = micros / kMicrosPerSecond;
    std::int64_t fraction = micros % kMicrosPerSecond;
    if (fraction < 0) {
        fraction += kMicrosPerSecond;
        --seconds;
    }
    std::int64_t day = seconds / kSecondsPerDay;
    std::int64_t second = seconds % kSecondsPerDay;
    if (second < 0) {
        second += kSecondsPerDay;
        --day;
    }
    const int second_of_day = static_cast<int>(second);
    std::string out = Date{static_cast<std::int32_t>(day)}.to_string();
    out += 'T';
    append_digits(out, second_of_day / 3600, 2);
    out += ':';
    append_digits(out, second_of_day / 60 % 60, 2);
    out += ':';
    append_digits(out, second_of_day % 60, 2);
    if (fraction != 0) {
        const bool millis = fraction % 1000 == 0;
        out += '.';
        append_digits(out, static_cast<int>(millis ? fraction / 1000 : fraction), millis ? 3 : 6);
    }
    return out += 'Z';
}

std::optional<Instant> Instant::parse(std::string_view text) {
    const auto date = take_date(text);
    if (!date || !(take(text, 'T') || take(text, 't') || take(text, ' '))) return std::nullopt;
    const auto hour = take_digits(text, 2);
    if (!hour || *hour > 23 || !take(text, ':')) return std::nullopt;
    const auto minute = take_digits(text, 2);
    if (!minute || *minute > 59) return std::nullopt;
    int second = 0;
    std::int64_t fraction = 0;
    if (take(text, ':')) {
        const auto given = take_digits(text, 2);
        if (!given || *given > 60) return std::nullopt;  // 60: a leap second counts as the next second
        second = *given;
        if (take(text, '.')) {
            const auto micros = take_fraction(text);
            if (!micros) return std::nullopt;
            fraction = *micros;
        }
    }
    const auto offset = take_offset(text);
    if (!offset || !text.empty()) return std::nullopt;
    const std::int64_t seconds =
        date->days * kSecondsPerDay + *hour * 3600 + *minute * 60 + second - *offset;
    return Instant{seconds * kMicrosPerSecond + fraction};
}

Date Date::of(int year, int month, int day) {
    const year_month_day ymd{std::chrono::year{year}, std::chrono::month{static_cast<unsigned>(month)},
                             std::chrono::day{static_cast<unsigned>(day)}};
    assert(ymd.ok());
    return from_civil(ymd);
}

std::optional<Date> Date::parse(std::string_view iso) {
    const auto date = take_date(iso);
    return iso.empty() ? date : std::nullopt;
}

std::string Date::to_string() const {
    const auto ymd = civil(*this);
    std::string out;
    out.reserve(32);  // an Instant adds its time
    append_digits(out, static_cast<int>(ymd.year()), 4);
    out += '-';
    append_digits(out, static_cast<int>(static_cast<unsigned>(ymd.month())), 2);
    out += '-';
    append_digits(out, static_cast<int>(static_cast<unsigned>(ymd.day())), 2);
    return out;
}

int Date::year() const { return static_cast<int>(civil(*this).year()); }
int Date::month() const { return static_cast<int>(static_cast<unsigned>(civil(*this).month())); }
int Date::day() const { return static_cast<int>(static_cast<unsigned>(civil(*this).day())); }

int Date::weekday() const {
    return static_cast<int>(std::chrono::weekday{sys_days{std::chrono::days{days}}}.iso_encoding());
}

Date Date::plus_months(int n) const {
    auto moved = civil(*this) + std::chrono::months{n};
    if (!moved.ok()) moved = moved.year() / moved.month() / std::chrono::last;
    return from_civil(moved);
}

IsoWeek IsoWeek::of(Date day) {
    // A week belongs to the year its Thursday lies in.
    const Date thursday = day.plus_days(4 - day.weekday());
    const int year = thursday.year();
    return {year, (thursday.days - Date::of(year, 1, 1).days) / 7 + 1};
}

std::optional<IsoWeek> IsoWeek::parse(std::string_view text) {
    const auto year = take_digits(text, 4);
    if (!year || !take(text, '-') || !(take(text, 'W') || take(text, 'w'))) return std::nullopt;
    const auto week = take_digits(text, 2);
    if (!week || !text.empty() || *week < 1 || *week > 53) return std::nullopt;
    const IsoWeek parsed{*year, *week};
    if (of(parsed.monday()) != parsed) return std::nullopt;  // no week 53 that year
    return parsed;
}

Date IsoWeek::monday() const {
    const Date fourth = Date::of(year, 1, 4);  // always in week 1
    return fourth.plus_days(1 - fourth.weekday() + 7 * (week - 1));
}

std::string IsoWeek::to_string() const {
    std::string out;
    append_digits(out, year, 4);
    out += "-W";
    append_digits(out, week, 2);
    return out;
}

}  // namespace kith
