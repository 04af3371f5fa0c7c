#pragma once

#include <optional>

#include "base/time.hpp"
#include "db/database.hpp"
#include "records/jobs/kinds.hpp"

namespace kith::jobs {

/// When there is next something to do: the first moment of a schedule, of a job that waits, or of a lease that runs
/// out. It may have passed. Till then a workspace that nobody uses may stay closed.
std::optional<Instant> next_due(db::Transaction& tx, const Kinds& kinds);

}  // namespace kith::jobs
