#include <algorithm>

#include "base/text.hpp"
#include "records/fields/field_kind.hpp"
#include "records/filter/operands.hpp"
#include "records/filter/ops.hpp"
#include "records/filter/period.hpp"
#include "records/filter/text/filter_text.hpp"

namespace kith::records::filter {

namespace {

class Canonical {
public:
    explicit Canonical(const Context& context) : context_(context) {}

    json::Value node(const Object& object, const json::Value& tree) {
        for (const auto* word : {"and", "or"})
            if (const auto* list = tree.find(word)) {
                json::Array children;
                for (const auto& child : *list->array()) children.push_back(node(object, child));
                if (children.size() == 1) return std::move(children.front());
                return json::Object{{word, std::move(children)}};
            }
        if (const auto* child = tree.find("not")) return json::Object{{"not", node(object, *child)}};
        if (tree.find("related") != nullptr) return related(object, tree);
        return compare(object, tree);
    }

private:
    json::Value compare(const Object& object, const json::Value& tree) {
        auto path = std::string_view(*tree["field"].string());
        if (path.starts_with(object.name + ".") && object.field(object.name) == nullptr) path.remove_prefix(object.name.size() + 1);
        const Object* here = &object;
        const Field* field = nullptr;
        for (auto rest = path;;) {
            const auto dot = rest.find('.');
            field = here->any_field(rest.substr(0, dot));
            if (dot == std::string_view::npos) break;
            here = field->target;
            rest.remove_prefix(dot + 1);
        }
        std::string op(tree.text("op"));
        json::Object out{{"field", std::string(path)}};
        const auto& given = tree["value"];
        if ((op == "within_last" || op == "within_next") && given.string() != nullptr) op = "on";
        out.emplace_back("op", op);
        if (op == "is_empty" || op == "not_empty") return out;
        const bool choices = family_of(*field) == Family::Choices;
        if (op == "in" || op == "not_in" || op == "between") {
            json::Array list;
            for (const auto& one : *given.array()) list.push_back(value(*field, op, one));
            out.emplace_back("value", std::move(list));
        } else if (choices) {
            out.emplace_back("value", several(*field, op, given));
        } else {
            out.emplace_back("value", value(*field, op, given));
        }
        return out;
    }

    /// Of several choices: a list in the order of the options; the one that `contains` asks for alone.
    static json::Value several(const Field& field, const std::string& op, const json::Value& given) {
        std::vector<std::string> wanted;
        if (given.array() == nullptr) wanted.push_back(*given.string());
        else
            for (const auto& one : *given.array()) wanted.push_back(*one.string());
        json::Array list;
        for (const auto& option : field.options)
            if (std::ranges::find(wanted, option.value) != wanted.end()) list.emplace_back(option.value);
        if (op == "contains" && list.size() == 1) return std::move(list.front());
        return list;
    }

    json::Value value(const Field& field, const std::string& op, const json::Value& given) {
        switch (family_of(field)) {
            case Family::Number: {
                const auto read = read_operand(field, plain_op(op).value_or(Op::Eq), given, context_, "");
                if (const auto* whole = std::get_if<std::int64_t>(&*read)) return *whole;
                const double real = std::get<double>(*read);
                const auto rounded = static_cast<std::int64_t>(std::max(-9e15, std::min(9e15, real)));
                return static_cast<double>(rounded) == real ? json::Value(rounded) : json::Value(real);
            }
            case Family::Money: {
                const auto read = read_operand(field, Op::Eq, given, context_, "");
                const auto& money = std::get<Money>(*read);
                return json::Object{{"amount", format_amount(money)}, {"currency", money.currency}};
            }
            case Family::Reference:
                if (const auto id = Id::parse(*given.string())) return id->to_string();
                return given;
            case Family::Moment:
                if (given.string() != nullptr && !Date::parse(*given.string()))
                    if (const auto instant = Instant::parse(*given.string())) return instant->to_string();
                return given;
            case Family::Formatted:
            case Family::Text: return text::nfc(*given.string());
            case Family::Choice: return std::string(text::trim(*given.string()));
            case Family::Date:
            case Family::Boolean:
            case Family::Choices:
            case Family::Opaque: return given;
        }
        return given;
    }

    json::Value related(const Object& object, const json::Value& tree) {
        const auto* set = object.find_related(*tree["related"].string());
        json::Object out{{"related", set->name}};
        const auto add_where = [&](json::Object& to, const json::Value& from) {
            if (const auto* where = from.find("where"); where != nullptr && !where->is_null()) {
                auto inner = node(*set->object, *where);
                if (const auto* all = inner.find("and"); all == nullptr || !all->array()->empty()) to.emplace_back("where", std::move(inner));
            }
        };
        add_where(out, tree);
        if (const auto* none = tree["none"].boolean(); none != nullptr && *none) {
            out.emplace_back("none", true);
        } else if (const auto* latest = tree.find("latest")) {
            const auto standard = set->object->timeline_field.empty() ? "created_at" : set->object->timeline_field;
            json::Object newest{{"by", latest->find("by") == nullptr ? standard : std::string(latest->text("by"))}};
            add_where(newest, *latest);
            out.emplace_back("latest", std::move(newest));
        } else if (const auto* sum = tree.find("sum")) {
            const auto& field = *set->object->field(sum->text("field"));
            out.emplace_back("sum", json::Object{{"field", field.name}, {"op", std::string(sum->text("op"))}, {"value", value(field, "eq", (*sum)["value"])}});
        } else if (const auto* count = tree.find("count")) {
            const auto op = std::string(count->text("op"));
            const auto number = *(*count)["value"].integer();
            if (op != "ge" || number != 1) out.emplace_back("count", json::Object{{"op", op}, {"value", number}});
        }
        return out;
    }

    const Context& context_;
};

}  // namespace

json::Value canonical(const Object& object, const json::Value& tree, const Context& context) {
    if (tree.is_null()) return {};
    auto out = Canonical(context).node(object, tree);
    if (const auto* all = out.find("and"); all != nullptr && all->array()->empty()) return {};
    return out;
}

}  // namespace kith::records::filter
