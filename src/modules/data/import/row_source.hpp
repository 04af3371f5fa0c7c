#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace kith::imports {

struct RowLimits {
    std::size_t cell = 1u << 20;
    std::size_t row = 16u << 20;
    std::size_t columns = 10'000;
};

/// What is odd about a row. Up to UnknownNames its cells can be used as they are.
enum class RowProblem {
    None,
    StrayQuote,
    ErrorCell,      // of a spreadsheet, "#N/A"; detail: the error
    NoValue,        // a formula whose value is not in the file; detail: the cell
    UnknownNames,   // values under names that are no column; detail: the names
    UnclosedQuote,
    TooManyColumns,
    CellTooLong,
    RowTooLong,
    NotText,
    Binary,
    BadJson,        // detail: what is wrong
    BadCard,        // a vCard that has no end
};
inline bool is_usable(RowProblem problem) { return problem <= RowProblem::UnknownNames; }
/// `import.row.stray_quote`, …
std::string_view code_of(RowProblem problem);

/// One row; its cells are good until the next is read.
struct SourceRow {
    std::int64_t number = 0;  // as a spreadsheet counts: from 1, header and blank rows included
    std::int64_t byte = 0;    // of NotText and Binary: where in the text
    RowProblem problem = RowProblem::None;
    std::vector<std::string_view> cells;
    std::string detail;
};

/// A file's rows from the first to the last, whatever its format. Owned by one thread.
class RowSource {
public:
    virtual ~RowSource() = default;
    /// False at the end. Errors are the file's only; what is wrong with a row is in the row.
    virtual Result<bool> next(SourceRow& row) = 0;
    /// Of the file on the disk, for progress.
    [[nodiscard]] virtual std::int64_t bytes_taken() const = 0;
    [[nodiscard]] virtual std::int64_t bytes_total() const = 0;
    /// The columns' names where the format itself has them (vCard, JSON); else a row of the file is the header.
    [[nodiscard]] virtual const std::vector<std::string>& names() const;
    /// How many rows the file says it has; 0 where it does not say.
    [[nodiscard]] virtual std::int64_t rows_expected() const { return 0; }
};

/// Where the first byte is that is no UTF-8 (RFC 3629: no overlong forms, no surrogates); npos: all is.
std::size_t find_invalid_utf8(std::string_view bytes);

}  // namespace kith::imports
