#include "modules/data/import/xlsx_reader.hpp"

#include <algorithm>
#include <utility>

#include "modules/data/import/xlsx_sheet.hpp"

namespace kith::imports {

namespace {
constexpr std::size_t kSheetPiece = 16 * 1024;  // some dozens of rows
}

struct XlsxReader::State {
    State(std::shared_ptr<const Workbook> of, std::unique_ptr<RawBytes> from, std::vector<DownMerge> merges, const RowLimits& limits)
        : workbook(std::move(of)), bytes(std::move(from)), handler(*workbook, limits, std::move(merges)), parser(handler) {}

    std::shared_ptr<const Workbook> workbook;
    std::unique_ptr<RawBytes> bytes;
    SheetHandler handler;
    XmlParser parser;
    std::string piece = std::string(kSheetPiece, '\0');
    SheetRow row;
    bool ended = false;
};

XlsxReader::XlsxReader(std::unique_ptr<State> state) : state_(std::move(state)) {}
XlsxReader::~XlsxReader() = default;

Result<std::unique_ptr<XlsxReader>> XlsxReader::open(std::shared_ptr<const Workbook> workbook, const std::string& name, const RowLimits& limits) {
    const auto sheet = std::find_if(workbook->sheets.begin(), workbook->sheets.end(), [&](const auto& s) { return s.name == name; });
    if (sheet == workbook->sheets.end()) return Error{ErrorKind::Invalid, "import.no_such_sheet", {{"sheet", name}}};
    KITH_TRY(auto merges, merges_of(*workbook, *sheet));
    KITH_TRY(auto bytes, open_packed(workbook->file, Packing::Zip, sheet->part));
    auto state = std::make_unique<State>(std::move(workbook), std::move(bytes), std::move(merges), limits);
    return std::unique_ptr<XlsxReader>(new XlsxReader(std::move(state)));
}

Result<bool> XlsxReader::next(SourceRow& row) {
    State& s = *state_;
    while (s.handler.rows.empty()) {
        if (s.ended) return false;
        KITH_TRY(const std::size_t got, s.bytes->read(s.piece.data(), s.piece.size()));
        s.ended = got == 0;
        auto fed = s.ended ? s.parser.finish() : s.parser.feed({s.piece.data(), got});
        if (!fed) return broken_workbook(fed.error());
    }
    s.row = std::move(s.handler.rows.front());
    s.handler.rows.pop_front();
    row.number = s.row.number;
    row.byte = 0;
    row.problem = s.row.problem;
    row.detail = std::move(s.row.detail);
    row.cells.clear();
    std::size_t begin = 0;
    for (const std::size_t end : s.row.ends) {
        row.cells.push_back(std::string_view(s.row.bytes).substr(begin, end - begin));
        begin = end;
    }
    return true;
}

std::int64_t XlsxReader::bytes_taken() const { return state_->bytes->taken(); }
std::int64_t XlsxReader::bytes_total() const { return state_->bytes->size(); }
std::int64_t XlsxReader::rows_expected() const { return state_->handler.rows_expected; }

}  // namespace kith::imports
