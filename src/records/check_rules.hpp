#pragma once

#include <vector>

#include "records/workspace.hpp"

namespace kith::records {

/// Refuses what would make one of the object's rules true that is not true of it already: kind Invalid,
/// `record.rule` with the rule's text, at its field. `values` as the record would have them, `before` null for a
/// new one. A rule that cannot be worked out (its field was retired) holds nobody up.
Result<void> check_rules(const Reader& reader, const Object& object, Id id, const std::vector<FieldValue>& values, const Record* before);

}  // namespace kith::records
