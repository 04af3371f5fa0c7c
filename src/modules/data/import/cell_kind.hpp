#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "modules/data/import/read_date.hpp"
#include "modules/data/import/read_number.hpp"

namespace kith::imports {

/// What a cell looks like, whatever its column is called.
enum class CellKind { Empty, Text, Whole, Number, Date, Email, Url, Domain, Phone, Boolean };
inline constexpr std::size_t kCellKinds = 10;
/// `cell` is trimmed.
CellKind kind_of(std::string_view cell);

/// How one column writes numbers and dates.
struct ColumnFormat {
    DecimalMark mark = DecimalMark::Unknown;
    DateOrder order = DateOrder::Unknown;
    bool share = false;  // percents are written 0.25 for 25 %
};

/// What the cells of one column have shown so far.
class ColumnProfile {
public:
    void add(std::string_view cell);

    [[nodiscard]] std::int64_t cells() const { return cells_; }
    [[nodiscard]] std::int64_t filled() const { return cells_ - count(CellKind::Empty); }
    [[nodiscard]] std::int64_t count(CellKind kind) const { return counts_[static_cast<std::size_t>(kind)]; }
    /// Share of the filled cells that are of that kind; 0 when none is filled.
    [[nodiscard]] double share(CellKind kind) const;
    [[nodiscard]] std::size_t longest() const { return longest_; }
    /// Cells that can be read two ways and nothing in the column told which.
    [[nodiscard]] bool is_ambiguous() const;
    [[nodiscard]] ColumnFormat format() const;
    [[nodiscard]] bool points() const { return points_ > 0; }
    [[nodiscard]] bool commas() const { return commas_ > 0; }

private:
    std::array<std::int64_t, kCellKinds> counts_{};
    std::int64_t cells_ = 0;
    std::size_t longest_ = 0;
    std::int64_t points_ = 0, commas_ = 0, day_first_ = 0, month_first_ = 0;
    std::int64_t ambiguous_numbers_ = 0, ambiguous_dates_ = 0;
    std::int64_t fractions_ = 0;  // numbers strictly between 0 and 1
    bool beyond_one_ = false;     // a number above 1, or one with a percent sign
};

}  // namespace kith::imports
