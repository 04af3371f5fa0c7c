#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "base/xml_events.hpp"
#include "modules/data/import/packed_bytes.hpp"
#include "modules/data/import/xlsx_values.hpp"

namespace kith::imports {

struct XlsxLimits {
    std::size_t strings_bytes = 128u << 20;  // of the strings that cells share, which are kept in memory
    std::size_t strings = 8'000'000;
    std::size_t part_bytes = 64u << 20;      // of the parts that describe the workbook
    std::size_t merges = 100'000;
};

/// What the cells of a workbook refer to (ECMA-376, part 1, 18), without the sheets' rows.
struct Workbook {
    struct Sheet {
        std::string name;
        std::string part;  // "xl/worksheets/sheet1.xml"
        std::int64_t bytes = 0;
        bool hidden = false;
    };
    InputFile file;
    std::vector<Sheet> sheets;
    std::vector<NumberKind> styles;  // by the number that cells have
    bool from_1904 = false;

    [[nodiscard]] std::string_view string(std::size_t index) const;
    [[nodiscard]] std::size_t string_count() const { return ends.size(); }
    [[nodiscard]] NumberKind style(std::size_t index) const { return index < styles.size() ? styles[index] : NumberKind::Plain; }
    void add_string(std::string_view text);

    std::string strings;
    std::vector<std::uint32_t> ends;  // of each in `strings`
};

/// Errors: `import.xlsx_broken` (param `problem`), `import.xlsx_too_large` (param `limit`), and open_packed()'s.
Result<std::shared_ptr<const Workbook>> open_workbook(const InputFile& file, const XlsxLimits& limits = {});

/// Feeds a part to the handler until it is told to stop. Errors as above.
Error broken_workbook(const Error& error);

}  // namespace kith::imports
