#pragma once

#include <string>
#include <string_view>

namespace kith::text {

bool is_valid_utf8(std::string_view bytes);
/// NFC; invalid UTF-8 must have been refused before.
std::string nfc(std::string_view utf8);
/// For search and matching: lower case, diacritics gone, ø→o, å→a, æ→ae, ß→ss, þ→th, đ→d, ł→l;
/// every run of characters that are no letter or digit becomes one space; trimmed.
std::string fold(std::string_view utf8);
/// Compares by the workspace's sorting rules (Norwegian: æ ø å last). <0, 0, >0. Thread-safe.
int compare(std::string_view left, std::string_view right);
/// Changes when compare() may order differently (another ICU): indexes built on it must be rebuilt.
std::string collation_version();
/// Without white space at both ends (also no-break space).
std::string_view trim(std::string_view text);
/// ASCII letters only.
std::string lower_ascii(std::string_view text);
constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
/// Characters (code points), not bytes.
std::size_t length(std::string_view utf8);
/// How many single-character edits (insert, delete, replace, swap neighbours) part two strings;
/// gives up at `limit` and returns it.
int edit_distance(std::string_view left, std::string_view right, int limit);

}  // namespace kith::text
