#pragma once

#include <vector>

#include "modules/data/import/mapping.hpp"

namespace kith::imports {

/// Columns with values that go nowhere, as fields that could be made for them: the type their values look like, a
/// select with its options where few different texts stand again and again.
std::vector<NewField> offer_fields(const records::Object& object, const Mapping& mapping, const std::vector<Column>& columns);
/// The same for one column, whatever becomes of it now.
NewField offer_field(const records::Object& object, const Column& column);

/// Names and values that new ones must not have.
using Taken = std::vector<std::string>;
/// "Contract value (NOK)" → "contract_value_nok", with a number behind it where that is taken; it is then, too.
std::string new_name(std::string_view label, std::string_view otherwise, Taken& taken);

}  // namespace kith::imports
