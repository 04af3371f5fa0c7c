#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace kith::imports {

/// A file's first rows: each one's number and its cells.
using Table = std::vector<std::pair<std::int64_t, std::vector<std::string>>>;
inline constexpr std::size_t kHeaderWithin = 30;  // rows before it are the export's title

std::size_t filled_cells(const std::vector<std::string>& cells);
/// How many cells most rows have.
std::size_t usual_width(const Table& rows);
/// As a spreadsheet counts; 0 when the first row looks like data. Of two rows of names the second, which stands
/// over the values.
int detect_header(const Table& rows);
/// The names of that row; a blank one has the name above it where a row of names stands there too. Names that
/// stand twice are numbered: "Name (2)".
std::vector<std::string> names_of(const Table& rows, std::size_t header);

}  // namespace kith::imports
