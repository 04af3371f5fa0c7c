#pragma once

#include <span>
#include <string_view>

#include "records/formula/expression.hpp"

namespace kith::records::formula {

/// A function whose arguments have fixed types. In `takes` a letter each: T text, N a number, I a whole number,
/// D a date, d a date or a time (its day), M a time, $ an amount, Z the reader's zone (not written).
struct Plain {
    std::string_view name, takes;
    Type gives;
    std::string_view function;  // of calc
};
const Plain* find_plain(std::string_view name, std::size_t arguments);

/// All functions as an editor offers them: "round(number, decimals)".
struct Offered {
    std::string_view name, form;
};
std::span<const Offered> offered_functions();
bool is_function(std::string_view name);

}  // namespace kith::records::formula
