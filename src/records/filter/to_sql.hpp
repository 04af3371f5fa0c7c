#pragma once

#include <string>

#include "records/fields/field_kind.hpp"
#include "records/filter/tree.hpp"

namespace kith::records::filter {

/// An SQL condition over the table alias `alias` ("t") that is true for the records found; values go
/// to `bindings`. The only place where filters become SQL. `not_by_index`: a condition that is to be
/// tested row by row even where its field has an index (SQLite's unary plus).
std::string to_sql(const Node& node, const std::string& alias, Bindings& bindings,
                   const Node* not_by_index = nullptr);

/// A top-level condition that an index answers by equality, or null.
const Node* indexed_condition(const Node& node);

}  // namespace kith::records::filter
