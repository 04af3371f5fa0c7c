#pragma once

#include <string>

#include "records/filter/tree.hpp"

namespace kith::records::filter {

/// An error of the tree, at a place in it.
Error wrong(std::string at, std::string code, Params params = {});

/// One value to compare a field with; `at` names its place ("filter.and.0.value"). Not for dates and moments.
Result<FieldValue> read_operand(const Field& field, Op op, const json::Value& value, const Context& context,
                                const std::string& at);

/// Completes a condition about time (its path set, its field a date or a moment) with operator `op` and `value`:
/// a day, a moment, a period, a length or an offset from today.
Result<Node> read_time(Node condition, std::string_view op, const json::Value& value, const Context& context,
                       const std::string& at);

}  // namespace kith::records::filter
