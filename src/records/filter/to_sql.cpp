#include "records/filter/to_sql.hpp"

#include <algorithm>
#include <functional>

#include "base/text.hpp"
#include "records/formula/to_sql.hpp"
#include "records/sql/columns.hpp"

namespace kith::records::filter {

namespace {

/// LIKE's own signs stand for themselves.
std::string like_escaped(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c == '%' || c == '_' || c == '\\') out += '\\';
        out += c;
    }
    return out;
}

constexpr int kWithin = 20;  // people of teams below teams, in a list in a condition
/// How much of the stack of SQLite's parser (100 entries on Debian's) a condition takes where it is nested.
int stack_of(const Node& node) {
    int deepest = 0;
    for (const auto* list : {&node.children, &node.fulfils})
        for (const auto& child : *list) deepest = std::max(deepest, stack_of(child));
    if (node.kind == Node::Kind::Compare) {
        int field = 2;
        for (const auto& sql : node.path.field->computed) field = std::max(field, formula::depth_of(sql));
        if (node.path.over.empty()) return field;
        int seen = 0;
        for (const auto& condition : node.path.visible)
            if (condition != nullptr) seen = std::max(seen, stack_of(*condition));
        return std::max(field, seen) + 12;
    }
    if (node.kind == Node::Kind::Within) return kWithin;
    return deepest + (node.kind == Node::Kind::Related ? 8 : 1);
}
constexpr int kDeep = 40;

/// Unknown is false, so its opposite is true. (After the condition and not before it, as that is read with a
/// shallower stack.)
std::string opposite(std::string condition) { return "(" + std::move(condition) + " IS NOT TRUE)"; }

class Compiler {
public:
    Compiler(const Node& root, Bindings& bindings, std::span<const Node* const> not_by_index)
        : bindings_(bindings), not_by_index_(not_by_index), deep_(stack_of(root) > kDeep) {}

    std::string condition(const Node& node, const std::string& alias) {
        switch (node.kind) {
            case Node::Kind::And: return joined(node, alias, " AND ", "TRUE");
            case Node::Kind::Or: return joined(node, alias, " OR ", "FALSE");
            case Node::Kind::Not: return opposite(condition(node.children.front(), alias));
            case Node::Kind::Compare: return node.path.over.empty() ? direct(node, alias) : reached(node, alias);
            case Node::Kind::Related: return related(node, alias);
            case Node::Kind::Within: return within(node.within, alias);
            case Node::Kind::Beside: return beside(node, alias);
        }
        return "FALSE";
    }

private:
    std::string joined(const Node& node, const std::string& alias, const char* word, const char* when_empty) {
        if (node.children.empty()) return when_empty;
        if (node.children.size() == 1) return condition(node.children.front(), alias);
        std::vector<const Node*> children;
        for (const auto& child : node.children) children.push_back(&child);
        // What is read first is off the stack before the rest comes.
        if (deep_) std::ranges::stable_sort(children, std::greater{}, [](const Node* child) { return stack_of(*child); });
        std::string out = "(";
        for (const auto* child : children) {
            if (out.size() > 1) out += word;
            out += condition(*child, alias);
        }
        return out + ")";
    }

    /// What is asked of one field. It points into the tree, whose texts the bindings use; nothing is copied.
    struct Question {
        const Field& field;
        Op op;
        std::span<const FieldValue> operands;
    };

    /// A condition on a field of another record: there is one, reached over references, of which it holds.
    /// So it compares column with value, by the column's own order. What holds of an empty field too is
    /// asked by its opposite, as there may be nothing to reach.
    std::string reached(const Node& node, const std::string& alias) {
        const auto op = positive(node.op);
        std::string from;
        std::string where;
        std::string before = alias;
        for (std::size_t i = 0; i < node.path.over.size(); ++i) {
            const auto* step = node.path.over[i];
            const std::string next = next_alias();
            from += (from.empty() ? "" : ", ") + step->target->table + " " + next;
            where += next + ".id = " + column_sql(*step, before) + " AND " + next + ".binned_at IS NULL AND ";
            if (i < node.path.visible.size() && node.path.visible[i] != nullptr) where += condition(*node.path.visible[i], next) + " AND ";
            before = next;
        }
        auto out = "EXISTS (SELECT 1 FROM " + from + " WHERE " + where + asked({*node.path.field, op, node.operands}, before) + ")";
        return op != node.op ? "(NOT " + out + ")" : out;
    }

    static Op positive(Op op) {
        switch (op) {
            case Op::Ne: return Op::Eq;
            case Op::NotIn: return Op::In;
            case Op::IsEmpty: return Op::NotEmpty;
            default: return op;
        }
    }

    std::string direct(const Node& node, const std::string& alias) {
        const bool scan = std::ranges::find(not_by_index_, &node) != not_by_index_.end();
        return asked({*node.path.field, node.op, node.operands}, alias, scan ? "+" : "");
    }

    std::string asked(const Question& question, const std::string& alias, const char* before = "") {
        const auto left = before + column_sql(question.field, alias);
        // (In parentheses, as PostgreSQL does not read IS behind IS.)
        if (question.op == Op::IsEmpty) return "(" + left + " IS NULL)";
        if (question.op == Op::NotEmpty) return "(" + left + " IS NOT NULL)";
        if (question.field.type == FieldType::Money) return money(question, alias, left);
        if (question.field.type == FieldType::MultiSelect || question.field.type == FieldType::Relations) return choices(question, "CAST(" + left + " AS text)");
        return plain(question, left);
    }

    std::string bound(const Field& field, const FieldValue& value) {
        if (const auto* text = std::get_if<std::string>(&value)) return bindings_.add(*text);
        const auto first = bindings_.list.size();
        kind_of(field).bind(bindings_, value);
        // Money binds its currency too; the caller asks for that by itself.
        bindings_.list.resize(first + 1);
        return "$" + std::to_string(first + 1);
    }

    std::string plain(const Question& question, const std::string& left) {
        const auto& [field, op, values] = question;
        switch (op) {
            case Op::Eq: return left + " = " + bound(field, values[0]);
            case Op::Ne: return "(" + left + " IS DISTINCT FROM " + bound(field, values[0]) + ")";
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
            case Op::NotIn: return values.empty() ? "TRUE" : opposite(left + " IN (" + list(field, values) + ")");
            case Op::Contains: return like(field.type == FieldType::RichText ? "kith_plain(" + left + ")" : left, std::get<std::string>(values[0]), "%");
            case Op::StartsWith: return like(left, std::get<std::string>(values[0]), "");
            default: return "FALSE";
        }
    }

    /// Without regard to case, diacritics and signs; signs alone are looked for as they are.
    std::string like(const std::string& left, const std::string& needle, const char* before) {
        const auto folded = text::fold(needle);
        const bool signs = folded.empty() && !needle.empty();
        return (signs ? left : "kith_fold(" + left + ")") + " LIKE " +
               bindings_.add_kept(before + like_escaped(signs ? needle : folded) + "%") + " ESCAPE '\\'";
    }

    std::string list(const Field& field, std::span<const FieldValue> values) {
        std::string out;
        for (const auto& value : values) out += (out.empty() ? "" : ", ") + bound(field, value);
        return out;
    }

    /// Amounts compare within one currency; another currency's is not found (and does not equal).
    std::string money(const Question& question, const std::string& alias, const std::string& left) {
        const auto& [field, op, values] = question;
        if (op == Op::Ne || op == Op::NotIn) return opposite(money({field, positive(op), values}, alias, left));
        if (op == Op::In) {
            std::string any;
            for (const auto& value : values) any += (any.empty() ? "(" : " OR ") + money({field, Op::Eq, {&value, 1}}, alias, left);
            return any.empty() ? "FALSE" : any + ")";
        }
        auto condition = plain(question, left);
        const auto currency = column_sql(field, alias, "_currency");
        return "(" + condition + " AND " + currency + " = " + bindings_.add(std::get<Money>(values[0]).currency) + ")";
    }

    /// Several choices are kept as the text of a JSON list, each value in quotes.
    std::string choices(const Question& question, const std::string& left) {
        const auto& [field, op, values] = question;
        if (op == Op::Ne || op == Op::NotIn) return opposite(choices({field, positive(op), values}, left));
        if (op == Op::Eq) {
            // Holds all of them, and its text is as long as theirs: whatever order the options had when it was kept.
            std::string whole;
            json::Writer out(whole);
            kind_of(field).write(out, values[0]);
            auto holds = choices({field, Op::Contains, values}, left);
            return "(" + holds + " AND length(replace(" + left + ", '\", \"', '\",\"')) = " + bindings_.add(static_cast<std::int64_t>(text::length(whole))) + ")";
        }
        const char* word = op == Op::Contains ? " AND " : " OR ";
        std::string out;
        for (const auto& value : values) {
            // Each operand is a list of one or more, of which every one is asked for.
            std::string all;
            for (const auto& wanted : std::get<std::vector<std::string>>(value)) {
                std::string quoted;
                json::Writer(quoted).value(wanted);
                all += (all.empty() ? "" : " AND ") + left + " LIKE " +
                       bindings_.add_kept("%" + like_escaped(quoted) + "%") + " ESCAPE '\\'";
            }
            out += (out.empty() ? "(" : word) + ("(" + all + ")");
        }
        return out.empty() ? "FALSE" : out + ")";
    }

    std::string related(const Node& node, const std::string& alias) {
        const auto inner = next_alias();
        const Object& object = *node.related->object;
        const auto body = [&](const std::string& select, const std::string& extra) {
            const auto own = leads_to(*node.related->field, inner, alias) + " AND " + inner + ".binned_at IS NULL";
            const auto where = node.children.empty() ? "" : condition(node.children.front(), inner);
            return "(SELECT " + select + " FROM " + object.table + " " + inner + " WHERE " +
                   (where.empty() ? own : deep_ ? where + " AND " + own : own + " AND " + where) + extra + ")";
        };
        const auto any = [&](const std::string& extra) {
            return deep_ ? body("1", extra + " LIMIT 1") + " IS NOT NULL" : "EXISTS " + body("1", extra);
        };
        if (node.none) return deep_ ? body("1", " LIMIT 1") + " IS NULL" : "NOT EXISTS " + body("1", "");
        if (node.latest != nullptr) {
            const auto by = column_sql(*node.latest, inner);
            const auto newest = " AND " + by + " IS NOT NULL";
            if (node.fulfils.empty()) return any(newest);
            const auto fulfils = condition(node.fulfils.front(), inner);
            return body(fulfils, newest + " ORDER BY " + by + " DESC, " + inner + ".id DESC LIMIT 1");
        }
        if (node.sum != nullptr) {
            std::string extra;
            // As real numbers: a sum of whole ones beyond 63 bits would be an error of the whole query.
            const auto select = "coalesce(sum(CAST(" + column_sql(*node.sum, inner) + " AS DOUBLE PRECISION)), 0)";
            if (node.sum->type == FieldType::Money)
                extra = " AND " + column_sql(*node.sum, inner, "_currency") + " = " + bindings_.add(std::get<Money>(node.operands[0]).currency);
            auto left = body(select, extra);
            return left + sign(node.op) + bound(*node.sum, node.operands[0]);
        }
        const auto count = std::get<std::int64_t>(node.operands[0]);
        if ((node.op == Op::Ge && count == 1) || (node.op == Op::Gt && count == 0)) return any("");
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

    /// The people of a person's team, or of theirs and those below; a list for IN. (Flat, as the rest is: each
    /// list within a list would take of what conditions may be nested in.)
    static std::string people(Scope scope, const std::string& me) {
        if (scope != Scope::TeamBelow) return "SELECT p.id FROM r_user p JOIN r_user m ON m.team = p.team WHERE m.id = " + me;
        return "WITH RECURSIVE below(id) AS (SELECT team FROM r_user WHERE id = " + me +
               " AND team IS NOT NULL UNION SELECT id FROM r_team WHERE manager = " + me +
               " UNION SELECT r_team.id FROM r_team JOIN below ON r_team.parent = below.id) "
               "SELECT p.id FROM below JOIN r_user p ON p.team = below.id";
    }

    static std::string shared(const Object& object, const std::string& id, const std::string& me, bool to_change) {
        const std::string of_object = "s.object = '" + object.name + "'" + (to_change ? " AND s.may_edit" : "");
        return id + " IN (SELECT s.record FROM record_share s WHERE s.person = " + me + " AND " + of_object +
               " UNION ALL SELECT s.record FROM record_share s JOIN r_user m ON m.team = s.team WHERE m.id = " + me + " AND " + of_object + ")";
    }

    /// Who owns a record, over references where the path leads there.
    std::string owner_of(const Path& path, const std::string& alias) {
        auto value = column_sql(*path.field, path.over.empty() ? alias : "o" + std::to_string(path.over.size()));
        for (auto i = path.over.size(); i > 0; --i) {
            const auto here = "o" + std::to_string(i);
            const auto before = i == 1 ? alias : "o" + std::to_string(i - 1);
            value = "(SELECT " + value + " FROM " + path.over[i - 1]->target->table + " " + here + " WHERE " + here + ".id = " +
                    column_sql(*path.over[i - 1], before) + " AND " + here + ".binned_at IS NULL)";
        }
        return value;
    }

    std::string beside(const Node& node, const std::string& alias) {
        const auto inner = next_alias();
        return "EXISTS (SELECT 1 FROM " + node.within.object->table + " " + inner + " WHERE " + inner + ".id = CAST(" + column_sql(*node.path.field, alias) +
               " AS BIGINT) AND " + inner + ".binned_at IS NULL AND " + condition(node.children.front(), inner) + ")";
    }

    std::string within(const Within& reach, const std::string& alias) {
        const auto me = bindings_.add(reach.me);
        std::string out = "(" + shared(*reach.object, alias + ".id", me, reach.to_change);
        for (const auto& path : reach.owners) {
            // What belongs to a shared record is shared with it.
            if (path.over.size() == 1)
                out += " OR " + shared(*path.over[0]->target, column_sql(*path.over[0], alias), me, reach.to_change);
            const auto owner = owner_of(path, alias);
            if (reach.scope == Scope::Own)
                out += " OR " + owner + " = " + me;
            else if (reach.scope != Scope::Filter)
                out += " OR " + owner + " = " + me + " OR " + owner + " IN (" + people(reach.scope, me) + ")";
        }
        return out + ")";
    }

    std::string next_alias() { return "t" + std::to_string(++aliases_); }

    Bindings& bindings_;
    std::span<const Node* const> not_by_index_;
    bool deep_;
    int aliases_ = 0;
};

}  // namespace

std::string to_sql(const Node& node, const std::string& alias, Bindings& bindings,
                   std::span<const Node* const> not_by_index) {
    return Compiler(node, bindings, not_by_index).condition(node, alias);
}

bool may_use_index(const Node& node) {
    switch (node.kind) {
        case Node::Kind::Compare: {
            const Field& field = *node.path.field;
            const auto leads = [&](const auto& index) { return index.front() == field.name; };
            return node.path.over.empty() && (field.index || field.unique || field.name == "id" || field.object == nullptr ||
                                              std::ranges::any_of(field.object->indexes, leads) || std::ranges::any_of(field.object->uniques, leads));
        }
        case Node::Kind::Within:
        case Node::Kind::Beside: return true;
        case Node::Kind::Related: return false;
        default: return std::ranges::any_of(node.children, may_use_index);
    }
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
