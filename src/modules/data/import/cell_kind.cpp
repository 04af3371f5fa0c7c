#include "modules/data/import/cell_kind.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace kith::imports {

namespace {

using text::is_digit;

bool is_email(std::string_view cell) {
    const std::size_t at = cell.find('@');
    return at != std::string_view::npos && at > 0 && cell.find(' ') == std::string_view::npos &&
           cell.find('.', at) != std::string_view::npos && cell.back() != '.';
}

/// "bluebay.example.test": labels of letters and digits, the last of letters only.
bool is_domain(std::string_view cell) {
    const std::size_t last = cell.rfind('.');
    if (last == std::string_view::npos || last == 0 || cell.size() - last < 3 || cell.size() > 253) return false;
    const auto of_label = [](char c) {
        return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '.' || (c & 0x80) != 0;
    };
    return std::all_of(cell.begin(), cell.end(), of_label) &&
           std::none_of(cell.begin() + static_cast<std::ptrdiff_t>(last), cell.end(), is_digit);
}

bool is_phone(std::string_view cell) {
    const auto digits = std::count_if(cell.begin(), cell.end(), is_digit);
    const bool only_phone = std::all_of(cell.begin(), cell.end(), [](char c) {
        return is_digit(c) || c == '+' || c == ' ' || c == '-' || c == '(' || c == ')' || c == '/' || c == '.';
    });
    const bool marked = cell.front() == '+' || cell.front() == '(' || cell.starts_with("00") ||
                        std::count_if(cell.begin(), cell.end(), [](char c) { return c == ' ' || c == '-'; }) >= 1;
    return only_phone && marked && digits >= 6 && digits <= 15;
}

bool is_boolean(std::string_view cell) {
    if (cell.size() > 5) return false;
    const std::string word = text::lower_ascii(cell);
    for (const std::string_view known : {"true", "false", "yes", "no", "ja", "nei", "sant", "usant", "nej", "nein"})
        if (word == known) return true;
    return false;
}

}  // namespace

CellKind kind_of(std::string_view cell) {
    if (cell.empty()) return CellKind::Empty;
    if (cell.size() > 256) return CellKind::Text;
    if (is_boolean(cell)) return CellKind::Boolean;
    if (is_email(cell)) return CellKind::Email;
    if (cell.starts_with("http://") || cell.starts_with("https://") || cell.starts_with("www.")) return CellKind::Url;
    if (!std::any_of(cell.begin(), cell.end(), is_digit)) return is_domain(cell) ? CellKind::Domain : CellKind::Text;
    const auto number = read_number(cell, DecimalMark::Unknown);
    // "20240131" is a number first; only with separators does it look like a day
    if (!number && read_date(cell, DateOrder::Unknown)) return CellKind::Date;
    if (number && cell.front() != '+') return number->is_whole() && number->currency.empty() ? CellKind::Whole : CellKind::Number;
    if (is_phone(cell)) return CellKind::Phone;
    if (number) return CellKind::Whole;
    return is_domain(cell) ? CellKind::Domain : CellKind::Text;
}

void ColumnProfile::add(std::string_view cell) {
    cell = text::trim(cell);
    ++cells_;
    longest_ = std::max(longest_, cell.size());
    const CellKind kind = kind_of(cell);
    ++counts_[static_cast<std::size_t>(kind)];
    if (kind == CellKind::Date) {
        const auto date = read_date(cell, DateOrder::Unknown);
        if (!date) return;
        day_first_ += date->shows == DateOrder::DayFirst;
        month_first_ += date->shows == DateOrder::MonthFirst;
        ambiguous_dates_ += date->ambiguous;
    } else if (kind == CellKind::Whole || kind == CellKind::Number) {
        const auto number = read_number(cell, DecimalMark::Unknown);
        if (!number) return;
        points_ += number->shows == DecimalMark::Point;
        commas_ += number->shows == DecimalMark::Comma;
        ambiguous_numbers_ += number->ambiguous;
        const double value = number->value();
        fractions_ += value > 0 && value < 1;
        beyond_one_ = beyond_one_ || value > 1 || number->percent;
    }
}

double ColumnProfile::share(CellKind kind) const {
    return filled() == 0 ? 0 : static_cast<double>(count(kind)) / static_cast<double>(filled());
}

bool ColumnProfile::is_ambiguous() const {
    return (ambiguous_dates_ > 0 && day_first_ == 0 && month_first_ == 0) ||
           (ambiguous_numbers_ > 0 && points_ == 0 && commas_ == 0);
}

ColumnFormat ColumnProfile::format() const {
    ColumnFormat out;
    // Where both marks stand, each number that can be read one way only is read so; the rest go with the more usual.
    if (points_ != commas_) out.mark = points_ > commas_ ? DecimalMark::Point : DecimalMark::Comma;
    if (day_first_ > 0 && month_first_ > 0) out.order = DateOrder::Mixed;
    else if (day_first_ > 0) out.order = DateOrder::DayFirst;
    else if (month_first_ > 0) out.order = DateOrder::MonthFirst;
    out.share = fractions_ > 0 && !beyond_one_;
    return out;
}

}  // namespace kith::imports
