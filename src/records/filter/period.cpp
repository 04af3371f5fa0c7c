#include "records/filter/period.hpp"

#include <cstdint>

namespace kith::records::filter {

namespace {
constexpr std::int64_t kMostDays = 366'000;  // a thousand years
constexpr std::int64_t kHour = 3'600'000'000;

std::optional<Days> unit_around(std::string_view unit, Date today, int shift, int first_weekday) {
    if (unit == "week") {
        const auto first = today.plus_days(-((today.weekday() - first_weekday + 7) % 7) + 7 * shift);
        return Days{first, first.plus_days(6)};
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

/// The one member of `{"days": 90}`, its amount within what its unit allows.
std::optional<std::pair<std::string_view, int>> length_of(const json::Value& length) {
    const auto* members = length.object();
    if (members == nullptr || members->size() != 1) return std::nullopt;
    const auto& [unit, amount] = members->front();
    const auto* count = amount.integer();
    if (count == nullptr) return std::nullopt;
    const std::int64_t most = unit == "hours"    ? kMostDays * 24
                              : unit == "days"   ? kMostDays
                              : unit == "weeks"  ? kMostDays / 7
                              : unit == "months" ? 12'000
                              : unit == "years"  ? 1'000
                                                 : -1;
    if (*count > most || *count < -most) return std::nullopt;
    return std::pair<std::string_view, int>{unit, static_cast<int>(*count)};
}
}  // namespace

std::optional<Date> day_from(const json::Value& offset, Date today) {
    const auto length = length_of(offset);
    if (!length) return std::nullopt;
    const auto& [unit, n] = *length;
    if (unit == "days") return today.plus_days(n);
    if (unit == "weeks") return today.plus_days(7 * n);
    if (unit == "months") return today.plus_months(n);
    if (unit == "years") return today.plus_months(12 * n);
    return std::nullopt;
}

std::optional<Days> span_of(const json::Value& length, Date today, bool ahead) {
    const auto parts = length_of(length);
    if (!parts || parts->second < 0) return std::nullopt;
    const json::Value offset(json::Object{{std::string(parts->first), ahead ? parts->second : -parts->second}});
    const auto other = day_from(offset, today);
    if (!other) return std::nullopt;
    return ahead ? Days{today, *other} : Days{*other, today};
}

std::optional<std::int64_t> hours_of(const json::Value& length, bool signed_too) {
    const auto parts = length_of(length);
    if (!parts || parts->first != "hours" || (parts->second < 0 && !signed_too)) return std::nullopt;
    return parts->second * kHour;
}

std::optional<Days> named_period(std::string_view name, Date today, int first_weekday) {
    if (name == "today") return Days{today, today};
    if (name == "yesterday") return Days{today.plus_days(-1), today.plus_days(-1)};
    if (name == "tomorrow") return Days{today.plus_days(1), today.plus_days(1)};
    const auto underscore = name.find('_');
    if (underscore == std::string_view::npos) return std::nullopt;
    const auto which = name.substr(0, underscore);
    const auto unit = name.substr(underscore + 1);
    if (which == "this") return unit_around(unit, today, 0, first_weekday);
    if (which == "last") return unit_around(unit, today, -1, first_weekday);
    if (which == "next") return unit_around(unit, today, 1, first_weekday);
    return std::nullopt;
}

int first_weekday_in(std::string_view country) {
    // Where it is not Monday; "MV" alone begins on Friday.
    static constexpr std::string_view kSunday =
        " AG AS BD BR BS BT BW BZ CA CO DM DO ET GT GU HK HN ID IL IN JM JP KE KH KR LA MH MM MO MT MX MZ NI NP PA PE PH "
        "PK PR PT PY SA SG SV TH TT TW UM US VE VI WS YE ZA ZW ";
    static constexpr std::string_view kSaturday = " AE AF BH DJ DZ EG IQ IR JO KW LY OM QA SD SY ";
    if (country.size() != 2) return 1;
    const std::string wanted = " " + std::string(country) + " ";
    if (kSunday.find(wanted) != std::string_view::npos) return 7;
    if (kSaturday.find(wanted) != std::string_view::npos) return 6;
    return country == "MV" ? 5 : 1;
}

}  // namespace kith::records::filter
