#pragma once

#include <functional>

#include "records/formula/expression.hpp"
#include "records/formula/syntax.hpp"

namespace kith::records::formula {

struct Checked {
    Expression tree;
    std::vector<Problem> problems;  // none: the tree is whole
};

/// Called for every computed field a formula names, before its type is asked; a code (`formula.cycle`,
/// `formula.broken_field`) where it cannot be used.
using Prepare = std::function<std::string(const Field&)>;

/// What a formula on this object's records means; all that is wrong with it at once. Every field counts, as for
/// an administrator.
Checked check(const Object& object, const Syntax& syntax, const Prepare& prepare = {});
/// parse() and check().
Checked read(const Object& object, std::string_view text, const Prepare& prepare = {});

}  // namespace kith::records::formula
