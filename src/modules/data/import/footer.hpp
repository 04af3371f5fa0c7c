#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace kith::imports {

/// A row as far as it matters for telling rows from what stands below them.
struct LastRow {
    std::int64_t number = 0;
    std::vector<std::string_view> cells;
};
inline constexpr std::size_t kMostFooterRows = 8;  // that are known by themselves

/// How many of a file's last rows are none: totals ("Total", "Sum", "Totalt"… and else only numbers), and an
/// export's closing words below a blank line. `last` are the file's last rows in their order.
std::size_t footer_rows(const std::vector<LastRow>& last, std::size_t columns);

}  // namespace kith::imports
