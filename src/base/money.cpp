#include "base/money.hpp"

#include <algorithm>
#include <array>
#include <limits>

namespace kith {

namespace {

/// ISO 4217, the currencies in circulation (funds, metals and test codes are left out).
constexpr std::string_view kCurrencies =
    "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD "
    "CAD CDF CHF CLF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP "
    "GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD "
    "KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK "
    "NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD "
    "SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VED VES VND VUV WST XAF "
    "XCD XCG XOF XPF YER ZAR ZMW ZWG";

struct Exception {
    std::string_view currency;
    int digits;
};
/// Every currency with other than two minor digits.
constexpr std::array kExceptions{
    Exception{"BHD", 3}, Exception{"BIF", 0}, Exception{"CLF", 4}, Exception{"CLP", 0}, Exception{"DJF", 0},
    Exception{"GNF", 0}, Exception{"IQD", 3}, Exception{"ISK", 0}, Exception{"JOD", 3}, Exception{"JPY", 0},
    Exception{"KMF", 0}, Exception{"KRW", 0}, Exception{"KWD", 3}, Exception{"LYD", 3}, Exception{"OMR", 3},
    Exception{"PYG", 0}, Exception{"RWF", 0}, Exception{"TND", 3}, Exception{"UGX", 0}, Exception{"VND", 0},
    Exception{"VUV", 0}, Exception{"XAF", 0}, Exception{"XOF", 0}, Exception{"XPF", 0},
};

constexpr std::size_t kCodeStep = 4;  // three letters and a space

}  // namespace

bool is_currency(std::string_view code) {
    if (code.size() != 3) return false;
    for (std::size_t at = 0; at < kCurrencies.size(); at += kCodeStep) {
        if (kCurrencies.substr(at, 3) == code) return true;
    }
    return false;
}

int minor_digits(std::string_view currency) {
    const auto* found =
        std::find_if(kExceptions.begin(), kExceptions.end(), [&](const auto& e) { return e.currency == currency; });
    return found == kExceptions.end() ? 2 : found->digits;
}

std::string format_amount(const Money& money) {
    const auto digits = static_cast<std::size_t>(minor_digits(money.currency));
    const bool negative = money.minor < 0;
    // Unsigned, so that the smallest number has an absolute value.
    const auto size = negative ? 0 - static_cast<std::uint64_t>(money.minor) : static_cast<std::uint64_t>(money.minor);
    std::string out = std::to_string(size);
    if (digits > 0) {
        if (out.size() <= digits) out.insert(0, digits + 1 - out.size(), '0');
        out.insert(out.size() - digits, 1, '.');
    }
    if (negative) out.insert(0, 1, '-');
    return out;
}

std::optional<std::int64_t> parse_amount(std::string_view text, std::string_view currency) {
    constexpr auto kMax = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
    const bool negative = text.starts_with('-');
    if (negative) text.remove_prefix(1);
    const auto point = text.find('.');
    const std::string_view whole = text.substr(0, point);
    const std::string_view fraction = point == std::string_view::npos ? "" : text.substr(point + 1);
    const auto digits = static_cast<std::size_t>(minor_digits(currency));
    if (whole.empty() || (point != std::string_view::npos && fraction.empty())) return std::nullopt;

    std::uint64_t minor = 0;
    const auto add = [&](char c) {
        if (c < '0' || c > '9') return false;
        const auto digit = static_cast<std::uint64_t>(c - '0');
        if (minor > (kMax - digit) / 10) return false;
        minor = minor * 10 + digit;
        return true;
    };
    if (!std::all_of(whole.begin(), whole.end(), add)) return std::nullopt;
    for (std::size_t i = 0; i < std::max(fraction.size(), digits); ++i) {
        const char c = i < fraction.size() ? fraction[i] : '0';
        // Zeros beyond the currency's digits say nothing ("5.00" JPY); other digits would be lost.
        if (i >= digits) {
            if (c != '0') return std::nullopt;
        } else if (!add(c)) {
            return std::nullopt;
        }
    }
    const auto value = static_cast<std::int64_t>(minor);
    return negative ? -value : value;
}

}  // namespace kith
