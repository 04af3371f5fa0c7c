#pragma once

#include <string>

#include "modules/data/import/mapping.hpp"
#include "records/workspace.hpp"

namespace kith::imports {

/// A select's options are those it was given and whatever else the file holds, to its last row. Reads the file where
/// the mapping asks for a select. Errors: the file's, `import.too_many_options`.
Result<void> complete_options(Mapping& mapping, const std::string& path, const Dialect& dialect, const std::vector<Column>& columns);

/// Whether this person may make fields: `import.new_fields_not_allowed`.
Result<void> check_may_make_fields(const Actor& actor);
/// Makes the fields that the mapping asks for, all or none, and leads their columns to them. Errors: those of
/// change_object(), with the column's name.
Result<void> make_fields(records::Workspace& workspace, const Actor& actor, Mapping& mapping, const std::vector<Column>& columns);

}  // namespace kith::imports
