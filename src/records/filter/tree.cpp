#include "records/filter/tree.hpp"

#include <algorithm>
#include <array>

#include "records/fields/field_kind.hpp"
#include "records/filter/period.hpp"

namespace kith::records::filter {

namespace {

enum class Family { Text, Number, Money, Boolean, Date, Moment, Choice, Choices, Reference, Opaque };

Family family_of(const Field& field) {
    switch (field.type) {
        case FieldType::Text:
        case FieldType::LongText:
        case FieldType::Email:
        case FieldType::Phone:
        case FieldType::Url: return Family::Text;
        case FieldType::Integer:
        case FieldType::Decimal:
        case FieldType::Percent:
        case FieldType::Duration: return Family::Number;
        case FieldType::Money: return Family::Money;
        case FieldType::Boolean: return Family::Boolean;
        case FieldType::Date: return Family::Date;
        case FieldType::DateTime: return Family::Moment;
        case FieldType::Select: return Family::Choice;
        case FieldType::MultiSelect: return Family::Choices;
        case FieldType::User:
        case FieldType::Relation: return Family::Reference;
        case FieldType::Json: return Family::Opaque;
    }
    return Family::Opaque;
}

std::optional<Op> plain_op(std::string_view name) {
    static constexpr std::array<std::pair<std::string_view, Op>, 13> kOps{{
        {"eq", Op::Eq}, {"ne", Op::Ne}, {"lt", Op::Lt}, {"le", Op::Le}, {"gt", Op::Gt}, {"ge", Op::Ge},
        {"between", Op::Between}, {"in", Op::In}, {"not_in", Op::NotIn}, {"contains", Op::Contains},
        {"starts_with", Op::StartsWith}, {"is_empty", Op::IsEmpty}, {"not_empty", Op::NotEmpty},
    }};
    for (const auto& [text, op] : kOps)
        if (text == name) return op;
    return std::nullopt;
}

bool op_fits(Op op, Family family) {
    if (op == Op::IsEmpty || op == Op::NotEmpty) return true;
    switch (op) {
        case Op::Lt:
        case Op::Le:
        case Op::Gt:
        case Op::Ge:
        case Op::Between:
            return family == Family::Text || family == Family::Number || family == Family::Money ||
                   family == Family::Date || family == Family::Moment;
        case Op::StartsWith: return family == Family::Text;
        case Op::Contains: return family == Family::Text || family == Family::Choices;
        case Op::In:
        case Op::NotIn: return family != Family::Boolean && family != Family::Opaque && family != Family::Money;
        case Op::Eq:
        case Op::Ne: return family != Family::Opaque && family != Family::Choices;
        default: return false;
    }
}

class TreeReader {
public:
    explicit TreeReader(const Context& context) : context_(context) {}

    Result<Node> node(const Object& object, const json::Value& tree, const std::string& at, int depth) {
        if (depth > kMaxDepth) return wrong(at, "filter.too_deep", {{"max", std::to_string(kMaxDepth)}});
        if (++conditions_ > kMaxConditions) return wrong(at, "filter.too_many", {{"max", std::to_string(kMaxConditions)}});
        if (tree.object() == nullptr) return wrong(at, "filter.not_a_condition");
        if (const auto* list = tree.find("and")) return junction(object, *list, Node::Kind::And, at + ".and", depth);
        if (const auto* list = tree.find("or")) return junction(object, *list, Node::Kind::Or, at + ".or", depth);
        if (const auto* child = tree.find("not")) {
            Node out;
            out.kind = Node::Kind::Not;
            KITH_TRY(auto inner, node(object, *child, at + ".not", depth + 1));
            out.children.push_back(std::move(inner));
            return out;
        }
        if (tree.find("related") != nullptr) return related(object, tree, at, depth);
        if (tree.find("field") != nullptr) return compare(object, tree, at);
        return wrong(at, "filter.not_a_condition");
    }

private:
    Result<Node> junction(const Object& object, const json::Value& list, Node::Kind kind, const std::string& at, int depth) {
        if (list.array() == nullptr) return wrong(at, "filter.not_a_list");
        Node out;
        out.kind = kind;
        for (std::size_t i = 0; i < list.array()->size(); ++i) {
            KITH_TRY(auto child, node(object, (*list.array())[i], at + "." + std::to_string(i), depth + 1));
            out.children.push_back(std::move(child));
        }
        return out;
    }

    Result<Path> path(const Object& object, std::string_view text, const std::string& at) {
        Path out;
        const Object* here = &object;
        auto rest = text;
        // "account.country" on an account is its own country; on a contact it leads over `account`.
        if (const auto dot = rest.find('.'); dot != std::string_view::npos && rest.substr(0, dot) == object.name &&
                                             object.field(object.name) == nullptr)
            rest.remove_prefix(dot + 1);
        for (;;) {
            const auto dot = rest.find('.');
            const auto name = rest.substr(0, dot);
            const Field* field = here->any_field(name);
            if (field == nullptr || !field->readers.contains(context_.role))
                return wrong(at + ".field", "filter.unknown_field", {{"field", std::string(text)}, {"object", here->name}});
            if (dot == std::string_view::npos) {
                out.field = field;
                return out;
            }
            if (!field->is_reference() || field->target == nullptr || out.over.size() >= 3 ||
                !field->target->allows(context_.role, Right::See))
                return wrong(at + ".field", "filter.unknown_field", {{"field", std::string(text)}, {"object", here->name}});
            out.over.push_back(field);
            here = field->target;
            rest.remove_prefix(dot + 1);
        }
    }

    Result<Node> compare(const Object& object, const json::Value& tree, const std::string& at) {
        const auto* name = tree["field"].string();
        if (name == nullptr) return wrong(at + ".field", "filter.unknown_field", {{"field", ""}, {"object", object.name}});
        Node out;
        out.kind = Node::Kind::Compare;
        KITH_TRY(out.path, path(object, *name, at));
        const auto op_name = tree.text("op");
        const auto family = family_of(*out.path.field);
        const auto& value = tree["value"];
        if (op_name == "within_last" || op_name == "within_next" || op_name == "before" || op_name == "after" || op_name == "on")
            return dates(std::move(out), op_name, value, at);
        const auto op = plain_op(op_name);
        if (!op) return wrong(at + ".op", "filter.unknown_op", {{"op", std::string(op_name)}});
        out.op = *op;
        if (!op_fits(*op, family))
            return wrong(at + ".op", "filter.op_not_for_type",
                         {{"op", std::string(op_name)}, {"field", *name}, {"type", std::string(name_of(out.path.field->type))}});
        if (*op == Op::IsEmpty || *op == Op::NotEmpty) return out;
        if (*op == Op::In || *op == Op::NotIn || *op == Op::Between) {
            if (value.array() == nullptr) return wrong(at + ".value", "filter.not_a_list");
            if (*op == Op::Between && value.array()->size() != 2) return wrong(at + ".value", "filter.not_two_values");
            if (value.array()->size() > 10'000) return wrong(at + ".value", "filter.too_many", {{"max", "10000"}});
            for (const auto& item : *value.array()) {
                KITH_TRY(auto read, operand(*out.path.field, item, at));
                out.operands.push_back(std::move(read));
            }
            return out;
        }
        // A date or a time may be compared with a whole period: "this_quarter".
        if (family == Family::Date || family == Family::Moment)
            if (const auto* period = value.string())
                if (const auto days = named_period(*period, context_.today)) return in_period(std::move(out), *days);
        KITH_TRY(auto read, operand(*out.path.field, value, at));
        out.operands.push_back(std::move(read));
        if (family == Family::Moment && std::holds_alternative<Date>(out.operands[0]))
            return in_period(std::move(out), {std::get<Date>(out.operands[0]), std::get<Date>(out.operands[0])});
        return out;
    }

    Result<Node> dates(Node out, std::string_view op, const json::Value& value, const std::string& at) {
        const auto family = family_of(*out.path.field);
        if (family != Family::Date && family != Family::Moment)
            return wrong(at + ".op", "filter.op_not_for_type",
                         {{"op", std::string(op)}, {"field", out.path.field->name}, {"type", std::string(name_of(out.path.field->type))}});
        std::optional<Days> days;
        if (op == "within_last" || op == "within_next") {
            days = span_of(value, context_.today, op == "within_next");
            if (!days && value.string() != nullptr) days = named_period(*value.string(), context_.today);
            out.op = Op::Eq;
        } else {
            if (const auto* text = value.string()) {
                days = named_period(*text, context_.today);
                if (const auto date = Date::parse(*text)) days = Days{*date, *date};
            }
            out.op = op == "before" ? Op::Lt : op == "after" ? Op::Gt : Op::Eq;
            if (!days && family == Family::Moment && value.string() != nullptr)
                if (const auto instant = Instant::parse(*value.string())) {
                    out.operands.emplace_back(*instant);
                    return out;
                }
        }
        if (!days) return wrong(at + ".value", "filter.not_a_period");
        return in_period(std::move(out), *days);
    }

    /// `op` against a stretch of days: lt is before its first, gt after its last, eq within.
    Node in_period(Node out, Days days) const {
        const bool moment = out.path.field->type == FieldType::DateTime;
        FieldValue first = days.first;
        FieldValue last = days.second;
        if (moment) {
            first = instant_of(days.first, 0, context_.time_zone);
            last = Instant{instant_of(days.second.plus_days(1), 0, context_.time_zone).micros - 1};
        }
        out.operands.clear();
        switch (out.op) {
            case Op::Lt:
            case Op::Ge: out.operands.push_back(first); return out;
            case Op::Gt:
            case Op::Le: out.operands.push_back(last); return out;
            case Op::Ne: {
                out.op = Op::Between;
                out.operands = {first, last};
                Node inverse;
                inverse.kind = Node::Kind::Not;
                inverse.children.push_back(std::move(out));
                return inverse;
            }
            default:
                out.op = Op::Between;
                out.operands = {first, last};
                return out;
        }
    }

    Result<FieldValue> operand(const Field& field, const json::Value& value, const std::string& at) {
        if (value.is_null()) return wrong(at + ".value", "filter.no_value");
        if (field.type == FieldType::User && value.string() != nullptr && *value.string() == "me") {
            return FieldValue(context_.me);
        }
        if (field.type == FieldType::MultiSelect && value.string() != nullptr) return FieldValue(*value.string());
        if (field.type == FieldType::Money && value.object() == nullptr) {
            std::string text = value.string() != nullptr ? *value.string() : json::write(value);
            if (text.find(' ') == std::string::npos) text += " " + context_.currency;
            return named(kind_of(field).parse(field, text), at);
        }
        if (field.type == FieldType::DateTime && value.string() != nullptr)
            if (const auto date = Date::parse(*value.string())) return FieldValue(*date);
        if (field.is_reference() || field.name == "id") {
            if (value.string() == nullptr) return wrong(at + ".value", "field.not_a_reference");
        }
        // Text is compared as it is written: no limit of length, no shape of an e-mail asked for.
        if (family_of(field) == Family::Text) {
            if (value.string() == nullptr) return wrong(at + ".value", "field.not_text");
            return FieldValue(*value.string());
        }
        auto unlimited = field;
        unlimited.min = unlimited.max = std::nullopt;
        auto read = read_value(unlimited, value);
        if (read && is_empty(*read)) return wrong(at + ".value", "filter.no_value");
        return named(std::move(read), at);
    }

    static Result<FieldValue> named(Result<FieldValue> read, const std::string& at) {
        if (read) return read;
        Error error = std::move(read).error();
        error.code = "filter.wrong";
        for (auto& field : error.fields) field.field = at + ".value";
        return error;
    }

    Result<Node> related(const Object& object, const json::Value& tree, const std::string& at, int depth) {
        const auto* name = tree["related"].string();
        const auto* set = name == nullptr ? nullptr : object.find_related(*name);
        if (set == nullptr || !set->object->allows(context_.role, Right::See))
            return wrong(at + ".related", "filter.unknown_related", {{"related", name == nullptr ? "" : *name}, {"object", object.name}});
        Node out;
        out.kind = Node::Kind::Related;
        out.related = set;
        if (const auto* where = tree.find("where"); where != nullptr && !where->is_null()) {
            KITH_TRY(auto child, node(*set->object, *where, at + ".where", depth + 1));
            out.children.push_back(std::move(child));
        }
        if (const auto* none = tree["none"].boolean(); none != nullptr && *none) {
            out.none = true;
            return out;
        }
        const bool sums = tree.find("sum") != nullptr;
        const json::Value default_count(json::Object{{"op", "ge"}, {"value", 1}});
        const json::Value& test = sums ? tree["sum"] : tree.find("count") != nullptr ? tree["count"] : default_count;
        const std::string test_at = at + (sums ? ".sum" : ".count");
        const auto op = plain_op(test.text("op"));
        if (!op || !op_fits(*op, Family::Number) || *op == Op::Between || *op == Op::In || *op == Op::NotIn ||
            *op == Op::IsEmpty || *op == Op::NotEmpty)
            return wrong(test_at + ".op", "filter.unknown_op", {{"op", std::string(test.text("op"))}});
        out.op = *op;
        if (!sums) {
            const auto* count = test["value"].integer();
            if (count == nullptr) return wrong(test_at + ".value", "field.not_an_integer");
            out.operands.emplace_back(*count);
            return out;
        }
        out.sum = set->object->field(test.text("field"));
        const auto family = out.sum == nullptr ? Family::Opaque : family_of(*out.sum);
        if ((family != Family::Number && family != Family::Money) || !out.sum->readers.contains(context_.role))
            return wrong(test_at + ".field", "filter.unknown_field",
                         {{"field", std::string(test.text("field"))}, {"object", set->object->name}});
        KITH_TRY(auto read, operand(*out.sum, test["value"], test_at));
        out.operands.push_back(std::move(read));
        return out;
    }

    static Error wrong(const std::string& at, std::string code, Params params = {}) {
        Error error{ErrorKind::Invalid, "filter.wrong", {}, {}, {}, {}};
        error.fields.push_back({at, std::move(code), std::move(params)});
        return error;
    }

    const Context& context_;
    int conditions_ = 0;
};

}  // namespace

Result<Node> read(const Object& object, const json::Value& tree, const Context& context) {
    if (tree.is_null()) return Node{};
    return TreeReader(context).node(object, tree, "filter", 0);
}

}  // namespace kith::records::filter
