#pragma once

#include <memory>
#include <string>

#include "modules/data/import/row_source.hpp"
#include "modules/data/import/xlsx_workbook.hpp"

namespace kith::imports {

/// The rows of one sheet, streamed: shared and inline strings, numbers, days by their number format, booleans, the
/// values formulas had when the file was saved. Cells that have an error ("#N/A") are empty and told. What cells
/// that are merged downwards show stands in each of their rows.
class XlsxReader final : public RowSource {
public:
    /// Errors: `import.no_such_sheet` (param `sheet`), open_packed()'s.
    static Result<std::unique_ptr<XlsxReader>> open(std::shared_ptr<const Workbook> workbook, const std::string& sheet, const RowLimits& limits = {});
    ~XlsxReader() override;

    Result<bool> next(SourceRow& row) override;
    [[nodiscard]] std::int64_t bytes_taken() const override;
    [[nodiscard]] std::int64_t bytes_total() const override;
    [[nodiscard]] std::int64_t rows_expected() const override;

private:
    struct State;
    explicit XlsxReader(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace kith::imports
