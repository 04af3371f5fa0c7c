// links: modules
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#include "modules/data/import/xlsx_sheet.hpp"

namespace {

void require(bool holds, const char* what) {
    if (holds) return;
    std::fprintf(stderr, "broken: %s\n", what);
    std::abort();
}

}  // namespace

/// The XML of a sheet, in pieces of a size that the first byte chooses; its second is the cells' number format.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace kith;
    using namespace kith::imports;
    if (size < 2) return 0;
    Workbook workbook;
    workbook.from_1904 = data[1] % 2 == 1;
    for (int style = 0; style < 6; ++style) workbook.styles.push_back(static_cast<NumberKind>((data[1] / 2 + style) % 6));
    for (const std::string_view text : {"first", "", "l\xC3\xA5st"}) workbook.add_string(text);
    RowLimits limits;
    limits.cell = 1000;
    limits.row = 8000;
    limits.columns = 40;
    SheetHandler handler(workbook, limits, {{1, 3, 0, {}}, {2, 9, 5, {}}, {4, 5, 0, {}}});
    XmlParser parser(handler);
    std::string_view xml(reinterpret_cast<const char*>(data) + 2, size - 2);
    const std::size_t piece = std::size_t{1} + data[0];
    bool well = true;
    while (well && !xml.empty()) {
        well = parser.feed(xml.substr(0, piece)).has_value();
        xml.remove_prefix(std::min(piece, xml.size()));
    }
    if (well) (void)parser.finish();
    std::int64_t last = 0;
    for (const SheetRow& row : handler.rows) {
        require(row.number > last, "rows are counted up");
        last = row.number;
        require(row.ends.size() <= limits.columns, "a row has at most so many cells");
        require(row.ends.empty() || row.ends.back() == row.bytes.size(), "the last cell ends where the row does");
        require(std::is_sorted(row.ends.begin(), row.ends.end()), "cells come one after another");
        std::size_t begin = 0;
        for (const std::size_t end : row.ends) {
            if (is_usable(row.problem))
                require(find_invalid_utf8(std::string_view(row.bytes).substr(begin, end - begin)) == std::string_view::npos, "usable cells are UTF-8");
            begin = end;
        }
    }
    (void)kind_of_format({reinterpret_cast<const char*>(data), size});
    (void)number_text({reinterpret_cast<const char*>(data), std::min<std::size_t>(size, 40)}, static_cast<NumberKind>(data[0] % 6), false);
    return 0;
}
