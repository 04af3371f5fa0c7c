#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "modules/data/import/row_source.hpp"

namespace kith::imports {

/// One record of a file in which each names its values itself.
struct KeyedRow {
    std::int64_t number = 0;
    RowProblem problem = RowProblem::None;
    std::string detail;
    std::vector<std::pair<std::string, std::string>> values;

    void clear();
    /// To what is there under that name already, parted by "; ".
    void add(std::string name, std::string_view value);
};

/// Such records as rows with columns. The columns are the names in the file's beginning, in the order they come
/// there; a name that comes first later on is told with its row.
class KeyedSource : public RowSource {
public:
    explicit KeyedSource(const RowLimits& limits) : limits_(limits) {}

    Result<bool> next(SourceRow& row) final;
    [[nodiscard]] const std::vector<std::string>& names() const final { return names_; }
    [[nodiscard]] std::int64_t rows_expected() const final { return rows_expected_; }

protected:
    /// The next record, as it comes. False at the end.
    virtual Result<bool> read(KeyedRow& row) = 0;
    /// Reads ahead to know the columns; to be called once, at the beginning, on a source of its own.
    Result<void> look_ahead();
    /// What another source of the same file saw when it looked ahead.
    void take_columns(const KeyedSource& beginning);

    RowLimits limits_;

private:
    std::vector<std::string> names_;
    std::map<std::string, std::size_t, std::less<>> places_;
    std::int64_t rows_expected_ = 0;
    KeyedRow now_;
};

inline constexpr std::int64_t kNamesWithin = 16 << 20;  // bytes of text

}  // namespace kith::imports
