#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "records/workspace.hpp"

namespace kith::exports {

/// One column of an export: a field of the record, or of the record that a reference leads to.
struct Column {
    std::string path;                       // "name", "account.country", "id", "created_at"
    const records::Field* via = nullptr;    // the reference, for a field of another record
    const records::Field* field = nullptr;
};

/// As the person may read them; none named: every field in the object's order, id first. Errors name the
/// place (`columns[2]`): `export.unknown_column`, `export.no_columns`.
Result<std::vector<Column>> read_columns(const records::Reader& reader, const records::Object& object,
                                         const std::vector<std::string>& paths);

/// What stands above the column for a person: "Account: Country".
std::string label_of(const Column& column, std::string_view language);

}  // namespace kith::exports
