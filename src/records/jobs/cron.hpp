#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "base/time.hpp"

namespace kith::jobs {

/// When something runs again and again: five fields (minute, hour, day of month, month, day of week) of `*`,
/// numbers, names, ranges, lists and steps, as crontab(5) has them; or `daily 07:00`, `weekly mon 07:00`.
///
/// In a time zone whose clock is moved: with `*` for the hour each real hour counts. Otherwise a time that is
/// skipped runs once, at the moment of the change, and one that comes twice runs the first time.
class Cron {
public:
    /// Kind Invalid: `schedule.not_a_time` (param `given`), `schedule.wrong_part` (`field`, a word the text selects by;
    /// `part`, `least`, `most`), `schedule.never` (30 February).
    static Result<Cron> parse(std::string_view text);

    /// The first time after that moment; none where there is none within a dozen years.
    [[nodiscard]] std::optional<Instant> next(Instant after, std::string_view zone) const;

private:
    [[nodiscard]] bool runs_on(Date day) const;
    [[nodiscard]] std::optional<Instant> next_on(Date day, Instant after, std::string_view zone) const;

    // One bit a value: minute, hour, day of month, month, day of week (0 Sunday).
    std::array<std::uint64_t, 5> bits_{};
    bool every_hour_ = false;
    bool any_day_ = false, any_weekday_ = false;
};

}  // namespace kith::jobs
