#pragma once

#include <optional>
#include <string_view>
#include <utility>

#include "base/json.hpp"
#include "base/time.hpp"

namespace kith::records::filter {

/// Days from the first to the last, both included.
using Days = std::pair<Date, Date>;

/// `{"days": 90}`, `{"weeks": 2}`, `{"months": 3}`, `{"years": 1}` as the time up to and with today
/// (`ahead`: from today on).
std::optional<Days> span_of(const json::Value& length, Date today, bool ahead);

/// `{"hours": 4}` in microseconds; `signed_too`: also `{"hours": -4}`.
std::optional<std::int64_t> hours_of(const json::Value& length, bool signed_too);

/// One day seen from today: `{"days": -90}` is ninety days ago, `{"weeks": 2}` in two weeks.
std::optional<Date> day_from(const json::Value& offset, Date today);

/// "today", "yesterday", "tomorrow", "this_week", "last_month", "next_quarter", "this_year"… A week has seven
/// days from `first_weekday` on (1 Monday, as ISO 8601 has it, to 7 Sunday).
std::optional<Days> named_period(std::string_view name, Date today, int first_weekday = 1);

/// The day on which weeks begin in a country (ISO 3166 alpha-2), as CLDR has it.
int first_weekday_in(std::string_view country);

}  // namespace kith::records::filter
