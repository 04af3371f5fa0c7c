#include "records/filter/text/tokens.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace kith::records::filter {

namespace {

constexpr std::string_view kNoBreakSpace = "\xC2\xA0";
constexpr std::string_view kNarrowSpace = "\xE2\x80\xAF";

std::size_t space_at(std::string_view text, std::size_t at) {
    const char c = text[at];
    if (c == ' ' || c == '\t' || c == '\n' || c == '\r') return 1;
    for (const auto wide : {kNoBreakSpace, kNarrowSpace})
        if (text.substr(at).starts_with(wide)) return wide.size();
    return 0;
}

/// Signs of comparison; "≤" as people write it too.
std::pair<std::string_view, std::size_t> sign_at(std::string_view text, std::size_t at) {
    static constexpr std::pair<std::string_view, std::string_view> kSigns[] = {
        {"<=", "<="}, {">=", ">="}, {"!=", "!="}, {"<>", "!="}, {"==", "="}, {"=<", "<="}, {"=>", ">="},
        {"=", "="}, {"<", "<"}, {">", ">"}, {"\xE2\x89\xA4", "<="}, {"\xE2\x89\xA5", ">="}, {"\xE2\x89\xA0", "!="}};
    for (const auto& [written, sign] : kSigns)
        if (text.substr(at).starts_with(written)) return {sign, written.size()};
    return {"", 0};
}

/// The quotation mark that closes one, "" if it is none.
std::string_view closing_quote(std::string_view text, std::size_t at, std::size_t& width) {
    width = 1;
    if (text[at] == '"') return "\"";
    for (const auto& [open, close] : {std::pair<std::string_view, std::string_view>{"\xC2\xAB", "\xC2\xBB"}, {"\xE2\x80\x9C", "\xE2\x80\x9D"}})
        if (text.substr(at).starts_with(open)) {
            width = open.size();
            return close;
        }
    return "";
}

}  // namespace

Tokens::Tokens(std::string_view source) : source_(source) {
    const std::string_view text = source_;
    bool spaced = false;
    for (std::size_t at = 0; at < text.size();) {
        if (const auto space = space_at(text, at); space > 0) {
            at += space;
            spaced = true;
            continue;
        }
        Token token;
        token.from = at;
        token.spaced = spaced;
        spaced = false;
        std::size_t width = 0;
        const char c = text[at];
        if (const auto close = closing_quote(text, at, width); !close.empty()) {
            token.kind = Token::Kind::Unclosed;
            for (at += width; at < text.size();) {
                if (text[at] == '\\' && at + 1 < text.size()) {
                    token.text += text[at + 1] == 'n' ? '\n' : text[at + 1];
                    at += 2;
                } else if (text.substr(at).starts_with(close)) {
                    at += close.size();
                    token.kind = Token::Kind::Quoted;
                    break;
                } else {
                    token.text += text[at++];
                }
            }
        } else if (c == '[') {
            const auto close_at = text.find(']', at);
            token.kind = close_at == std::string_view::npos ? Token::Kind::Unclosed : Token::Kind::Bracketed;
            token.text = text.substr(at + 1, std::min(close_at, text.size()) - at - 1);
            at = close_at == std::string_view::npos ? text.size() : close_at + 1;
        } else if (c == '{') {
            token.kind = Token::Kind::Unclosed;
            int depth = 0;
            bool quoted = false;
            for (; at < text.size(); ++at) {
                if (quoted && text[at] == '\\') {
                    ++at;
                } else if (text[at] == '"') {
                    quoted = !quoted;
                } else if (!quoted && text[at] == '{') {
                    ++depth;
                } else if (!quoted && text[at] == '}' && --depth == 0) {
                    ++at;
                    token.kind = Token::Kind::Json;
                    break;
                }
            }
            at = std::min(at, text.size());
            token.text = text.substr(token.from, at - token.from);
        } else if (const auto [sign, length] = sign_at(text, at); length > 0) {
            token.kind = Token::Kind::Sign;
            token.text = sign;
            at += length;
        } else if (c == '(' || c == ')' || c == ',' || c == '.' || c == ']' || c == '}') {
            token.kind = c == '(' ? Token::Kind::Open : c == ')' ? Token::Kind::Close : c == ',' ? Token::Kind::Comma : c == '.' ? Token::Kind::Dot : Token::Kind::Unclosed;
            token.text = c;
            ++at;
        } else {
            token.kind = Token::Kind::Word;
            while (at < text.size() && space_at(text, at) == 0 && std::string_view("()[]{},.\"").find(text[at]) == std::string_view::npos &&
                   sign_at(text, at).second == 0 && closing_quote(text, at, width).empty() && !(text[at] == '!' && at + 1 < text.size() && text[at + 1] == '='))
                ++at;
            if (at == token.from) ++at;
            token.text = text.substr(token.from, at - token.from);
            token.folded = text::fold(token.text);
        }
        token.to = at;
        list_.push_back(std::move(token));
    }
    Token end;
    end.from = end.to = text.size();
    end.spaced = spaced;
    list_.push_back(std::move(end));
}

std::size_t Tokens::match(std::size_t at, std::string_view phrase) const {
    std::size_t count = 0;
    while (!phrase.empty()) {
        const Token& token = (*this)[at + count];
        if (token.kind != Token::Kind::Word || token.folded.empty() || !phrase.starts_with(token.folded)) return 0;
        phrase.remove_prefix(token.folded.size());
        ++count;
        if (phrase.empty()) return count;
        if (phrase.front() != ' ') return 0;
        phrase.remove_prefix(1);
    }
    return count;
}

}  // namespace kith::records::filter
