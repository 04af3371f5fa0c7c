#include "modules/data/import/detect_encoding.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string>

#include "base/code_page.hpp"
#include "modules/data/import/row_source.hpp"

namespace kith::imports {

namespace {

constexpr std::size_t kFirstWords = 8;  // bytes
constexpr std::size_t kBytesLookedAt = 64 * 1024;

/// UTF-16 without a mark: most characters of our languages have a zero in the same half.
std::optional<Encoding> wide_by_zeros(std::string_view bytes) {
    std::size_t nul[2] = {0, 0};
    for (std::size_t i = 0; i < bytes.size(); ++i)
        if (bytes[i] == '\0') ++nul[i % 2];
    const std::size_t half = bytes.size() / 2;
    if (half >= 2 && nul[1] * 10 > half * 3 && nul[0] * 20 < half) return Encoding::Utf16Le;
    if (half >= 2 && nul[0] * 10 > half * 3 && nul[1] * 20 < half) return Encoding::Utf16Be;
    return std::nullopt;
}

bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_ascii_letter(char c) { return is_lower(c) || (c >= 'A' && c <= 'Z'); }

/// How well one byte beyond ASCII goes with the bytes beside it, read as that character.
double likely(char16_t c, char before, char after) {
    constexpr std::u16string_view kSmall = u"æøåäöéüßèêëáàíóúçñôïðþ";
    constexpr std::u16string_view kLarge = u"ÆØÅÄÖÉÜÁÍÓÐÞ";
    constexpr std::u16string_view kSigns = u"’‘“”–—…«»€£§°\u00A0";
    if (c == 0) return -3;
    const bool in_word = is_ascii_letter(before) || is_ascii_letter(after);
    if (kSmall.find(c) != std::u16string_view::npos) return in_word ? 2 : 0.5;
    if (kLarge.find(c) != std::u16string_view::npos) return is_lower(before) ? -1 : in_word ? 2 : 0.5;
    if (kSigns.find(c) != std::u16string_view::npos) return in_word && is_ascii_letter(before) && is_ascii_letter(after) ? 0 : 0.5;
    return -1;
}

/// Windows' own, save where a Mac's or DOS's letters make words of what would be signs.
Encoding code_page_of(std::string_view beginning, std::string_view around) {
    Encoding best = Encoding::Windows1252;
    double best_score = 0;
    for (const Encoding encoding : {Encoding::Windows1252, Encoding::MacRoman, Encoding::Ibm850}) {
        const auto table = upper_half_of(std::string(name_of(encoding)));
        double score = 0;
        for (std::string_view text : {beginning.substr(0, kBytesLookedAt), around.substr(0, kBytesLookedAt)}) {
            for (std::size_t i = 0; i < text.size(); ++i) {
                const auto byte = static_cast<unsigned char>(text[i]);
                if (byte < 0x80) continue;
                score += likely(table[byte - 0x80U], i > 0 ? text[i - 1] : ' ', i + 1 < text.size() ? text[i + 1] : ' ');
            }
        }
        if (encoding != Encoding::Windows1252 && score < best_score + 2) continue;
        best = encoding;
        best_score = score;
    }
    return best;
}

}  // namespace

Encoding detect_encoding(std::string_view beginning, std::string_view around) {
    if (beginning.starts_with("\xEF\xBB\xBF")) return Encoding::Utf8;
    if (beginning.starts_with("\xFF\xFE")) return Encoding::Utf16Le;
    if (beginning.starts_with("\xFE\xFF")) return Encoding::Utf16Be;
    // From its first words on: what turns to UTF-16 later is no text as a whole.
    const auto wide = wide_by_zeros(beginning);
    if (wide && wide == wide_by_zeros(beginning.substr(0, kFirstWords))) return *wide;
    // A file that mixes both is UTF-8 with bad rows when most of its other characters are UTF-8.
    std::int64_t good = 0, bad = 0;
    for (std::string_view rest : {beginning, around}) {
        while (!rest.empty()) {
            const std::size_t wrong = find_invalid_utf8(rest);
            const std::string_view valid = rest.substr(0, wrong);
            good += std::count_if(valid.begin(), valid.end(), [](char c) { return (c & 0xC0) == 0xC0; });
            if (wrong == std::string_view::npos) break;
            const bool cut_off = rest.size() - wrong < 4 && (rest[wrong] & 0xC0) == 0xC0;
            if (!cut_off) ++bad;
            rest.remove_prefix(wrong + 1);
        }
    }
    return bad > good ? code_page_of(beginning, around) : Encoding::Utf8;
}

}  // namespace kith::imports
