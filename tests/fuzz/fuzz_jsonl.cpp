// links: modules
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "modules/data/import/open_rows.hpp"

namespace {

void require(bool holds, const char* what) {
    if (holds) return;
    std::fprintf(stderr, "broken: %s\n", what);
    std::abort();
}

}  // namespace

/// The first byte chooses the encoding.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace kith::imports;
    if (size == 0) return 0;
    Dialect dialect;
    dialect.format = Format::Json;
    dialect.encoding = static_cast<Encoding>(data[0] % kEncodings);
    const auto rows = open_rows(InputFile::of(std::string(reinterpret_cast<const char*>(data) + 1, size - 1)), dialect);
    require(rows.has_value(), "text in memory can be read");
    const std::size_t columns = (*rows)->names().size();
    SourceRow row;
    std::int64_t last = 0;
    while (true) {
        const auto more = (*rows)->next(row);
        require(more.has_value(), "text in memory can be read");
        if (!*more) return 0;
        require(row.number == last + 1, "rows are counted one by one");
        last = row.number;
        require(row.cells.size() <= columns, "no cell is without a column");
        require(row.problem != RowProblem::UnknownNames, "names of a short file are all columns");
        if (!is_usable(row.problem)) continue;
        for (const auto cell : row.cells) require(find_invalid_utf8(cell) == std::string_view::npos, "usable cells are UTF-8");
    }
}
