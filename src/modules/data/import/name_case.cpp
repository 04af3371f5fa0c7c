#include "modules/data/import/name_case.hpp"

#include <algorithm>
#include <array>

#include "base/letter_case.hpp"
#include "base/text.hpp"
#include "base/utf8.hpp"

namespace kith::imports {

namespace {

/// Within a name, not at its beginning.
constexpr std::array<std::string_view, 27> kSmall{"von", "van", "der", "den", "ten", "ter", "de", "del", "della", "di", "da", "dos", "das", "du",
                                                  "la", "le", "af", "av", "zu", "zum", "zur", "og", "och", "and", "und", "of", "i"};
/// At a name's end, as they are usually written.
constexpr std::array<std::string_view, 29> kFixed{"AS", "ASA", "AB", "ApS", "GmbH", "AG", "KG", "mbH", "SE", "SA", "SpA", "BV", "NV", "LLC",
                                                  "LLP", "PLC", "Oy", "Oyj", "ANS", "DA", "SF", "BA", "NUF", "HF", "KF", "II", "III", "IV", "VI"};

/// Of the first letter to stand behind it, "Mc" takes a capital: "McDonald".
bool is_mc(std::string_view lower) { return lower.size() > 4 && lower.starts_with("mc"); }

std::size_t letter_bytes(std::string_view text) {
    const auto lead = static_cast<unsigned char>(text.front());
    const std::size_t bytes = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    return std::min(bytes, text.size());
}

std::string capital(std::string_view lower) {
    if (lower.empty()) return {};
    const std::size_t first = letter_bytes(lower);
    return text::upper(lower.substr(0, first)) + std::string(lower.substr(first));
}

bool has_vowel(std::string_view lower) {
    const char* at = lower.data();
    const char* end = at + lower.size();
    while (at != end) {
        const auto c = utf8::next(at, end);
        if (!c || *c > 0x7F || std::string_view("aeiouy").find(static_cast<char>(*c)) != std::string_view::npos) return true;
    }
    return false;
}

/// A run of letters and digits; signs part words.
bool is_of_word(char32_t c) {
    if (c < 0x80) return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    return c >= 0xC0 && c != 0xD7 && c != 0xF7 && !(c >= 0x2000 && c <= 0x206F);  // no-break space, dashes, quotes
}

bool is_apostrophe(std::string_view sign) { return sign == "'" || sign == "\xE2\x80\x99"; }

/// "van der Berg", "von Tann": small also where a last name stands by itself.
bool is_small_at_beginning(std::string_view lower, std::string_view rest) {
    if (lower == "van") return rest.starts_with(" de");
    return (lower == "von" || lower == "zu" || lower == "af") && rest.starts_with(" ");
}

struct Place {
    bool first = true;           // of the name, or behind a comma
    std::string_view before;     // the sign in front; "" at the beginning
    std::string_view rest;       // all that follows, in small letters
};

std::string cased(std::string_view word, const Place& place) {
    const std::string lower = text::lower(word);
    const std::string upper = text::upper(word);
    if (lower == upper || std::any_of(word.begin(), word.end(), text::is_digit)) return std::string(word);
    const bool all_upper = word == upper;
    if (!all_upper && word != lower && word != capital(lower)) return std::string(word);
    const bool by_itself = (place.before.empty() || place.before == " ") && (place.rest.empty() || place.rest.front() == ' ' || place.rest.front() == ',');
    const bool last = place.rest.find_first_not_of(" .,") == std::string_view::npos;
    if (!place.first && by_itself && last)
        for (const auto fixed : kFixed)
            if (text::lower(fixed) == lower) return std::string(fixed);
    if (is_apostrophe(place.before) && lower.size() == 1) return lower;  // Kari's
    const bool small = std::find(kSmall.begin(), kSmall.end(), lower) != kSmall.end();
    if (by_itself && !last && (place.first ? is_small_at_beginning(lower, place.rest) : small)) return lower;
    if (all_upper && lower.size() > 1 && lower.size() <= 5 && !has_vowel(lower)) return std::string(word);
    if (is_mc(lower)) return "Mc" + capital(std::string_view(lower).substr(2));
    return capital(lower);
}

}  // namespace

std::string name_case(std::string_view text) {
    const std::string lower = text::lower(text);
    std::string out;
    std::string_view before;
    bool first = true;
    const char* at = text.data();
    const char* const end = at + text.size();
    const char* word = at;
    const auto take_word = [&](const char* until) {
        if (word == until) return;
        // Small letters may take more bytes or fewer; what follows is found from the end, if they do not.
        const auto left = static_cast<std::size_t>(end - until);
        const std::string_view rest = lower.size() == text.size() ? std::string_view(lower).substr(lower.size() - left) : std::string_view(until, left);
        out += cased({word, static_cast<std::size_t>(until - word)}, {first, before, rest});
        first = false;
    };
    while (at != end) {
        const char* start = at;
        const auto c = utf8::next(at, end);
        if (c && is_of_word(*c)) continue;
        take_word(start);
        const std::string_view sign(start, static_cast<std::size_t>(at - start));
        out += sign;
        before = sign;
        word = at;
        first = first || sign == "," || sign == "(" || sign == "/";
    }
    take_word(end);
    return out;
}

}  // namespace kith::imports
