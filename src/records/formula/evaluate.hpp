#pragma once

#include <functional>
#include <string>

#include "records/formula/expression.hpp"

namespace kith::records::formula {

/// What a formula means to whoever asks.
struct Moment {
    Date today;
    Instant now;
    std::string zone;
};

/// The value without a database: `value_of` gives the fields', as base/calc has them. What the SQL gives too.
calc::Value evaluate(const Expression& expression, const Moment& moment, const std::function<calc::Value(const Field* over, const Field& field)>& value_of);

}  // namespace kith::records::formula
