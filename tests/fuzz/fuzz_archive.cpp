// links: modules
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "modules/data/import/detect_dialect.hpp"
#include "modules/data/import/open_rows.hpp"

namespace {

void require(bool holds, const char* what) {
    if (holds) return;
    std::fprintf(stderr, "broken: %s\n", what);
    std::abort();
}

}  // namespace

/// Whole files, packed or not: whatever they are said to be can be read to the end or is refused.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace kith::imports;
    const auto file = InputFile::of(std::string(reinterpret_cast<const char*>(data), size));
    const auto found = detect(file);
    if (!found) {
        require(!found.error().code.empty(), "a refusal has a reason");
        return 0;
    }
    const auto rows = open_rows(file, found->dialect);
    if (!rows) return 0;
    SourceRow row;
    std::int64_t last = 0;
    for (int i = 0; i < 100'000; ++i) {
        const auto more = (*rows)->next(row);
        if (!more || !*more) return 0;
        require(row.number > last, "rows are counted up");
        last = row.number;
        if (!is_usable(row.problem)) continue;
        for (const auto cell : row.cells) require(find_invalid_utf8(cell) == std::string_view::npos, "usable cells are UTF-8");
    }
    return 0;
}
