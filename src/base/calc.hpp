#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>

/// The functions of formulas on values as a database has them: whole numbers (also dates as days since
/// 1970-01-01, times as UTC microseconds, yes/no as 1 and 0), real numbers, text. Amounts travel as text,
/// minor units and currency ("125050 NOK"). They never fail: an empty operand, a division by zero, two
/// currencies, a result too large give an empty value (nothing), unless it says otherwise below. SQLite's
/// connections know each by its name.
namespace kith::calc {

using Value = std::variant<std::monostate, std::int64_t, double, std::string>;
using Arguments = std::span<const Value>;

inline constexpr std::size_t kMostText = 100'000;  // bytes; a longer text is empty

struct Function {
    const char* name;  // "kith_add"
    int arguments;     // -1: any number
    Value (*run)(Arguments);
};
std::span<const Function> functions();
/// None of that name: nullptr.
const Function* find(std::string_view name);

}  // namespace kith::calc
