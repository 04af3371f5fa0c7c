#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/json.hpp"
#include "records/workspace.hpp"

namespace kith::collaboration {

/// What a person is to hear of. Kinds: mention, assigned, changed, reminder, shared, import.
struct Notice {
    Id user;
    std::string kind;
    std::string object;  // the record it is about, which the person opens from it; "" for none
    Id record;
    Id subject;          // what it is told once of: the note of a mention, else the record
    Id actor;            // whose doing; not set: the house's own
    std::string actor_name;
    std::int64_t times = 1;     // changes that it tells as one
    json::Object details = {};  // {"fields": […]} of changed, {"title", "text"} where there is no record,
                                // {"of": "account"} of so many records (times) that one action changed or gave away
};

/// Adds them, and tells the people's open pages when that is durable. `changed` is folded: one a record as
/// long as it is unread. A mention in one note is told once.
void add_notices(records::Workspace& workspace, db::Transaction& tx, const std::vector<Notice>& notices);

}  // namespace kith::collaboration
