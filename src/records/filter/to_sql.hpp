#pragma once

#include <string>

#include "records/fields/field_kind.hpp"
#include "records/filter/tree.hpp"

namespace kith::records::filter {

/// An SQL condition over the table alias `alias` ("t") that is true for the records found; values go
/// to `bindings`. The only place where filters become SQL.
std::string to_sql(const Node& node, const std::string& alias, Bindings& bindings);

/// The top-level condition that an index of the object answers most narrowly by equality (eq, in), or
/// null. `narrows` tells whether it is worth to start from it rather than from the sort's index.
const Node* indexed_condition(const Node& node);

}  // namespace kith::records::filter
