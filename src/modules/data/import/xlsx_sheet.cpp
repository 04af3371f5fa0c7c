#include "modules/data/import/xlsx_sheet.hpp"

#include <algorithm>
#include <charconv>
#include <iterator>
#include <utility>

#include "base/text.hpp"

namespace kith::imports {

namespace {

constexpr std::int64_t kMostReadTwice = 64 << 20;
constexpr std::size_t kMostTail = 8u << 20;

std::string letters_of(int column) {
    std::string out;
    for (++column; column > 0; column = (column - 1) / 26) out.insert(out.begin(), static_cast<char>('A' + (column - 1) % 26));
    return out;
}

}  // namespace

SheetHandler::SheetHandler(const Workbook& workbook, const RowLimits& limits, std::vector<DownMerge> merges)
    : workbook_(workbook), limits_(limits), merges_(std::move(merges)) {}

void SheetHandler::start(std::string_view name, const Attributes& attributes) {
    if (name == "c") return begin_cell(attributes);
    if (name == "v") {
        in_value_ = in_cell_;
        has_value_ = true;
    } else if (name == "t") {
        in_value_ = in_cell_ && phonetic_ == 0;
    } else if (name == "rPh") {
        ++phonetic_;
    } else if (name == "f") {
        has_formula_ = true;
    } else if (name == "row") {
        const std::int64_t number = place_of("A" + std::string(attribute(attributes, "r"))).row;
        row_.number = number > last_row_ ? number : last_row_ + 1;
        row_.bytes.clear();
        row_.ends.clear();
        row_.problem = RowProblem::None;
        row_.detail.clear();
        last_column_ = -1;
        any_ = false;
        for (; next_merge_ < merges_.size() && merges_[next_merge_].from <= row_.number; ++next_merge_)
            begun_[merges_[next_merge_].column] = next_merge_;
    } else if (name == "dimension") {
        const std::string_view reference = attribute(attributes, "ref");
        const std::size_t colon = reference.find(':');
        if (colon != std::string_view::npos) rows_expected = std::max<std::int64_t>(0, place_of(reference.substr(colon + 1)).row);
    }
}

void SheetHandler::end(std::string_view name) {
    if (name == "v" || name == "t") in_value_ = false;
    else if (name == "rPh") --phonetic_;
    else if (name == "c") end_cell();
    else if (name == "row") end_row();
}

void SheetHandler::text(std::string_view piece) {
    if (!in_value_ || value_.size() > limits_.cell) return;
    value_ += piece.substr(0, limits_.cell + 1 - value_.size());
}

void SheetHandler::begin_cell(const Attributes& attributes) {
    in_cell_ = true;
    in_value_ = has_formula_ = has_value_ = false;
    value_.clear();
    type_ = attribute(attributes, "t");
    const int column = place_of(attribute(attributes, "r")).column;
    column_ = column > last_column_ ? column : last_column_ + 1;
    last_column_ = column_;
    style_ = 0;
    const std::string_view style = attribute(attributes, "s");
    std::from_chars(style.data(), style.data() + style.size(), style_);
}

void SheetHandler::end_cell() {
    if (!in_cell_) return;
    in_cell_ = false;
    const auto here = [&] { return letters_of(column_) + std::to_string(row_.number); };
    if (has_formula_ && !has_value_ && value_.empty()) trouble(RowProblem::NoValue, here());
    if (value_.size() > limits_.cell) return trouble(RowProblem::CellTooLong, {});
    if (value_.empty()) return;
    if (type_ == "s") {
        std::size_t index = 0;
        const auto [end, error] = std::from_chars(value_.data(), value_.data() + value_.size(), index);
        const auto text = error == std::errc() ? workbook_.string(index) : std::string_view();
        if (text.size() > limits_.cell) return trouble(RowProblem::CellTooLong, {});
        if (!text.empty()) put(column_, text);
    } else if (type_ == "e") {
        trouble(RowProblem::ErrorCell, value_ + " (" + here() + ")");
    } else if (type_ == "b") {
        put(column_, value_ == "0" ? "false" : "true");
    } else if (type_ == "str" || type_ == "inlineStr") {
        put(column_, without_escapes(std::move(value_)));
    } else if (type_ == "d") {
        put(column_, value_);
    } else {
        put(column_, number_text(value_, workbook_.style(style_), workbook_.from_1904));
    }
}

const DownMerge* SheetHandler::merged(int column) const {
    const auto it = begun_.find(column);
    if (it == begun_.end()) return nullptr;
    const DownMerge& merge = merges_[it->second];
    return merge.from < row_.number && merge.to >= row_.number ? &merge : nullptr;
}

int SheetHandler::last_merged() {
    while (!begun_.empty() && merges_[begun_.rbegin()->second].to < row_.number) begun_.erase(std::prev(begun_.end()));
    for (auto it = begun_.rbegin(); it != begun_.rend(); ++it)
        if (const auto* merge = merged(it->first); merge != nullptr && !merge->value.empty()) return it->first;
    return -1;
}

void SheetHandler::put(int column, std::string_view text) {
    if (static_cast<std::size_t>(column) >= limits_.columns) return trouble(RowProblem::TooManyColumns, {});
    if (row_.bytes.size() + text.size() > limits_.row) return trouble(RowProblem::RowTooLong, {});
    while (row_.ends.size() < static_cast<std::size_t>(column)) {
        if (const auto* above = merged(static_cast<int>(row_.ends.size()))) row_.bytes += above->value;
        row_.ends.push_back(row_.bytes.size());
    }
    row_.bytes += text;
    row_.ends.push_back(row_.bytes.size());
    any_ = true;
    if (begun_.empty()) return;
    if (const auto it = begun_.find(column); it != begun_.end() && merges_[it->second].from == row_.number) merges_[it->second].value = text;
}

void SheetHandler::trouble(RowProblem problem, std::string detail) {
    if (problem <= row_.problem) return;
    row_.problem = problem;
    row_.detail = std::move(detail);
}

void SheetHandler::end_row() {
    last_row_ = row_.number;
    if (!any_ && is_usable(row_.problem)) return;
    const int last = begun_.empty() ? -1 : last_merged();
    while (std::ssize(row_.ends) <= last && row_.bytes.size() < limits_.row) {
        if (const auto* above = merged(static_cast<int>(row_.ends.size()))) row_.bytes += above->value;
        row_.ends.push_back(row_.bytes.size());
    }
    rows.push_back(std::move(row_));
    row_ = {};
}

Result<std::vector<DownMerge>> merges_of(const Workbook& workbook, const Workbook::Sheet& sheet, const XlsxLimits& limits) {
    std::vector<DownMerge> out;
    if (sheet.bytes > kMostReadTwice) return out;
    KITH_TRY(const auto bytes, open_packed(workbook.file, Packing::Zip, sheet.part));
    constexpr std::string_view kRowsEnd = "sheetData>";
    std::string tail, piece(64 * 1024, '\0');
    bool after_rows = false;
    while (tail.size() < kMostTail) {
        KITH_TRY(const std::size_t got, bytes->read(piece.data(), piece.size()));
        if (got == 0) break;
        tail.append(piece, 0, got);
        if (after_rows) continue;
        const std::size_t end = tail.rfind(kRowsEnd);
        after_rows = end != std::string::npos && end > 0 && (tail[end - 1] == '/' || tail[end - 1] == ':');
        if (!after_rows) tail.erase(0, tail.size() - std::min(tail.size(), kRowsEnd.size() + 8));
        else tail.erase(0, end);
    }
    constexpr std::string_view kMerge = "mergeCell ";
    for (std::size_t at = tail.find(kMerge); at != std::string::npos && out.size() < limits.merges; at = tail.find(kMerge, at + 1)) {
        const std::string_view element = std::string_view(tail).substr(at, std::min(tail.find('>', at), tail.size()) - at);
        const std::size_t ref = element.find("ref=");
        if (ref == std::string_view::npos || ref + 5 >= element.size()) continue;
        std::string_view range = element.substr(ref + 5);
        range = range.substr(0, range.find_first_of("\"'"));
        const std::size_t colon = range.find(':');
        if (colon == std::string_view::npos) continue;
        const CellPlace from = place_of(range.substr(0, colon)), to = place_of(range.substr(colon + 1));
        if (from.column >= 0 && from.row > 0 && to.row > from.row) out.push_back({from.row, to.row, from.column, {}});
    }
    std::stable_sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.from < b.from; });
    return out;
}

}  // namespace kith::imports
