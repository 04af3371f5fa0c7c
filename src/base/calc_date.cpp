#include <array>
#include <cmath>

#include "base/calc_parts.hpp"
#include "base/time.hpp"

namespace kith::calc {

namespace {

constexpr std::int64_t kDay = 86'400'000'000;
constexpr std::int64_t kMinute = 60'000'000;
// As the fields: years outside break calendars.
constexpr int kFirstYear = 1000;
constexpr int kLastYear = 9999;
const std::int64_t kFirstDay = Date::of(kFirstYear, 1, 1).days;
const std::int64_t kLastDay = Date::of(kLastYear, 12, 31).days;

std::optional<Date> date_of(const Value& value) {
    const auto* days = whole(value);
    if (days == nullptr || *days < kFirstDay || *days > kLastDay) return std::nullopt;
    return Date{static_cast<std::int32_t>(*days)};
}
Value day_value(std::int64_t days) { return days < kFirstDay || days > kLastDay ? Value() : Value(days); }
std::optional<Instant> moment_of(const Value& value) {
    const auto* micros = whole(value);
    if (micros == nullptr || *micros < kFirstDay * kDay || *micros >= (kLastDay + 1) * kDay) return std::nullopt;
    return Instant{*micros};
}

Value make_date(Arguments in) {
    const auto* year = whole(in[0]);
    const auto* month = whole(in[1]);
    const auto* day = whole(in[2]);
    if (year == nullptr || month == nullptr || day == nullptr || *year < kFirstYear || *year > kLastYear || *month < 1 || *month > 12 || *day < 1)
        return {};
    const auto first = Date::of(static_cast<int>(*year), static_cast<int>(*month), 1);
    const auto length = first.plus_months(1).days - first.days;
    return *day > length ? Value() : day_value(first.days + *day - 1);
}

template <class F>
Value part(const Value& in, F&& of) {
    const auto date = date_of(in);
    return date ? Value(static_cast<std::int64_t>(of(*date))) : Value();
}
Value year(Arguments in) { return part(in[0], [](Date d) { return d.year(); }); }
Value quarter(Arguments in) { return part(in[0], [](Date d) { return (d.month() + 2) / 3; }); }
Value month(Arguments in) { return part(in[0], [](Date d) { return d.month(); }); }
Value day(Arguments in) { return part(in[0], [](Date d) { return d.day(); }); }
Value weekday(Arguments in) { return part(in[0], [](Date d) { return d.weekday(); }); }
Value week(Arguments in) { return part(in[0], [](Date d) { return IsoWeek::of(d).week; }); }

Value add_days(Arguments in) {
    const auto date = date_of(in[0]);
    const auto* days = whole(in[1]);
    std::int64_t sum = 0;
    if (!date || days == nullptr || __builtin_add_overflow(std::int64_t{date->days}, *days, &sum)) return {};
    return day_value(sum);
}
Value add_months(Arguments in) {
    const auto date = date_of(in[0]);
    const auto* months = whole(in[1]);
    if (!date || months == nullptr || *months > 120'000 || *months < -120'000) return {};
    const auto year = date->year() + *months / 12;
    if (year < kFirstYear - 1 || year > kLastYear + 1) return {};
    return day_value(date->plus_months(static_cast<int>(*months)).days);
}
Value days_between(Arguments in) {
    const auto from = date_of(in[0]);
    const auto to = date_of(in[1]);
    return from && to ? Value(std::int64_t{to->days} - from->days) : Value();
}
/// Whole months from the first day to the second, negative when it lies before.
Value months_between(Arguments in) {
    auto from = date_of(in[0]);
    auto to = date_of(in[1]);
    if (!from || !to) return {};
    const bool back = *to < *from;
    if (back) std::swap(from, to);
    std::int64_t months = (to->year() - from->year()) * 12 + to->month() - from->month();
    if (from->plus_months(static_cast<int>(months)) > *to) --months;
    return back ? -months : months;
}

Value local_day(Arguments in) {
    const auto moment = moment_of(in[0]);
    return moment ? day_value(local_date(*moment, text_of(in[1])).days) : Value();
}
Value hour(Arguments in) {
    const auto moment = moment_of(in[0]);
    return moment ? Value(std::int64_t{local_minutes(*moment, text_of(in[1])) / 60}) : Value();
}
Value add_minutes(Arguments in) {
    const auto moment = moment_of(in[0]);
    const auto* minutes = whole(in[1]);
    std::int64_t micros = 0;
    if (!moment || minutes == nullptr || __builtin_mul_overflow(*minutes, kMinute, &micros) ||
        __builtin_add_overflow(micros, moment->micros, &micros))
        return {};
    const Value sum = micros;
    return moment_of(sum) ? sum : Value();
}
Value minutes_between(Arguments in) {
    const auto from = moment_of(in[0]);
    const auto to = moment_of(in[1]);
    return from && to ? Value((to->micros - from->micros) / kMinute) : Value();
}
Value hours_between(Arguments in) {
    const auto from = moment_of(in[0]);
    const auto to = moment_of(in[1]);
    return from && to ? Value(static_cast<double>(to->micros - from->micros) / (60.0 * static_cast<double>(kMinute))) : Value();
}
Value date_text(Arguments in) {
    const auto date = date_of(in[0]);
    return date ? Value(date->to_string()) : Value();
}
/// "2026-11-23 09:05", as a clock in that zone shows it.
Value moment_text(Arguments in) {
    const auto moment = moment_of(in[0]);
    if (!moment) return {};
    const auto minutes = local_minutes(*moment, text_of(in[1]));
    auto out = local_date(*moment, text_of(in[1])).to_string() + " ";
    for (const int part : {minutes / 60, minutes % 60}) {
        if (out.back() != ' ') out += ':';
        out += static_cast<char>('0' + part / 10);
        out += static_cast<char>('0' + part % 10);
    }
    return out;
}

constexpr std::array<Function, 18> kDates{{
    {"kith_date", 3, make_date}, {"kith_year", 1, year}, {"kith_quarter", 1, quarter}, {"kith_month", 1, month}, {"kith_day", 1, day},
    {"kith_weekday", 1, weekday}, {"kith_week", 1, week}, {"kith_add_days", 2, add_days}, {"kith_add_months", 2, add_months},
    {"kith_days_between", 2, days_between}, {"kith_months_between", 2, months_between}, {"kith_local_date", 2, local_day},
    {"kith_hour", 2, hour}, {"kith_add_minutes", 2, add_minutes}, {"kith_minutes_between", 2, minutes_between},
    {"kith_hours_between", 2, hours_between}, {"kith_date_text", 1, date_text}, {"kith_moment_text", 2, moment_text},
}};

}  // namespace

std::span<const Function> date_functions() { return kDates; }

}  // namespace kith::calc
