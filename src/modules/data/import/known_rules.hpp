#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "modules/data/import/known_files.hpp"

namespace kith::imports {

/// Names a column may have, squeezed.
using HeaderNames = std::vector<std::string>;

/// What known/*.json say, read once. The README of that folder tells what the members mean.
struct KnownColumn {
    HeaderNames column, names, currency;
    std::string field, by;
    std::string ids;  // the system whose ids it holds
    bool create = false;
    std::vector<Transform> transforms;
};
struct KnownRows {
    HeaderNames column;
    std::vector<std::string> in, not_in;
    bool filled = false;
};
struct KnownPart {
    std::string object, match;
    bool fill_empty = false;
    std::vector<KnownRows> rows;
    std::vector<KnownColumn> columns;
    std::vector<Constant> constants;
};
struct KnownRule {
    Known known;
    std::vector<HeaderNames> needs;  // one of each
    HeaderNames without, ignored;
    std::vector<KnownPart> parts;
};

/// All of them. A mistake in the data is a bug: std::logic_error names file and problem.
const std::vector<KnownRule>& known_rules();

/// As headers are compared: folded, without spaces.
std::string squeezed_header(std::string_view name);

}  // namespace kith::imports
