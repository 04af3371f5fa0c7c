#pragma once

#include "records/workspace.hpp"

/// What was done with an account, and what that does to its plan.
namespace kith::process {

/// A planned touch this many weeks away or nearer is fulfilled by an activity of its kind.
inline constexpr int kFulfilWeeks = 3;

/// Last and last human touch from the activities, next from the plan.
Result<void> refresh_touches(records::Writer& writer, Id account);
/// All accounts; gives how many were written.
Result<std::int64_t> refresh_all_touches(records::Workspace& workspace, const Actor& actor);

/// Hooks: an activity done fulfils the touch planned nearest to it; a touch's week is its Monday.
Result<void> after_activity(records::Writer& writer, const records::Record* before,
                            const records::Record* after);
Result<void> before_touch(records::Writer& writer, const records::Record* before, records::Values& values);
Result<void> after_touch(records::Writer& writer, const records::Record* before,
                         const records::Record* after);

}  // namespace kith::process
