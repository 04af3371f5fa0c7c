#include <algorithm>

#include "records/filter/text/parser.hpp"

namespace kith::records::filter {

namespace {

struct Operator {
    Word word;
    const char* op;  // with a '!' before it: the opposite of that
};
constexpr Operator kOperators[] = {
    {Word::IsEmpty, "is_empty"}, {Word::NotEmpty, "not_empty"}, {Word::Is, "eq"}, {Word::IsNot, "ne"},
    {Word::Contains, "contains"}, {Word::NotContains, "!contains"}, {Word::StartsWith, "starts_with"}, {Word::NotStartsWith, "!starts_with"},
    {Word::Less, "lt"}, {Word::More, "gt"}, {Word::AtMost, "le"}, {Word::AtLeast, "ge"}, {Word::Between, "between"},
    {Word::In, "in"}, {Word::NotIn, "not_in"},
    {Word::Before, "before"}, {Word::After, "after"}, {Word::On, "on"}, {Word::Since, "ge"}, {Word::Until, "le"},
};
constexpr std::pair<std::string_view, std::string_view> kSigns[] = {{"=", "eq"}, {"!=", "ne"}, {"<", "lt"}, {"<=", "le"}, {">", "gt"}, {">=", "ge"}};

bool fits(const Operator& one, Family family) {
    const bool of_time = family == Family::Date || family == Family::Moment;
    if (one.word == Word::Before || one.word == Word::After || one.word == Word::On || one.word == Word::Since || one.word == Word::Until) return of_time;
    const auto op = plain_op(one.op[0] == '!' ? one.op + 1 : one.op);
    return op && op_fits(*op, family);
}

}  // namespace

/// The operator that stands here, as the tree has it; none when there is none.
std::optional<std::string> TextParser::comparison(Family family) {
    if (token().kind == Token::Kind::Sign) {
        for (const auto& [sign, op] : kSigns)
            if (token().text == sign) {
                if (const auto known = plain_op(op); !op_fits(*known, family)) return std::nullopt;
                ++at_;
                return std::string(op);
            }
        return std::nullopt;
    }
    const Operator* best = nullptr;
    std::size_t tokens = 0;
    for (const auto& one : kOperators)
        if (const auto count = seen(one.word); count > tokens && fits(one, family)) {
            best = &one;
            tokens = count;
        }
    if (best == nullptr) return std::nullopt;
    at_ += tokens;
    return std::string(best->op);
}

std::optional<TextParser::Reached> TextParser::path(const Object& object) {
    const Object* here = &object;
    Reached out;
    const auto from = at_;
    for (;;) {
        if (at_end()) offer_fields(*here);
        const auto found = names_.field(*here, tokens_, at_);
        if (found.what == nullptr) {
            // Its own object's name may stand before a field.
            if (out.path.empty() && tokens_[at_ + 1].kind == Token::Kind::Dot && token().kind == Token::Kind::Word &&
                (token().text == object.name || names_.label(object) == token().text)) {
                at_ += 2;
                continue;
            }
            if (token().kind == Token::Kind::End || token().kind == Token::Kind::Close) return fail_here(out.path.empty() ? "filter_text.no_condition" : "filter_text.no_field", {{"object", names_.label(*here)}});
            if (token().kind == Token::Kind::Unclosed) return fail_here("filter_text.not_closed");
            const std::string& name = token().text;
            auto near = names_.nearest(*here, name);
            if (near.empty()) return fail(at_, at_ + 1, "filter_text.unknown_name", {{"name", name}, {"object", names_.label(*here)}});
            return fail(at_, at_ + 1, "filter_text.unknown_name_near", {{"name", name}, {"object", names_.label(*here)}, {"near", std::move(near)}});
        }
        at_ += found.tokens;
        out.path += found.what->name;
        out.field = found.what;
        if (token().kind != Token::Kind::Dot || token().spaced) return out;
        const auto* target = found.what->target;
        if (target == nullptr || !target->allows(context_.tree.role, Right::See))
            return fail(from, at_ + 1, "filter_text.unknown_name", {{"name", std::string(tokens_.between(tokens_[from].from, tokens_[at_ + 1].to))}, {"object", names_.label(*here)}});
        ++at_;
        out.path += ".";
        here = target;
    }
}

TextParser::Read TextParser::compare(const Object& object) {
    const auto from = at_;
    const auto left = path(object);
    if (!left) return std::nullopt;
    const auto value_from = at_;
    auto leaf = with_operator(*left);
    if (!leaf) return std::nullopt;
    return checked(object, std::move(*leaf), from, value_from);
}

/// The engine's own word on a condition, at its place in the text.
TextParser::Read TextParser::checked(const Object& object, json::Value leaf, std::size_t from, std::size_t value_from) {
    const auto read = filter::read(object, leaf, context_.tree);
    if (read) return leaf;
    const auto& problem = read.error().fields.front();
    const bool of_value = problem.field.find(".value") != std::string::npos;
    return fail(of_value ? std::min(value_from + 1, at_ - 1) : from, at_, problem.code, problem.params);
}

TextParser::Read TextParser::with_operator(const Reached& left) {
    const auto family = family_of(*left.field);
    if (at_end()) offer_operators(family);
    const auto before = at_;
    if (family == Family::Date || family == Family::Moment) {
        auto when = about_time(left);
        if (when || error_) return when;
    }
    const auto op = comparison(family);
    if (!op) return bare(left);
    const bool inverse = op->front() == '!';
    const std::string name(std::string_view(*op).substr(inverse ? 1 : 0));
    json::Object leaf{{"field", left.path}, {"op", name}};
    if (name != "is_empty" && name != "not_empty") {
        auto right = values(*left.field, name);
        if (!right) return std::nullopt;
        leaf.emplace_back("value", std::move(*right));
    }
    if (!inverse) return json::Value(std::move(leaf));
    if (!checked(*left.field->object, json::Object{{"field", left.field->name}, {"op", name}, leaf.back()}, before, before)) return std::nullopt;
    return json::Value(json::Object{{"not", std::move(leaf)}});
}

/// What is said of a time without an operator: "this quarter", "in the last 90 days", "more than 90 days ago".
TextParser::Read TextParser::about_time(const Reached& left) {
    const auto from = at_;
    const auto made = [&](const char* op, json::Value value) -> Read {
        return json::Value(json::Object{{"field", left.path}, {"op", op}, {"value", std::move(value)}});
    };
    if (auto named = period()) return made("on", std::move(*named));
    if (take(Word::On))
        if (auto named = period()) return made("on", std::move(*named));
    at_ = from;
    for (const auto& [word, op] : {std::pair{Word::InLast, "within_last"}, std::pair{Word::InNext, "within_next"}}) {
        if (!take(word)) continue;
        if (auto span = length()) return made(op, std::move(*span));
        at_ = from;
    }
    // "more than 90 days ago"; in Norwegian "for mer enn 90 dager siden".
    take(Word::AgoBefore);
    for (const auto word : {Word::More, Word::Less}) {
        const auto start = at_;
        if (!take(word)) continue;
        if (auto span = length(); span && take(Word::Ago)) {
            if (word == Word::Less) return made("within_last", std::move(*span));
            auto& [unit, number] = span->object()->front();
            return made("before", json::Object{{unit, -*number.integer()}});
        }
        at_ = start;
    }
    at_ = from;
    if (auto day = offset()) return made("on", std::move(*day));
    return std::nullopt;
}

/// A path alone: yes, or that there is something.
TextParser::Read TextParser::bare(const Reached& left) {
    const auto kind = token().kind;
    const bool ends = kind == Token::Kind::End || kind == Token::Kind::Close || seen(Word::And) > 0 || seen(Word::Or) > 0 ||
                      seen(Word::InLast) > 0 || seen(Word::InNext) > 0 || seen(Word::For) > 0 || seen(Word::Since) > 0;
    const auto family = family_of(*left.field);
    if (!ends)
        return fail_here("filter_text.no_operator", {{"field", names_.label(*left.field)}, {"known", known_operators(family)}});
    if (family == Family::Boolean) return json::Value(json::Object{{"field", left.path}, {"op", "eq"}, {"value", true}});
    return json::Value(json::Object{{"field", left.path}, {"op", "not_empty"}});
}

std::string TextParser::known_operators(Family family) const {
    std::string out;
    const auto add = [&](std::string_view text) { out += (out.empty() ? "" : ", ") + std::string(text); };
    for (const auto& [sign, op] : kSigns)
        if (op_fits(*plain_op(op), family)) add(sign);
    for (const auto& one : kOperators)
        if (fits(one, family) && one.word != Word::Is && one.word != Word::IsNot && one.word != Word::Less && one.word != Word::More &&
            one.word != Word::AtMost && one.word != Word::AtLeast)
            add(words_.print(one.word));
    return out;
}

void TextParser::offer_operators(Family family) {
    for (const auto& [sign, op] : kSigns)
        if (op_fits(*plain_op(op), family)) offer("op", std::string(sign));
    for (const auto& one : kOperators)
        if (fits(one, family)) offer("op", words_.print(one.word));
    if (family != Family::Date && family != Family::Moment) return;
    offer("op", words_.print(Word::InLast) + " 30 " + words_.print(Word::Days));
    offer("op", words_.print(Word::InNext) + " 30 " + words_.print(Word::Days));
    for (const auto word : Words::kPeriods) offer("op", words_.print(word));
}

}  // namespace kith::records::filter
