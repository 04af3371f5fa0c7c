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
    for (const Field* step : node.path.over)
        node.path.visible.push_back(reaches_all(reader, *step->target, Right::See)
                                        ? nullptr
                                        : std::make_shared<const Node>(reach_of(reader, *step->target, Right::See)));
}

}  // namespace

bool reaches_all(const Reader& reader, const Object& object, Right right) {
    return object.reach(reader.actor().role, right).scope == Scope::All && object.allows(reader.actor(), right);
}

Node reach_of(const Reader& reader, const Object& object, Right right) {
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
