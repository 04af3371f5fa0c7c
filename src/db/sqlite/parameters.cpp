#include "db/sqlite/parameters.hpp"

namespace kith::db::sqlite {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_word(char c) {
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
           static_cast<unsigned char>(c) >= 0x80;
}

/// Where the quoted or commented piece that starts at `at` ends (one past it); `at` if none does.
std::size_t end_of_piece(std::string_view sql, std::size_t at) {
    const auto past = [&](std::string_view end, std::size_t from) {
        const auto found = sql.find(end, from);
        return found == sql.npos ? sql.size() : found + end.size();
    };
    const std::string_view rest = sql.substr(at);
    // A doubled quote ends one piece and starts the next: the same text either way.
    if (rest[0] == '\'' || rest[0] == '"' || rest[0] == '`') return past(rest.substr(0, 1), at + 1);
    if (rest[0] == '[') return past("]", at + 1);
    if (rest.starts_with("--")) return past("\n", at + 2);
    if (rest.starts_with("/*")) return past("*/", at + 2);
    return at;
}

}  // namespace

std::string numbered_parameters(std::string_view sql) {
    std::string out;
    out.reserve(sql.size());
    for (std::size_t i = 0; i < sql.size();) {
        if (const auto end = end_of_piece(sql, i); end != i) {
            out += sql.substr(i, end - i);
            i = end;
            continue;
        }
        const bool parameter =
            sql[i] == '$' && i + 1 < sql.size() && is_digit(sql[i + 1]) && (i == 0 || !is_word(sql[i - 1]));
        out += parameter ? '?' : sql[i];
        ++i;
    }
    return out;
}

}  // namespace kith::db::sqlite
