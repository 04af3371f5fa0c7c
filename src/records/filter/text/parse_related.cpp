#include <algorithm>
#include <array>

#include "records/filter/text/parser.hpp"

namespace kith::records::filter {

const Related* touches_of(const Object& object, const Names& names) {
    for (const auto& set : object.related) {
        const auto has = [&](const char* name, std::string_view option) {
            const auto* field = set.object->field(name);
            if (field == nullptr || field->type != FieldType::Select || !names.readable(*field)) return false;
            for (const auto& known : field->options)
                if (known.value == option) return true;
            return false;
        };
        if (set.name == "activities" && names.visible(set) && has("mode", "human") && has("mode", "digital") && has("state", "done")) return &set;
    }
    return nullptr;
}

const Field& time_of(const Object& object) {
    return *object.any_field(object.timeline_field.empty() ? "created_at" : object.timeline_field);
}

/// The longest word that begins a condition about related records, or about all.
TextParser::Leading TextParser::leading(const Object& object) const {
    Leading best;
    for (const auto word : {Word::Everything, Word::Nothing, Word::Sum, Word::NumberOf, Word::Latest, Word::More, Word::Less, Word::AtMost,
                            Word::AtLeast, Word::Exactly, Word::OtherThan, Word::No, Word::Has})
        if (const auto tokens = seen(word); tokens > best.tokens) best = {word, tokens, tokens};
    if (touches_of(object, names_) != nullptr)
        for (const auto& phrase : kPhrases)
            if (const auto tokens = seen(phrase.word); tokens > best.tokens) best = {Word::Has, tokens, 0};
    return best;
}

TextParser::Read TextParser::about_related(const Object& object, Leading lead, int depth) {
    if (depth >= kMaxDepth) return fail_here("filter.too_deep", {{"max", std::to_string(kMaxDepth)}});
    at_ += lead.passed;
    if (lead.word == Word::Sum || lead.word == Word::NumberOf) return total(object, lead.word, depth);
    if (lead.word == Word::Latest) return newest(object, depth);
    json::Object out;
    std::optional<std::string> count;
    const char* op = lead.word == Word::More      ? "gt"
                     : lead.word == Word::Less    ? "lt"
                     : lead.word == Word::AtMost  ? "le"
                     : lead.word == Word::AtLeast ? "ge"
                     : lead.word == Word::Exactly ? "eq"
                     : lead.word == Word::OtherThan ? "ne" : nullptr;
    std::int64_t wanted = 0;
    if (op != nullptr) {
        const auto from = at_;
        count = number(true);
        const auto whole = count ? json::parse(*count) : Result<json::Value>(Error{});
        if (!whole || whole->integer() == nullptr) return fail(from, from + 1, "filter_text.no_number");
        wanted = *whole->integer();
    }
    auto about = subject(object);
    if (!about || !narrowed(*about, depth)) return std::nullopt;
    out.emplace_back("related", about->set->name);
    if (!about->conditions.empty())
        out.emplace_back("where", about->conditions.size() == 1 ? std::move(about->conditions.front()) : json::Value(json::Object{{"and", std::move(about->conditions)}}));
    if (lead.word == Word::No) out.emplace_back("none", true);
    if (op != nullptr) out.emplace_back("count", json::Object{{"op", op}, {"value", wanted}});
    return json::Value(std::move(out));
}

std::optional<TextParser::Subject> TextParser::subject(const Object& object) {
    if (at_end()) offer_related(object);
    auto found = names_.related(object, tokens_, at_);
    Subject out{found.what, {}};
    if (const auto* touches = touches_of(object, names_)) {
        const Phrase* said = nullptr;
        for (const auto& phrase : kPhrases)
            if (const auto tokens = seen(phrase.word); tokens > found.tokens || (tokens > 0 && tokens == found.tokens && said == nullptr && phrase.word == Word::AnyTouch)) {
                said = &phrase;
                found.tokens = tokens;
            }
        if (said != nullptr) out = {touches, *json::parse(said->conditions)->array()};
    }
    if (out.set == nullptr) {
        std::string known;
        for (const auto& set : object.related)
            if (names_.visible(set)) known += (known.empty() ? "" : ", ") + names_.print(object, set);
        return fail_here("filter_text.unknown_related", {{"object", names_.label(object)}, {"known", known.empty() ? "-" : known}});
    }
    at_ += found.tokens;
    return out;
}

/// `where …` and a period, added to the subject's conditions.
bool TextParser::narrowed(Subject& subject, int depth) {
    const Object& object = *subject.set->object;
    offer_word(Word::Where);
    if (at_end()) offer("word", words_.print(Word::InLast) + " 30 " + words_.print(Word::Days));
    if (seen(Word::Where) > 0) {
        take(Word::Where);
        auto where = unary(object, depth + 1);
        if (!where) return false;
        auto* all = where->object() != nullptr && where->object()->size() == 1 && where->object()->front().first == "and" ? where->object()->front().second.array() : nullptr;
        if (all != nullptr && !all->empty())
            for (auto& one : *all) subject.conditions.push_back(std::move(one));
        else
            subject.conditions.push_back(std::move(*where));
    }
    if (auto when = suffix(object)) subject.conditions.push_back(std::move(*when));
    return !error_;
}

/// "in the last 60 days", "for 60 days", "this quarter", "since 2026-01-01": of the time they happened.
TextParser::Read TextParser::suffix(const Object& object) {
    const Field& time = time_of(object);
    if (!names_.readable(time)) return std::nullopt;
    const auto from = at_;
    const auto made = [&](const char* op, json::Value value) -> Read {
        return checked(object, json::Object{{"field", time.name}, {"op", op}, {"value", std::move(value)}}, from, from);
    };
    if (auto named = period()) return made("on", std::move(*named));
    for (const auto& [word, op] : {std::pair{Word::InLast, "within_last"}, std::pair{Word::InNext, "within_next"}, std::pair{Word::For, "within_last"}}) {
        if (!take(word)) continue;
        if (auto span = length()) return made(op, std::move(*span));
        at_ = from;
    }
    if (take(Word::On)) {
        if (auto named = period()) return made("on", std::move(*named));
        at_ = from;
    }
    for (const auto& [word, op] : {std::pair{Word::Since, "ge"}, std::pair{Word::Before, "before"}, std::pair{Word::After, "after"}})
        if (take(word)) {
            auto day = time_value(time);
            if (!day) return std::nullopt;
            return made(op, std::move(*day));
        }
    return std::nullopt;
}

/// "sum of orders.amount where … >= 50000 NOK", "number of deals where … > 3"
TextParser::Read TextParser::total(const Object& object, Word word, int depth) {
    const auto from = at_;
    auto about = subject(object);
    if (!about) return std::nullopt;
    const Object& target = *about->set->object;
    const Field* field = nullptr;
    if (word == Word::Sum) {
        const bool dot = take(Token::Kind::Dot);
        if (dot && at_end())
            for (const auto& known : target.fields)
                if (const auto family = family_of(known); names_.readable(known) && (family == Family::Number || family == Family::Money))
                    offer("field", names_.print(target, known), names_.label(known));
        const auto found = dot ? names_.field(target, tokens_, at_) : Names::Found<Field>{};
        const auto family = found.what == nullptr ? Family::Opaque : family_of(*found.what);
        if (found.what == nullptr || target.field(found.what->name) == nullptr || (family != Family::Number && family != Family::Money))
            return fail_here("filter_text.no_sum", {{"object", names_.label(target)}});
        field = found.what;
        at_ += found.tokens;
    }
    if (!narrowed(*about, depth)) return std::nullopt;
    if (at_end()) offer_operators(Family::Number);
    const auto op = comparison(Family::Number);
    static constexpr std::array<std::string_view, 6> kComparing{"eq", "ne", "lt", "le", "gt", "ge"};
    if (!op || std::ranges::find(kComparing, *op) == kComparing.end()) {
        if (error_) return std::nullopt;
        return fail_here("filter_text.no_operator", {{"field", std::string(tokens_.between(tokens_[from].from, tokens_[at_ > from ? at_ - 1 : from].to))}, {"known", "=, <, >, <=, >="}});
    }
    json::Object out{{"related", about->set->name}};
    if (!about->conditions.empty())
        out.emplace_back("where", about->conditions.size() == 1 ? std::move(about->conditions.front()) : json::Value(json::Object{{"and", std::move(about->conditions)}}));
    const auto value_from = at_;
    if (field != nullptr) {
        auto wanted = value(*field, false);
        if (!wanted) return std::nullopt;
        out.emplace_back("sum", json::Object{{"field", field->name}, {"op", *op}, {"value", std::move(*wanted)}});
    } else {
        const auto digits = number(false);
        auto whole = digits ? json::parse(*digits) : Result<json::Value>(Error{});
        if (!whole || whole->integer() == nullptr) return fail(value_from, value_from + 1, "filter_text.no_number");
        out.emplace_back("count", json::Object{{"op", *op}, {"value", std::move(*whole)}});
    }
    // What stands in `where` was checked where it stood.
    json::Object alone{{"related", about->set->name}, out.back()};
    if (!checked(object, std::move(alone), from, value_from)) return std::nullopt;
    return json::Value(std::move(out));
}

/// "latest activity by due among (mode = human) where outcome = negative"
TextParser::Read TextParser::newest(const Object& object, int depth) {
    auto about = subject(object);
    if (!about) return std::nullopt;
    const Object& target = *about->set->object;
    const Field* by = &time_of(target);
    json::Array fulfils;
    if (take(Word::By)) {
        if (at_end()) offer_fields(target);
        const auto found = names_.field(target, tokens_, at_);
        if (found.what == nullptr) return fail_here("filter_text.no_field", {{"object", names_.label(target)}});
        if (found.what->type != FieldType::Date && found.what->type != FieldType::DateTime)
            return fail_here("filter.latest_by_date", {{"field", found.what->name}});
        by = found.what;
        at_ += found.tokens;
    }
    json::Object out{{"related", about->set->name}};
    if (take(Word::Among)) {
        auto among = unary(target, depth + 1);
        if (!among) return std::nullopt;
        about->conditions.push_back(std::move(*among));
    }
    if (!about->conditions.empty())
        out.emplace_back("where", about->conditions.size() == 1 ? std::move(about->conditions.front()) : json::Value(json::Object{{"and", std::move(about->conditions)}}));
    Subject wanted{about->set, {}};
    if (!narrowed(wanted, depth)) return std::nullopt;
    json::Object latest{{"by", by->name}};
    if (!wanted.conditions.empty())
        latest.emplace_back("where", wanted.conditions.size() == 1 ? std::move(wanted.conditions.front()) : json::Value(json::Object{{"and", std::move(wanted.conditions)}}));
    out.emplace_back("latest", std::move(latest));
    return json::Value(std::move(out));
}

}  // namespace kith::records::filter
