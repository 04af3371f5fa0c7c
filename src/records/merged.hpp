#pragma once

#include <vector>

#include "base/id.hpp"
#include "base/time.hpp"
#include "db/database.hpp"

/// Records that were merged into others: binned, with a mark by which their ids keep working.
namespace kith::records {

/// Where the change log tells of a merge: the source of what it wrote, and in timelines its kind.
inline constexpr const char* kMergeSource = "merge";

/// Into which record this one was merged, over as many merges as there were; not set: into none.
Id survivor_of(db::Transaction& tx, Id record);
/// All that were merged into this one, and into those.
std::vector<Id> merged_into(db::Transaction& tx, Id survivor);
void mark_merged(db::Transaction& tx, Id record, Id survivor, Id change_set, Instant at);
void unmark_merged(db::Transaction& tx, Id record);

}  // namespace kith::records
