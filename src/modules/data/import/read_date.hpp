#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/time.hpp"

namespace kith::imports {

enum class DateOrder { Unknown, DayFirst, MonthFirst, Mixed };

/// A day, perhaps with a time, as people write it: "2021-04-15", "15.4.2021", "4/15/21", "20210415",
/// "15 Apr, 2021 00:02:00", "Dec 1, 2026", "1. mars 2024 kl. 9.30", "2021-04-15T08:00:00+02:00".
struct DateText {
    Date date;
    std::optional<std::int64_t> micros;    // since midnight
    std::optional<int> offset_minutes;     // written after the time
    /// What this text alone tells of the column's habit.
    DateOrder shows = DateOrder::Unknown;
    /// "3/4/2021": read by `order` (Unknown: day first).
    bool ambiguous = false;

    /// The moment, with midnight where no time was written; `zone` where no offset was.
    [[nodiscard]] Instant instant(std::string_view zone) const;
};

std::optional<DateText> read_date(std::string_view text, DateOrder order);
/// 1 to 12: "Apr", "mars", "December".
std::optional<int> month_named(std::string_view word);

}  // namespace kith::imports
