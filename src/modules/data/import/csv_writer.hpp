#pragma once

#include <span>
#include <string>
#include <string_view>

namespace kith::imports {

/// Appends one row that CsvReader reads back as it is (RFC 4180, lines end with CRLF).
void append_csv_row(std::string& out, std::span<const std::string_view> cells, char delimiter = ',');

/// =1+1, +1, -1, @SUM, and what hides behind a tab or a line's end: led by an apostrophe, so that a
/// spreadsheet takes it for text (OWASP, CSV injection). Texts that look as if that had been done to them get
/// one too, so that as_written() is its inverse.
std::string harmless_cell(std::string text);
std::string_view as_written(std::string_view cell);

}  // namespace kith::imports
