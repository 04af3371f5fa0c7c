#pragma once

#include "modules/data/import/mapping.hpp"
#include "records/workspace.hpp"

namespace kith::imports {

/// Whether this person may do what the mapping asks: make and change such records, fill those fields, make new ones.
/// A field that one may not read is not there for one. Errors: those of Reader::object_for(),
/// `import.unknown_field`, `import.field_not_allowed`, `import.new_fields_not_allowed`.
Result<void> check_allowed(const records::Reader& reader, const Mapping& mapping);

}  // namespace kith::imports
