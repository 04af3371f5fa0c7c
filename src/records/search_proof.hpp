#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "records/fields/field_kind.hpp"
#include "records/search_query.hpp"

/// The index tells that words stand in a record, not in which field. Who may not read all that an object is found
/// by must not learn of the rest by finding it: what was typed has to stand in fields they may read.
namespace kith::records {

class Reader;

struct SearchProof {
    std::vector<const Field*> fields;
    Typed typed;
};

/// Null for who may read every field the object is found by.
std::shared_ptr<const SearchProof> proof_for(const Reader& reader, const Object& object, std::string_view typed);
/// The condition on the row `alias`. Words mistyped are not forgiven in it.
std::string proof_sql(const SearchProof& proof, const std::string& alias, Bindings& bindings);

}  // namespace kith::records
