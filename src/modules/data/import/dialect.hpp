#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/json.hpp"
#include "base/result.hpp"
#include "modules/data/import/packed_bytes.hpp"
#include "modules/data/import/read_date.hpp"
#include "modules/data/import/read_number.hpp"

namespace kith::imports {

enum class Encoding { Utf8, Utf16Le, Utf16Be, Windows1252, Iso8859_15, MacRoman, Windows1250, Windows1257, Ibm850, Ibm865 };
inline constexpr int kEncodings = 10;
/// "utf-8", "utf-16le", "utf-16be", "windows-1252"…
std::string_view name_of(Encoding encoding);
/// Also the usual other names ("utf8", "latin1", "cp1252", "utf-16").
std::optional<Encoding> encoding_of(std::string_view name);
inline bool is_unicode(Encoding encoding) { return encoding <= Encoding::Utf16Be; }

enum class Format { Csv, Xlsx, Vcard, Json };
/// "csv", "xlsx", "vcard", "jsonl"
std::string_view name_of(Format format);

/// How a file of rows is written. All of it is detected and may be corrected by the person.
struct Dialect {
    Encoding encoding = Encoding::Utf8;
    char delimiter = ',';
    char quote = '"';    // 0: the file quotes nothing
    char escape = 0;     // the character after it stands for itself; 0: quotes are doubled
    int header_row = 1;  // as a spreadsheet counts, title lines included; 0: no header
    std::optional<int> footer_rows;  // total lines at the end; not set: they are known when they come
    DecimalMark decimal = DecimalMark::Unknown;  // Unknown, in both: column by column
    DateOrder dates = DateOrder::Unknown;
    Format format = Format::Csv;
    Packing packing = Packing::None;
    std::string entry;  // of a zip
    std::string sheet;  // of a workbook
};

/// "," ";" "|" and "tab".
std::string delimiter_name(char delimiter);
/// One character, or "tab", "comma", "semicolon", "pipe", "\t"; anything else is none.
std::optional<char> delimiter_of(std::string_view name);

/// {"format","encoding","delimiter",…}, without the braces.
void write_members(json::Writer& out, const Dialect& dialect);
/// Changes what the object names: {"format","encoding","delimiter","quote","escape","header_row","footer_rows",
/// "decimal":",|.","dates":"day_first|month_first","entry","sheet"}; null stands for: find it out.
/// Errors: `import.unknown_encoding`, `import.unknown_delimiter`, `import.unknown_quote`, `import.unknown_escape`,
/// `import.wrong_header_row`, `import.wrong_footer_rows`, `import.wrong_dialect` (params `member`, `right`).
Result<Dialect> changed_by(Dialect dialect, const json::Value& wish);

}  // namespace kith::imports
