#include "records/access.hpp"

#include <algorithm>
#include <memory>

#include "records/fields/field_kind.hpp"
#include "records/filter/to_sql.hpp"
#include "records/filter_context.hpp"

namespace kith::records {

namespace {

using filter::Node;

std::vector<filter::Path> owner_paths(const Object& object) {
    std::vector<filter::Path> out;
    for (const auto& text : object.owners) {
        filter::Path path;
        const Object* here = &object;
        for (std::string_view rest = text; here != nullptr;) {
            const auto dot = rest.find('.');
            const Field* field = here->field(rest.substr(0, dot));
            if (field == nullptr) break;
            if (dot == std::string_view::npos) {
                path.field = field;
                break;
            }
            path.over.push_back(field);
            here = field->target;
            rest.remove_prefix(dot + 1);
        }
        if (path.field != nullptr) out.push_back(std::move(path));
    }
    return out;
}

/// A tree that an administrator wrote: it may ask about what the reader may not read.
Node tree_of(const Reader& reader, const Object& object, const json::Value& json) {
    auto context = filter_context(reader);
    context.role = Role::Administrator;
    auto tree = filter::read(object, json, context);
    if (tree) return std::move(*tree);
    // It names what is no longer there: better nothing than too much.
    Node nothing;
    nothing.kind = Node::Kind::Or;
    return nothing;
}

Node compare(const Field* field, filter::Op op, std::vector<FieldValue> operands = {}) {
    Node out;
    out.kind = Node::Kind::Compare;
    out.path.field = field;
    out.op = op;
    out.operands = std::move(operands);
    return out;
}

Node both(Node first, Node second) {
    Node out;
    out.children.push_back(std::move(first));
    out.children.push_back(std::move(second));
    return out;
}

/// Beside what one reaches: a right to see with what is seen, others with what may be changed.
Node beside_others(const Reader& reader, const Object& object, Right right) {
    Node out;
    out.kind = Node::Kind::Or;
    if (!object.allows(reader.actor(), right)) return out;
    const Field* name = object.field("object");
    const bool sees = right == Right::See || right == Right::Export;
    for (const auto& other : reader.schema().objects()) {
        if (stands_beside(other) || !other.allows(reader.actor(), sees ? Right::See : Right::Edit)) continue;
        auto is_its = compare(name, filter::Op::Eq, {other.name});
        if (reaches_all(reader, other, sees ? Right::See : Right::Edit)) {
            out.children.push_back(std::move(is_its));
            continue;
        }
        Node there;
        there.kind = Node::Kind::Beside;
        there.within.object = &other;
        there.path.field = object.field("record");
        there.children.push_back(reach_of(reader, other, sees ? Right::See : Right::Edit));
        out.children.push_back(both(std::move(is_its), std::move(there)));
    }
    for (const auto& path : owner_paths(object)) {
        auto mine = compare(nullptr, filter::Op::Eq, {reader.actor().user});
        mine.path = path;
        out.children.push_back(both(compare(name, filter::Op::IsEmpty), std::move(mine)));
    }
    return out;
}

/// A condition on what a reference leads to asks about an id that is nobody's in place of one out of reach: to the
/// reader it is none.
void forget_hidden(Node& node, const Reader& reader) {
    const Field& field = *node.path.field;
    if (!field.refers() || field.target == nullptr || reaches_all(reader, *field.target, Right::See)) return;
    for (auto& operand : node.operands) {
        if (auto* id = std::get_if<Id>(&operand); id != nullptr && !reaches(reader, *field.target, Right::See, *id)) *id = Id{};
        auto* several = std::get_if<std::vector<std::string>>(&operand);
        if (several == nullptr) continue;
        for (auto& text : *several)
            if (const auto id = Id::parse(text); id && !reaches(reader, *field.target, Right::See, *id)) text = "0";
    }
}

void restrict_node(Node& node, const Reader& reader) {
    for (auto& child : node.children) restrict_node(child, reader);
    for (auto& child : node.fulfils) restrict_node(child, reader);
    if (node.kind == Node::Kind::Related && !reaches_all(reader, *node.related->object, Right::See)) {
        Node both;
        both.kind = Node::Kind::And;
        both.children = std::move(node.children);
        both.children.push_back(reach_of(reader, *node.related->object, Right::See));
        node.children.clear();
        node.children.push_back(std::move(both));
    }
    if (node.kind != Node::Kind::Compare) return;
    forget_hidden(node, reader);
    for (const Field* step : node.path.over)
        node.path.visible.push_back(reaches_all(reader, *step->target, Right::See)
                                        ? nullptr
                                        : std::make_shared<const Node>(reach_of(reader, *step->target, Right::See)));
}

}  // namespace

bool stands_beside(const Object& object) {
    const auto is_name = [](const Field* field) { return field != nullptr && field->type == FieldType::Text && field->read_only; };
    return object.system && is_name(object.field("object")) && is_name(object.field("record"));
}

bool reaches_all(const Reader& reader, const Object& object, Right right) {
    if (reader.actor().role != Role::Administrator && stands_beside(object)) return false;
    return object.reach(reader.actor().role, right).scope == Scope::All && object.allows(reader.actor(), right);
}

Node reach_of(const Reader& reader, const Object& object, Right right) {
    if (stands_beside(object)) return beside_others(reader, object, right);
    const Reach& reach = object.reach(reader.actor().role, right);
    Node out;
    if (reaches_all(reader, object, right)) return out;
    out.kind = Node::Kind::Or;
    if (!object.allows(reader.actor(), right)) return out;
    if (reach.scope == Scope::Filter) out.children.push_back(tree_of(reader, object, reach.filter));
    Node within;
    within.kind = Node::Kind::Within;
    within.within = {&object, reach.scope, owner_paths(object), reader.actor().user, right != Right::See && right != Right::Export};
    out.children.push_back(std::move(within));
    return out;
}

void restrict_tree(Node& tree, const Reader& reader, const Object& object) {
    restrict_node(tree, reader);
    if (reaches_all(reader, object, Right::See)) return;
    Node both;
    both.kind = Node::Kind::And;
    both.children.push_back(std::move(tree));
    both.children.push_back(reach_of(reader, object, Right::See));
    tree = std::move(both);
}

std::string reach_sql(const Reader& reader, const Object& object, Right right, const std::string& alias, Bindings& bindings) {
    if (reaches_all(reader, object, right)) return {};
    const auto node = std::make_shared<const Node>(reach_of(reader, object, right));
    bindings.owners.push_back(node);
    return " AND " + filter::to_sql(*node, alias, bindings);
}

bool reaches(const Reader& reader, const Object& object, Right right, Id id) {
    if (reaches_all(reader, object, right)) return true;
    Bindings bindings;
    auto sql = "SELECT 1 FROM " + object.table + " t WHERE t.id = " + bindings.add(id);
    sql += reach_sql(reader, object, right, "t", bindings);
    return reader.sql().query_params(sql, bindings.list).next();
}

}  // namespace kith::records
