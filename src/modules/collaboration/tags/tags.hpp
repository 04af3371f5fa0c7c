#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "records/workspace.hpp"

/// Tags stand in a record's own field (`multi_select` of format `tags`), so that filters, lists, search,
/// imports, bulk edits, history and undo know them as they know any field. The names in use are records
/// of object `tag`, which give them a colour.
namespace kith::collaboration {

using TagNames = std::vector<std::string>;

/// The field of an object that holds tags, null when it has none.
const records::Field* tags_field(const records::Object& object);

/// Makes the records of names that none is for; in the spelling that was first.
Result<void> add_missing_tags(records::Writer& writer, const std::set<std::string>& names);

/// A tag that gets another name gets it wherever it is used (5,000 records at most: `tag.used_too_much`).
records::Hook tag_rules();

}  // namespace kith::collaboration
