#include "db/sqlite/functions.hpp"

#include <sqlite3.h>

#include <array>
#include <cmath>
#include <new>
#include <vector>

#include "base/calc.hpp"

namespace kith::db::sqlite {

namespace {

calc::Value value_of(sqlite3_value* value) {
    switch (sqlite3_value_type(value)) {
        case SQLITE_INTEGER: return std::int64_t{sqlite3_value_int64(value)};
        case SQLITE_FLOAT: return sqlite3_value_double(value);
        case SQLITE_TEXT: {
            const auto* bytes = reinterpret_cast<const char*>(sqlite3_value_text(value));
            return std::string(bytes, static_cast<std::size_t>(sqlite3_value_bytes(value)));
        }
        default: return {};
    }
}

void give(sqlite3_context* context, const calc::Value& value) {
    if (const auto* whole = std::get_if<std::int64_t>(&value)) return sqlite3_result_int64(context, *whole);
    if (const auto* real = std::get_if<double>(&value)) return sqlite3_result_double(context, *real);
    if (const auto* text = std::get_if<std::string>(&value))
        return sqlite3_result_text64(context, text->data(), text->size(), SQLITE_TRANSIENT, SQLITE_UTF8);
    sqlite3_result_null(context);
}

void run(sqlite3_context* context, int count, sqlite3_value** values) noexcept {
    constexpr int kFew = 4;
    try {
        const auto& function = *static_cast<const calc::Function*>(sqlite3_user_data(context));
        if (count <= kFew) {
            std::array<calc::Value, kFew> few;
            for (int i = 0; i < count; ++i) few[static_cast<std::size_t>(i)] = value_of(values[i]);
            return give(context, function.run({few.data(), static_cast<std::size_t>(count)}));
        }
        std::vector<calc::Value> many;
        for (int i = 0; i < count; ++i) many.push_back(value_of(values[i]));
        give(context, function.run(many));
    } catch (const std::bad_alloc&) {
        sqlite3_result_error_nomem(context);
    } catch (...) {
        sqlite3_result_error(context, "a function of formulas failed", -1);
    }
}

/// SQLite's own sum() of whole numbers fails where it overflows.
struct Sum {
    std::int64_t whole;
    double real;
    bool any, reals, overflow;
};

void add_to_sum(sqlite3_context* context, int, sqlite3_value** values) noexcept {
    auto* sum = static_cast<Sum*>(sqlite3_aggregate_context(context, sizeof(Sum)));
    if (sum == nullptr) return sqlite3_result_error_nomem(context);
    const int type = sqlite3_value_type(values[0]);
    if (type == SQLITE_NULL) return;
    sum->any = true;
    sum->real += sqlite3_value_double(values[0]);
    if (type == SQLITE_FLOAT) sum->reals = true;
    else if (__builtin_add_overflow(sum->whole, std::int64_t{sqlite3_value_int64(values[0])}, &sum->whole)) sum->overflow = true;
}

void give_sum(sqlite3_context* context) noexcept {
    const auto* sum = static_cast<const Sum*>(sqlite3_aggregate_context(context, 0));
    if (sum == nullptr || !sum->any) return sqlite3_result_null(context);
    if (!sum->reals) return sum->overflow ? sqlite3_result_null(context) : sqlite3_result_int64(context, sum->whole);
    if (!std::isfinite(sum->real)) return sqlite3_result_null(context);
    sqlite3_result_double(context, sum->real);
}

}  // namespace

void add_functions(sqlite3* handle) {
    constexpr int kFlags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS;
    for (const auto& function : calc::functions())
        sqlite3_create_function_v2(handle, function.name, function.arguments, kFlags, const_cast<calc::Function*>(&function), run,
                                   nullptr, nullptr, nullptr);
    sqlite3_create_function_v2(handle, "kith_sum", 1, kFlags, nullptr, nullptr, add_to_sum, give_sum, nullptr);
}

}  // namespace kith::db::sqlite
