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

/// "today", "yesterday", "tomorrow", "this_week", "last_month", "next_quarter", "this_year"… Weeks are
/// ISO 8601's, Monday to Sunday.
std::optional<Days> named_period(std::string_view name, Date today);

}  // namespace kith::records::filter
