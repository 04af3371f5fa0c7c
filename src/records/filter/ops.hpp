#pragma once

#include <optional>
#include <string_view>

#include "records/filter/tree.hpp"

/// What may be asked of which type of field.
namespace kith::records::filter {

enum class Family { Text, Number, Money, Boolean, Date, Moment, Choice, Choices, Reference, Formatted, Opaque };
Family family_of(const Field& field);

/// "eq" … "not_empty"; the operators that are about time (`within_last`, `before`, …) are none of these.
std::optional<Op> plain_op(std::string_view name);
bool op_fits(Op op, Family family);

}  // namespace kith::records::filter
