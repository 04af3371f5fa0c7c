#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "modules/data/import/cell_kind.hpp"
#include "records/record.hpp"
#include "records/schema.hpp"

namespace kith::imports {

/// What the reading of a cell may lean on.
struct CellContext {
    ColumnFormat format;
    std::string currency = "NOK";  // of amounts without one
    std::string country = "NO";    // of phones without a country's number
    std::string time_zone = "Europe/Oslo";
};

/// A person's text as the field's type; blank is empty. References are left to the caller (an
/// assertion). Errors have one of the codes `import.not_a_…`, `import.not_an_option`,
/// `import.ambiguous_date`, with the text (param `value`) and, for options, what would be right.
Result<records::FieldValue> read_cell(const records::Field& field, std::string_view text, const CellContext& context);

/// "a; b|c" → its parts, trimmed, without blank ones. Commas part only where nothing else does.
std::vector<std::string_view> split_list(std::string_view text, bool commas_too);

}  // namespace kith::imports
