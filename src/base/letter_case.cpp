#include "base/letter_case.hpp"

#include <unicode/locid.h>
#include <unicode/unistr.h>

#include <cstdint>

namespace kith::text {

namespace {

std::string to_utf8(const icu::UnicodeString& text) {
    std::string out;
    text.toUTF8String(out);
    return out;
}

icu::UnicodeString from_utf8(std::string_view utf8) {
    return icu::UnicodeString::fromUTF8({utf8.data(), static_cast<std::int32_t>(utf8.size())});
}

}  // namespace

std::string upper(std::string_view utf8) { return to_utf8(from_utf8(utf8).toUpper(icu::Locale::getRoot())); }
std::string lower(std::string_view utf8) { return to_utf8(from_utf8(utf8).toLower(icu::Locale::getRoot())); }

}  // namespace kith::text
