#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "records/workspace.hpp"

namespace kith::records {

/// One thing that happened around a record: a record that stands in timelines (an activity, a note, an
/// order), or a change of the record itself.
struct TimelineEntry {
    Instant at;
    std::string kind;     // the object's name, or "create", "update", "bin", "restore"
    Id key;               // unique in a timeline: the record's id or the change's number
    const Object* object = nullptr;
    Id record;
    std::string title;
    std::string text;     // a long text of it, "" if none
    Id actor;             // owner, author, or who changed it; may not be set
    std::string sub_kind; // the record's own kind ("call"), if it has one
    std::string source;   // of a change: app, import, rule…
    Id change_set;        // of a change
    std::string fields_json;  // of an update: {"name": [old, new]}
};

struct TimelinePage {
    std::vector<TimelineEntry> entries;  // newest first
    std::string cursor;                  // "" at the end
};

/// `kinds`: only entries of these, as in TimelineEntry::kind; empty for all.
Result<TimelinePage> timeline(Reader& reader, std::string_view object, Id id, int limit, std::string_view cursor,
                              const std::vector<std::string>& kinds = {});

}  // namespace kith::records
