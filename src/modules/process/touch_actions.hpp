#pragma once

#include <optional>
#include <string>
#include <vector>

#include "records/workspace.hpp"

/// What a rep does with a touch of the week's list. Each refuses what does not fit the touch's state
/// (`touch.not_planned`, `touch.not_finished`) and what is another's (`week.not_yours`).
namespace kith::process {

struct Done {
    std::string outcome;  // "" when not said
    std::string note;
    std::optional<std::int64_t> minutes;  // as planned when not said
    std::optional<Date> on;               // today when not said
};
/// Logs the activity, with the person the list named.
Result<void> finish_touch(records::Writer& writer, Id touch, const Done& done);
Result<void> skip_touch(records::Writer& writer, Id touch, const std::string& reason);
/// Moves it by hand: the planner leaves it there.
Result<void> reschedule_touch(records::Writer& writer, Id touch, IsoWeek week, const std::string& reason);
Result<void> hand_over_touch(records::Writer& writer, Id touch, Id user, const std::string& reason);
/// Takes done or skipped back; the activity that was logged with it goes into the bin, one that was
/// logged by itself is only let go.
Result<void> reopen_touch(records::Writer& writer, Id touch);
Result<void> tick_steps(records::Writer& writer, Id touch, const std::vector<std::int64_t>& steps);

}  // namespace kith::process
