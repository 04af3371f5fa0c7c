#include "modules/duplicates/model/spelling.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace kith::duplicates {

namespace {

/// The plain spelling of a letter of two bytes in UTF-8, "" for others.
std::string_view plain(unsigned char first, unsigned char second) {
    if (first != 0xC3) return {};
    switch (second) {
        case 0x85: case 0xA5: return "a";             // å
        case 0x84: case 0xA4: case 0x86: case 0xA6: return "e";  // ä, æ
        case 0x96: case 0xB6: case 0x98: case 0xB8: return "o";  // ö, ø
        case 0x9C: case 0xBC: return "u";             // ü
        case 0x9F: return "ss";                       // ß
        default: return {};
    }
}

constexpr bool is_vowel(char c) { return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' || c == 'y'; }

/// Two letters that stand for one: aa, ae, oe, ue.
void join_double_letters(std::string& text) {
    std::size_t to = 0;
    for (std::size_t from = 0; from < text.size(); ++from) {
        const char c = text[from];
        const char next = from + 1 < text.size() ? text[from + 1] : ' ';
        if (c == 'a' && next == 'a') ++from;
        else if (next == 'e' && (c == 'a' || c == 'o' || c == 'u')) {
            text[to++] = c == 'a' ? 'e' : c;
            ++from;
            continue;
        }
        text[to++] = c;
    }
    text.resize(to);
}

}  // namespace

std::string spelled(std::string_view utf8) {
    std::string out;
    out.reserve(utf8.size());
    bool plain_letters = true;
    for (std::size_t i = 0; i < utf8.size(); ++i) {
        const auto c = static_cast<unsigned char>(utf8[i]);
        if (c < 0x80) {
            const char lower = static_cast<char>(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
            const bool word = (lower >= 'a' && lower <= 'z') || text::is_digit(lower);
            if (word) out += lower;
            else if (c != '\'' && !out.empty() && out.back() != ' ') out += ' ';
            continue;
        }
        const auto letter = i + 1 < utf8.size() ? plain(c, static_cast<unsigned char>(utf8[i + 1])) : std::string_view{};
        if (letter.empty()) {
            plain_letters = false;
            out += utf8[i];
        } else {
            out += letter;
            ++i;
        }
    }
    if (!plain_letters) out = text::is_valid_utf8(out) ? text::fold(out) : std::string{};
    if (!out.empty() && out.back() == ' ') out.pop_back();
    join_double_letters(out);
    return out;
}

Words::Words(std::string_view text, std::size_t most) {
    while (!text.empty() && size_ < std::min(most, kMost)) {
        const auto end = std::min(text.find(' '), text.size());
        if (end > 0) words_[size_++] = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
    }
}

namespace {

// The classes; those of the Kölner Phonetik, and three that tell how a name begins.
enum Class : std::uint8_t { kSilent = 0, kLabial = 1, kDental = 2, kFricative = 3, kVelar = 4, kL = 5, kNasal = 6, kR = 7,
                            kSibilant = 8, kJ = 9, kH = 10, kFirstVowel = 11, kDigit = 12 };

bool in(char c, std::string_view letters) { return c != '\0' && letters.find(c) != std::string_view::npos; }

Class class_of(std::string_view word, std::size_t i) {
    const char c = word[i];
    const char before = i > 0 ? word[i - 1] : '\0';
    const char next = i + 1 < word.size() ? word[i + 1] : '\0';
    switch (c) {
        case 'b': return kLabial;
        case 'p': return next == 'h' ? kFricative : kLabial;
        case 'd':
            if (before == 'n' || before == 'l') return kSilent;  // Amundsen is said Amunsen
            [[fallthrough]];
        case 't': return in(next, "csz") ? kSibilant : kDental;
        case 'f': case 'v': case 'w': return kFricative;
        case 'g': case 'k': case 'q': return kVelar;
        case 'c':
            if (in(before, "sz")) return kSibilant;
            return in(next, i == 0 ? "ahkloqrux" : "ahkoquxr") || next == '\0' ? kVelar : kSibilant;
        case 'x': return kVelar;  // and a sibilant after it
        case 'l': return kL;
        case 'm': case 'n': return kNasal;
        case 'r': return kR;
        case 's': case 'z': return kSibilant;
        case 'j': return i == 0 ? kJ : kSilent;
        case 'y': return i == 0 && is_vowel(next) ? kJ : i == 0 ? kFirstVowel : kSilent;
        case 'h': return i == 0 || (is_vowel(before) && is_vowel(next)) ? kH : kSilent;
        default:
            if (text::is_digit(c)) return kDigit;
            return i == 0 && is_vowel(c) ? kFirstVowel : kSilent;
    }
}

}  // namespace

std::uint64_t sound_of(std::string_view word) {
    if (word.starts_with("hj") || word.starts_with("gj") || word.starts_with("lj") || word.starts_with("dj") || word.starts_with("hv"))
        word.remove_prefix(1);
    std::uint64_t out = 0;
    int length = 0;
    std::uint8_t last = kSilent;
    const auto add = [&](std::uint8_t code) {
        if (length == 15) return;
        out = out << 4 | code;
        ++length;
    };
    for (std::size_t i = 0; i < word.size(); ++i) {
        if (i == 0 && (word.starts_with("skj") || word.starts_with("sj"))) {
            add(last = kSibilant);
            i = word[1] == 'k' ? 2 : 1;
            continue;
        }
        const auto code = class_of(word, i);
        if (code == kDigit) {
            add(kDigit);
            add(static_cast<std::uint8_t>(word[i] - '0' + 1));
        } else if (code != kSilent && code != last) {
            add(code);
            if (word[i] == 'x') add(kSibilant);
        }
        // A silent consonant does not part two that sound alike, a vowel does.
        if (code != kSilent || is_vowel(word[i])) last = code;
    }
    return out;
}

}  // namespace kith::duplicates
