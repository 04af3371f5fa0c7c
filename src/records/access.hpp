#pragma once

#include <string>
#include <string_view>

#include "records/fields/field_kind.hpp"
#include "records/filter/tree.hpp"
#include "records/workspace.hpp"

/// Whose records a role reaches: the scope of a right as one more branch of the filter tree. Everything that
/// reads records goes through here; the right itself is asked by Object::allows.
namespace kith::records {

/// Records that name another by two text fields of theirs, `object` and `record`, which nobody writes by hand
/// (files), are reached with it; those that name none yet, by whom their owner fields name.
bool stands_beside(const Object& object);
/// The right reaches every record: no branch is needed.
bool reaches_all(const Reader& reader, const Object& object, Right right);
/// The records of `object` that the reader's right reaches.
filter::Node reach_of(const Reader& reader, const Object& object, Right right);
/// Leaves of a tree only what the reader may see: the object's own records, those it asks about and those
/// its paths lead over.
void restrict_tree(filter::Node& tree, const Reader& reader, const Object& object);
/// " AND (…)" about the row `alias`, "" where everything is reached. For SQL made elsewhere.
std::string reach_sql(const Reader& reader, const Object& object, Right right, const std::string& alias, Bindings& bindings);
/// Whether the right reaches this record, in the bin or not.
bool reaches(const Reader& reader, const Object& object, Right right, Id id);

}  // namespace kith::records
