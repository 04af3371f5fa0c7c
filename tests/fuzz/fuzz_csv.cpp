// links: modules
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "modules/data/import/csv_reader.hpp"
#include "modules/data/import/csv_writer.hpp"

namespace {

void require(bool holds, const char* what) {
    if (holds) return;
    std::fprintf(stderr, "broken: %s\n", what);
    std::abort();
}

using Rows = std::vector<std::vector<std::string>>;

Rows read(std::string bytes, const kith::imports::Dialect& dialect, bool& all_plain) {
    using namespace kith::imports;
    RowLimits limits;
    limits.cell = 4096;  // small, so that the fuzzer comes to them
    limits.row = 16384;
    limits.columns = 64;
    CsvReader reader(ByteSource::of(std::move(bytes), dialect.encoding), dialect, limits);
    SourceRow row;
    Rows out;
    std::int64_t last = 0;
    while (true) {
        const auto more = reader.next(row);
        require(more.has_value(), "text in memory can be read");
        if (!*more) return out;
        require(row.number > last, "rows are counted up");
        last = row.number;
        all_plain = all_plain && row.problem == RowProblem::None;
        if (is_usable(row.problem))
            for (const auto cell : row.cells) require(find_invalid_utf8(cell) == std::string_view::npos, "usable cells are UTF-8");
        out.emplace_back(row.cells.begin(), row.cells.end());
    }
}

}  // namespace

/// The first byte chooses the dialect. Whatever is read, written and read again is the same.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace kith::imports;
    if (size == 0) return 0;
    Dialect dialect;
    dialect.encoding = static_cast<Encoding>(data[0] % 4);
    dialect.delimiter = ",;\t|"[(data[0] / 4) % 4];
    if ((data[0] & 0x40) != 0) dialect.escape = '\\';
    if ((data[0] & 0x80) != 0) dialect.quote = '\'';
    bool all_plain = true;
    const Rows rows = read(std::string(reinterpret_cast<const char*>(data) + 1, size - 1), dialect, all_plain);
    if (!all_plain) return 0;
    std::string written;
    for (const auto& row : rows) {
        const std::vector<std::string_view> cells(row.begin(), row.end());
        append_csv_row(written, cells, dialect.delimiter);
    }
    dialect.encoding = Encoding::Utf8;
    dialect.escape = '\0';
    dialect.quote = '"';
    if (written.starts_with("\xEF\xBB\xBF")) return 0;  // a mark at the start of a file is none of its text
    bool still_plain = true;
    require(read(written, dialect, still_plain) == rows && still_plain, "what is written is read the same");
    return 0;
}
