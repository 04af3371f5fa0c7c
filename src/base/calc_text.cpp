#include <array>
#include <charconv>
#include <cmath>

#include "base/calc_parts.hpp"
#include "base/letter_case.hpp"
#include "base/rich_text.hpp"
#include "base/text.hpp"

namespace kith::calc {

Value text_value(std::string text) {
    if (text.empty() || text.size() > kMostText) return {};
    return text;
}

namespace {

/// Where the n-th character begins; the end if there are fewer.
std::size_t offset_of(std::string_view text, std::int64_t characters) {
    std::size_t at = 0;
    for (; at < text.size() && characters > 0; --characters) {
        ++at;
        while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) ++at;
    }
    return at;
}

/// Empty parts add nothing.
Value concat(Arguments in) {
    std::string out;
    for (const auto& part : in) {
        if (std::holds_alternative<std::string>(part)) out += text_of(part);
        else out += number_text(part);
        if (out.size() > kMostText) return {};
    }
    return text_value(std::move(out));
}
Value upper(Arguments in) { return text_value(text::upper(text_of(in[0]))); }
Value lower(Arguments in) { return text_value(text::lower(text_of(in[0]))); }
Value trim(Arguments in) { return text_value(std::string(text::trim(text_of(in[0])))); }
Value len(Arguments in) { return static_cast<std::int64_t>(text::length(text_of(in[0]))); }
Value left(Arguments in) {
    const auto* count = whole(in[1]);
    if (count == nullptr) return {};
    const auto text = text_of(in[0]);
    return text_value(std::string(text.substr(0, offset_of(text, *count))));
}
Value right(Arguments in) {
    const auto* count = whole(in[1]);
    if (count == nullptr || *count <= 0) return {};
    const auto text = text_of(in[0]);
    const auto length = static_cast<std::int64_t>(text::length(text));
    return text_value(std::string(text.substr(*count >= length ? 0 : offset_of(text, length - *count))));
}
/// From the n-th character, counted from 1, so many.
Value mid(Arguments in) {
    const auto* from = whole(in[1]);
    const auto* count = whole(in[2]);
    if (from == nullptr || count == nullptr || *from < 1 || *count <= 0) return {};
    auto text = text_of(in[0]);
    text.remove_prefix(offset_of(text, *from - 1));
    return text_value(std::string(text.substr(0, offset_of(text, *count))));
}

/// As filters look: without regard to case and diacritics; signs alone as they are. No text holds the empty one.
bool folded(const Value& text, const Value& part, bool (*test)(std::string_view, std::string_view)) {
    if (is_null(text) || text_of(part).empty()) return false;
    const auto wanted = text::fold(text_of(part));
    if (wanted.empty()) return test(text_of(text), text_of(part));
    return test(text::fold(text_of(text)), wanted);
}
Value contains(Arguments in) {
    return std::int64_t{folded(in[0], in[1], [](auto text, auto part) { return text.find(part) != text.npos; })};
}
Value starts_with(Arguments in) {
    return std::int64_t{folded(in[0], in[1], [](auto text, auto part) { return text.starts_with(part); })};
}
Value ends_with(Arguments in) {
    return std::int64_t{folded(in[0], in[1], [](auto text, auto part) { return text.ends_with(part); })};
}
/// Of a multi-select, a JSON list: options' values hold no quotes.
Value has_choice(Arguments in) {
    return std::int64_t{!text_of(in[1]).empty() && text_of(in[0]).find("\"" + std::string(text_of(in[1])) + "\"") != std::string_view::npos};
}
Value replace(Arguments in) {
    const auto text = text_of(in[0]);
    const auto from = text_of(in[1]);
    const auto to = text_of(in[2]);
    if (from.empty()) return in[0];
    std::string out;
    std::size_t at = 0;
    for (auto found = text.find(from); found != text.npos; found = text.find(from, at)) {
        out += text.substr(at, found - at);
        out += to;
        at = found + from.size();
        if (out.size() > kMostText) return {};
    }
    out += text.substr(at);
    return text_value(std::move(out));
}
Value to_text(Arguments in) { return std::holds_alternative<std::string>(in[0]) ? in[0] : text_value(number_text(in[0])); }
Value boolean_text(Arguments in) {
    const auto* flag = whole(in[0]);
    return flag == nullptr ? Value() : Value(std::string(*flag != 0 ? "true" : "false"));
}
/// "12.5" as a number; nothing else.
Value number(Arguments in) {
    const auto text = text::trim(text_of(in[0]));
    double out = 0;
    const char* end = text.data() + text.size();
    const auto [stopped, failure] = std::from_chars(text.data(), end, out);
    if (failure != std::errc{} || stopped != end || text.empty()) return {};
    return finite(out);
}

/// Of rich text, what is to be read.
Value plain(Arguments in) { return text_value(plain_text(text_of(in[0]))); }

constexpr std::array<Function, 17> kTexts{{
    {"kith_concat", -1, concat}, {"kith_upper", 1, upper}, {"kith_lower", 1, lower}, {"kith_trim", 1, trim}, {"kith_len", 1, len},
    {"kith_left", 2, left}, {"kith_right", 2, right}, {"kith_mid", 3, mid}, {"kith_contains", 2, contains},
    {"kith_starts_with", 2, starts_with}, {"kith_ends_with", 2, ends_with}, {"kith_has_choice", 2, has_choice},
    {"kith_replace", 3, replace}, {"kith_text", 1, to_text}, {"kith_boolean_text", 1, boolean_text}, {"kith_number", 1, number},
    {"kith_plain", 1, plain},
}};

}  // namespace

std::span<const Function> text_functions() { return kTexts; }

}  // namespace kith::calc
