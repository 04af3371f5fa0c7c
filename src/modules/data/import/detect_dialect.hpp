#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "modules/data/import/detect_encoding.hpp"
#include "modules/data/import/detect_header.hpp"
#include "modules/data/import/dialect.hpp"

namespace kith::imports {

/// What a file seems to be, and its first rows as a table.
struct Detected {
    Dialect dialect;
    std::vector<std::string> header;             // names; "" where a column has none
    std::vector<std::string> header_cells;       // as they stand in the file, before names that stand twice are numbered
    std::vector<std::vector<std::string>> rows;  // up to kSampleRows after the header
    std::vector<std::string> entries;            // of a zip: files that rows may be in
    std::vector<std::string> sheets;             // of a workbook
    std::int64_t bytes = 0;
    std::int64_t rows_estimate = 0;              // exact when the file fits into the sample
};
inline constexpr std::size_t kSampleRows = 200;

/// Reads the beginning of a file. `wish` are the person's corrections (changed_by()), or null. Errors say what
/// the file is instead: `import.empty_file`, `import.binary_file` (param `kind`: "xls", "pdf", …),
/// `import.nested_archive`, `import.only_header`, `import.no_header`, `import.too_many_columns`, and those of
/// ByteSource, open_packed() and changed_by().
Result<Detected> detect(const InputFile& file, const json::Value& wish = {});

}  // namespace kith::imports
