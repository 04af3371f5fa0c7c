#include "modules/data/import/detect_header.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>

#include "base/text.hpp"
#include "modules/data/import/cell_kind.hpp"

namespace kith::imports {

namespace {

constexpr std::size_t kRowsBelow = 60;  // rows below the header
constexpr std::int64_t kLeastBelow = 3;

using Cells = std::vector<std::string>;

bool is_of_data(const Cells& cells) {
    return std::any_of(cells.begin(), cells.end(), [](const std::string& cell) {
        const CellKind kind = kind_of(text::trim(cell));
        return kind != CellKind::Empty && kind != CellKind::Text;
    });
}

/// What most of a column's cells below a row are, when that is something else than text.
CellKind kind_below(const Table& rows, std::size_t row, std::size_t column) {
    ColumnProfile profile;
    for (std::size_t i = row + 1; i < std::min(rows.size(), row + 1 + kRowsBelow); ++i)
        if (column < rows[i].second.size()) profile.add(rows[i].second[column]);
    for (const CellKind kind : {CellKind::Whole, CellKind::Number, CellKind::Date, CellKind::Email, CellKind::Url, CellKind::Phone})
        if (profile.filled() >= kLeastBelow && profile.share(kind) >= 0.8) return kind;
    return CellKind::Text;
}

/// Names of different columns differ, save for an export's few repeated ones; where many are the same, the
/// columns' values must tell that names stand above them.
bool are_names(const Table& rows, std::size_t at, std::size_t names) {
    const Cells& cells = rows[at].second;
    std::set<std::string> distinct;
    for (const std::string& cell : cells)
        if (!text::trim(cell).empty()) distinct.insert(cell);
    if (distinct.size() * 2 >= names + 1) return true;
    for (std::size_t c = 0; c < cells.size(); ++c)
        if (kind_below(rows, at, c) != CellKind::Text) return true;
    return std::none_of(rows.begin() + static_cast<std::ptrdiff_t>(at) + 1, rows.end(), [&](const auto& row) {
        return std::any_of(row.second.begin(), row.second.end(), [&](const std::string& cell) { return distinct.contains(cell); });
    });
}

/// One more row of names: only texts, and over columns of numbers, dates or addresses.
bool is_second_header(const Table& rows, std::size_t at, std::size_t usual) {
    if (at >= rows.size()) return false;
    const Cells& cells = rows[at].second;
    const std::size_t names = filled_cells(cells);
    if (names * 10 < usual * 6 || is_of_data(cells)) return false;
    std::set<std::string> distinct;
    for (const std::string& cell : cells)
        if (!text::trim(cell).empty()) distinct.insert(cell);
    if (distinct.size() < names) return false;
    int over_values = 0;
    for (std::size_t c = 0; c < cells.size(); ++c)
        if (!text::trim(cells[c]).empty() && kind_below(rows, at, c) != CellKind::Text) ++over_values;
    return over_values >= 2;
}

}  // namespace

std::size_t filled_cells(const std::vector<std::string>& cells) {
    return static_cast<std::size_t>(std::count_if(cells.begin(), cells.end(), [](const std::string& cell) {
        return !text::trim(cell).empty();
    }));
}

std::size_t usual_width(const Table& rows) {
    std::map<std::size_t, int> widths;
    for (const auto& [number, cells] : rows) ++widths[cells.size()];
    std::size_t best = 1;
    int most = 0;
    for (const auto& [width, times] : widths)
        if (times > most || (times == most && width > best)) best = width, most = times;
    return best;
}

int detect_header(const Table& rows) {
    if (rows.empty()) return 0;
    std::size_t widest = 0;
    for (const auto& [number, cells] : rows) widest = std::max(widest, filled_cells(cells));
    const std::size_t usual = std::min(usual_width(rows), std::max<std::size_t>(widest, 1));
    for (std::size_t i = 0; i < std::min(rows.size(), kHeaderWithin); ++i) {
        const auto& cells = rows[i].second;
        const std::size_t names = filled_cells(cells);
        if (names == 0 || names * 10 < usual * 6 || (usual > 1 && names < 2)) continue;
        if (is_of_data(cells) || !are_names(rows, i, names)) return 0;
        return static_cast<int>(rows[is_second_header(rows, i + 1, usual) ? i + 1 : i].first);
    }
    return 0;
}

std::vector<std::string> names_of(const Table& rows, std::size_t header) {
    std::vector<std::string> out;
    for (const std::string& cell : rows[header].second) out.emplace_back(text::trim(cell));
    if (header > 0 && is_second_header(rows, header, out.size())) {
        const Cells& above = rows[header - 1].second;
        for (std::size_t i = 0; i < std::min(out.size(), above.size()); ++i)
            if (out[i].empty()) out[i] = text::trim(above[i]);
    }
    std::set<std::string> taken;
    for (std::string& name : out) {
        const std::string plain = name;
        for (int n = 2; !name.empty() && !taken.insert(name).second; ++n) name = plain + " (" + std::to_string(n) + ")";
    }
    return out;
}

}  // namespace kith::imports
