#include "records/formula/syntax.hpp"

#include <utility>

#include "records/formula/lexer.hpp"

namespace kith::records::formula {

namespace {

/// or < and < not < comparison < & < + - < * / % < minus < names, numbers, calls, brackets.
class Parser {
public:
    explicit Parser(std::vector<Token> tokens) : tokens_(std::move(tokens)) {}

    Parsed run() {
        Parsed out;
        if (here().kind == Token::Kind::End) fail("formula.nothing");
        else out.root = either();
        if (!problem_ && here().kind != Token::Kind::End) unexpected();
        if (problem_) out.problems.push_back(std::move(*problem_));
        return out;
    }

private:
    Syntax either() { return chain("or", [this] { return both(); }); }
    Syntax both() { return chain("and", [this] { return negation(); }); }

    Syntax negation() {
        if (!word("not")) return comparison();
        const Nested nested(*this);
        if (problem_) return {};
        Syntax out = begun(Syntax::Kind::Not);
        advance();
        out.of.push_back(negation());
        return ended(std::move(out));
    }

    Syntax comparison() {
        Syntax left = chain("&", [this] { return sum(); });
        for (const char* sign : {"=", "!=", "<", "<=", ">", ">="})
            if (!problem_ && is_sign(sign)) {
                left = binary(std::move(left), [this] { return chain("&", [this] { return sum(); }); });
                break;  // a < b < c says nothing
            }
        return left;
    }

    Syntax sum() {
        Syntax left = product();
        while (!problem_ && (is_sign("+") || is_sign("-"))) left = binary(std::move(left), [this] { return product(); });
        return left;
    }

    Syntax product() {
        Syntax left = minus();
        while (!problem_ && (is_sign("*") || is_sign("/") || is_sign("%"))) left = binary(std::move(left), [this] { return minus(); });
        return left;
    }

    Syntax minus() {
        if (!is_sign("-")) return primary();
        const Nested nested(*this);
        if (problem_) return {};
        Syntax out = begun(Syntax::Kind::Minus);
        advance();
        out.of.push_back(minus());
        return ended(std::move(out));
    }

    Syntax primary() {
        const Nested nested(*this);
        if (problem_ || !count()) return {};
        const Token& token = here();
        Syntax out = begun(Syntax::Kind::Literal);
        if (token.kind == Token::Kind::Number || token.kind == Token::Kind::Text) {
            out.value = token.kind == Token::Kind::Number ? token.value : calc::Value(token.text);
            if (token.kind == Token::Kind::Text && token.text.empty()) out.value = {};
            advance();
            return ended(std::move(out));
        }
        if (is_sign("(")) {
            advance();
            out = either();
            expect(")");
            return out;
        }
        if (token.kind != Token::Kind::Name || word("and") || word("or")) return unexpected();
        if (word("true") || word("false")) {
            out.boolean = true;
            out.value = std::int64_t{word("true")};
            advance();
            return ended(std::move(out));
        }
        if (word("empty")) {
            advance();
            return ended(std::move(out));
        }
        out.name = token.text;
        advance();
        if (is_sign("(")) return call(std::move(out));
        out.kind = Syntax::Kind::Field;
        if (is_sign(".")) {
            advance();
            if (here().kind != Token::Kind::Name) return unexpected();
            out.member = here().text;
            advance();
            if (is_sign(".")) return fail("formula.too_far");
        }
        return ended(std::move(out));
    }

    Syntax call(Syntax out) {
        out.kind = Syntax::Kind::Call;
        advance();
        if (!is_sign(")")) {
            out.of.push_back(either());
            while (!problem_ && is_sign(",")) {
                advance();
                out.of.push_back(either());
            }
        }
        expect(")");
        return ended(std::move(out));
    }

    /// a & b & c as one.
    template <class F>
    Syntax chain(std::string_view sign, F&& operand) {
        Syntax first = operand();
        if (problem_ || !(is_sign(sign) || word(sign))) return first;
        Syntax out;
        out.kind = Syntax::Kind::Chain;
        out.name = sign;
        out.from = first.from;
        out.of.push_back(std::move(first));
        while (!problem_ && (is_sign(sign) || word(sign)) && count()) {
            advance();
            out.of.push_back(operand());
        }
        return ended(std::move(out));
    }

    template <class F>
    Syntax binary(Syntax left, F&& operand) {
        if (!count()) return {};
        Syntax out;
        out.kind = Syntax::Kind::Chain;
        out.name = here().text;
        out.from = left.from;
        advance();
        // a + b + c as one, so that long sums do not nest.
        const bool same = left.kind == Syntax::Kind::Chain && left.name == out.name && (out.name == "+" || out.name == "*");
        if (same) out.of = std::move(left.of);
        else out.of.push_back(std::move(left));
        out.of.push_back(operand());
        return ended(std::move(out));
    }

    struct Nested {
        explicit Nested(Parser& parser) : parser(parser) {
            if (++parser.depth_ > kMostNested && !parser.problem_) parser.fail("formula.too_deep", {{"max", std::to_string(kMostNested)}});
        }
        Nested(const Nested&) = delete;
        Nested& operator=(const Nested&) = delete;
        ~Nested() { --parser.depth_; }
        Parser& parser;
    };

    [[nodiscard]] const Token& here() const { return tokens_[at_]; }
    void advance() {
        end_ = here().to;
        if (at_ + 1 < tokens_.size()) ++at_;
    }
    [[nodiscard]] bool is_sign(std::string_view sign) const { return here().kind == Token::Kind::Sign && here().text == sign; }
    [[nodiscard]] bool word(std::string_view word) const { return here().kind == Token::Kind::Name && here().text == word; }
    bool count() {
        if (++parts_ > kMostParts && !problem_) fail("formula.too_many", {{"max", std::to_string(kMostParts)}});
        return !problem_;
    }
    void expect(std::string_view sign) {
        if (problem_) return;
        if (is_sign(sign)) return advance();
        fail("formula.missing", {{"sign", std::string(sign)}});
    }

    [[nodiscard]] Syntax begun(Syntax::Kind kind) const {
        Syntax out;
        out.kind = kind;
        out.from = here().from;
        return out;
    }
    Syntax ended(Syntax out) const {
        out.to = end_;
        return out;
    }
    Syntax unexpected() {
        if (here().kind == Token::Kind::End) return fail("formula.unexpected_end");
        return fail("formula.unexpected", {{"token", here().text}});
    }
    Syntax fail(std::string code, Params params = {}) {
        if (!problem_) problem_ = Problem{here().from, here().to, std::move(code), std::move(params)};
        return {};
    }

    std::vector<Token> tokens_;
    std::size_t at_ = 0;
    std::size_t end_ = 0;
    int depth_ = 0;
    int parts_ = 0;
    std::optional<Problem> problem_;
};

}  // namespace

Parsed parse(std::string_view text) {
    auto tokens = read_tokens(text);
    if (tokens.problem) return {{}, {std::move(*tokens.problem)}};
    return Parser(std::move(tokens.list)).run();
}

}  // namespace kith::records::formula
