#include <algorithm>

#include "records/filter/ops.hpp"
#include "records/filter/text/parser.hpp"

namespace kith::records::filter {

namespace {

const json::Array* list_of(const json::Value& tree, const char* word) {
    const auto* list = tree.find(word);
    return list == nullptr ? nullptr : list->array();
}
bool is_joined(const json::Value& tree) { return tree.find("and") != nullptr || tree.find("or") != nullptr; }

/// Writes a canonical tree. Strictly: with no short form that might be read otherwise.
class Printer {
public:
    Printer(const TextContext& context, bool strict) : context_(context), words_(Words::in(context.language)), names_(context, words_), strict_(strict) {}

    std::string node(const Object& object, const json::Value& tree) {
        if (const auto* all = list_of(tree, "and")) return joined(object, *all, Word::And, Word::Everything);
        if (const auto* any = list_of(tree, "or")) return joined(object, *any, Word::Or, Word::Nothing);
        if (const auto* inner = tree.find("not")) return opposite(object, *inner);
        if (tree.find("related") != nullptr) return related(object, tree);
        return compare(object, tree);
    }

private:
    const std::string& word(Word word, bool one = false) const { return words_.print(word, one); }

    std::string joined(const Object& object, const json::Array& children, Word with, Word when_empty) {
        if (children.empty()) return word(when_empty);
        std::string out;
        for (const auto& child : children) {
            const auto* all = list_of(child, "and");
            const auto* any = list_of(child, "or");
            const bool brackets = (all != nullptr && !all->empty() && with == Word::And) || (any != nullptr && !any->empty());
            auto text = node(object, child);
            out += (out.empty() ? "" : " " + word(with) + " ") + (brackets ? "(" + text + ")" : text);
        }
        return out;
    }

    std::string opposite(const Object& object, const json::Value& inner) {
        if (!strict_ && inner.text("op") == "contains") return compare(object, inner, Word::NotContains);
        if (!strict_ && inner.text("op") == "starts_with") return compare(object, inner, Word::NotStartsWith);
        // "not more than 3 deals" would be read as at most 3.
        if (inner.find("count") != nullptr) return word(Word::Not) + " (" + node(object, inner) + ")";
        return word(Word::Not) + " " + single(object, inner);
    }

    /// In brackets where several conditions stand for one.
    std::string single(const Object& object, const json::Value& tree) {
        auto text = node(object, tree);
        return is_joined(tree) ? "(" + text + ")" : text;
    }

    std::string compare(const Object& object, const json::Value& tree, Word instead = Word::Count_) {
        const Object* here = &object;
        const Field* field = nullptr;
        std::string out;
        for (auto rest = std::string_view(*tree["field"].string());;) {
            const auto dot = rest.find('.');
            field = here->any_field(rest.substr(0, dot));
            out += name(*here, *field);
            if (dot == std::string_view::npos) break;
            out += ".";
            here = field->target;
            rest.remove_prefix(dot + 1);
        }
        const std::string op(tree.text("op"));
        const auto& given = tree["value"];
        if (op == "is_empty") return out + " " + word(Word::IsEmpty);
        if (op == "not_empty") return out + " " + word(Word::NotEmpty);
        if (!strict_ && op == "eq" && given.boolean() != nullptr && *given.boolean()) return out;
        if (op == "within_last" || op == "within_next") return out + " " + span(op == "within_last" ? Word::InLast : Word::InNext, given);
        if (op == "between") return out + " " + word(Word::Between) + " " + value(*field, (*given.array())[0]) + " " + word(Word::And) + " " + value(*field, (*given.array())[1]);
        const auto right = given.array() != nullptr ? list(*field, *given.array()) : value(*field, given);
        if (op == "on" && given.string() != nullptr && period(*given.string())) return out + " " + right;
        static constexpr std::pair<std::string_view, const char*> kSigns[] = {{"eq", "="}, {"ne", "!="}, {"lt", "<"}, {"le", "<="}, {"gt", ">"}, {"ge", ">="}};
        for (const auto& [known, sign] : kSigns)
            if (op == known) return out + " " + sign + " " + right;
        static constexpr std::pair<std::string_view, Word> kWords[] = {{"in", Word::In}, {"not_in", Word::NotIn}, {"contains", Word::Contains},
            {"starts_with", Word::StartsWith}, {"before", Word::Before}, {"after", Word::After}, {"on", Word::On}};
        for (const auto& [known, said] : kWords)
            if (op == known) return out + " " + word(instead == Word::Count_ ? said : instead) + " " + right;
        return json::write(tree);
    }

    std::string name(const Object& object, const Field& field) { return strict_ ? "[" + field.name + "]" : names_.print(object, field); }
    std::string name(const Object& object, const Related& set) { return strict_ ? "[" + set.name + "]" : names_.print(object, set); }

    std::string list(const Field& field, const json::Array& values) {
        std::string out;
        for (const auto& one : values) out += (out.empty() ? "" : ", ") + value(field, one);
        return "(" + out + ")";
    }

    std::string value(const Field& field, const json::Value& given) {
        switch (family_of(field)) {
            case Family::Number: return json::write(given);
            case Family::Boolean: return word(*given.boolean() ? Word::Yes : Word::False);
            case Family::Money: {
                auto amount = std::string(given.text("amount"));
                if (const auto point = amount.find('.'); point != std::string::npos && amount.find_first_not_of('0', point + 1) == std::string::npos) amount.resize(point);
                return amount + " " + std::string(given.text("currency"));
            }
            case Family::Choice:
            case Family::Choices:
                if (field.type == FieldType::Relations) return reference(field, *given.string());
                for (const auto& option : field.options)
                    if (option.value == *given.string()) return strict_ ? quoted(option.value) : names_.print(field, option);
                return quoted(*given.string());
            case Family::Reference: return reference(field, *given.string());
            case Family::Date:
            case Family::Moment: return time(given);
            default: return text(*given.string());
        }
    }

    /// Without quotes where it is one word that means nothing else.
    std::string text(const std::string& given) const {
        const bool plain = !given.empty() && given.size() < 30 && std::ranges::all_of(given, [](char c) {
            return static_cast<unsigned char>(c) >= 0x80 || std::isalnum(static_cast<unsigned char>(c)) != 0;
        });
        const Tokens tokens(given);
        const bool one = tokens.size() == 1 && tokens[0].kind == Token::Kind::Word && tokens[0].text == given && !tokens[0].folded.empty();
        return plain && one && !strict_ && words_.match(tokens, 0, Word::And) == 0 && words_.match(tokens, 0, Word::Or) == 0 ? given : quoted(given);
    }

    std::string reference(const Field& field, const std::string& given) {
        if (given == "me") return word(Word::Me);
        const Object* target = field.target != nullptr ? field.target : field.object;
        const auto id = Id::parse(given);
        if (!strict_ && id && target != nullptr) {
            const auto title = context_.references.title(*target, *id);
            if (!title.empty()) {
                const auto found = context_.references.named(*target, title);
                if (found.size() == 1 && found.front() == *id) return quoted(title);
            }
        }
        return "#" + given;
    }

    bool period(std::string_view name) const {
        return std::ranges::any_of(Words::kPeriods, [&](Word word) { return name == Words::period(word); });
    }

    std::string time(const json::Value& given) {
        if (const auto* name = given.string()) {
            for (const auto known : Words::kPeriods)
                if (*name == Words::period(known)) return word(known);
            return *name;
        }
        auto [unit, number] = given.object()->front();
        const auto n = *number.integer();
        if (n >= 0) return word(Word::Ahead) + " " + amount(unit, n);
        const auto before = context_.language == "en" ? "" : words_.print(Word::AgoBefore) + " ";
        return before + amount(unit, -n) + " " + word(Word::Ago);
    }

    std::string amount(std::string_view unit, std::int64_t n) const {
        for (const auto known : Words::kUnits)
            if (unit == Words::unit(known)) return std::to_string(n) + " " + word(known, n == 1);
        return std::to_string(n) + " " + std::string(unit);
    }

    std::string span(Word with, const json::Value& given) const {
        const auto& [unit, number] = given.object()->front();
        const auto n = *number.integer();
        if (n == 1 && with != Word::For && !strict_)
            for (const auto known : Words::kUnits) {
                // "in the last year", unless that is a period of the calendar ("neste år").
                const auto short_form = word(with) + " " + word(known, true);
                const Tokens tokens(short_form);
                if (unit == Words::unit(known) && std::ranges::none_of(Words::kPeriods, [&](Word period) { return words_.match(tokens, 0, period) > 0; }))
                    return short_form;
            }
        return word(with) + " " + amount(unit, n);
    }

    /// "deals where …", with a period after it where the last condition is about when they were.
    std::string narrowed(const Object& object, const Related& set, const json::Value* where, bool none) {
        std::vector<const json::Value*> conditions;
        if (where != nullptr) {
            if (const auto* all = list_of(*where, "and")) for (const auto& one : *all) conditions.push_back(&one);
            else conditions.push_back(where);
        }
        std::string out = strict_ ? name(object, set) : said(object, set, conditions);
        std::string when;
        if (!strict_ && !conditions.empty()) when = suffix(*set.object, *conditions.back(), none);
        // Of a single `and` left over, or a condition that has a period of its own, the period would become a part.
        if (!when.empty() && conditions.size() == 2 && (is_joined(*conditions.front()) || conditions.front()->find("related") != nullptr)) when.clear();
        if (!when.empty()) conditions.pop_back();
        if (conditions.size() == 1 && !is_joined(*conditions.front())) {
            out += " " + word(Word::Where) + " " + (strict_ ? "(" + node(*set.object, *conditions.front()) + ")" : node(*set.object, *conditions.front()));
        } else if (!conditions.empty()) {
            json::Array all;
            for (const auto* one : conditions) all.push_back(*one);
            out += " " + word(Word::Where) + " (" + (all.size() == 1 ? node(*set.object, all.front()) : joined(*set.object, all, Word::And, Word::Everything)) + ")";
        }
        return when.empty() ? out : out + " " + when;
    }

    /// "human touch" for the conditions it stands for, which are then taken off the list.
    std::string said(const Object& object, const Related& set, std::vector<const json::Value*>& conditions) {
        if (&set == touches_of(object, names_))
            for (const auto& phrase : kPhrases) {
                const auto wanted = *json::parse(phrase.conditions);
                const auto& list = *wanted.array();
                if (conditions.size() < list.size()) continue;
                if (!std::equal(list.begin(), list.end(), conditions.begin(), [](const json::Value& one, const json::Value* other) { return one == *other; })) continue;
                conditions.erase(conditions.begin(), conditions.begin() + static_cast<std::ptrdiff_t>(list.size()));
                return word(phrase.word);
            }
        return name(object, set);
    }

    std::string suffix(const Object& object, const json::Value& condition, bool none) {
        const auto* field = condition["field"].string();
        if (field == nullptr || *field != time_of(object).name) return "";
        const auto op = condition.text("op");
        const auto& given = condition["value"];
        if (op == "within_last") return span(none ? Word::For : Word::InLast, given);
        if (op == "within_next") return span(Word::InNext, given);
        if (op == "on" && given.string() != nullptr && period(*given.string())) return time(given);
        return "";
    }

    std::string related(const Object& object, const json::Value& tree) {
        const auto& set = *object.find_related(*tree["related"].string());
        const auto* where = tree.find("where");
        const auto* none = tree["none"].boolean();
        if (none != nullptr && *none) return word(Word::No) + " " + narrowed(object, set, where, true);
        if (const auto* latest = tree.find("latest")) {
            auto out = word(Word::Latest) + " " + name(object, set);
            const auto by = latest->text("by");
            if (by != time_of(*set.object).name) out += " " + word(Word::By) + " " + name(*set.object, *set.object->any_field(by));
            if (where != nullptr) out += " " + word(Word::Among) + " (" + node(*set.object, *where) + ")";
            if (const auto* fulfils = latest->find("where")) out += " " + word(Word::Where) + " " + single(*set.object, *fulfils);
            return out;
        }
        static constexpr std::pair<std::string_view, Word> kCounts[] = {{"gt", Word::More}, {"lt", Word::Less}, {"le", Word::AtMost},
            {"ge", Word::AtLeast}, {"eq", Word::Exactly}, {"ne", Word::OtherThan}};
        if (const auto* count = tree.find("count"))
            for (const auto& [op, said] : kCounts)
                if (count->text("op") == op) return word(said) + " " + json::write((*count)["value"]) + " " + narrowed(object, set, where, false);
        if (const auto* sum = tree.find("sum")) {
            const auto& field = *set.object->field(sum->text("field"));
            static constexpr std::pair<std::string_view, const char*> kSigns[] = {{"eq", "="}, {"ne", "!="}, {"lt", "<"}, {"le", "<="}, {"gt", ">"}, {"ge", ">="}};
            auto out = word(Word::Sum) + " " + name(object, set) + "." + name(*set.object, field);
            if (where != nullptr) {
                // In brackets, since a comparison follows.
                const auto when = strict_ ? "" : suffix(*set.object, *where, false);
                out += " " + (when.empty() ? word(Word::Where) + " (" + node(*set.object, *where) + ")" : when);
            }
            for (const auto& [op, sign] : kSigns)
                if (sum->text("op") == op) out += std::string(" ") + sign + " ";
            return out + value(field, (*sum)["value"]);
        }
        return word(Word::Has) + " " + narrowed(object, set, where, false);
    }

    const TextContext& context_;
    const Words& words_;
    Names names_;
    bool strict_;
};

}  // namespace

std::string print_text(const Object& object, const json::Value& tree, const TextContext& context) {
    const auto wanted = canonical(object, tree, context.tree);
    if (wanted.is_null()) return "";
    // The shortest form that is read as the same again; a tree no words say stands as JSON.
    for (const bool strict : {false, true}) {
        auto text = Printer(context, strict).node(object, wanted);
        if (const auto again = parse_text(object, text, context); !again.error && again.filter == wanted) return text;
    }
    return json::write(wanted);
}

}  // namespace kith::records::filter
