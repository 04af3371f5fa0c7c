#pragma once

#include <string_view>
#include <vector>

#include "modules/data/import/mapping.hpp"

namespace kith::imports {

struct Suggestion {
    Mapping mapping;
    double score = 0;  // about 0 to 1.3; how likely the file is this object's
};

/// How each column could be mapped if the file held that object: by names, then by what values look
/// like; one column to one field. A title that no column gives is composed of what identifies a row.
Suggestion suggest_for(const records::Object& object, const std::vector<Column>& columns, std::string_view file_name);
/// For every object a file can be of, the likeliest first.
std::vector<Suggestion> suggest(const records::Schema& schema, const std::vector<Column>& columns, std::string_view file_name);

}  // namespace kith::imports
