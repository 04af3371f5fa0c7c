#include "modules/data/import/footer.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "base/text.hpp"
#include "modules/data/import/cell_kind.hpp"

namespace kith::imports {

namespace {

/// Folded.
constexpr std::array<std::string_view, 19> kTotals{
    "total", "totals", "totalt", "totalsum", "grand total", "grand totals", "subtotal", "sub total", "sum", "summe", "summa",
    "gesamt", "gesamtsumme", "i alt", "ialt", "sum totalt", "total sum", "total general", "gesamtergebnis"};

/// "Totalt:", "Grand Total (12 rows)"
bool says_total(std::string_view cell) {
    if (cell.size() > 60) return false;
    const std::string words = text::fold(cell.substr(0, cell.find_first_of(":(")));
    return std::find(kTotals.begin(), kTotals.end(), words) != kTotals.end();
}

bool is_total(const LastRow& row) {
    bool said = false;
    for (const std::string_view raw : row.cells) {
        const std::string_view cell = text::trim(raw);
        if (cell.empty()) continue;
        if (!said) {
            said = says_total(cell);
            if (!said) return false;
            continue;
        }
        const CellKind kind = kind_of(cell);
        if (kind != CellKind::Number && kind != CellKind::Whole) return false;
    }
    return said;
}

std::size_t filled(const LastRow& row) {
    return static_cast<std::size_t>(std::count_if(row.cells.begin(), row.cells.end(), [](std::string_view cell) { return !text::trim(cell).empty(); }));
}

/// "Copyright (c) 2026 …", "Confidential": one text a row, parted from the rows by a blank one.
std::size_t closing_words(const std::vector<LastRow>& last, std::size_t columns) {
    if (columns < 3) return 0;
    std::size_t count = 0;
    while (count < std::min(last.size(), kMostFooterRows)) {
        const LastRow& row = last[last.size() - 1 - count];
        if (filled(row) > 1) return 0;
        ++count;
        if (count == last.size()) return 0;
        if (row.number > last[last.size() - 1 - count].number + 1) return count;
    }
    return 0;
}

}  // namespace

std::size_t footer_rows(const std::vector<LastRow>& last, std::size_t columns) {
    std::size_t count = closing_words(last, columns);
    while (count < std::min(last.size(), kMostFooterRows) && is_total(last[last.size() - 1 - count])) ++count;
    return count == last.size() ? 0 : count;
}

}  // namespace kith::imports
