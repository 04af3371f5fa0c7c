#include "modules/data/import/sample.hpp"

#include <utility>
#include <vector>

namespace kith::imports {

Result<Sample> first_bytes(ByteSource& source, std::size_t wanted) {
    Sample out{std::string(wanted, '\0'), false};
    std::size_t have = 0;
    while (!out.whole && wanted - have >= ByteSource::kLeastCapacity) {
        KITH_TRY(const std::size_t got, source.read(out.text.data() + have, wanted - have));
        out.whole = got == 0;
        have += got;
    }
    out.text.resize(have);
    return out;
}

Result<Table> read_table(RowSource& source, bool whole, std::size_t most, RowProblem* of_first) {
    Table table;
    SourceRow row;
    while (table.size() < most) {
        KITH_TRY(const bool more, source.next(row));
        if (!more) {
            if (!whole && table.size() > 1) table.pop_back();
            return table;
        }
        table.emplace_back(row.number, std::vector<std::string>(row.cells.begin(), row.cells.end()));
        if (of_first != nullptr && table.size() == 1) *of_first = row.problem;
        if (!is_usable(row.problem)) table.back().second.clear();
    }
    return table;
}

}  // namespace kith::imports
