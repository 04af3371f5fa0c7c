#include "records/formula/lexer.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "base/text.hpp"

namespace kith::records::formula {

namespace {

bool begins_name(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

class Lexer {
public:
    explicit Lexer(std::string_view text) : text_(text) {}

    Tokens run() {
        if (!text::is_valid_utf8(text_)) return failed(0, text_.size(), "formula.not_utf8");
        if (text_.size() > kMostBytes) return failed(kMostBytes, text_.size(), "formula.too_long", {{"max", std::to_string(kMostBytes)}});
        while (!out_.problem) {
            while (at_ < text_.size() && is_space(text_[at_])) ++at_;
            // A no-break space comes with what was copied from a page.
            if (text_.substr(at_).starts_with("\xC2\xA0")) {
                at_ += 2;
                continue;
            }
            if (at_ == text_.size()) break;
            next();
        }
        out_.list.push_back({Token::Kind::End, {}, {}, text_.size(), text_.size()});
        return std::move(out_);
    }

private:
    void next() {
        const char c = text_[at_];
        if (text::is_digit(c) || (c == '.' && at_ + 1 < text_.size() && text::is_digit(text_[at_ + 1]))) return number();
        if (begins_name(c)) return name();
        if (c == '"' || c == '\'') return quoted(c);
        static constexpr std::array<std::string_view, 17> kSigns{"<=", ">=", "!=", "<>", "==", "(", ")", ",", ".", "+", "-", "*", "/", "%", "&", "=", "<"};
        for (const auto sign : kSigns)
            if (text_.substr(at_).starts_with(sign)) return sign_token(sign);
        if (c == '>') return sign_token(">");
        if (c == ';') return sign_token(";");  // as spreadsheets part arguments in Norwegian
        std::size_t end = at_ + 1;
        while (end < text_.size() && (static_cast<unsigned char>(text_[end]) & 0xC0) == 0x80) ++end;
        fail(at_, end, "formula.bad_character", {{"character", std::string(text_.substr(at_, end - at_))}});
    }

    void sign_token(std::string_view sign) {
        const auto from = at_;
        at_ += sign.size();
        auto meant = sign == "==" ? "=" : sign == "<>" ? "!=" : sign == ";" ? "," : sign;
        out_.list.push_back({Token::Kind::Sign, std::string(meant), {}, from, at_});
    }

    void number() {
        const auto from = at_;
        bool whole = true;
        const auto digits = [&] { while (at_ < text_.size() && text::is_digit(text_[at_])) ++at_; };
        digits();
        if (at_ + 1 < text_.size() && text_[at_] == '.' && text::is_digit(text_[at_ + 1])) {
            whole = false;
            ++at_;
            digits();
        }
        const auto text = text_.substr(from, at_ - from);
        Token token{Token::Kind::Number, std::string(text), {}, from, at_};
        if (at_ < text_.size() && begins_name(text_[at_])) return fail(from, at_ + 1, "formula.bad_number");
        if (std::int64_t value = 0; whole && std::from_chars(text.data(), text.data() + text.size(), value).ec == std::errc{}) {
            token.value = value;
        } else {
            double real = 0;
            if (std::from_chars(text.data(), text.data() + text.size(), real).ec != std::errc{} || !std::isfinite(real))
                return fail(from, at_, "formula.bad_number");
            token.value = real;
        }
        out_.list.push_back(std::move(token));
    }

    void name() {
        const auto from = at_;
        while (at_ < text_.size() && (begins_name(text_[at_]) || text::is_digit(text_[at_]))) ++at_;
        out_.list.push_back({Token::Kind::Name, text::lower_ascii(std::string(text_.substr(from, at_ - from))), {}, from, at_});
    }

    void quoted(char quote) {
        const auto from = at_++;
        std::string value;
        for (;; ++at_) {
            if (at_ == text_.size()) return fail(from, at_, "formula.open_text");
            const char c = text_[at_];
            if (c == quote && (at_ + 1 == text_.size() || text_[at_ + 1] != quote)) break;
            if (c == quote) ++at_;
            if (static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t') return fail(at_, at_ + 1, "formula.bad_character", {{"character", "?"}});
            value += c;
        }
        ++at_;
        out_.list.push_back({Token::Kind::Text, text::nfc(value), {}, from, at_});
    }

    void fail(std::size_t from, std::size_t to, std::string code, Params params = {}) {
        out_.problem = Problem{from, to, std::move(code), std::move(params)};
    }
    Tokens failed(std::size_t from, std::size_t to, std::string code, Params params = {}) {
        fail(from, to, std::move(code), std::move(params));
        out_.list.push_back({});
        return std::move(out_);
    }

    std::string_view text_;
    std::size_t at_ = 0;
    Tokens out_;
};

}  // namespace

Tokens read_tokens(std::string_view text) { return Lexer(text).run(); }

}  // namespace kith::records::formula
