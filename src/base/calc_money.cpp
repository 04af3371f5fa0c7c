#include <array>
#include <charconv>
#include <cmath>

#include "base/calc_parts.hpp"
#include "base/money.hpp"

namespace kith::calc {

namespace {

struct Amount {
    std::int64_t minor = 0;
    std::string_view currency;
};

std::optional<Amount> amount_of(const Value& value) {
    const auto text = text_of(value);
    Amount out;
    const auto [stopped, failure] = std::from_chars(text.data(), text.data() + text.size(), out.minor);
    if (failure != std::errc{} || text.data() + text.size() - stopped != 4 || *stopped != ' ') return std::nullopt;
    out.currency = text.substr(text.size() - 3);
    return out;
}
Value packed(std::int64_t minor, std::string_view currency) { return std::to_string(minor) + " " + std::string(currency); }
Value packed(std::optional<std::int64_t> minor, std::string_view currency) { return minor ? packed(*minor, currency) : Value(); }
long double unit(std::string_view currency) { return std::pow(10.0L, static_cast<long double>(minor_digits(currency))); }

Value money(Arguments in) {
    const auto* minor = whole(in[0]);
    return minor == nullptr || text_of(in[1]).size() != 3 ? Value() : packed(*minor, text_of(in[1]));
}
Value minor(Arguments in) {
    const auto amount = amount_of(in[0]);
    return amount ? Value(amount->minor) : Value();
}
Value currency(Arguments in) {
    const auto amount = amount_of(in[0]);
    return amount ? Value(std::string(amount->currency)) : Value();
}
/// So many kroner: the number is in whole units of the currency.
Value money_of(Arguments in) {
    const auto number = number_of(in[0]);
    if (!number || !is_currency(text_of(in[1]))) return {};
    return packed(nearest(static_cast<long double>(*number) * unit(text_of(in[1]))), text_of(in[1]));
}
Value amount(Arguments in) {
    const auto amount = amount_of(in[0]);
    return amount ? Value(static_cast<double>(static_cast<long double>(amount->minor) / unit(amount->currency))) : Value();
}

Value money_sum(Arguments in, bool minus) {
    std::optional<Amount> out;
    for (const auto& value : in) {
        const auto next = amount_of(value);
        if (!next || (out && out->currency != next->currency)) return {};
        if (!out) out = next;
        else if (minus ? __builtin_sub_overflow(out->minor, next->minor, &out->minor) : __builtin_add_overflow(out->minor, next->minor, &out->minor)) return {};
    }
    return out ? packed(out->minor, out->currency) : Value();
}
Value money_add(Arguments in) { return money_sum(in, false); }
Value money_sub(Arguments in) { return money_sum(in, true); }
Value money_neg(Arguments in) {
    const auto amount = amount_of(in[0]);
    std::int64_t minor = 0;
    return amount && !__builtin_sub_overflow(std::int64_t{0}, amount->minor, &minor) ? packed(minor, amount->currency) : Value();
}
Value money_abs(Arguments in) {
    const auto amount = amount_of(in[0]);
    return amount && amount->minor < 0 ? money_neg(in) : amount ? in[0] : Value();
}
Value money_mul(Arguments in) {
    const auto amount = amount_of(in[0]);
    const auto factor = number_of(in[1]);
    if (!amount || !factor) return {};
    std::int64_t minor = 0;
    if (const auto* times = whole(in[1])) return __builtin_mul_overflow(amount->minor, *times, &minor) ? Value() : packed(minor, amount->currency);
    return packed(nearest(static_cast<long double>(amount->minor) * *factor), amount->currency);
}
Value money_div(Arguments in) {
    const auto amount = amount_of(in[0]);
    const auto by = number_of(in[1]);
    if (!amount || !by || *by == 0) return {};
    return packed(nearest(static_cast<long double>(amount->minor) / *by), amount->currency);
}
Value ratio(Arguments in) {
    const auto a = amount_of(in[0]);
    const auto b = amount_of(in[1]);
    if (!a || !b || a->currency != b->currency || b->minor == 0) return {};
    return finite(static_cast<double>(a->minor) / static_cast<double>(b->minor));
}
Value order(long double a, long double b) { return std::int64_t{a < b ? -1 : a > b ? 1 : 0}; }
Value compare(Arguments in) {
    const auto a = amount_of(in[0]);
    const auto b = amount_of(in[1]);
    if (!a || !b || a->currency != b->currency) return {};
    return std::int64_t{a->minor < b->minor ? -1 : a->minor > b->minor ? 1 : 0};
}
/// With a plain number, taken as of the amount's currency.
Value compare_number(Arguments in) {
    const auto a = amount_of(in[0]);
    const auto b = number_of(in[1]);
    return a && b ? order(static_cast<long double>(a->minor), std::round(static_cast<long double>(*b) * unit(a->currency) * 1000) / 1000) : Value();
}
/// To so many decimals; 0 is whole kroner.
Value money_round_to(Arguments in) {
    const auto amount = amount_of(in[0]);
    const auto* digits = whole(in[1]);
    if (!amount || digits == nullptr || *digits < 0 || *digits > 15) return {};
    const auto kept = minor_digits(amount->currency) - static_cast<int>(*digits);
    if (kept <= 0) return in[0];
    const long double step = std::pow(10.0L, static_cast<long double>(kept));
    const auto steps = nearest(static_cast<long double>(amount->minor) / step);
    std::int64_t minor = 0;
    return steps && !__builtin_mul_overflow(*steps, static_cast<std::int64_t>(step), &minor) ? packed(minor, amount->currency) : Value();
}
/// "1250.50 NOK"
Value money_text(Arguments in) {
    const auto amount = amount_of(in[0]);
    if (!amount) return {};
    return format_amount({amount->minor, std::string(amount->currency)}) + " " + std::string(amount->currency);
}

constexpr std::array<Function, 16> kMoney{{
    {"kith_money", 2, money}, {"kith_money_minor", 1, minor}, {"kith_money_currency", 1, currency}, {"kith_money_of", 2, money_of},
    {"kith_money_amount", 1, amount}, {"kith_money_add", -1, money_add}, {"kith_money_sub", 2, money_sub}, {"kith_money_neg", 1, money_neg},
    {"kith_money_abs", 1, money_abs}, {"kith_money_mul", 2, money_mul}, {"kith_money_div", 2, money_div}, {"kith_money_ratio", 2, ratio},
    {"kith_money_compare", 2, compare}, {"kith_money_compare_number", 2, compare_number}, {"kith_money_round", 2, money_round_to},
    {"kith_money_text", 1, money_text},
}};

}  // namespace

std::span<const Function> money_functions() { return kMoney; }

}  // namespace kith::calc
