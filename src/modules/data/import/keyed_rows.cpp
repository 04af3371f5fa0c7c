#include "modules/data/import/keyed_rows.hpp"

#include <algorithm>
#include <utility>

namespace kith::imports {

namespace {
constexpr std::size_t kShownNames = 200;  // bytes
}

void KeyedRow::clear() {
    problem = RowProblem::None;
    detail.clear();
    values.clear();
}

void KeyedRow::add(std::string name, std::string_view value) {
    if (value.empty()) return;
    const auto same = std::find_if(values.begin(), values.end(), [&](const auto& v) { return v.first == name; });
    if (same == values.end()) values.emplace_back(std::move(name), value);
    else (same->second += "; ") += value;
}

void KeyedSource::take_columns(const KeyedSource& beginning) {
    names_ = beginning.names_;
    rows_expected_ = beginning.rows_expected_;
    places_.clear();
    for (std::size_t i = 0; i < names_.size(); ++i) places_.emplace(names_[i], i);
}

Result<void> KeyedSource::look_ahead() {
    std::vector<std::string> names;
    std::map<std::string, bool, std::less<>> seen;
    KeyedRow row;
    while (true) {
        KITH_TRY(const bool more, read(row));
        if (!more) break;
        ++rows_expected_;
        if (!is_usable(row.problem)) continue;
        for (const auto& [name, value] : row.values)
            if (names.size() < limits_.columns && seen.emplace(name, true).second) names.push_back(name);
    }
    names_ = std::move(names);
    if (bytes_taken() < bytes_total() && bytes_taken() > 0)
        rows_expected_ = static_cast<std::int64_t>(static_cast<double>(rows_expected_) * static_cast<double>(bytes_total()) / static_cast<double>(bytes_taken()));
    return {};
}

Result<bool> KeyedSource::next(SourceRow& row) {
    KITH_TRY(const bool more, read(now_));
    if (!more) return false;
    row.number = now_.number;
    row.byte = 0;
    row.problem = now_.problem;
    row.detail = now_.detail;
    row.cells.clear();
    if (!is_usable(row.problem)) return true;
    std::string unknown;
    std::size_t bytes = 0;
    for (const auto& [name, value] : now_.values) {
        const auto place = places_.find(name);
        if (place == places_.end()) {
            if (unknown.size() < kShownNames) unknown += (unknown.empty() ? "" : ", ") + name.substr(0, kShownNames);
            continue;
        }
        if (row.cells.size() <= place->second) row.cells.resize(place->second + 1);
        row.cells[place->second] = value;
        bytes += value.size();
        if (value.size() > limits_.cell) row.problem = RowProblem::CellTooLong;
        else if (value.find('\0') != std::string::npos) row.problem = std::max(row.problem, RowProblem::Binary);
    }
    if (bytes > limits_.row) row.problem = RowProblem::RowTooLong;
    if (!unknown.empty() && is_usable(row.problem)) {
        row.problem = RowProblem::UnknownNames;
        row.detail = std::move(unknown);
    }
    return true;
}

}  // namespace kith::imports
