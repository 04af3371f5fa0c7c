#include "base/calc.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <vector>

#include "base/calc_parts.hpp"

namespace kith::calc {

std::optional<double> number_of(const Value& value) {
    if (const auto* number = whole(value)) return static_cast<double>(*number);
    if (const auto* number = std::get_if<double>(&value)) return *number;
    return std::nullopt;
}

std::optional<std::int64_t> nearest(long double number) {
    number = std::round(number);
    if (!(number > -9.2233720368547758e18L && number < 9.2233720368547758e18L)) return std::nullopt;
    return static_cast<std::int64_t>(number);
}

Value finite(double number) { return std::isfinite(number) ? Value(number) : Value(); }

std::string number_text(const Value& value) {
    if (const auto* number = whole(value)) return std::to_string(*number);
    const auto number = number_of(value);
    if (!number) return {};
    std::array<char, 400> buffer{};
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), *number == 0 ? 0.0 : *number,
                                   std::fabs(*number) < 1e15 && (std::fabs(*number) >= 1e-6 || *number == 0) ? std::chars_format::fixed : std::chars_format::general).ptr;
    return {buffer.data(), end};
}

namespace {

/// Whole numbers stay whole while both are; else real.
template <class Whole, class Real>
Value arithmetic(Arguments in, Whole on_whole, Real on_real) {
    Value out = in.empty() ? Value() : in[0];
    for (std::size_t i = 1; i < in.size(); ++i) {
        const auto* a = whole(out);
        const auto* b = whole(in[i]);
        std::int64_t result = 0;
        if (a != nullptr && b != nullptr) {
            if (on_whole(*a, *b, &result)) return {};
            out = result;
            continue;
        }
        const auto x = number_of(out);
        const auto y = number_of(in[i]);
        if (!x || !y) return {};
        out = finite(on_real(*x, *y));
    }
    return out;
}

Value add(Arguments in) {
    return arithmetic(in, [](auto a, auto b, auto* to) { return __builtin_add_overflow(a, b, to); }, [](double a, double b) { return a + b; });
}
Value sub(Arguments in) {
    return arithmetic(in, [](auto a, auto b, auto* to) { return __builtin_sub_overflow(a, b, to); }, [](double a, double b) { return a - b; });
}
Value mul(Arguments in) {
    return arithmetic(in, [](auto a, auto b, auto* to) { return __builtin_mul_overflow(a, b, to); }, [](double a, double b) { return a * b; });
}
Value div(Arguments in) {
    const auto a = number_of(in[0]);
    const auto b = number_of(in[1]);
    if (!a || !b || *b == 0) return {};
    return finite(*a / *b);
}
/// What is left of a division, with the sign of the first number.
Value mod(Arguments in) {
    const auto* a = whole(in[0]);
    const auto* b = whole(in[1]);
    if (a != nullptr && b != nullptr) {
        if (*b == 0) return {};
        return *b == -1 ? Value(std::int64_t{0}) : Value(*a % *b);
    }
    const auto x = number_of(in[0]);
    const auto y = number_of(in[1]);
    if (!x || !y || *y == 0) return {};
    return finite(std::fmod(*x, *y));
}
Value neg(Arguments in) {
    const std::array<Value, 2> pair{std::int64_t{0}, in[0]};
    if (const auto* number = std::get_if<double>(in.data())) return finite(-*number);
    return sub(pair);
}
Value abs_of(Arguments in) {
    const auto number = number_of(in[0]);
    if (!number) return {};
    return *number < 0 ? neg(in) : in[0];
}

Value to_whole(const Value& in, double (*how)(double)) {
    if (whole(in) != nullptr) return in;
    const auto number = number_of(in);
    if (!number) return {};
    const auto result = nearest(how(*number));
    return result ? Value(*result) : Value();
}
Value round_whole(Arguments in) { return to_whole(in[0], [](double x) { return std::round(x); }); }
Value floor_of(Arguments in) { return to_whole(in[0], [](double x) { return std::floor(x); }); }
Value ceil_of(Arguments in) { return to_whole(in[0], [](double x) { return std::ceil(x); }); }
/// To so many decimals, 0 to 15; the result is real.
Value round_to(Arguments in) {
    const auto number = number_of(in[0]);
    const auto* digits = whole(in[1]);
    if (!number || digits == nullptr || *digits < 0 || *digits > 15) return {};
    const long double scale = std::pow(10.0L, static_cast<long double>(*digits));
    return finite(static_cast<double>(std::round(static_cast<long double>(*number) * scale) / scale));
}

/// Empty ones are passed over; amounts of two currencies have no least.
Value extreme(Arguments in, bool least) {
    const Value* best = nullptr;
    for (const auto& value : in) {
        if (is_null(value)) continue;
        if (best == nullptr) {
            best = &value;
            continue;
        }
        bool smaller = false;
        if (std::holds_alternative<std::string>(value)) {
            const std::array<Value, 2> pair{value, *best};
            const auto order = find("kith_money_compare")->run(pair);
            if (is_null(order)) return {};
            if (*whole(order) == 0) continue;
            smaller = *whole(order) < 0;
        } else if (whole(value) != nullptr && whole(*best) != nullptr) {
            if (*whole(value) == *whole(*best)) continue;
            smaller = *whole(value) < *whole(*best);
        } else {
            if (number_of(value) == number_of(*best)) continue;
            smaller = number_of(value) < number_of(*best);
        }
        if (smaller == least) best = &value;
    }
    return best == nullptr ? Value() : *best;
}
Value min_of(Arguments in) { return extreme(in, true); }
Value max_of(Arguments in) { return extreme(in, false); }

constexpr std::array<Function, 13> kNumbers{{
    {"kith_add", -1, add}, {"kith_sub", 2, sub}, {"kith_mul", -1, mul}, {"kith_div", 2, div}, {"kith_mod", 2, mod},
    {"kith_neg", 1, neg}, {"kith_abs", 1, abs_of}, {"kith_round", 1, round_whole}, {"kith_floor", 1, floor_of},
    {"kith_ceil", 1, ceil_of}, {"kith_round_to", 2, round_to}, {"kith_min", -1, min_of}, {"kith_max", -1, max_of},
}};

const std::vector<Function>& all() {
    static const auto made = [] {
        std::vector<Function> list;
        for (const auto part : {number_functions(), text_functions(), date_functions(), money_functions()})
            list.insert(list.end(), part.begin(), part.end());
        std::ranges::sort(list, {}, [](const Function& f) { return std::string_view(f.name); });
        return list;
    }();
    return made;
}

}  // namespace

std::span<const Function> number_functions() { return kNumbers; }
std::span<const Function> functions() { return all(); }

const Function* find(std::string_view name) {
    const auto& list = all();
    const auto it = std::ranges::lower_bound(list, name, {}, [](const Function& f) { return std::string_view(f.name); });
    return it == list.end() || it->name != name ? nullptr : &*it;
}

}  // namespace kith::calc
