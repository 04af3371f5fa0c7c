#include "modules/data/import/csv_writer.hpp"

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

std::string harmless_cell(std::string text) {
    if (text.empty()) return text;
    return std::string_view("=+-@\t\r").find(text.front()) == std::string_view::npos ? text : "'" + text;
}

}  // namespace kith::imports
