#include "records/filter/to_sql.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace kith::records::filter {

namespace {

std::string quoted(const std::string& alias, const Field& field, std::string_view suffix = "") {
    return alias + ".\"" + field.column + std::string(suffix) + "\"";
}

/// LIKE's own signs stand for themselves.
std::string like_escaped(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c == '%' || c == '_' || c == '\\') out += '\\';
        out += c;
    }
    return out;
}

class Compiler {
public:
    Compiler(Bindings& bindings, std::span<const Node* const> not_by_index)
        : bindings_(bindings), not_by_index_(not_by_index) {}

    std::string condition(const Node& node, const std::string& alias) {
        switch (node.kind) {
            case Node::Kind::And: return joined(node, alias, " AND ", "TRUE");
            case Node::Kind::Or: return joined(node, alias, " OR ", "FALSE");
            case Node::Kind::Not: return "NOT coalesce(" + condition(node.children.front(), alias) + ", FALSE)";
            case Node::Kind::Compare: return compare(node, alias);
            case Node::Kind::Related: return related(node, alias);
        }
        return "FALSE";
    }

private:
    std::string joined(const Node& node, const std::string& alias, const char* word, const char* when_empty) {
        if (node.children.empty()) return when_empty;
        std::string out = "(";
        for (const auto& child : node.children) {
            if (out.size() > 1) out += word;
            out += condition(child, alias);
        }
        return out + ")";
    }

    /// The field's value as an expression: its column, or a look-up over references (empty if there is none).
    std::string expression(const Path& path, const std::string& alias, std::string_view suffix = "") {
        if (path.over.empty()) return quoted(alias, *path.field, suffix);
        std::string out = "(SELECT ";
        std::string from;
        std::string before = alias;
        for (std::size_t i = 0; i < path.over.size(); ++i) {
            const std::string next = next_alias();
            const auto& step = *path.over[i];
            const std::string on = next + ".id = " + quoted(before, step) + " AND " + next + ".binned_at IS NULL";
            from += i == 0 ? " FROM " + step.target->table + " " + next : " JOIN " + step.target->table + " " + next + " ON " + on;
            if (i == 0) first_condition_ = on;
            before = next;
        }
        return out + quoted(before, *path.field, suffix) + from + " WHERE " + first_condition_ + ")";
    }

    std::string bound(const Field& field, const FieldValue& value) {
        if (const auto* text = std::get_if<std::string>(&value)) return bindings_.add(*text);
        const auto first = bindings_.list.size();
        kind_of(field).bind(bindings_, value);
        // Money binds its currency too; the caller asks for that by itself.
        bindings_.list.resize(first + 1);
        return "$" + std::to_string(first + 1);
    }

    std::string compare(const Node& node, const std::string& alias) {
        const Field& field = *node.path.field;
        const auto left = (std::ranges::find(not_by_index_, &node) != not_by_index_.end() ? "+" : "") + expression(node.path, alias);
        if (node.op == Op::IsEmpty) return left + " IS NULL";
        if (node.op == Op::NotEmpty) return left + " IS NOT NULL";
        if (field.type == FieldType::Money) return money(node, alias, left);
        if (field.type == FieldType::MultiSelect) return choices(node, left);
        return plain(node, left);
    }

    std::string plain(const Node& node, const std::string& left) {
        const Field& field = *node.path.field;
        const auto& values = node.operands;
        switch (node.op) {
            case Op::Eq: return left + " = " + bound(field, values[0]);
            case Op::Ne: return left + " IS DISTINCT FROM " + bound(field, values[0]);
            case Op::Lt: return left + " < " + bound(field, values[0]);
            case Op::Le: return left + " <= " + bound(field, values[0]);
            case Op::Gt: return left + " > " + bound(field, values[0]);
            case Op::Ge: return left + " >= " + bound(field, values[0]);
            case Op::Between: {
                // Two statements: the order in which operands are evaluated would decide the places.
                auto low = bound(field, values[0]);
                return left + " BETWEEN " + low + " AND " + bound(field, values[1]);
            }
            case Op::In: return values.empty() ? "FALSE" : left + " IN (" + list(field, values) + ")";
            case Op::NotIn:
                return values.empty() ? "TRUE" : "NOT coalesce(" + left + " IN (" + list(field, values) + "), FALSE)";
            case Op::Contains:
                return "kith_fold(" + left + ") LIKE " +
                       bindings_.add_kept("%" + like_escaped(text::fold(std::get<std::string>(values[0]))) + "%") + " ESCAPE '\\'";
            case Op::StartsWith:
                return "kith_fold(" + left + ") LIKE " +
                       bindings_.add_kept(like_escaped(text::fold(std::get<std::string>(values[0]))) + "%") + " ESCAPE '\\'";
            default: return "FALSE";
        }
    }

    std::string list(const Field& field, const std::vector<FieldValue>& values) {
        std::string out;
        for (const auto& value : values) out += (out.empty() ? "" : ", ") + bound(field, value);
        return out;
    }

    /// Amounts compare within one currency; another currency's is not found (and does not equal).
    std::string money(const Node& node, const std::string& alias, const std::string& left) {
        Node amounts = node;
        if (node.op == Op::Ne) {
            amounts.op = Op::Eq;
            return "NOT coalesce(" + money(amounts, alias, left) + ", FALSE)";
        }
        auto condition = plain(node, left);
        const auto currency = expression(node.path, alias, "_currency");
        return "(" + condition + " AND " + currency + " = " + bindings_.add(std::get<Money>(node.operands[0]).currency) + ")";
    }

    std::string choices(const Node& node, const std::string& left) {
        std::string any;
        for (const auto& value : node.operands) {
            // Options' values hold no quotes, so a value stands in the JSON list as "value".
            const auto* text = std::get_if<std::string>(&value);
            const auto* several = std::get_if<std::vector<std::string>>(&value);
            const auto& wanted = text != nullptr ? *text : several->front();
            any += (any.empty() ? "" : " OR ") + left + " LIKE " + bindings_.add_kept("%\"" + like_escaped(wanted) + "\"%") + " ESCAPE '\\'";
        }
        if (any.empty()) any = "FALSE";
        return node.op == Op::NotIn ? "NOT coalesce((" + any + "), FALSE)" : "(" + any + ")";
    }

    std::string related(const Node& node, const std::string& alias) {
        const auto inner = next_alias();
        const Object& object = *node.related->object;
        const auto body = [&](const std::string& select, const std::string& extra) {
            std::string out = "(SELECT " + select + " FROM " + object.table + " " + inner + " WHERE " +
                              quoted(inner, *node.related->field) + " = " + alias + ".id AND " + inner + ".binned_at IS NULL";
            if (!node.children.empty()) out += " AND " + condition(node.children.front(), inner);
            return out + extra + ")";
        };
        if (node.none) return "NOT EXISTS " + body("1", "");
        if (node.sum != nullptr) {
            std::string extra;
            const auto select = "coalesce(sum(" + quoted(inner, *node.sum) + "), 0)";
            if (node.sum->type == FieldType::Money)
                extra = " AND " + quoted(inner, *node.sum, "_currency") + " = " + bindings_.add(std::get<Money>(node.operands[0]).currency);
            auto left = body(select, extra);
            return left + sign(node.op) + bound(*node.sum, node.operands[0]);
        }
        const auto count = std::get<std::int64_t>(node.operands[0]);
        if ((node.op == Op::Ge && count == 1) || (node.op == Op::Gt && count == 0)) return "EXISTS " + body("1", "");
        auto left = body("count(*)", "");
        return left + sign(node.op) + bindings_.add(count);
    }

    static const char* sign(Op op) {
        switch (op) {
            case Op::Ne: return " <> ";
            case Op::Lt: return " < ";
            case Op::Le: return " <= ";
            case Op::Gt: return " > ";
            case Op::Ge: return " >= ";
            default: return " = ";
        }
    }

    std::string next_alias() { return "t" + std::to_string(++aliases_); }

    Bindings& bindings_;
    std::span<const Node* const> not_by_index_;
    int aliases_ = 0;
    std::string first_condition_;
};

}  // namespace

std::string to_sql(const Node& node, const std::string& alias, Bindings& bindings,
                   std::span<const Node* const> not_by_index) {
    return Compiler(bindings, not_by_index).condition(node, alias);
}

std::vector<const Node*> indexed_conditions(const Node& node) {
    const auto by_index = [](Op op) {
        return op != Op::Ne && op != Op::NotIn && op != Op::Contains && op != Op::NotEmpty;
    };
    if (node.kind == Node::Kind::Compare && node.path.over.empty() && node.path.field->index && by_index(node.op))
        return {&node};
    std::vector<const Node*> out;
    if (node.kind == Node::Kind::And)
        for (const auto& child : node.children)
            for (const auto* found : indexed_conditions(child)) out.push_back(found);
    return out;
}

}  // namespace kith::records::filter
