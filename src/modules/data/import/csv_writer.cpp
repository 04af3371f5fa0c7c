#include "modules/data/import/csv_writer.hpp"

#include <algorithm>

namespace kith::imports {

void append_csv_row(std::string& out, std::span<const std::string_view> cells, char delimiter) {
    const char special[] = {'"', '\n', '\r', delimiter};
    bool first = true;
    for (const std::string_view cell : cells) {
        if (!first) out += delimiter;
        first = false;
        const bool spaced = !cell.empty() && (cell.front() == ' ' || cell.back() == ' ');
        const bool lone_empty = cell.empty() && cells.size() == 1;  // else it would read as a blank row
        if (!spaced && !lone_empty && cell.find_first_of({special, sizeof special}) == std::string_view::npos) {
            out += cell;
            continue;
        }
        out += '"';
        for (const char c : cell) {
            if (c == '"') out += '"';
            out += c;
        }
        out += '"';
    }
    out += "\r\n";
}

namespace {

/// After any number of apostrophes.
bool is_formula_like(std::string_view text) {
    text.remove_prefix(std::min(text.find_first_not_of('\''), text.size()));
    return !text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos;
}

}  // namespace

std::string harmless_cell(std::string text) { return is_formula_like(text) ? "'" + text : text; }

std::string_view as_written(std::string_view cell) {
    if (cell.starts_with('\'') && is_formula_like(cell.substr(1))) cell.remove_prefix(1);
    return cell;
}

}  // namespace kith::imports
