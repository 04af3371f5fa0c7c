#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace kith::imports {

enum class DecimalMark { Unknown, Point, Comma };

/// A number as people write it: "$22,700.00", "1 234,50 kr", "(1.200,-)", "25 %", "1.5E+05".
struct NumberText {
    std::string plain;     // digits, one point, a leading minus: "-1234.50"
    std::string currency;  // a code written or meant by its sign; "" when none was
    bool percent = false;
    /// What this text alone tells of the column's habit.
    DecimalMark shows = DecimalMark::Unknown;
    /// "1.234": a thousand or a little over one; read by `mark`, or as the sign's usual meaning in English.
    bool ambiguous = false;

    [[nodiscard]] double value() const;
    [[nodiscard]] bool is_whole() const;
};

/// `home_currency` tells which dollar or krone a bare sign means. None when it is no number.
std::optional<NumberText> read_number(std::string_view text, DecimalMark mark, std::string_view home_currency = {});

/// In minor units, rounded half away from zero; none beyond 63 bits.
std::optional<std::int64_t> to_minor(const NumberText& number, int minor_digits);

}  // namespace kith::imports
