#include "modules/data/import/detect_dialect.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "base/text.hpp"
#include "modules/data/import/cell_kind.hpp"
#include "modules/data/import/csv_reader.hpp"

namespace kith::imports {

namespace {

constexpr std::size_t kSampleBytes = 256 * 1024;
constexpr std::size_t kFirstWords = 8;  // bytes
constexpr std::size_t kHeaderWithin = 30;  // rows before it are the export's title

using Table = std::vector<std::pair<std::int64_t, std::vector<std::string>>>;

/// Kinds of files people choose by mistake, by their first bytes.
constexpr std::array<std::pair<std::string_view, std::string_view>, 11> kMagic{{
    {"PK\x03\x04", "zip, xlsx"},
    {"%PDF", "pdf"},
    {"\x1F\x8B", "gzip"},
    {"\xD0\xCF\x11\xE0", "xls"},
    {"\x89PNG", "png"},
    {"\xFF\xD8\xFF", "jpeg"},
    {"GIF8", "gif"},
    {"SQLite format 3", "sqlite"},
    {"\x7F"
     "ELF",
     "program"},
    {"Rar!", "rar"},
    {"7z\xBC\xAF", "7z"},
}};

Result<std::string> first_bytes(ByteSource& source, std::size_t wanted) {
    std::string out(wanted, '\0');
    std::size_t have = 0;
    while (wanted - have >= ByteSource::kLeastCapacity) {
        KITH_TRY(const std::size_t got, source.read(out.data() + have, wanted - have));
        if (got == 0) break;
        have += got;
    }
    out.resize(have);
    return out;
}

bool is_binary(std::string_view bytes, Encoding encoding) {
    if (encoding == Encoding::Utf16Le || encoding == Encoding::Utf16Be) return false;
    const auto odd = std::count_if(bytes.begin(), bytes.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r' && byte != 0x1A && byte != '\f';
    });
    return odd * 50 > std::ssize(bytes);
}

/// The first bytes beyond ASCII may come late in a long file: the 64 kB around the first one.
Result<std::string> around_first_other(ByteSource& source) {
    std::string chunk(1u << 20, '\0');
    while (true) {
        KITH_TRY(const std::size_t got, source.read(chunk.data(), chunk.size()));
        if (got == 0) return std::string();
        const auto end = chunk.begin() + static_cast<std::ptrdiff_t>(got);
        const auto other = std::find_if(chunk.begin(), end, [](char c) { return (c & 0x80) != 0; });
        if (other == end) continue;
        return std::string(other, std::min(other + 65'536, end));
    }
}

Table read_table(std::string sample, bool whole, const Dialect& dialect, std::size_t most,
                 RowProblem* of_first = nullptr) {
    const Dialect as_utf8{Encoding::Utf8, dialect.delimiter, dialect.quote, 0};
    CsvReader reader(ByteSource::of(std::move(sample), Encoding::Utf8), as_utf8);
    Table table;
    CsvRow row;
    while (table.size() < most) {
        const auto more = reader.next(row);
        if (!more || !*more) return table;
        table.emplace_back(row.number, std::vector<std::string>(row.cells.begin(), row.cells.end()));
        if (of_first != nullptr && table.size() == 1) *of_first = row.problem;
        if (!is_usable(row.problem)) table.back().second.clear();
    }
    if (!whole && table.size() > 1 && table.size() < most) table.pop_back();  // the sample may end inside a row
    return table;
}

std::size_t filled(const std::vector<std::string>& cells) {
    return static_cast<std::size_t>(std::count_if(cells.begin(), cells.end(), [](const std::string& cell) {
        return !text::trim(cell).empty();
    }));
}

std::size_t usual_width(const Table& table) {
    std::map<std::size_t, int> widths;
    for (const auto& [number, cells] : table) ++widths[cells.size()];
    std::size_t best = 1;
    int most = 0;
    for (const auto& [width, times] : widths)
        if (times > most || (times == most && width > best)) best = width, most = times;
    return best;
}

char detect_quote(std::string_view sample) {
    const auto count = [&](char quote) {
        std::int64_t n = 0;
        for (const char before : {',', ';', '\t', '|', '\n'}) {
            const char pattern[2] = {before, quote};
            for (auto at = sample.find({pattern, 2}); at != std::string_view::npos; at = sample.find({pattern, 2}, at + 1)) ++n;
        }
        return n;
    };
    return count('\'') > 2 && count('"') == 0 && sample.find('"') == std::string_view::npos ? '\'' : '"';
}

/// UTF-16 without a mark: most characters of our languages have a zero in the same half.
std::optional<Encoding> wide_by_zeros(std::string_view bytes) {
    std::size_t nul[2] = {0, 0};
    for (std::size_t i = 0; i < bytes.size(); ++i)
        if (bytes[i] == '\0') ++nul[i % 2];
    const std::size_t half = bytes.size() / 2;
    if (half >= 2 && nul[1] * 10 > half * 3 && nul[0] * 20 < half) return Encoding::Utf16Le;
    if (half >= 2 && nul[0] * 10 > half * 3 && nul[1] * 20 < half) return Encoding::Utf16Be;
    return std::nullopt;
}

}  // namespace

Encoding detect_encoding(std::string_view beginning, std::string_view around) {
    if (beginning.starts_with("\xEF\xBB\xBF")) return Encoding::Utf8;
    if (beginning.starts_with("\xFF\xFE")) return Encoding::Utf16Le;
    if (beginning.starts_with("\xFE\xFF")) return Encoding::Utf16Be;
    // From its first words on: what turns to UTF-16 later is no text as a whole.
    const auto wide = wide_by_zeros(beginning);
    if (wide && wide == wide_by_zeros(beginning.substr(0, kFirstWords))) return *wide;
    // A file that mixes both is UTF-8 with bad rows when most of its other characters are UTF-8.
    std::int64_t good = 0, bad = 0;
    for (std::string_view rest : {beginning, around}) {
        while (!rest.empty()) {
            const std::size_t wrong = find_invalid_utf8(rest);
            const std::string_view valid = rest.substr(0, wrong);
            good += std::count_if(valid.begin(), valid.end(), [](char c) { return (c & 0xC0) == 0xC0; });
            if (wrong == std::string_view::npos) break;
            const bool cut_off = rest.size() - wrong < 4 && (rest[wrong] & 0xC0) == 0xC0;
            if (!cut_off) ++bad;
            rest.remove_prefix(wrong + 1);
        }
    }
    return bad > good ? Encoding::Windows1252 : Encoding::Utf8;
}

char detect_delimiter(const std::string& sample, bool whole, char quote) {
    char best = ',';
    double best_score = 0;
    for (const char delimiter : {',', ';', '\t', '|'}) {
        Dialect dialect;
        dialect.delimiter = delimiter;
        dialect.quote = quote;
        const Table table = read_table(sample, whole, dialect, 200);
        const std::size_t width = usual_width(table);
        if (table.empty() || width < 2) continue;
        // The title above a header has fewer cells; rows wider than usual speak against the delimiter.
        double fit = 0;
        for (const auto& [number, cells] : table)
            fit += cells.size() == width ? 1.0 : cells.size() > width ? -0.5 : 0.0;
        const double score = fit / static_cast<double>(table.size()) * (1.0 + 0.1 * std::log2(static_cast<double>(width)));
        if (score > best_score + 1e-9) best = delimiter, best_score = score;
    }
    return best;
}

int detect_header(const Table& rows) {
    if (rows.empty()) return 0;
    std::size_t widest = 0;
    for (const auto& [number, cells] : rows) widest = std::max(widest, filled(cells));
    const std::size_t usual = std::min(usual_width(rows), std::max<std::size_t>(widest, 1));
    for (std::size_t i = 0; i < std::min(rows.size(), kHeaderWithin); ++i) {
        const auto& cells = rows[i].second;
        const std::size_t names = filled(cells);
        if (names == 0 || names * 10 < usual * 6 || (usual > 1 && names < 2)) continue;
        const bool looks_like_data = std::any_of(cells.begin(), cells.end(), [](const std::string& cell) {
            const CellKind kind = kind_of(text::trim(cell));
            return kind != CellKind::Empty && kind != CellKind::Text;
        });
        std::set<std::string> distinct;
        for (const std::string& cell : cells)
            if (!text::trim(cell).empty()) distinct.insert(cell);
        // Names differ from each other, save for an export's few repeated ones.
        return looks_like_data || distinct.size() * 2 < names + 1 ? 0 : static_cast<int>(rows[i].first);
    }
    return 0;
}

Result<Detected> detect(const std::string& path, const json::Value& wish) {
    KITH_TRY(ByteSource raw, ByteSource::open(path, Encoding::Utf8));
    KITH_TRY(const std::string beginning, first_bytes(raw, kSampleBytes));
    if (beginning.empty() || text::trim(beginning).empty()) return Error{ErrorKind::Invalid, "import.empty_file"};
    for (const auto& [magic, kind] : kMagic)
        if (beginning.starts_with(magic)) return Error{ErrorKind::Invalid, "import.binary_file", {{"kind", std::string(kind)}}};

    Detected out;
    out.bytes = raw.size();
    // (the reader dropped a UTF-8 mark already; the other marks are still there)
    const bool ascii = std::none_of(beginning.begin(), beginning.end(), [](char c) { return (c & 0x80) != 0; });
    std::string around;
    if (ascii) {
        KITH_TRY(around, around_first_other(raw));
    }
    out.dialect.encoding = detect_encoding(beginning, around);
    KITH_TRY(const Dialect with_encoding, changed_by(out.dialect, wish));
    out.dialect.encoding = with_encoding.encoding;
    if (is_binary(beginning, out.dialect.encoding)) return Error{ErrorKind::Invalid, "import.not_text"};

    KITH_TRY(ByteSource decoded, ByteSource::open(path, out.dialect.encoding));
    KITH_TRY(const std::string sample, first_bytes(decoded, kSampleBytes));
    const bool whole = decoded.taken() >= decoded.size() && kSampleBytes - sample.size() >= ByteSource::kLeastCapacity;
    out.dialect.quote = detect_quote(sample);
    if (const auto* quote = wish["quote"].string(); quote != nullptr && quote->size() < 2)
        out.dialect.quote = quote->empty() ? '\0' : quote->front();
    out.dialect.delimiter = detect_delimiter(sample, whole, out.dialect.quote);
    KITH_TRY(out.dialect, changed_by(out.dialect, wish));

    RowProblem of_first = RowProblem::None;
    Table table = read_table(sample, whole, out.dialect, kHeaderWithin + kSampleRows, &of_first);
    if (table.empty()) return Error{ErrorKind::Invalid, "import.empty_file"};
    if (of_first == RowProblem::TooManyColumns) return Error{ErrorKind::Invalid, "import.too_many_columns", {{"limit", std::to_string(CsvLimits{}.columns)}}};
    if (!whole && table.size() == 1) return Error{ErrorKind::Invalid, "import.line_too_long"};
    if (wish["header_row"].is_null()) out.dialect.header_row = detect_header(table);
    const int header = out.dialect.header_row;
    if (header > 0) {
        const auto at = std::find_if(table.begin(), table.end(), [&](const auto& row) { return row.first == header; });
        if (at == table.end() || at->second.empty())
            return Error{ErrorKind::Invalid, "import.no_header", {{"row", std::to_string(header)}}};
        for (const std::string& cell : at->second) out.header.emplace_back(text::trim(cell));
        table.erase(table.begin(), at + 1);
        if (table.empty()) return Error{ErrorKind::Invalid, "import.only_header"};
    } else {
        std::size_t width = 0;
        for (const auto& [number, cells] : table) width = std::max(width, cells.size());
        out.header.resize(width);
    }
    while (!out.header.empty() && out.header.back().empty() &&
           std::all_of(table.begin(), table.end(), [&](const auto& row) {
               return row.second.size() < out.header.size() || text::trim(row.second[out.header.size() - 1]).empty();
           }) && header > 0)
        out.header.pop_back();  // a spreadsheet's empty last columns
    out.rows_estimate = std::ssize(table);
    if (!whole || table.size() >= kSampleRows) {
        const auto lines = std::count(sample.begin(), sample.end(), '\n') + 1;
        const double share = static_cast<double>(out.bytes) / static_cast<double>(std::max<std::int64_t>(decoded.taken(), 1));
        out.rows_estimate = std::max<std::int64_t>(std::ssize(table), static_cast<std::int64_t>(static_cast<double>(lines) * std::max(1.0, share)));
    }
    for (auto& [number, cells] : table) {
        if (out.rows.size() >= kSampleRows) break;
        out.rows.push_back(std::move(cells));
    }
    return out;
}

}  // namespace kith::imports
