#include "records/filter/text/parser.hpp"

#include "base/text.hpp"

namespace kith::records::filter {

ParsedText parse_text(const Object& object, std::string_view text, const TextContext& context) {
    if (text.size() > kMaxText)
        return {{}, TextError{kMaxText, text.size(), "filter_text.too_long", {{"max", std::to_string(kMaxText)}}}};
    if (!text::is_valid_utf8(text)) return {{}, TextError{0, text.size(), "filter_text.not_utf8", {}}};
    return TextParser(object, text, context).run();
}

ParsedText TextParser::run() {
    if (at_end()) {
        offer_conditions(object_);
        return {};
    }
    auto tree = expression(object_, 0);
    if (tree && !at_end())
        tree = fail_here(token().kind == Token::Kind::Unclosed ? "filter_text.not_closed" : "filter_text.no_more",
                         {{"and", words_.print(Word::And)}, {"or", words_.print(Word::Or)}});
    if (tree) {
        // Each condition was checked where it stands; this is what only the whole can break.
        if (auto read = filter::read(object_, *tree, context_.tree); !read) {
            const auto& problem = read.error().fields.front();
            tree = fail(0, tokens_.size(), problem.code, problem.params);
        }
    }
    ParsedText out;
    if (tree) out.filter = canonical(object_, *tree, context_.tree);
    out.error = std::move(error_);
    return out;
}

TextParser::Read TextParser::expression(const Object& object, int depth) {
    auto first = conjunction(object, depth);
    if (!first) return std::nullopt;
    json::Array any{std::move(*first)};
    for (;;) {
        offer_word(Word::Or);
        if (!take(Word::Or)) break;
        auto next = conjunction(object, depth);
        if (!next) return std::nullopt;
        any.push_back(std::move(*next));
    }
    if (any.size() == 1) return std::move(any.front());
    return json::Value(json::Object{{"or", std::move(any)}});
}

TextParser::Read TextParser::conjunction(const Object& object, int depth) {
    auto first = unary(object, depth);
    if (!first) return std::nullopt;
    json::Array all{std::move(*first)};
    for (;;) {
        offer_word(Word::And);
        if (!take(Word::And)) break;
        auto next = unary(object, depth);
        if (!next) return std::nullopt;
        all.push_back(std::move(*next));
    }
    if (all.size() == 1) return std::move(all.front());
    return json::Value(json::Object{{"and", std::move(all)}});
}

TextParser::Read TextParser::unary(const Object& object, int depth) {
    if (depth > kMaxDepth) return fail_here("filter.too_deep", {{"max", std::to_string(kMaxDepth)}});
    if (at_end()) {
        offer_conditions(object);
        return fail_here("filter_text.no_condition");
    }
    const auto open = at_;
    if (take(Token::Kind::Open)) {
        auto inner = expression(object, depth + 1);
        if (!inner) return std::nullopt;
        if (at_end()) offer("word", ")");
        if (!take(Token::Kind::Close)) {
            if (at_end()) return fail(open, open + 1, "filter_text.not_closed");
            return fail_here("filter_text.no_more", {{"and", words_.print(Word::And)}, {"or", words_.print(Word::Or)}});
        }
        return inner;
    }
    if (token().kind == Token::Kind::Json) return inline_json(object);
    if (token().kind == Token::Kind::Unclosed) return fail_here("filter_text.not_closed");
    if (const auto no = seen(Word::Not); no > 0 && names_.field(object, tokens_, at_).tokens <= no && leading(object).tokens <= no) {
        at_ += no;
        auto inner = unary(object, depth + 1);
        if (!inner) return std::nullopt;
        return json::Value(json::Object{{"not", std::move(*inner)}});
    }
    return condition(object, depth);
}

TextParser::Read TextParser::condition(const Object& object, int depth) {
    const auto field = names_.field(object, tokens_, at_).tokens;
    // A longer name is meant rather than a shorter word: "last seen", "no answer".
    if (const auto lead = leading(object); lead.tokens > 0 && lead.tokens >= field) {
        if (lead.word == Word::Everything || lead.word == Word::Nothing) {
            at_ += lead.tokens;
            return json::Value(json::Object{{lead.word == Word::Everything ? "and" : "or", json::Array{}}});
        }
        return about_related(object, lead, depth);
    }
    const auto related = names_.related(object, tokens_, at_).tokens;
    if (related > field) return about_related(object, {Word::Has, related, 0}, depth);
    return compare(object);
}

/// What has no words stands as it is in the tree.
TextParser::Read TextParser::inline_json(const Object& object) {
    auto tree = json::parse(token().text);
    if (!tree) return fail_here("filter_text.not_json");
    if (auto read = filter::read(object, *tree, context_.tree); !read) {
        const auto& problem = read.error().fields.front();
        return fail_here(problem.code, problem.params);
    }
    ++at_;
    return std::move(*tree);
}

bool TextParser::take(Word word) {
    const auto tokens = seen(word);
    at_ += tokens;
    return tokens > 0;
}

bool TextParser::take(Token::Kind kind) {
    if (token().kind != kind) return false;
    ++at_;
    return true;
}

std::nullopt_t TextParser::fail(std::size_t from_token, std::size_t to_token, std::string code, Params params) {
    // The first thing wrong is the one to mend; what follows may be but its echo.
    if (error_) return std::nullopt;
    const auto& first = tokens_[from_token];
    const auto& last = tokens_[to_token > from_token ? to_token - 1 : from_token];
    error_ = TextError{first.from, last.to, std::move(code), std::move(params)};
    return std::nullopt;
}

}  // namespace kith::records::filter
