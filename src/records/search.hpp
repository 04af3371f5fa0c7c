#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "records/workspace.hpp"

namespace kith::records {

struct SearchHit {
    Id id;
    std::string title;
    std::string subtitle;
    std::string matched;  // the name of the field that holds what was typed, "" when it is the title
};

struct SearchGroup {
    const Object* object = nullptr;
    std::vector<SearchHit> hits;  // newest first
};

/// Every object this person may see, each with at most `limit` records in which all words stand,
/// whole or as beginnings. Nothing but signs typed: nothing found.
std::vector<SearchGroup> search(Reader& reader, std::string_view typed, int limit);

}  // namespace kith::records
