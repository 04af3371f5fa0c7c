#pragma once

#include <chrono>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace kith {

/// A moment: microseconds since 1970-01-01 UTC. JSON: `2026-11-23T06:00:00Z` (fraction if there is one).
struct Instant {
    std::int64_t micros = 0;

    static Instant now();
    [[nodiscard]] std::string to_string() const;
    /// RFC 3339 with zone (`Z` or `+01:00`); seconds and fraction may be left out.
    static std::optional<Instant> parse(std::string_view text);
    friend auto operator<=>(Instant, Instant) = default;
};

/// A day of the calendar, without zone: days since 1970-01-01. JSON: `2026-11-23`.
struct Date {
    std::int32_t days = 0;

    static Date of(int year, int month, int day);  // a valid day; asserts
    static std::optional<Date> parse(std::string_view iso);
    [[nodiscard]] std::string to_string() const;
    [[nodiscard]] int year() const;
    [[nodiscard]] int month() const;    // 1 to 12
    [[nodiscard]] int day() const;      // 1 to 31
    [[nodiscard]] int weekday() const;  // 1 Monday to 7 Sunday
    [[nodiscard]] Date plus_days(int n) const { return {days + n}; }
    /// The same day n months on, or that month's last day (31 Jan + 1 = 28 or 29 Feb).
    [[nodiscard]] Date plus_months(int n) const;
    friend auto operator<=>(Date, Date) = default;
};

/// A week of ISO 8601: Monday to Sunday; week 1 is the one with the year's first Thursday.
struct IsoWeek {
    int year = 0;
    int week = 0;  // 1 to 53

    static IsoWeek of(Date day);
    /// `2026-W48`; a week the year does not have (2025-W53) is none.
    static std::optional<IsoWeek> parse(std::string_view text);
    [[nodiscard]] Date monday() const;
    [[nodiscard]] Date sunday() const { return monday().plus_days(6); }
    [[nodiscard]] IsoWeek plus(int weeks) const { return of(monday().plus_days(7 * weeks)); }
    [[nodiscard]] std::string to_string() const;
    friend auto operator<=>(const IsoWeek&, const IsoWeek&) = default;
};

/// Time zones by IANA name ("Europe/Oslo"), from the system's tz database.
bool is_time_zone(std::string_view name);
/// The day it is in that zone at that moment. An unknown zone counts as UTC.
Date local_date(Instant at, std::string_view zone);
/// Hour and minute there, as minutes since midnight.
int local_minutes(Instant at, std::string_view zone);
/// The first moment of that local time on that day (a gap gives the moment after it).
Instant instant_of(Date day, int minutes, std::string_view zone);

/// What time it is. Tests and `--today` set it; all rules ask it and never the system.
class Clock {
public:
    virtual ~Clock() = default;
    [[nodiscard]] virtual Instant now() const { return Instant::now(); }
};

}  // namespace kith
