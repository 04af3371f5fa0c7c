#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/json.hpp"
#include "base/result.hpp"

namespace kith::imports {

enum class Encoding { Utf8, Utf16Le, Utf16Be, Windows1252 };
/// "utf-8", "utf-16le", "utf-16be", "windows-1252"
std::string_view name_of(Encoding encoding);
/// Also the usual other names ("utf8", "latin1", "cp1252", "utf-16").
std::optional<Encoding> encoding_of(std::string_view name);

/// How a file of rows is written. All of it is detected and may be corrected by the person.
struct Dialect {
    Encoding encoding = Encoding::Utf8;
    char delimiter = ',';
    char quote = '"';    // 0: the file quotes nothing
    int header_row = 1;  // as a spreadsheet counts, title lines included; 0: no header
};

/// "," ";" "|" and "tab".
std::string delimiter_name(char delimiter);
/// One character, or "tab", "comma", "semicolon", "pipe", "\t"; anything else is none.
std::optional<char> delimiter_of(std::string_view name);

void write_json(json::Writer& out, const Dialect& dialect);
/// Changes what the object names: {"encoding","delimiter","quote","header_row"}.
/// Errors: `import.unknown_encoding`, `import.unknown_delimiter`, `import.wrong_header_row`.
Result<Dialect> changed_by(Dialect dialect, const json::Value& wish);

}  // namespace kith::imports
