#include "modules/data/import/detect_dialect.hpp"

#include <algorithm>
#include <utility>

#include "base/text.hpp"
#include "modules/data/import/detect_csv.hpp"
#include "modules/data/import/footer.hpp"
#include "modules/data/import/look_inside.hpp"
#include "modules/data/import/open_rows.hpp"
#include "modules/data/import/xlsx_reader.hpp"

namespace kith::imports {

namespace {

constexpr std::int64_t kMostUnpacked = 64 << 20;  // to find a packed file's encoding: it is unpacked again to be read
constexpr std::size_t kMostRows = kHeaderWithin + kSampleRows;

bool is_blank(std::string_view text) { return text::trim(text).empty(); }

bool is_binary(std::string_view bytes, Encoding encoding) {
    if (encoding == Encoding::Utf16Le || encoding == Encoding::Utf16Be) return false;
    const auto odd = std::count_if(bytes.begin(), bytes.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r' && byte != 0x1A && byte != '\f';
    });
    return odd * 50 > std::ssize(bytes);
}

/// The first bytes beyond ASCII may come late in a long file: the 64 kB around the first one.
Result<std::string> around_first_other(ByteSource& source, Packing packing) {
    std::string chunk(1u << 20, '\0');
    while (packing == Packing::None || source.position() < kMostUnpacked) {
        KITH_TRY(const std::size_t got, source.read(chunk.data(), chunk.size()));
        if (got == 0) return std::string();
        const auto end = chunk.begin() + static_cast<std::ptrdiff_t>(got);
        const auto other = std::find_if(chunk.begin(), end, [](char c) { return (c & 0x80) != 0; });
        if (other == end) continue;
        return std::string(other, std::min(other + 65'536, end));
    }
    return std::string();
}

/// The header, the footer and the rows between them. `whole`: these are all rows of the file.
Result<void> take_apart(Table table, bool whole, const json::Value& wish, Detected& out) {
    if (wish["header_row"].is_null()) out.dialect.header_row = detect_header(table);
    const int header = out.dialect.header_row;
    std::size_t first = 0;
    if (header > 0) {
        const auto at = std::find_if(table.begin(), table.end(), [&](const auto& row) { return row.first == header; });
        if (at == table.end() || at->second.empty())
            return Error{ErrorKind::Invalid, "import.no_header", {{"row", std::to_string(header)}}};
        out.header = names_of(table, static_cast<std::size_t>(at - table.begin()));
        for (const std::string& cell : at->second) out.header_cells.emplace_back(text::trim(cell));
        first = static_cast<std::size_t>(at - table.begin()) + 1;
    } else {
        std::size_t width = 0;
        for (const auto& [number, cells] : table) width = std::max(width, cells.size());
        out.header.resize(width);
    }
    table.erase(table.begin(), table.begin() + static_cast<std::ptrdiff_t>(first));
    if (whole && !out.dialect.footer_rows) {
        std::vector<LastRow> last;
        for (std::size_t i = table.size() - std::min(table.size(), kMostFooterRows + 1); i < table.size(); ++i)
            last.push_back({table[i].first, {table[i].second.begin(), table[i].second.end()}});
        out.dialect.footer_rows = static_cast<int>(footer_rows(last, out.header.size()));
    }
    if (whole) table.resize(table.size() - std::min(table.size(), static_cast<std::size_t>(out.dialect.footer_rows.value_or(0))));
    if (table.empty()) return Error{ErrorKind::Invalid, "import.only_header"};
    while (header > 0 && !out.header.empty() && out.header.back().empty() &&
           std::all_of(table.begin(), table.end(), [&](const auto& row) {
               return row.second.size() < out.header.size() || is_blank(row.second[out.header.size() - 1]);
           }))
        out.header.pop_back();  // a spreadsheet's empty last columns
    out.rows_estimate = std::ssize(table);
    for (auto& [number, cells] : table) {
        if (out.rows.size() >= kSampleRows) break;
        out.rows.push_back(std::move(cells));
    }
    return {};
}

Result<void> detect_text(const InputFile& file, const json::Value& wish, Detected& out) {
    KITH_TRY(ByteSource decoded, open_text(file, out.dialect));
    KITH_TRY(const Sample sample, first_bytes(decoded));
    KITH_TRY(out.dialect, detect_csv(sample, std::move(out.dialect), wish));
    RowProblem of_first = RowProblem::None;
    Table table = table_of(sample, out.dialect, kMostRows, &of_first);
    if (table.empty()) return Error{ErrorKind::Invalid, "import.empty_file"};
    if (of_first == RowProblem::TooManyColumns) return Error{ErrorKind::Invalid, "import.too_many_columns", {{"limit", std::to_string(RowLimits{}.columns)}}};
    if (!sample.whole && table.size() == 1) return Error{ErrorKind::Invalid, "import.line_too_long"};
    const bool all = sample.whole && table.size() < kMostRows;
    const auto rows = std::ssize(table);
    KITH_CHECK(take_apart(std::move(table), all, wish, out));
    if (all) return {};
    const auto lines = static_cast<double>(std::count(sample.text.begin(), sample.text.end(), '\n') + 1);
    const double share = static_cast<double>(out.bytes) / static_cast<double>(std::max<std::int64_t>(decoded.taken(), 1));
    out.rows_estimate = std::max(rows, static_cast<std::int64_t>(lines * std::max(1.0, share)));
    return {};
}

Format format_of(std::string_view text) {
    text = text::trim(text.substr(0, 1000));
    if (text::lower_ascii(text.substr(0, 11)) == "begin:vcard") return Format::Vcard;
    const auto second = text.empty() ? std::string_view() : text::trim(text.substr(1));
    const bool object = text.starts_with('{') && (second.starts_with('"') || second.starts_with('}'));
    return object || (text.starts_with('[') && second.starts_with('{')) ? Format::Json : Format::Csv;
}

/// Of formats that name their values: vCard and JSON.
Result<void> detect_keyed(const InputFile& file, Detected& out) {
    out.dialect.header_row = 0;
    out.dialect.footer_rows = 0;
    if (out.dialect.format == Format::Json && out.dialect.decimal == DecimalMark::Unknown) out.dialect.decimal = DecimalMark::Point;
    KITH_TRY(const auto source, open_rows(file, out.dialect));
    out.header = source->names();
    if (out.header.empty())
        return Error{ErrorKind::Invalid, "import.wrong_format", {{"format", std::string(name_of(out.dialect.format))}}};
    KITH_TRY(Table table, read_table(*source, true, kSampleRows));
    out.rows_estimate = std::ssize(table);
    if (table.size() == kSampleRows) out.rows_estimate = std::max(out.rows_estimate, source->rows_expected());
    for (auto& [number, cells] : table) out.rows.push_back(std::move(cells));
    return {};
}

/// The sheet asked for, or the first that people see and that has rows.
Result<void> detect_sheet(const InputFile& file, const json::Value& wish, Detected& out) {
    KITH_TRY(const auto workbook, open_workbook(file));
    for (const auto& sheet : workbook->sheets) out.sheets.push_back(sheet.name);
    out.dialect.sheet = wish.text("sheet");
    const bool chosen = !out.dialect.sheet.empty();
    if (out.dialect.decimal == DecimalMark::Unknown) out.dialect.decimal = DecimalMark::Point;  // the numbers' own
    for (const bool hidden : {false, true}) {
        for (const auto& sheet : workbook->sheets) {
            if (!chosen && sheet.hidden != hidden) continue;
            const std::string& name = chosen ? out.dialect.sheet : sheet.name;
            KITH_TRY(const auto reader, XlsxReader::open(workbook, name));
            KITH_TRY(Table table, read_table(*reader, true, kMostRows));
            if (table.empty() && !chosen) continue;
            if (table.empty()) return Error{ErrorKind::Invalid, "import.empty_file"};
            out.dialect.sheet = name;
            const bool all = table.size() < kMostRows;
            const std::int64_t before = table.front().first;
            KITH_CHECK(take_apart(std::move(table), all, wish, out));
            if (!all) out.rows_estimate = std::max(out.rows_estimate, reader->rows_expected() - before);
            return {};
        }
    }
    return Error{ErrorKind::Invalid, "import.empty_file"};
}

}  // namespace

Result<Detected> detect(const InputFile& file, const json::Value& wish) {
    Detected out;
    KITH_TRY(out.dialect, changed_by(out.dialect, wish));
    if (out.dialect.format == Format::Xlsx) out.dialect.format = Format::Csv;  // what it is packed in must tell
    KITH_CHECK(look_inside(file, wish, out));
    const bool workbook = out.dialect.format == Format::Xlsx;
    if (const auto format = wish.text("format"); !format.empty() && workbook != (format == name_of(Format::Xlsx)))
        return Error{ErrorKind::Invalid, "import.wrong_format", {{"format", std::string(format)}}};
    if (workbook) {
        KITH_CHECK(detect_sheet(file, wish, out));
        return out;
    }
    Dialect as_it_is = out.dialect;
    as_it_is.encoding = Encoding::Utf8;
    KITH_TRY(ByteSource raw, open_text(file, as_it_is));
    KITH_TRY(const Sample beginning, first_bytes(raw));
    if (is_blank(beginning.text)) return Error{ErrorKind::Invalid, "import.empty_file"};
    if (const auto kind = kind_of_file(beginning.text); !kind.empty())
        return Error{ErrorKind::Invalid, out.dialect.packing == Packing::None ? "import.binary_file" : "import.nested_archive", {{"kind", std::string(kind)}}};

    // (the reader dropped a UTF-8 mark already; the other marks are still there)
    const bool ascii = std::none_of(beginning.text.begin(), beginning.text.end(), [](char c) { return (c & 0x80) != 0; });
    std::string around;
    if (ascii && !beginning.whole) {
        KITH_TRY(around, around_first_other(raw, out.dialect.packing));
    }
    if (wish["encoding"].is_null()) out.dialect.encoding = detect_encoding(beginning.text, around);
    if (is_binary(beginning.text, out.dialect.encoding)) return Error{ErrorKind::Invalid, "import.not_text"};
    if (wish["format"].is_null()) {
        KITH_TRY(ByteSource decoded, open_text(file, out.dialect));
        KITH_TRY(const Sample first, first_bytes(decoded, 4096));
        out.dialect.format = format_of(first.text);
    }
    KITH_CHECK(out.dialect.format == Format::Csv ? detect_text(file, wish, out) : detect_keyed(file, out));
    return out;
}

}  // namespace kith::imports
