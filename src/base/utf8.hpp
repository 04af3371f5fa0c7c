#pragma once

#include <optional>
#include <string>

/// Reading and writing single characters of UTF-8, for loops over text.
namespace kith::utf8 {

inline constexpr char32_t kReplacement = 0xFFFD;

/// The character at `at`, which moves past it. None for what is not well-formed UTF-8 (overlong,
/// surrogate, beyond U+10FFFF, cut off); `at` is then somewhere inside it.
inline std::optional<char32_t> next(const char*& at, const char* end) {
    const auto lead = static_cast<unsigned char>(*at++);
    if (lead < 0x80) return lead;
    int more = 0;
    char32_t c = 0;
    char32_t least = 0;
    if ((lead & 0xE0) == 0xC0) {
        more = 1, c = lead & 0x1FU, least = 0x80;
    } else if ((lead & 0xF0) == 0xE0) {
        more = 2, c = lead & 0x0FU, least = 0x800;
    } else if ((lead & 0xF8) == 0xF0) {
        more = 3, c = lead & 0x07U, least = 0x10000;
    } else {
        return std::nullopt;
    }
    for (; more > 0; --more) {
        if (at == end || (static_cast<unsigned char>(*at) & 0xC0) != 0x80) return std::nullopt;
        c = (c << 6) | (static_cast<unsigned char>(*at++) & 0x3FU);
    }
    if (c < least || c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF)) return std::nullopt;
    return c;
}

inline void append(std::string& out, char32_t c) {
    const auto byte = [&](char32_t bits) { out += static_cast<char>(static_cast<unsigned char>(bits)); };
    if (c < 0x80) {
        byte(c);
    } else if (c < 0x800) {
        byte(0xC0 | (c >> 6)), byte(0x80 | (c & 0x3F));
    } else if (c < 0x10000) {
        byte(0xE0 | (c >> 12)), byte(0x80 | ((c >> 6) & 0x3F)), byte(0x80 | (c & 0x3F));
    } else {
        byte(0xF0 | (c >> 18)), byte(0x80 | ((c >> 12) & 0x3F)), byte(0x80 | ((c >> 6) & 0x3F)), byte(0x80 | (c & 0x3F));
    }
}

}  // namespace kith::utf8
