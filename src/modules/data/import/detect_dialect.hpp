#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "modules/data/import/dialect.hpp"

namespace kith::imports {

/// What a file seems to be, and its first rows as a table.
struct Detected {
    Dialect dialect;
    std::vector<std::string> header;             // names; "" where a column has none
    std::vector<std::vector<std::string>> rows;  // up to kSampleRows after the header
    std::int64_t bytes = 0;
    std::int64_t rows_estimate = 0;              // exact when the file fits into the sample
};
inline constexpr std::size_t kSampleRows = 200;

/// Reads the beginning of a file. `wish` are the person's corrections ({"encoding","delimiter",
/// "quote","header_row"}), or null. Errors say what the file is instead: `import.empty_file`,
/// `import.binary_file` (param `kind`: "xlsx", "pdf", "gzip", …), `import.only_header`,
/// `import.no_header`, `import.too_many_columns`, and those of ByteSource and changed_by().
Result<Detected> detect(const std::string& path, const json::Value& wish = {});

// The parts, for tests.
Encoding detect_encoding(std::string_view beginning, std::string_view around_first_other);
char detect_delimiter(const std::string& utf8_sample, bool whole, char quote);
/// As a spreadsheet counts; 0 when the first row looks like data.
int detect_header(const std::vector<std::pair<std::int64_t, std::vector<std::string>>>& rows);

}  // namespace kith::imports
