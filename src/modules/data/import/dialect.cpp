#include "modules/data/import/dialect.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "base/text.hpp"

namespace kith::imports {

namespace {

/// The first name of each is the one we give.
constexpr std::array<std::pair<std::string_view, Encoding>, 30> kNames{{
    {"utf-8", Encoding::Utf8},
    {"utf8", Encoding::Utf8},
    {"utf-16le", Encoding::Utf16Le},
    {"utf-16be", Encoding::Utf16Be},
    {"utf-16", Encoding::Utf16Le},
    {"utf16", Encoding::Utf16Le},
    {"windows-1252", Encoding::Windows1252},
    {"cp1252", Encoding::Windows1252},
    {"ansi", Encoding::Windows1252},
    {"latin1", Encoding::Windows1252},
    {"latin-1", Encoding::Windows1252},
    {"iso-8859-1", Encoding::Windows1252},
    {"iso-8859-15", Encoding::Iso8859_15},
    {"latin9", Encoding::Iso8859_15},
    {"latin-9", Encoding::Iso8859_15},
    {"macintosh", Encoding::MacRoman},
    {"mac-roman", Encoding::MacRoman},
    {"macroman", Encoding::MacRoman},
    {"windows-1250", Encoding::Windows1250},
    {"cp1250", Encoding::Windows1250},
    {"windows-1257", Encoding::Windows1257},
    {"cp1257", Encoding::Windows1257},
    {"ibm-850", Encoding::Ibm850},
    {"cp850", Encoding::Ibm850},
    {"ibm850", Encoding::Ibm850},
    {"dos", Encoding::Ibm850},
    {"ibm-865", Encoding::Ibm865},
    {"cp865", Encoding::Ibm865},
    {"ibm865", Encoding::Ibm865},
    {"latin0", Encoding::Iso8859_15},
}};

constexpr std::array<std::string_view, 4> kFormats{"csv", "xlsx", "vcard", "jsonl"};

constexpr std::array<std::pair<std::string_view, char>, 6> kDelimiters{{
    {"tab", '\t'},
    {"\\t", '\t'},
    {"comma", ','},
    {"semicolon", ';'},
    {"pipe", '|'},
    {"bar", '|'},
}};

bool is_of_text(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '\n' || c == '\r' || c == '\0' || (c & 0x80) != 0;
}

std::string_view one_or_none(const char& c) { return c == 0 ? std::string_view() : std::string_view(&c, 1); }

Error wrong(std::string_view member, std::string_view right) {
    return {ErrorKind::Invalid, "import.wrong_dialect", {{"member", std::string(member)}, {"right", std::string(right)}}};
}

/// A member that is one of two words.
template <class T>
Result<void> choose(T& out, const json::Value& wish, std::string_view member, std::string_view first, T of_first, std::string_view second, T of_second) {
    const auto& value = wish[member];
    if (value.is_null()) return {};
    const auto* word = value.string();
    if (word == nullptr || (*word != first && *word != second && !word->empty()))
        return wrong(member, std::string(first) + ", " + std::string(second));
    out = word->empty() ? T::Unknown : *word == first ? of_first : of_second;
    return {};
}

Result<void> take_text(std::string& out, const json::Value& wish, std::string_view member) {
    const auto& value = wish[member];
    if (value.is_null()) return {};
    const auto* text = value.string();
    if (text == nullptr) return wrong(member, "text");
    if (!text->empty()) out = *text;
    return {};
}

/// 0 to 1000.
std::optional<int> row_count(const json::Value& value) {
    const auto* number = value.integer();
    if (number == nullptr || *number < 0 || *number > 1000) return std::nullopt;
    return static_cast<int>(*number);
}

}  // namespace

std::string_view name_of(Format format) { return kFormats[static_cast<std::size_t>(format)]; }

std::string_view name_of(Encoding encoding) {
    for (const auto& [name, value] : kNames)
        if (value == encoding) return name;
    return "utf-8";
}

std::optional<Encoding> encoding_of(std::string_view name) {
    const std::string wanted = text::lower_ascii(name);
    for (const auto& [known, value] : kNames)
        if (known == wanted) return value;
    return std::nullopt;
}

std::string delimiter_name(char delimiter) { return delimiter == '\t' ? "tab" : std::string(1, delimiter); }

std::optional<char> delimiter_of(std::string_view name) {
    for (const auto& [known, value] : kDelimiters)
        if (known == name) return value;
    if (name.size() != 1) return std::nullopt;
    const char c = name.front();
    if (is_of_text(c) || c == '"') return std::nullopt;
    return c;
}

void write_members(json::Writer& out, const Dialect& dialect) {
    out.member("format", name_of(dialect.format));
    out.member("encoding", name_of(dialect.encoding));
    out.member("delimiter", std::string_view(delimiter_name(dialect.delimiter)));
    out.member("quote", one_or_none(dialect.quote)).member("escape", one_or_none(dialect.escape));
    out.member("header_row", dialect.header_row).key("footer_rows");
    if (dialect.footer_rows) out.value(*dialect.footer_rows);
    else out.null();
    const bool marked = dialect.decimal != DecimalMark::Unknown;
    out.member("decimal", !marked ? "" : dialect.decimal == DecimalMark::Comma ? "," : ".");
    const bool ordered = dialect.dates == DateOrder::DayFirst || dialect.dates == DateOrder::MonthFirst;
    out.member("dates", !ordered ? "" : dialect.dates == DateOrder::DayFirst ? "day_first" : "month_first");
    out.member("entry", std::string_view(dialect.entry)).member("sheet", std::string_view(dialect.sheet));
}

Result<Dialect> changed_by(Dialect dialect, const json::Value& wish) {
    std::string format;
    KITH_CHECK(take_text(format, wish, "format"));
    if (!format.empty()) {
        const auto* const known = std::find(kFormats.begin(), kFormats.end(), format);
        if (known == kFormats.end()) return wrong("format", "csv, xlsx, vcard, jsonl");
        dialect.format = static_cast<Format>(known - kFormats.begin());
    }
    if (const auto* name = wish["encoding"].string()) {
        const auto encoding = encoding_of(*name);
        if (!encoding) return Error{ErrorKind::Invalid, "import.unknown_encoding", {{"encoding", *name}}};
        dialect.encoding = *encoding;
    }
    if (const auto* name = wish["delimiter"].string()) {
        const auto delimiter = delimiter_of(*name);
        if (!delimiter) return Error{ErrorKind::Invalid, "import.unknown_delimiter", {{"delimiter", *name}}};
        dialect.delimiter = *delimiter;
    }
    if (const auto* quote = wish["quote"].string()) {
        if (quote->size() > 1 || (quote->size() == 1 && (is_of_text((*quote)[0]) || (*quote)[0] == dialect.delimiter)))
            return Error{ErrorKind::Invalid, "import.unknown_quote", {{"quote", *quote}}};
        dialect.quote = quote->empty() ? '\0' : quote->front();
    }
    if (const auto* escape = wish["escape"].string()) {
        const bool taken = escape->size() == 1 && (is_of_text((*escape)[0]) || (*escape)[0] == dialect.delimiter);
        if (escape->size() > 1 || taken) return Error{ErrorKind::Invalid, "import.unknown_escape", {{"escape", *escape}}};
        // The quote itself: what doubling is called elsewhere.
        dialect.escape = escape->empty() || escape->front() == dialect.quote ? '\0' : escape->front();
    }
    if (const auto& row = wish["header_row"]; !row.is_null()) {
        const auto number = row_count(row);
        if (!number) return Error{ErrorKind::Invalid, "import.wrong_header_row"};
        dialect.header_row = *number;
    }
    if (const auto& rows = wish["footer_rows"]; !rows.is_null()) {
        dialect.footer_rows = row_count(rows);
        if (!dialect.footer_rows) return Error{ErrorKind::Invalid, "import.wrong_footer_rows"};
    }
    KITH_CHECK(choose(dialect.decimal, wish, "decimal", ".", DecimalMark::Point, ",", DecimalMark::Comma));
    KITH_CHECK(choose(dialect.dates, wish, "dates", "day_first", DateOrder::DayFirst, "month_first", DateOrder::MonthFirst));
    KITH_CHECK(take_text(dialect.entry, wish, "entry"));
    KITH_CHECK(take_text(dialect.sheet, wish, "sheet"));
    return dialect;
}

}  // namespace kith::imports
