#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <vector>

#include "modules/data/import/row_source.hpp"
#include "modules/data/import/xlsx_workbook.hpp"

namespace kith::imports {

/// A row as it came from the XML.
struct SheetRow {
    std::int64_t number = 0;
    std::string bytes;               // of its cells, one after another
    std::vector<std::size_t> ends;   // of each cell in `bytes`
    RowProblem problem = RowProblem::None;
    std::string detail;
};

/// Cells of one column that show the value of the first of them.
struct DownMerge {
    std::int64_t from = 0, to = 0;  // rows, as a spreadsheet counts
    int column = 0;
    std::string value;
};

/// Makes rows of a sheet's XML; whoever feeds the parser takes them from `rows`.
class SheetHandler final : public XmlHandler {
public:
    SheetHandler(const Workbook& workbook, const RowLimits& limits, std::vector<DownMerge> merges);

    void start(std::string_view name, const Attributes& attributes) override;
    void end(std::string_view name) override;
    void text(std::string_view piece) override;

    std::deque<SheetRow> rows;
    std::int64_t rows_expected = 0;

private:
    void begin_cell(const Attributes& attributes);
    void end_cell();
    void end_row();
    void put(int column, std::string_view text);
    void trouble(RowProblem problem, std::string detail);
    /// Of a cell that has none of its own in this row.
    [[nodiscard]] const DownMerge* merged(int column) const;
    /// The last column that a cell from above shows itself in; -1: none.
    [[nodiscard]] int last_merged();

    const Workbook& workbook_;
    RowLimits limits_;
    std::vector<DownMerge> merges_;  // by their first row
    std::size_t next_merge_ = 0;     // the first that has not begun
    std::map<int, std::size_t> begun_;  // by column, the last that began; some have ended
    SheetRow row_;
    std::int64_t last_row_ = 0;
    bool any_ = false;  // in this row, a cell of its own

    // of the cell
    int column_ = -1, last_column_ = -1;
    std::string type_, value_;
    std::size_t style_ = 0;
    bool in_cell_ = false, in_value_ = false, has_formula_ = false, has_value_ = false;
    int phonetic_ = 0;
};

/// The merges that a sheet's XML tells after its rows. A large sheet's are not looked for: it would be read twice.
Result<std::vector<DownMerge>> merges_of(const Workbook& workbook, const Workbook::Sheet& sheet, const XlsxLimits& limits = {});

}  // namespace kith::imports
