#pragma once

#include <optional>

#include "base/calc.hpp"

/// What the files of calc share.
namespace kith::calc {

inline bool is_null(const Value& value) { return value.index() == 0; }
inline const std::int64_t* whole(const Value& value) { return std::get_if<std::int64_t>(&value); }
inline std::string_view text_of(const Value& value) {
    const auto* text = std::get_if<std::string>(&value);
    return text == nullptr ? std::string_view{} : std::string_view(*text);
}
std::optional<double> number_of(const Value& value);
/// "" is empty.
Value text_value(std::string text);
/// Nearest whole number, halves away from zero; none beyond 63 bits.
std::optional<std::int64_t> nearest(long double number);
Value finite(double number);
/// 25, 2.5: the shortest that reads as the same number.
std::string number_text(const Value& value);

std::span<const Function> number_functions();
std::span<const Function> text_functions();
std::span<const Function> date_functions();
std::span<const Function> money_functions();

}  // namespace kith::calc
