#include "records/jobs/cron.hpp"

#include <algorithm>
#include <span>
#include <vector>

namespace kith::jobs {

namespace {

constexpr std::int64_t kMinute = 60'000'000;
constexpr int kMinutesOfDay = 24 * 60;
constexpr int kYears = 12;  // 29 February is eight years away at most, around 2100
constexpr int kDays = kYears * 366;
constexpr std::size_t kLongest = 200;

constexpr std::string_view kMonthNames[] = {"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"};
constexpr std::string_view kDayNames[] = {"sun", "mon", "tue", "wed", "thu", "fri", "sat"};

struct CronField {
    const char* name;
    int least, most;
    std::span<const std::string_view> names;  // from `least` on
};
constexpr CronField kFields[] = {
    {"minute", 0, 59, {}}, {"hour", 0, 23, {}}, {"day", 1, 31, {}}, {"month", 1, 12, kMonthNames}, {"weekday", 0, 7, kDayNames},
};

std::string lower_ascii(std::string_view text) {
    std::string out(text);
    for (char& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return out;
}

std::vector<std::string_view> split_at(std::string_view text, char at) {
    std::vector<std::string_view> out;
    for (std::size_t start = 0;;) {
        const auto end = text.find(at, start);
        out.push_back(text.substr(start, end - start));
        if (end == std::string_view::npos) return out;
        start = end + 1;
    }
}

std::vector<std::string_view> cron_words(std::string_view text) {
    std::vector<std::string_view> out;
    for (std::size_t start = text.find_first_not_of(" \t"); start != std::string_view::npos;) {
        const auto end = text.find_first_of(" \t", start);
        out.push_back(text.substr(start, end - start));
        start = end == std::string_view::npos ? end : text.find_first_not_of(" \t", end);
    }
    return out;
}

std::optional<int> small_number(std::string_view text) {
    if (text.empty() || text.size() > 3) return std::nullopt;
    int out = 0;
    for (const char c : text) {
        if (c < '0' || c > '9') return std::nullopt;
        out = out * 10 + (c - '0');
    }
    return out;
}

std::optional<int> cron_value(const CronField& field, std::string_view text) {
    if (const auto number = small_number(text)) return *number >= field.least && *number <= field.most ? number : std::nullopt;
    for (std::size_t i = 0; i < field.names.size(); ++i)
        if (field.names[i] == text) return field.least + static_cast<int>(i);
    return std::nullopt;
}

/// `*`, `5`, `1-5`, `*/15`, `1-5/2`.
std::optional<std::uint64_t> cron_part(const CronField& field, std::string_view text) {
    int step = 1;
    bool stepped = false;
    if (const auto slash = text.find('/'); slash != std::string_view::npos) {
        const auto given = small_number(text.substr(slash + 1));
        if (!given || *given < 1 || *given > field.most) return std::nullopt;
        step = *given;
        stepped = true;
        text = text.substr(0, slash);
    }
    int from = field.least, to = field.most;
    if (text != "*") {
        const auto dash = text.find('-');
        const auto first = cron_value(field, text.substr(0, dash));
        if (!first) return std::nullopt;
        from = to = *first;
        if (dash != std::string_view::npos) {
            const auto last = cron_value(field, text.substr(dash + 1));
            if (!last || *last < from) return std::nullopt;
            to = *last;
        } else if (stepped) {
            return std::nullopt;
        }
    }
    std::uint64_t bits = 0;
    for (int value = from; value <= to; value += step) bits |= std::uint64_t{1} << value;
    return bits;
}

Error not_a_time(std::string_view given) {
    return {.kind = ErrorKind::Invalid, .code = "schedule.not_a_time", .params = {{"given", std::string(given.substr(0, kLongest))}}};
}

/// `daily 07:00` and `weekly mon 07:00` as five fields; what is neither, as it is.
std::optional<std::string> plain_form(const std::vector<std::string_view>& words) {
    const bool daily = words.size() == 2 && words[0] == "daily";
    const bool weekly = words.size() == 3 && words[0] == "weekly";
    if (!daily && !weekly) return std::nullopt;
    const auto clock = split_at(words.back(), ':');
    if (clock.size() != 2 || clock[1].size() != 2) return std::nullopt;
    return std::string(clock[1]) + " " + std::string(clock[0]) + " * * " + (weekly ? std::string(words[1]) : "*");
}

}  // namespace

Result<Cron> Cron::parse(std::string_view text) {
    if (text.size() > kLongest) return not_a_time(text);
    auto lower = lower_ascii(text);
    auto words = cron_words(lower);
    std::string plain;
    if (auto form = plain_form(words)) {
        plain = std::move(*form);
        words = cron_words(plain);
    }
    if (words.size() != std::size(kFields)) return not_a_time(text);
    Cron out;
    for (std::size_t i = 0; i < words.size(); ++i) {
        const auto& field = kFields[i];
        for (const auto part : split_at(words[i], ',')) {
            const auto bits = cron_part(field, part);
            if (!bits)
                return Error{.kind = ErrorKind::Invalid, .code = "schedule.wrong_part",
                             .params = {{"field", field.name}, {"part", std::string(part)}, {"least", std::to_string(field.least)}, {"most", std::to_string(field.most)}}};
            out.bits_[i] |= *bits;
        }
    }
    if ((out.bits_[4] & (1U << 7)) != 0) out.bits_[4] |= 1;  // Sunday is 0 and 7
    out.every_hour_ = words[1] == "*";
    out.any_day_ = words[2].front() == '*';
    out.any_weekday_ = words[4].front() == '*';
    // Any four years with a leap day in them have every day there is.
    const Date from = Date::of(2024, 1, 1);
    bool ever = false;
    for (int i = 0; i < 4 * 366 && !ever; ++i) ever = out.runs_on(from.plus_days(i));
    if (!ever) return Error{.kind = ErrorKind::Invalid, .code = "schedule.never", .params = {{"given", std::string(text)}}};
    return out;
}

bool Cron::runs_on(Date day) const {
    const auto has = [&](std::size_t field, int value) { return (bits_[field] >> value & 1) != 0; };
    if (!has(3, day.month())) return false;
    const bool by_day = has(2, day.day());
    const bool by_weekday = has(4, day.weekday() % 7);
    // Where both are given, either will do: crontab(5).
    return any_day_ || any_weekday_ ? by_day && by_weekday : by_day || by_weekday;
}

std::optional<Instant> Cron::next_on(Date day, Instant after, std::string_view zone) const {
    if (every_hour_) {
        const auto end = instant_of(day.plus_days(1), 0, zone);
        const auto begin = std::max(instant_of(day, 0, zone), Instant{after.micros + 1});
        std::int64_t at = (begin.micros + kMinute - 1) / kMinute * kMinute;
        for (; at < end.micros; at += kMinute)
            if (local_date({at}, zone) == day && (bits_[0] >> (local_minutes({at}, zone) % 60) & 1) != 0) return Instant{at};
        return std::nullopt;
    }
    for (int minutes = 0; minutes < kMinutesOfDay; ++minutes) {
        if ((bits_[1] >> (minutes / 60) & 1) == 0 || (bits_[0] >> (minutes % 60) & 1) == 0) continue;
        if (const auto at = instant_of(day, minutes, zone); at > after) return at;
    }
    return std::nullopt;
}

std::optional<Instant> Cron::next(Instant after, std::string_view zone) const {
    const Date from = local_date(after, zone);
    for (int i = 0; i < kDays; ++i) {
        const Date day = from.plus_days(i);
        if (!runs_on(day)) continue;
        if (const auto at = next_on(day, after, zone)) return at;
    }
    return std::nullopt;
}

}  // namespace kith::jobs
