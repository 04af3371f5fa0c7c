#include <array>
#include <cassert>
#include <charconv>
#include <cmath>

#include "base/json.hpp"

namespace kith::json {

namespace {

/// For each byte: 0 goes out as it is, 'u' as \u00XX, another letter as \letter.
constexpr std::array<char, 256> kEscapes = [] {
    std::array<char, 256> made{};
    for (std::size_t c = 0; c < 0x20; ++c) made[c] = 'u';
    made['\b'] = 'b';
    made['\f'] = 'f';
    made['\n'] = 'n';
    made['\r'] = 'r';
    made['\t'] = 't';
    made['"'] = '"';
    made['\\'] = '\\';
    return made;
}();

char escape_of(char c) { return kEscapes[static_cast<unsigned char>(c)]; }

/// The first character that cannot go out as it is, or the end.
const char* first_escaped(const char* at, const char* end) {
    while (at != end && escape_of(*at) == 0)
        ++at;
    return at;
}

void append_quoted(std::string& out, std::string_view text) {
    const auto before = out.size();
    out.resize(before + text.size() + 2);
    char* at = out.data() + before;
    *at++ = '"';
    at += text.copy(at, text.size());
    *at = '"';
}

void append_string(std::string& out, std::string_view text) {
    constexpr char kHex[] = "0123456789abcdef";
    const char* run = text.data();
    const char* const end = run + text.size();
    if (first_escaped(run, end) == end) return append_quoted(out, text);
    out += '"';
    for (const char* at = run; at != end; ++at) {
        const char escape = escape_of(*at);
        if (escape == 0) continue;
        out.append(run, at);
        run = at + 1;
        out += '\\';
        out += escape;
        if (escape == 'u') {
            const auto byte = static_cast<unsigned char>(*at);
            out += "00";
            out += kHex[byte >> 4];
            out += kHex[byte & 15];
        }
    }
    out.append(run, end);
    out += '"';
}

}  // namespace

Writer& Writer::key(std::string_view name) {
    assert(!after_key_);
    separate();
    append_string(out_, name);
    out_ += ':';
    after_key_ = true;
    return *this;
}

Writer& Writer::prepared_key(std::string_view key) {
    assert(!after_key_);
    out_.append(key.substr(fresh_ ? 1 : 0));
    fresh_ = false;
    after_key_ = true;
    return *this;
}

std::string prepare_key(std::string_view name) {
    std::string out = ",";
    append_string(out, name);
    return out += ':';
}

Writer& Writer::value(std::int64_t i) {
    char digits[24];
    const auto end = std::to_chars(digits, digits + sizeof digits, i).ptr;
    return raw({digits, static_cast<std::size_t>(end - digits)});
}

Writer& Writer::value(double d) {
    if (!std::isfinite(d)) return null();
    if (d == 0) return raw("0");  // without a sign: "-0" would be read back as an integer
    char digits[40];
    // The shortest that reads back the same. Large ones with exponent, or they would be integers beyond 64 bits.
    const bool large = std::fabs(d) >= 1e15;
    const auto end = large ? std::to_chars(digits, digits + sizeof digits, d, std::chars_format::scientific).ptr
                           : std::to_chars(digits, digits + sizeof digits, d).ptr;
    return raw({digits, static_cast<std::size_t>(end - digits)});
}

Writer& Writer::value(std::string_view s) {
    separate();
    append_string(out_, s);
    return *this;
}

Writer& Writer::value(Id id) {
    char digits[24];
    digits[0] = '"';
    auto* end = std::to_chars(digits + 1, digits + sizeof digits - 1, id.value).ptr;
    *end++ = '"';
    return raw({digits, static_cast<std::size_t>(end - digits)});
}

Writer& Writer::value(Date d) { return value(std::string_view(d.to_string())); }
Writer& Writer::value(Instant t) { return value(std::string_view(t.to_string())); }

Writer& Writer::value(const Money& m) {
    return begin_object().member("amount", std::string_view(format_amount(m))).member("currency", m.currency).end_object();
}

Writer& Writer::value(const Value& v) {
    if (v.is_null()) return null();
    if (const auto* b = v.boolean()) return value(*b);
    if (const auto* i = v.integer()) return value(*i);
    if (const auto d = v.number()) return value(*d);
    if (const auto* s = v.string()) return value(std::string_view(*s));
    if (const auto* items = v.array()) {
        begin_array();
        for (const auto& item : *items) value(item);
        return end_array();
    }
    begin_object();
    for (const auto& [name, item] : *v.object()) member(name, item);
    return end_object();
}

std::string write(const Value& value) {
    std::string out;
    Writer(out).value(value);
    return out;
}

}  // namespace kith::json
