#pragma once

#include <span>
#include <string>
#include <string_view>

namespace kith::imports {

/// Appends one row that CsvReader reads back as it is (RFC 4180, lines end with CRLF).
void append_csv_row(std::string& out, std::span<const std::string_view> cells, char delimiter = ',');

}  // namespace kith::imports
