#include "records/formula/functions.hpp"

#include <algorithm>
#include <array>

namespace kith::records::formula {

namespace {

constexpr std::array<Plain, 33> kPlain{{
    {"upper", "T", Type::Text, "kith_upper"},
    {"lower", "T", Type::Text, "kith_lower"},
    {"trim", "T", Type::Text, "kith_trim"},
    {"len", "T", Type::Integer, "kith_len"},
    {"left", "TI", Type::Text, "kith_left"},
    {"right", "TI", Type::Text, "kith_right"},
    {"mid", "TII", Type::Text, "kith_mid"},
    {"contains", "TT", Type::Boolean, "kith_contains"},
    {"starts_with", "TT", Type::Boolean, "kith_starts_with"},
    {"ends_with", "TT", Type::Boolean, "kith_ends_with"},
    {"replace", "TTT", Type::Text, "kith_replace"},
    {"number", "T", Type::Decimal, "kith_number"},
    {"floor", "N", Type::Integer, "kith_floor"},
    {"ceil", "N", Type::Integer, "kith_ceil"},
    {"year", "d", Type::Integer, "kith_year"},
    {"quarter", "d", Type::Integer, "kith_quarter"},
    {"month", "d", Type::Integer, "kith_month"},
    {"day", "d", Type::Integer, "kith_day"},
    {"weekday", "d", Type::Integer, "kith_weekday"},
    {"week", "d", Type::Integer, "kith_week"},
    {"hour", "MZ", Type::Integer, "kith_hour"},
    {"date", "III", Type::Date, "kith_date"},
    {"date", "MZ", Type::Date, "kith_local_date"},
    {"add_days", "DI", Type::Date, "kith_add_days"},
    {"add_months", "DI", Type::Date, "kith_add_months"},
    {"days_between", "dd", Type::Integer, "kith_days_between"},
    {"months_between", "dd", Type::Integer, "kith_months_between"},
    {"add_minutes", "MI", Type::DateTime, "kith_add_minutes"},
    {"minutes_between", "MM", Type::Duration, "kith_minutes_between"},
    {"hours_between", "MM", Type::Decimal, "kith_hours_between"},
    {"money", "NT", Type::Money, "kith_money_of"},
    {"amount_of", "$", Type::Decimal, "kith_money_amount"},
    {"currency", "$", Type::Text, "kith_money_currency"},
}};

constexpr std::array<Offered, 44> kOffered{{
    {"abs", "abs(number)"},
    {"add_days", "add_days(date, days)"},
    {"add_minutes", "add_minutes(time, minutes)"},
    {"add_months", "add_months(date, months)"},
    {"amount_of", "amount_of(money)"},
    {"case", "case(condition, value, …, otherwise)"},
    {"ceil", "ceil(number)"},
    {"coalesce", "coalesce(value, …)"},
    {"contains", "contains(text, part)"},
    {"currency", "currency(money)"},
    {"date", "date(year, month, day)"},
    {"day", "day(date)"},
    {"days_between", "days_between(from, to)"},
    {"ends_with", "ends_with(text, part)"},
    {"floor", "floor(number)"},
    {"hour", "hour(time)"},
    {"hours_between", "hours_between(from, to)"},
    {"if", "if(condition, value, otherwise)"},
    {"is_empty", "is_empty(value)"},
    {"left", "left(text, count)"},
    {"len", "len(text)"},
    {"lower", "lower(text)"},
    {"max", "max(value, …)"},
    {"mid", "mid(text, from, count)"},
    {"min", "min(value, …)"},
    {"minutes_between", "minutes_between(from, to)"},
    {"money", "money(number, currency)"},
    {"month", "month(date)"},
    {"months_between", "months_between(from, to)"},
    {"now", "now()"},
    {"number", "number(text)"},
    {"quarter", "quarter(date)"},
    {"replace", "replace(text, part, by)"},
    {"right", "right(text, count)"},
    {"round", "round(number, decimals)"},
    {"starts_with", "starts_with(text, part)"},
    {"text", "text(value)"},
    {"today", "today()"},
    {"trim", "trim(text)"},
    {"upper", "upper(text)"},
    {"week", "week(date)"},
    {"weekday", "weekday(date)"},
    {"year", "year(date)"},
    {"not", "not condition"},
}};

}  // namespace

const Plain* find_plain(std::string_view name, std::size_t arguments) {
    const Plain* named = nullptr;
    for (const auto& plain : kPlain) {
        if (plain.name != name) continue;
        if (plain.takes.size() - (plain.takes.ends_with('Z') ? 1 : 0) == arguments) return &plain;
        if (named == nullptr) named = &plain;
    }
    return named;
}

std::span<const Offered> offered_functions() { return kOffered; }

bool is_function(std::string_view name) { return std::ranges::find(kOffered, name, &Offered::name) != kOffered.end(); }

}  // namespace kith::records::formula
