#include "db/postgres/url.hpp"

#include <algorithm>
#include <charconv>

namespace kith::db::postgres {

namespace {

constexpr std::size_t kLongestName = 63;  // bytes, as PostgreSQL keeps of a name

Error wrong(std::string_view part) {
    return Error{.kind = ErrorKind::Invalid, .code = "db.postgres_bad_url", .params = {{"part", std::string(part)}}};
}

/// %41 as A; nothing when a hexadecimal digit is missing.
std::optional<std::string> decoded(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            out += text[i];
            continue;
        }
        unsigned value = 0;
        if (i + 2 >= text.size() || std::from_chars(text.data() + i + 1, text.data() + i + 3, value, 16).ptr != text.data() + i + 3) return std::nullopt;
        out += static_cast<char>(value);
        i += 2;
    }
    return out;
}

}  // namespace

Result<Url> read_url(std::string_view url) {
    Url out;
    const auto question = url.find('?');
    out.server = std::string(url.substr(0, question));
    if (question == std::string_view::npos) return out;
    auto rest = url.substr(question + 1);
    char separator = '?';
    while (!rest.empty()) {
        const auto end = std::min(rest.find('&'), rest.size());
        const auto part = rest.substr(0, end);
        rest.remove_prefix(std::min(rest.size(), end + 1));
        const auto name = part.substr(0, part.find('='));
        const auto value = decoded(name.size() < part.size() ? part.substr(name.size() + 1) : std::string_view());
        if (!value) return wrong(name);
        if (name == "schema") {
            if (value->empty() || value->size() > kLongestName || value->starts_with("pg_") || *value == "kith" || value->find('\0') != std::string::npos)
                return wrong(name);
            out.schema = *value;
        } else if (name == "pooler") {
            if (*value != "transaction" && *value != "none") return wrong(name);
            out.pooled = *value == "transaction";
        } else if (name == "statement_timeout") {
            auto digits = std::string_view(*value);
            if (digits.ends_with('s')) digits.remove_suffix(1);
            const auto [at, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), out.statement_seconds);
            if (problem != std::errc() || at != digits.data() + digits.size() || out.statement_seconds < 0) return wrong(name);
        } else if (name == "files") {
            if (value->empty() || value->find('\0') != std::string::npos) return wrong(name);
            out.files = *value;
        } else {
            out.server += separator;
            out.server += part;
            separator = '&';
        }
    }
    return out;
}

std::string encoded(std::string_view text) {
    constexpr std::string_view kDigits = "0123456789ABCDEF";
    std::string out;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.' || c == '/';
        if (plain) out += c;
        else (((out += '%') += kDigits[byte >> 4])) += kDigits[byte & 15];
    }
    return out;
}

std::string quoted_name(std::string_view name) {
    std::string out = "\"";
    for (const char c : name) {
        out += c;
        if (c == '"') out += c;
    }
    return out + "\"";
}

}  // namespace kith::db::postgres
