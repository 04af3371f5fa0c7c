#include "base/transliterate.hpp"

#include <unicode/translit.h>
#include <unicode/unistr.h>

#include <memory>
#include <stdexcept>

namespace kith::text {

std::string to_latin(std::string_view utf8) {
    UErrorCode problem = U_ZERO_ERROR;
    const std::unique_ptr<icu::Transliterator> rules(
        icu::Transliterator::createInstance("Any-Latin; Latin-ASCII; Lower", UTRANS_FORWARD, problem));
    if (U_FAILURE(problem) || !rules) throw std::runtime_error(std::string("ICU has no transliteration: ") + u_errorName(problem));
    auto text = icu::UnicodeString::fromUTF8(icu::StringPiece(utf8.data(), static_cast<int32_t>(utf8.size())));
    rules->transliterate(text);
    std::string out;
    text.toUTF8String(out);
    return out;
}

}  // namespace kith::text
