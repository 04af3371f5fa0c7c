#include "records/filter/period.hpp"

#include <cstdint>

namespace kith::records::filter {

namespace {
constexpr std::int64_t kMostDays = 366'000;  // a thousand years

std::optional<Days> unit_around(std::string_view unit, Date today, int shift) {
    if (unit == "week") {
        const auto monday = IsoWeek::of(today).plus(shift).monday();
        return Days{monday, monday.plus_days(6)};
    }
    int months = 0;
    int first_month = 1;
    if (unit == "month") {
        months = 1;
        first_month = today.month();
    } else if (unit == "quarter") {
        months = 3;
        first_month = (today.month() - 1) / 3 * 3 + 1;
    } else if (unit == "year") {
        months = 12;
    } else {
        return std::nullopt;
    }
    const auto first = Date::of(today.year(), first_month, 1).plus_months(shift * months);
    return Days{first, first.plus_months(months).plus_days(-1)};
}
}  // namespace

std::optional<Days> span_of(const json::Value& length, Date today, bool ahead) {
    const auto* members = length.object();
    if (members == nullptr || members->size() != 1) return std::nullopt;
    const auto& [unit, amount] = members->front();
    const auto* count = amount.integer();
    if (count == nullptr || *count < 0 || *count > kMostDays) return std::nullopt;
    const int n = static_cast<int>(*count);
    const int sign = ahead ? 1 : -1;
    Date other;
    if (unit == "days") {
        other = today.plus_days(sign * n);
    } else if (unit == "weeks" && n <= kMostDays / 7) {
        other = today.plus_days(sign * 7 * n);
    } else if (unit == "months" && n <= 12'000) {
        other = today.plus_months(sign * n);
    } else if (unit == "years" && n <= 1000) {
        other = today.plus_months(sign * 12 * n);
    } else {
        return std::nullopt;
    }
    return ahead ? Days{today, other} : Days{other, today};
}

std::optional<Days> named_period(std::string_view name, Date today) {
    if (name == "today") return Days{today, today};
    if (name == "yesterday") return Days{today.plus_days(-1), today.plus_days(-1)};
    if (name == "tomorrow") return Days{today.plus_days(1), today.plus_days(1)};
    const auto underscore = name.find('_');
    if (underscore == std::string_view::npos) return std::nullopt;
    const auto which = name.substr(0, underscore);
    const auto unit = name.substr(underscore + 1);
    if (which == "this") return unit_around(unit, today, 0);
    if (which == "last") return unit_around(unit, today, -1);
    if (which == "next") return unit_around(unit, today, 1);
    return std::nullopt;
}

}  // namespace kith::records::filter
