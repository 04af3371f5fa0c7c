#include "modules/data/import/read_number.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "base/money.hpp"
#include "base/text.hpp"

namespace kith::imports {

namespace {

using text::is_digit;
bool is_letter(char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }

constexpr std::array<std::pair<std::string_view, std::string_view>, 17> kSigns{{
    {"US$", "USD"}, {"A$", "AUD"}, {"C$", "CAD"}, {"NZ$", "NZD"}, {"$", "$"}, {"€", "EUR"},
    {"£", "GBP"}, {"¥", "JPY"}, {"₹", "INR"}, {"zł", "PLN"}, {"kr.", "kr"}, {"Kr.", "kr"},
    {"kr", "kr"}, {"Kr", "kr"}, {"KR", "kr"}, {"Fr.", "CHF"}, {"CHF", "CHF"},
}};

std::string currency_of_sign(std::string_view sign, std::string_view home) {
    const auto one_of = [&](std::initializer_list<std::string_view> codes, std::string_view otherwise) {
        return std::string(std::find(codes.begin(), codes.end(), home) != codes.end() ? home : otherwise);
    };
    if (sign == "$") return one_of({"USD", "AUD", "CAD", "NZD", "SGD", "HKD", "MXN"}, "USD");
    if (sign == "kr") return one_of({"NOK", "SEK", "DKK", "ISK"}, "NOK");
    return std::string(sign);
}

/// Takes a currency's sign or code from either end.
void take_currency(std::string_view& text, std::string& currency, std::string_view home) {
    for (const auto& [sign, code] : kSigns) {
        if (text.starts_with(sign)) text.remove_prefix(sign.size());
        else if (text.ends_with(sign)) text.remove_suffix(sign.size());
        else continue;
        currency = currency_of_sign(code, home);
        text = text::trim(text);
        return;
    }
    if (text.size() <= 3) return;
    for (const bool front : {true, false}) {
        const std::string_view code = front ? text.substr(0, 3) : text.substr(text.size() - 3);
        if (!std::all_of(code.begin(), code.end(), is_letter)) continue;
        std::string upper(code);
        for (char& c : upper) c = static_cast<char>(c & ~0x20);
        if (!is_currency(upper)) continue;
        currency = upper;
        text = text::trim(front ? text.substr(3) : text.substr(0, text.size() - 3));
        return;
    }
}

/// A separator between groups of three that is never a decimal mark: spaces of all kinds, apostrophes.
std::size_t plain_separator(std::string_view rest) {
    for (const std::string_view s : {" ", "'", "\xC2\xA0", "\xE2\x80\xAF", "\xE2\x80\x89", "\xE2\x80\x99"})
        if (rest.starts_with(s)) return s.size();
    return 0;
}

/// "1 234.567,8" → "1234.567,8"; none when the groups are not of three.
std::optional<std::string> without_spaces(std::string_view text) {
    std::string out;
    std::size_t group = 0;
    bool grouped = false;
    for (std::size_t i = 0; i < text.size();) {
        if (is_digit(text[i])) {
            out += text[i++];
            ++group;
        } else if (const std::size_t length = plain_separator(text.substr(i)); length > 0) {
            if (group == 0 || group > 3 || (grouped && group != 3)) return std::nullopt;
            grouped = true;
            group = 0;
            i += length;
        } else if (text[i] == '.' || text[i] == ',') {
            if (grouped && group != 3) return std::nullopt;
            out += text.substr(i);
            return out;
        } else {
            return std::nullopt;
        }
    }
    if (grouped && group != 3) return std::nullopt;
    return out;
}

bool groups_of_three(std::string_view digits, char separator) {
    std::size_t at = digits.find(separator);
    if (at == 0 || at > 3) return false;
    while (at != std::string_view::npos) {
        const std::size_t next = digits.find(separator, at + 1);
        const std::size_t length = (next == std::string_view::npos ? digits.size() : next) - at - 1;
        if (length != 3) return false;
        at = next;
    }
    return true;
}

std::string without(std::string_view text, char unwanted) {
    std::string out(text);
    std::erase(out, unwanted);
    return out;
}

/// Digits with points and commas → digits with at most one point.
bool resolve_marks(std::string_view text, DecimalMark mark, NumberText& out) {
    const auto points = std::count(text.begin(), text.end(), '.');
    const auto commas = std::count(text.begin(), text.end(), ',');
    if (!std::all_of(text.begin(), text.end(), [](char c) { return is_digit(c) || c == '.' || c == ','; })) return false;
    if (!std::any_of(text.begin(), text.end(), is_digit)) return false;
    const auto decimal_at = [&](std::size_t at, char thousands) {
        const std::string_view whole = text.substr(0, at);
        if (whole.find(thousands) != std::string_view::npos && !groups_of_three(whole, thousands)) return false;
        out.shows = text[at] == '.' ? DecimalMark::Point : DecimalMark::Comma;
        const std::string digits = without(whole, thousands);
        out.plain += digits.empty() ? "0" : digits;
        if (at + 1 < text.size()) out.plain += '.', out.plain += text.substr(at + 1);
        return true;
    };
    if (points == 0 && commas == 0) {
        out.plain += text;
        return true;
    }
    if (points > 0 && commas > 0) {
        const std::size_t at = text.find_last_of(".,");
        if ((text[at] == '.' ? points : commas) > 1) return false;
        return decimal_at(at, text[at] == '.' ? ',' : '.');
    }
    const char used = points > 0 ? '.' : ',';
    if (points + commas > 1) {
        if (!groups_of_three(text, used)) return false;
        out.shows = used == '.' ? DecimalMark::Comma : DecimalMark::Point;
        out.plain += without(text, used);
        return true;
    }
    const std::size_t at = text.find(used);
    const bool could_be_group = groups_of_three(text, used) && text[0] != '0';
    if (!could_be_group) return decimal_at(at, ' ');
    out.ambiguous = true;
    const bool decimal = mark == DecimalMark::Unknown ? used == '.' : (mark == DecimalMark::Point) == (used == '.');
    if (decimal) {
        decimal_at(at, ' ');
        out.shows = DecimalMark::Unknown;
    } else {
        out.plain += without(text, used);
    }
    return true;
}

}  // namespace

double NumberText::value() const {
    double out = 0;
    std::from_chars(plain.data(), plain.data() + plain.size(), out);
    return out;
}

bool NumberText::is_whole() const {
    const std::size_t point = plain.find('.');
    return point == std::string::npos || plain.find_first_not_of('0', point + 1) == std::string::npos;
}

std::optional<NumberText> read_number(std::string_view text, DecimalMark mark, std::string_view home_currency) {
    text = text::trim(text);
    if (text.empty() || text.size() > 64) return std::nullopt;
    NumberText out;
    bool negative = false;
    if (text.front() == '(' && text.back() == ')') {
        negative = true;
        text = text::trim(text.substr(1, text.size() - 2));
    }
    const auto take_sign = [&] {
        for (const std::string_view minus : {"-", "\xE2\x88\x92"})
            if (text.starts_with(minus)) {
                negative = !negative;
                text = text::trim(text.substr(minus.size()));
                return;
            }
        if (text.starts_with('+')) text = text::trim(text.substr(1));
    };
    take_sign();
    const std::size_t before = text.size();
    take_currency(text, out.currency, home_currency);
    if (text.size() != before && !negative) take_sign();
    if (text.ends_with('%')) {
        out.percent = true;
        text = text::trim(text.substr(0, text.size() - 1));
    }
    if (text.ends_with(",-") || text.ends_with(".-")) {
        text.remove_suffix(2);
    } else if (text.ends_with('-') && !negative) {
        negative = true;
        text.remove_suffix(1);
    }
    if (text.empty() || (!is_digit(text.front()) && text.front() != '.' && text.front() != ',')) return std::nullopt;
    if (negative) out.plain = "-";

    if (const std::size_t e = text.find_first_of("eE"); e != std::string_view::npos) {
        double value = 0;
        std::string plain = without(text, '+');
        std::replace(plain.begin(), plain.end(), ',', '.');
        const auto [end, error] = std::from_chars(plain.data(), plain.data() + plain.size(), value);
        if (error != std::errc() || end != plain.data() + plain.size() ) return std::nullopt;
        char buffer[1100];  // the smallest double has 1,074 decimals
        const auto written = std::to_chars(buffer, buffer + sizeof buffer, value, std::chars_format::fixed);
        if (written.ec != std::errc()) return std::nullopt;
        out.plain.append(buffer, written.ptr);
        return out;
    }
    const auto joined = without_spaces(text);
    if (!joined || !resolve_marks(*joined, mark, out)) return std::nullopt;
    return out;
}

std::optional<std::int64_t> to_minor(const NumberText& number, int minor_digits) {
    std::string_view plain = number.plain;
    const bool negative = plain.starts_with('-');
    if (negative) plain.remove_prefix(1);
    const std::size_t point = std::min(plain.find('.'), plain.size());
    std::int64_t out = 0;
    const auto add = [&](char digit) {
        return !__builtin_mul_overflow(out, std::int64_t{10}, &out) &&
               !__builtin_add_overflow(out, std::int64_t{digit - '0'}, &out);
    };
    for (const char c : plain.substr(0, point))
        if (!add(c)) return std::nullopt;
    for (std::size_t i = 0; i < static_cast<std::size_t>(minor_digits); ++i)
        if (!add(point + 1 + i < plain.size() ? plain[point + 1 + i] : '0')) return std::nullopt;
    const std::size_t rest = point + 1 + static_cast<std::size_t>(minor_digits);
    if (rest < plain.size() && plain[rest] >= '5' && __builtin_add_overflow(out, std::int64_t{1}, &out)) return std::nullopt;
    return negative ? -out : out;
}

}  // namespace kith::imports
