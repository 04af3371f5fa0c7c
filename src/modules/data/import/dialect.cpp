#include "modules/data/import/dialect.hpp"

#include <array>
#include <utility>

#include "base/text.hpp"

namespace kith::imports {

namespace {

constexpr std::array<std::pair<std::string_view, Encoding>, 12> kEncodings{{
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
}};

constexpr std::array<std::pair<std::string_view, char>, 6> kDelimiters{{
    {"tab", '\t'},
    {"\\t", '\t'},
    {"comma", ','},
    {"semicolon", ';'},
    {"pipe", '|'},
    {"bar", '|'},
}};

}  // namespace

std::string_view name_of(Encoding encoding) {
    for (const auto& [name, value] : kEncodings)
        if (value == encoding) return name;
    return "utf-8";
}

std::optional<Encoding> encoding_of(std::string_view name) {
    const std::string wanted = text::lower_ascii(name);
    for (const auto& [known, value] : kEncodings)
        if (known == wanted) return value;
    return std::nullopt;
}

std::string delimiter_name(char delimiter) { return delimiter == '\t' ? "tab" : std::string(1, delimiter); }

std::optional<char> delimiter_of(std::string_view name) {
    for (const auto& [known, value] : kDelimiters)
        if (known == name) return value;
    if (name.size() != 1) return std::nullopt;
    const char c = name.front();
    const bool part_of_text = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (part_of_text || c == '"' || c == '\n' || c == '\r' || c == '\0' || (c & 0x80) != 0) return std::nullopt;
    return c;
}

void write_json(json::Writer& out, const Dialect& dialect) {
    out.begin_object()
        .member("encoding", name_of(dialect.encoding))
        .member("delimiter", std::string_view(delimiter_name(dialect.delimiter)))
        .member("quote", dialect.quote == 0 ? std::string_view() : std::string_view(&dialect.quote, 1))
        .member("header_row", dialect.header_row)
        .end_object();
}

Result<Dialect> changed_by(Dialect dialect, const json::Value& wish) {
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
        if (quote->size() > 1 || (quote->size() == 1 && (*quote)[0] == dialect.delimiter))
            return Error{ErrorKind::Invalid, "import.unknown_quote", {{"quote", *quote}}};
        dialect.quote = quote->empty() ? '\0' : quote->front();
    }
    if (const auto& row = wish["header_row"]; !row.is_null()) {
        const auto* number = row.integer();
        if (number == nullptr || *number < 0 || *number > 1000) return Error{ErrorKind::Invalid, "import.wrong_header_row"};
        dialect.header_row = static_cast<int>(*number);
    }
    return dialect;
}

}  // namespace kith::imports
