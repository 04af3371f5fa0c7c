#include "modules/data/import/detect_csv.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "base/text.hpp"
#include "modules/data/import/csv_reader.hpp"

namespace kith::imports {

namespace {

constexpr std::size_t kRowsTried = 200;  // rows

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

char detect_delimiter(const Sample& sample, char quote) {
    char best = ',';
    double best_score = 0;
    for (const char delimiter : {',', ';', '\t', '|', '^', '~'}) {
        if (sample.text.find(delimiter) == std::string::npos) continue;
        Dialect dialect;
        dialect.delimiter = delimiter;
        dialect.quote = quote;
        const Table table = table_of(sample, dialect, kRowsTried);
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

/// Rows that are not as the others, in that dialect.
std::size_t odd_rows(const Sample& sample, const Dialect& dialect) {
    CsvReader reader(ByteSource::of(sample.text, Encoding::Utf8), dialect);
    SourceRow row;
    std::vector<std::pair<bool, std::size_t>> rows;  // has a problem, width
    Table widths;
    while (rows.size() < kRowsTried) {
        const auto more = reader.next(row);
        if (!more || !*more) break;
        rows.emplace_back(row.problem != RowProblem::None, row.cells.size());
        widths.emplace_back(row.number, std::vector<std::string>(row.cells.size()));
    }
    if (!sample.whole && rows.size() > 1) rows.pop_back();
    const std::size_t width = usual_width(widths);
    return static_cast<std::size_t>(std::count_if(rows.begin(), rows.end(), [&](const auto& r) { return r.first || r.second != width; }));
}

/// A backslash, where rows come out even only when it escapes.
char detect_escape(const Sample& sample, Dialect dialect) {
    const auto has = [&](char escaped) {
        const char both[] = {'\\', escaped};
        return escaped != 0 && sample.text.find({both, 2}) != std::string::npos;
    };
    if (!has(dialect.quote) && !has(dialect.delimiter)) return '\0';
    dialect.encoding = Encoding::Utf8;
    dialect.escape = '\0';
    const std::size_t without = odd_rows(sample, dialect);
    dialect.escape = '\\';
    return odd_rows(sample, dialect) < without ? '\\' : '\0';
}

/// "sep=;" as the first line, which spreadsheets read and write.
std::optional<char> named_delimiter(std::string_view text) {
    if (text.size() < 6 || text::lower_ascii(text.substr(0, 4)) != "sep=") return std::nullopt;
    if (text[5] != '\n' && text[5] != '\r') return std::nullopt;
    return delimiter_of(text.substr(4, 1));
}

}  // namespace

Table table_of(const Sample& sample, Dialect dialect, std::size_t most, RowProblem* of_first) {
    dialect.encoding = Encoding::Utf8;
    CsvReader reader(ByteSource::of(sample.text, Encoding::Utf8), dialect);
    auto table = read_table(reader, sample.whole, most, of_first);
    return table ? std::move(*table) : Table();  // memory can always be read
}

Result<Dialect> detect_csv(const Sample& sample, Dialect dialect, const json::Value& wish) {
    dialect.quote = detect_quote(sample.text);
    if (const auto* quote = wish["quote"].string(); quote != nullptr && quote->size() < 2)
        dialect.quote = quote->empty() ? '\0' : quote->front();
    const auto named = named_delimiter(sample.text);
    dialect.delimiter = named ? *named : detect_delimiter(sample, dialect.quote);
    KITH_TRY(dialect, changed_by(dialect, wish));
    if (wish["escape"].is_null()) dialect.escape = detect_escape(sample, dialect);
    return dialect;
}

}  // namespace kith::imports
