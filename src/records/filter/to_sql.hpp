#pragma once

#include <span>
#include <string>
#include <vector>

#include "records/fields/field_kind.hpp"
#include "records/filter/tree.hpp"

namespace kith::records::filter {

/// An SQL condition over the table alias `alias` ("t") that is true for the records found; values go
/// to `bindings`. The only place where filters become SQL. `not_by_index`: conditions that are to be
/// tested row by row even where their field has an index (SQLite's unary plus).
std::string to_sql(const Node& node, const std::string& alias, Bindings& bindings,
                   std::span<const Node* const> not_by_index = {});

/// The top-level conditions that an index can answer.
std::vector<const Node*> indexed_conditions(const Node& node);
/// Whether any of its conditions, wherever in the tree, might be answered by an index of the object's own table.
bool may_use_index(const Node& node);

}  // namespace kith::records::filter
