#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "records/workspace.hpp"

/// Several records made one, in the caller's transaction: all of it or nothing.
namespace kith::duplicates {

struct MergeWish {
    std::string object;
    Id survivor;
    std::vector<Id> with;
    std::map<std::string, Id> choose;          // field → the record whose value it is to have
    std::map<Id, std::int64_t> versions;       // that the person saw; others now: record.stale
};

struct Merged {
    Id change_set;
    std::map<std::string, std::int64_t> moved; // records that referred to a merged one, by object
};

inline constexpr std::size_t kMostMerged = 20;
inline constexpr std::int64_t kMostMoved = 100'000;

/// Needs the right to edit all of them. What they refer to each other by is gone; a field nobody chose keeps the
/// survivor's value, or gets the first there is; lists and tags are put together. Fields that the person does not
/// see are treated so, too: neither shown nor lost.
Result<Merged> merge(records::Writer& writer, const MergeWish& wish);

/// Rules of all objects: what is written with a merged record's id is written with the survivor's, and one that is
/// taken out of the bin again is itself again.
records::Hook merge_rules();
/// Who takes a merge back: whoever may edit the survivor and the merged, and then with all rights.
Result<std::optional<Actor>> undone_by(records::Workspace& workspace, const Actor& actor, Id change_set);

}  // namespace kith::duplicates
