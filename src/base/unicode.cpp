#include <unicode/coll.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/uvernum.h>
#include <unicode/bytestream.h>

#include <array>
#include <cstdint>
#include <cstring>
#include <memory>
#include <stdexcept>

#include "base/text.hpp"
#include "base/utf8.hpp"

/// The parts of text handling that need ICU, whose headers stay in this file, letter_case.cpp and geo.cpp.
namespace kith::text {

namespace {

bool is_ascii(std::string_view text) {
    std::size_t at = 0;
    for (; at + 8 <= text.size(); at += 8) {
        std::uint64_t block = 0;
        std::memcpy(&block, text.data() + at, sizeof block);
        if ((block & 0x8080808080808080U) != 0) return false;
    }
    for (; at < text.size(); ++at) {
        if (static_cast<unsigned char>(text[at]) >= 0x80) return false;
    }
    return true;
}

/// ICU's own data is part of its library: if it is not there, nothing of ours can run.
const icu::Normalizer2& normalizer(const icu::Normalizer2* (*get)(UErrorCode&)) {
    UErrorCode problem = U_ZERO_ERROR;
    const auto* found = get(problem);
    if (U_FAILURE(problem)) throw std::runtime_error(std::string("ICU has no normaliser: ") + u_errorName(problem));
    return *found;
}

const icu::Normalizer2& composing() {
    static const auto& found = normalizer(icu::Normalizer2::getNFCInstance);
    return found;
}

/// A diacritic, as opposed to a sign that makes another letter (Indic vowels and viramas, the
/// Japanese voicing mark): told by the canonical combining class.
bool is_diacritic(char32_t c) {
    const auto type = u_charType(static_cast<UChar32>(c));
    if (type != U_NON_SPACING_MARK && type != U_ENCLOSING_MARK) return false;
    const int combining = u_getCombiningClass(static_cast<UChar32>(c));
    return combining != 0 && !(combining >= 7 && combining <= 9);
}

bool is_word(char32_t c) {
    switch (u_charType(static_cast<UChar32>(c))) {
        case U_UPPERCASE_LETTER:
        case U_LOWERCASE_LETTER:
        case U_TITLECASE_LETTER:
        case U_MODIFIER_LETTER:
        case U_OTHER_LETTER:
        case U_DECIMAL_DIGIT_NUMBER:
        case U_LETTER_NUMBER:
        case U_OTHER_NUMBER:
        case U_NON_SPACING_MARK:
        case U_COMBINING_SPACING_MARK: return true;
        default: return false;
    }
}

/// Letters that do not fall apart into a base letter and a mark.
std::string_view plain_letter(char32_t c) {
    switch (c) {
        case U'æ': return "ae";
        case U'œ': return "oe";
        case U'ø': return "o";
        case U'ß': return "ss";
        case U'þ': return "th";
        case U'đ':
        case U'ð': return "d";
        case U'ł': return "l";
        case U'ħ': return "h";
        case U'ı': return "i";
        case U'ŋ': return "n";
        case U'ŧ': return "t";
        case U'ĸ': return "k";
        default: return {};
    }
}

/// Appends words with one space between, whatever stands between them in the text.
class FoldedText {
public:
    explicit FoldedText(std::size_t size) { out_.reserve(size); }
    void gap() { gap_ = !out_.empty(); }
    void word(std::string_view part) {
        if (gap_) out_ += ' ';
        gap_ = false;
        out_ += part;
    }
    void word(char c) { word(std::string_view(&c, 1)); }
    std::string take() { return std::move(out_); }

private:
    std::string out_;
    bool gap_ = false;
};

/// Any script: compatibility forms and case folded by ICU, marks dropped.
std::string fold_any(std::string_view utf8) {
    static const auto& folding = normalizer(icu::Normalizer2::getNFKCCasefoldInstance);
    static const auto& decomposing = normalizer(icu::Normalizer2::getNFDInstance);
    UErrorCode problem = U_ZERO_ERROR;
    const auto text = icu::UnicodeString::fromUTF8({utf8.data(), static_cast<std::int32_t>(utf8.size())});
    const auto parts = decomposing.normalize(folding.normalize(text, problem), problem);
    if (U_FAILURE(problem)) return std::string(utf8);

    FoldedText out(utf8.size());
    for (std::int32_t at = 0; at < parts.length();) {
        const auto c = static_cast<char32_t>(parts.char32At(at));
        at += U16_LENGTH(static_cast<UChar32>(c));
        if (is_diacritic(c)) continue;
        if (const auto plain = plain_letter(c); !plain.empty()) {
            out.word(plain);
        } else if (is_word(c)) {
            std::string bytes;
            utf8::append(bytes, c);
            out.word(bytes);
        } else {
            out.gap();
        }
    }
    return nfc(out.take());  // what is left apart (Hangul) goes together again
}

constexpr char32_t kLatinEnd = 0x280;  // all of Latin of two bytes: those that begin with C2 to C9

struct Folded {
    std::array<char, 4> text{};
    std::uint8_t size = 0;  // 0: no word character
};
constexpr std::uint8_t kLongWay = 255;  // in place of a size: ask fold_any()

/// What each Latin letter folds to, worked out once, since names are mostly Latin.
const std::array<Folded, kLatinEnd>& latin() {
    static const auto table = [] {
        std::array<Folded, kLatinEnd> made{};
        for (char32_t c = 0; c < kLatinEnd; ++c) {
            std::string one;
            utf8::append(one, c);
            const std::string folded = fold_any(one);
            // Longer results and those with a space inside (½ is 1⁄2) are left to fold_any().
            if (folded.size() > made[c].text.size() || folded.find(' ') != folded.npos) {
                made[c].size = kLongWay;
                continue;
            }
            std::copy(folded.begin(), folded.end(), made[c].text.begin());
            made[c].size = static_cast<std::uint8_t>(folded.size());
        }
        made[0xAD].size = kLongWay;  // the soft hyphen parts nothing
        return made;
    }();
    return table;
}

}  // namespace

std::string nfc(std::string_view utf8) {
    if (is_ascii(utf8)) return std::string(utf8);
    const icu::StringPiece piece(utf8.data(), static_cast<std::int32_t>(utf8.size()));
    UErrorCode problem = U_ZERO_ERROR;
    if (composing().isNormalizedUTF8(piece, problem) && U_SUCCESS(problem)) return std::string(utf8);
    std::string out;
    icu::StringByteSink<std::string> sink(&out);
    problem = U_ZERO_ERROR;
    composing().normalizeUTF8(0, piece, sink, nullptr, problem);
    return U_FAILURE(problem) ? std::string(utf8) : out;
}

namespace {

/// ASCII's own table: the letter or digit in lower case, or 0.
constexpr std::array<char, 128> kAsciiWords = [] {
    std::array<char, 128> made{};
    for (char c = '0'; c <= '9'; ++c) made[static_cast<std::size_t>(c)] = c;
    for (char c = 'a'; c <= 'z'; ++c) {
        made[static_cast<std::size_t>(c)] = c;
        made[static_cast<std::size_t>(c - 'a' + 'A')] = c;
    }
    return made;
}();

std::string fold_ascii(std::string_view ascii) {
    std::string out(ascii.size(), '\0');
    char* to = out.data();
    bool gap = false;
    for (const char c : ascii) {
        const char word = kAsciiWords[static_cast<std::size_t>(c)];
        if (word == 0) {
            gap = to != out.data();
            continue;
        }
        if (gap) *to++ = ' ';
        gap = false;
        *to++ = word;
    }
    out.resize(static_cast<std::size_t>(to - out.data()));
    return out;
}

}  // namespace

std::string fold(std::string_view utf8) {
    if (is_ascii(utf8)) return fold_ascii(utf8);
    // Character by character while it is Latin; the first one of another script takes the long way.
    const auto& table = latin();
    std::string out(utf8.size() * 2 + 4, '\0');  // no letter grows beyond twice its bytes; 4: memcpy below
    char* to = out.data();
    bool gap = false;
    const char* at = utf8.data();
    const char* const end = at + utf8.size();
    while (at != end) {
        const auto lead = static_cast<unsigned char>(*at);
        char32_t c = lead;
        if (lead < 0x80) {
            ++at;
        } else {
            if (lead < 0xC2 || lead > 0xC9 || at + 1 == end) return fold_any(utf8);
            c = ((lead & 0x1FU) << 6) | (static_cast<unsigned char>(at[1]) & 0x3FU);
            at += 2;
        }
        const Folded& folded = table[c];
        if (folded.size == 0) {
            gap = to != out.data();
            continue;
        }
        if (folded.size == kLongWay) return fold_any(utf8);
        if (gap) *to++ = ' ';
        gap = false;
        std::memcpy(to, folded.text.data(), folded.text.size());
        to += folded.size;
    }
    out.resize(static_cast<std::size_t>(to - out.data()));
    return out;
}

namespace {

/// One collator for all: its comparing members are const and keep no state.
const icu::Collator& collator() {
    static const std::unique_ptr<icu::Collator> made = [] {
        UErrorCode problem = U_ZERO_ERROR;
        std::unique_ptr<icu::Collator> found(icu::Collator::createInstance(icu::Locale("nb"), problem));
        if (U_FAILURE(problem)) throw std::runtime_error(std::string("ICU has no collator: ") + u_errorName(problem));
        return found;
    }();
    return *made;
}

}  // namespace

int compare(std::string_view left, std::string_view right) {
    UErrorCode problem = U_ZERO_ERROR;
    const auto order = collator().compareUTF8({left.data(), static_cast<std::int32_t>(left.size())},
                                              {right.data(), static_cast<std::int32_t>(right.size())}, problem);
    if (order != UCOL_EQUAL && U_SUCCESS(problem)) return order;
    return left.compare(right);  // only equal bytes are equal, so an order by it is the same each time
}

std::string collation_version() {
    UVersionInfo version{};
    collator().getVersion(version);
    std::array<char, U_MAX_VERSION_STRING_LENGTH> text{};
    u_versionToString(version, text.data());
    return std::string("icu-nb-") + text.data();
}

}  // namespace kith::text
