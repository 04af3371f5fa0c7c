#include "modules/data/import/xlsx_values.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <optional>

#include "base/text.hpp"
#include "base/time.hpp"

namespace kith::imports {

namespace {

constexpr double kLastDay = 2'958'465;  // 9999-12-31
constexpr std::int64_t kMillisOfDay = 86'400'000;

/// The first section of a format's code, without texts, escapes, fillers and colours; "[h]" stays as "h".
struct BareCode {
    std::string letters;
    bool elapsed = false;
};

BareCode bare(std::string_view code) {
    BareCode out;
    for (std::size_t i = 0; i < code.size() && code[i] != ';'; ++i) {
        switch (code[i]) {
            case '"': i = std::min(code.find('"', i + 1), code.size()); break;
            case '\\':
            case '_':
            case '*': ++i; break;
            case '[': {
                const std::size_t close = std::min(code.find(']', i), code.size());
                const std::string word = text::lower_ascii(code.substr(i + 1, close - i - 1));
                const bool elapsed = !word.empty() && word.find_first_not_of(word[0]) == std::string::npos &&
                                     (word[0] == 'h' || word[0] == 'm' || word[0] == 's');
                if (elapsed) out.letters += word[0];
                out.elapsed = out.elapsed || elapsed;
                i = close;
                break;
            }
            default: out.letters += text::lower_ascii(code.substr(i, 1));
        }
    }
    return out;
}

std::optional<double> number_of(std::string_view text) {
    text = text::trim(text);
    if (text.starts_with('+')) text.remove_prefix(1);
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(value)) return std::nullopt;
    return value;
}

std::string plain_text(double value) {
    char buffer[400];
    if (value == std::trunc(value) && std::abs(value) < 1e15) {
        const auto written = std::to_chars(buffer, buffer + sizeof buffer, static_cast<std::int64_t>(value));
        return {buffer, written.ptr};
    }
    std::snprintf(buffer, sizeof buffer, "%.15g", value);
    const std::string_view shown = buffer;
    if (shown.find('e') == std::string_view::npos) return std::string(shown);
    double rounded = 0;
    std::from_chars(shown.data(), shown.data() + shown.size(), rounded);
    const auto written = std::to_chars(buffer, buffer + sizeof buffer, rounded, std::chars_format::fixed);
    return written.ec == std::errc() ? std::string(buffer, written.ptr) : std::string(shown);
}

std::string clock_text(std::int64_t millis) {
    char buffer[40];
    const auto seconds = millis / 1000;
    int length = std::snprintf(buffer, sizeof buffer, "%02lld:%02d:%02d", static_cast<long long>(seconds / 3600),
                               static_cast<int>(seconds / 60 % 60), static_cast<int>(seconds % 60));
    std::string out(buffer, static_cast<std::size_t>(length));
    if (millis % 1000 != 0) {
        length = std::snprintf(buffer, sizeof buffer, ".%03d", static_cast<int>(millis % 1000));
        out.append(buffer, static_cast<std::size_t>(length));
    }
    return out;
}

/// Day 60 of 1900 is the 29th of February that never was; days before it count from one day later.
Date day_of(std::int64_t serial, bool from_1904) {
    if (from_1904) return Date::of(1904, 1, 1).plus_days(static_cast<int>(serial));
    return Date::of(1899, 12, serial < 60 ? 31 : 30).plus_days(static_cast<int>(serial));
}

std::optional<std::string> day_text(double value, NumberKind kind, bool from_1904) {
    if (value < 0 || value > kLastDay) return std::nullopt;
    const auto millis = static_cast<std::int64_t>(std::llround(value * static_cast<double>(kMillisOfDay)));
    if (kind == NumberKind::Duration) return clock_text(millis);
    const std::int64_t day = millis / kMillisOfDay;
    const std::int64_t of_day = millis % kMillisOfDay;
    if (kind == NumberKind::Time && day == 0) return clock_text(of_day);
    if (day == 0 && !from_1904) return of_day == 0 ? std::nullopt : std::optional(clock_text(of_day));
    std::string out = day_of(day, from_1904).to_string();
    if (of_day != 0 || kind == NumberKind::DateTime) out += ' ' + clock_text(of_day);
    return out;
}

std::optional<std::uint32_t> hex_of(std::string_view digits) {
    std::uint32_t value = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
    if (digits.size() != 4 || error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
    return value;
}

}  // namespace

NumberKind kind_of_format(std::string_view code) {
    const BareCode format = bare(code);
    if (format.letters.starts_with("general")) return NumberKind::Plain;
    if (format.elapsed) return NumberKind::Duration;
    const auto has = [&](std::string_view letters) { return format.letters.find_first_of(letters) != std::string::npos; };
    const bool time = has("hs");
    const bool day = has("yd") || (has("m") && !time);
    if (day) return time ? NumberKind::DateTime : NumberKind::Date;
    if (time) return NumberKind::Time;
    return has("%") ? NumberKind::Percent : NumberKind::Plain;
}

NumberKind kind_of_builtin_format(int id) {
    if (id == 9 || id == 10) return NumberKind::Percent;
    if ((id >= 14 && id <= 17) || (id >= 27 && id <= 31) || id == 36 || (id >= 50 && id <= 54) || id == 57 || id == 58) return NumberKind::Date;
    if ((id >= 18 && id <= 21) || id == 45 || id == 47 || (id >= 32 && id <= 35) || id == 55 || id == 56) return NumberKind::Time;
    if (id == 22) return NumberKind::DateTime;
    return id == 46 ? NumberKind::Duration : NumberKind::Plain;
}

std::string number_text(std::string_view number, NumberKind kind, bool from_1904) {
    const auto value = number_of(number);
    if (!value) return std::string(number);
    if (kind == NumberKind::Percent) return plain_text(*value * 100) + " %";
    if (kind != NumberKind::Plain)
        if (auto text = day_text(*value, kind, from_1904)) return std::move(*text);
    return plain_text(*value);
}

std::string without_escapes(std::string text) {
    if (text.find("_x") == std::string::npos) return text;
    std::string out;
    for (std::size_t i = 0; i < text.size();) {
        const auto code = text[i] == '_' && i + 6 < text.size() && text[i + 1] == 'x' && text[i + 6] == '_'
                              ? hex_of(std::string_view(text).substr(i + 2, 4)) : std::nullopt;
        if (!code || *code == 0 || *code >= 0x80) {  // beyond ASCII nobody needs it, and halves of pairs are no text
            out += text[i++];
            continue;
        }
        out += static_cast<char>(*code);
        i += 7;
    }
    return out;
}

CellPlace place_of(std::string_view reference) {
    CellPlace out;
    std::size_t i = 0;
    int column = 0;
    for (; i < reference.size() && reference[i] >= 'A' && reference[i] <= 'Z' && i < 4; ++i) column = column * 26 + (reference[i] - 'A' + 1);
    if (i > 0) out.column = column - 1;
    std::int64_t row = 0;
    const auto [end, error] = std::from_chars(reference.data() + i, reference.data() + reference.size(), row);
    if (error == std::errc() && row > 0 && row < 100'000'000) out.row = row;
    return out;
}

}  // namespace kith::imports
