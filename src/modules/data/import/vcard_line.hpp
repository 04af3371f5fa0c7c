#pragma once

#include <string>
#include <string_view>
#include <vector>

/// One content line of a vCard (RFC 6350, RFC 2426, and what version 2.1 wrote).
namespace kith::imports {

struct VcardLine {
    std::string name;                // in capitals, without its group
    std::vector<std::string> types;  // small letters: TYPE's values, and 2.1's bare words
    bool preferred = false;
    bool quoted_printable = false;
    std::string value;               // as it stands

    [[nodiscard]] bool has_type(std::string_view type) const;
};

/// `line` is unfolded. A line without a colon has no name.
VcardLine vcard_line(std::string_view line);
/// The bytes of quoted-printable as UTF-8; what is none is taken for Windows-1252.
std::string from_quoted_printable(std::string_view text);
/// Parts at `separator`s that are not escaped, each as its text.
std::vector<std::string> vcard_parts(std::string_view value, char separator);
std::string vcard_text(std::string_view value);

}  // namespace kith::imports
