#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace kith {

/// An amount in minor units (øre, cents) of an ISO 4217 currency.
/// JSON: `{"amount": "1250.50", "currency": "NOK"}`; amounts are strings so that no digit is lost.
struct Money {
    std::int64_t minor = 0;
    std::string currency;  // three capital letters

    friend bool operator==(const Money&, const Money&) = default;
};

bool is_currency(std::string_view code);
/// Digits after the decimal point: 2, but 0 for JPY and ISK, 3 for KWD…
int minor_digits(std::string_view currency);
/// "1250.50"
std::string format_amount(const Money& money);
/// "1250.5" or "-3"; nothing but digits, one point and a leading minus. More decimals than the
/// currency has, or more than 63 bits: none.
std::optional<std::int64_t> parse_amount(std::string_view text, std::string_view currency);

}  // namespace kith
