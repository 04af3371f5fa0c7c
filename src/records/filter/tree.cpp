#include "records/filter/tree.hpp"

#include <algorithm>
#include <array>

#include "records/filter/operands.hpp"
#include "records/filter/ops.hpp"

namespace kith::records::filter {

namespace {

constexpr int kMaxSteps = 3;  // references in a path
// What SQLite's parser can hold at once (Debian's: 100 entries) with the branches of a role's scope around it; related
// records take as much as so many other levels.
constexpr int kMaxWeight = 42;
constexpr int kRelatedWeight = 7;

bool is_about_time(std::string_view op) {
    return op == "within_last" || op == "within_next" || op == "before" || op == "after" || op == "on";
}

class TreeReader {
public:
    explicit TreeReader(const Context& context) : context_(context) {}

    Result<Node> node(const Object& object, const json::Value& tree, const std::string& at, int depth) {
        if (depth > kMaxDepth) return wrong(at, "filter.too_deep", {{"max", std::to_string(kMaxDepth)}});
        if (depth + (kRelatedWeight - 1) * related_depth_ > kMaxWeight) return wrong(at, "filter.too_nested");
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
        const auto unknown = [&] {
            return wrong(at + ".field", "filter.unknown_field", {{"field", std::string(text)}, {"object", here->name}});
        };
        // "account.country" on an account is its own country; on a contact it leads over `account`.
        if (const auto dot = rest.find('.'); dot != std::string_view::npos && rest.substr(0, dot) == object.name &&
                                             object.field(object.name) == nullptr)
            rest.remove_prefix(dot + 1);
        for (;;) {
            const auto dot = rest.find('.');
            const Field* field = here->any_field(rest.substr(0, dot));
            if (field == nullptr || !field->readers.contains(context_.role)) return unknown();
            if (dot == std::string_view::npos) {
                out.field = field;
                return out;
            }
            if (!field->parts.empty()) {
                out.field = here->any_field(rest);
                return out.field == nullptr ? Result<Path>(unknown()) : Result<Path>(std::move(out));
            }
            if (!field->is_reference() || field->target == nullptr || !field->target->allows(context_.role, Right::See))
                return unknown();
            if (out.over.size() >= kMaxSteps)
                return wrong(at + ".field", "filter.path_too_long", {{"field", std::string(text)}, {"max", std::to_string(kMaxSteps)}});
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
        const Field& field = *out.path.field;
        const auto op_name = tree.text("op");
        const auto family = family_of(field);
        const bool of_time = family == Family::Date || family == Family::Moment;
        const auto& value = tree["value"];
        const auto op = plain_op(op_name);
        if (!op && !is_about_time(op_name)) return wrong(at + ".op", "filter.unknown_op", {{"op", std::string(op_name)}});
        if (op ? !op_fits(*op, family) : !of_time)
            return wrong(at + ".op", "filter.op_not_for_type",
                         {{"op", std::string(op_name)}, {"field", *name}, {"type", std::string(name_of(field.type))}});
        const bool several = op == Op::In || op == Op::NotIn || op == Op::Between;
        if (several && value.array() != nullptr) {
            operands_ += value.array()->size();
            if (operands_ > kMaxOperands) return wrong(at + ".value", "filter.too_many", {{"max", std::to_string(kMaxOperands)}});
        }
        if (op == Op::IsEmpty || op == Op::NotEmpty) {
            out.op = *op;
            return out;
        }
        if (of_time) return read_time(std::move(out), op_name, value, context_, at + ".value");
        out.op = *op;
        // One record is asked for as of a relation to one: that it is among them.
        if (field.type == FieldType::Relations && value.string() != nullptr) {
            if (*op == Op::Eq) out.op = Op::In;
            if (*op == Op::Ne) out.op = Op::NotIn;
        }
        // Of several choices, a list may also be what one holds: `contains` all of it, `eq` just these.
        const bool choices = family == Family::Choices && (*op == Op::Contains || several);
        if (several && value.array() == nullptr) return wrong(at + ".value", "filter.not_a_list");
        if (!several && !(choices && value.array() != nullptr)) {
            KITH_TRY(auto read, read_operand(field, *op, value, context_, at + ".value"));
            out.operands.push_back(std::move(read));
            return out;
        }
        if (*op == Op::Between && value.array()->size() != 2) return wrong(at + ".value", "filter.not_two_values");
        if (*op == Op::Contains && value.array()->empty()) return wrong(at + ".value", "filter.no_value");
        for (std::size_t i = 0; i < value.array()->size(); ++i) {
            KITH_TRY(auto read, read_operand(field, *op, (*value.array())[i], context_, at + ".value." + std::to_string(i)));
            out.operands.push_back(std::move(read));
        }
        if (*op == Op::Between && family == Family::Money &&
            std::get<Money>(out.operands[0]).currency != std::get<Money>(out.operands[1]).currency)
            return wrong(at + ".value.1", "filter.two_currencies");
        return out;
    }

    Result<Node> related(const Object& object, const json::Value& tree, const std::string& at, int depth) {
        const auto* name = tree["related"].string();
        const auto* set = name == nullptr ? nullptr : object.find_related(*name);
        if (set == nullptr || !set->object->allows(context_.role, Right::See) || !set->field->readers.contains(context_.role))
            return wrong(at + ".related", "filter.unknown_related", {{"related", name == nullptr ? "" : *name}, {"object", object.name}});
        if (related_depth_ == kMaxRelatedDepth)
            return wrong(at + ".related", "filter.related_too_deep", {{"max", std::to_string(kMaxRelatedDepth)}});
        ++related_depth_;
        auto out = of_related(*set, tree, at, depth);
        --related_depth_;
        return out;
    }

    Result<Node> of_related(const Related& set, const json::Value& tree, const std::string& at, int depth) {
        Node out;
        out.kind = Node::Kind::Related;
        out.related = &set;
        if (const auto* where = tree.find("where"); where != nullptr && !where->is_null()) {
            KITH_TRY(auto child, node(*set.object, *where, at + ".where", depth + 1));
            out.children.push_back(std::move(child));
        }
        const auto* none = tree["none"].boolean();
        out.none = none != nullptr && *none;
        const auto* latest = tree.find("latest");
        const auto* sum = tree.find("sum");
        const auto* count = tree.find("count");
        if (int{out.none} + int{latest != nullptr} + int{sum != nullptr} + int{count != nullptr} > 1)
            return wrong(at, "filter.one_of_related");
        if (out.none) return out;
        if (latest != nullptr) return newest(std::move(out), *latest, at + ".latest", depth);
        static const json::Value kAtLeastOne(json::Object{{"op", "ge"}, {"value", 1}});
        const json::Value& test = sum != nullptr ? *sum : count != nullptr ? *count : kAtLeastOne;
        const std::string test_at = at + (sum != nullptr ? ".sum" : ".count");
        const auto op = plain_op(test.text("op"));
        static constexpr std::array kComparing{Op::Eq, Op::Ne, Op::Lt, Op::Le, Op::Gt, Op::Ge};
        if (!op || std::ranges::find(kComparing, *op) == kComparing.end())
            return wrong(test_at + ".op", "filter.unknown_op", {{"op", std::string(test.text("op"))}});
        out.op = *op;
        if (sum == nullptr) {
            const auto* number = test["value"].integer();
            if (number == nullptr) return wrong(test_at + ".value", "field.not_an_integer");
            out.operands.emplace_back(*number);
            return out;
        }
        out.sum = set.object->field(test.text("field"));
        const auto family = out.sum == nullptr ? Family::Opaque : family_of(*out.sum);
        if (out.sum == nullptr || !out.sum->readers.contains(context_.role))
            return wrong(test_at + ".field", "filter.unknown_field",
                         {{"field", std::string(test.text("field"))}, {"object", set.object->name}});
        if (family != Family::Number && family != Family::Money)
            return wrong(test_at + ".field", "filter.cannot_sum", {{"field", out.sum->name}, {"type", std::string(name_of(out.sum->type))}});
        KITH_TRY(auto read, read_operand(*out.sum, out.op, test["value"], context_, test_at + ".value"));
        out.operands.push_back(std::move(read));
        return out;
    }

    Result<Node> newest(Node out, const json::Value& latest, const std::string& at, int depth) {
        const Object& object = *out.related->object;
        if (latest.object() == nullptr) return wrong(at, "filter.not_a_latest");
        const std::string by = latest.find("by") != nullptr             ? std::string(latest.text("by"))
                               : object.timeline_field.empty() ? "created_at" : object.timeline_field;
        out.latest = object.any_field(by);
        if (out.latest == nullptr || !out.latest->readers.contains(context_.role))
            return wrong(at + ".by", "filter.unknown_field", {{"field", by}, {"object", object.name}});
        if (out.latest->type != FieldType::Date && out.latest->type != FieldType::DateTime)
            return wrong(at + ".by", "filter.latest_by_date", {{"field", by}});
        if (const auto* where = latest.find("where"); where != nullptr && !where->is_null()) {
            KITH_TRY(auto child, node(object, *where, at + ".where", depth + 1));
            out.fulfils.push_back(std::move(child));
        }
        return out;
    }

    const Context& context_;
    int conditions_ = 0;
    int related_depth_ = 0;
    std::size_t operands_ = 0;
};

}  // namespace

Result<Node> read(const Object& object, const json::Value& tree, const Context& context) {
    if (tree.is_null()) return Node{};
    return TreeReader(context).node(object, tree, "filter", 0);
}

}  // namespace kith::records::filter
