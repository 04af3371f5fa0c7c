#include "records/metadata/roles.hpp"

#include <algorithm>

namespace kith::records {

namespace {

constexpr std::array<std::pair<Right, std::string_view>, kRights> kRightNames{
    {{Right::See, "see"}, {Right::Create, "create"}, {Right::Edit, "edit"}, {Right::Bin, "bin"}, {Right::Export, "export"}}};
constexpr std::array<std::pair<Scope, std::string_view>, 6> kScopeNames{
    {{Scope::None, "none"}, {Scope::Own, "own"}, {Scope::Team, "team"}, {Scope::TeamBelow, "team_below"}, {Scope::All, "all"}, {Scope::Filter, "filter"}}};

template <class T, std::size_t N>
std::optional<T> by_name(const std::array<std::pair<T, std::string_view>, N>& names, std::string_view wanted) {
    for (const auto& [value, name] : names)
        if (name == wanted) return value;
    return std::nullopt;
}

template <class T, std::size_t N>
std::string_view name_in(const std::array<std::pair<T, std::string_view>, N>& names, T wanted) {
    for (const auto& [value, name] : names)
        if (value == wanted) return name;
    return "";
}

void apply_fields(Object& object, Role role, const json::Value& rights) {
    for (auto& field : object.fields) {
        const auto right = rights.text(field.name);
        if (right.empty()) continue;
        right == "hidden" ? field.readers.erase(role) : field.readers.insert(role);
        right == "write" ? field.writers.insert(role) : field.writers.erase(role);
    }
}

Reach reach_of(const json::Value& value) {
    if (value.object() != nullptr) return {Scope::Filter, value["filter"]};
    const auto* name = value.string();
    return {name == nullptr ? Scope::None : scope_named(*name).value_or(Scope::None), {}};
}

}  // namespace

std::string_view name_of(Role shipped) { return name_in(kShippedRoles, shipped); }
std::optional<Role> shipped_role(std::string_view name) { return by_name(kShippedRoles, name); }
std::optional<Right> right_named(std::string_view name) { return by_name(kRightNames, name); }
std::string_view name_of(Right right) { return name_in(kRightNames, right); }
std::optional<Scope> scope_named(std::string_view name) { return by_name(kScopeNames, name); }
std::string_view name_of(Scope scope) { return name_in(kScopeNames, scope); }

std::vector<RoleDefinition> with_shipped_roles(const std::vector<RoleDefinition>& own) {
    std::vector<RoleDefinition> out;
    for (const auto& [role, name] : kShippedRoles) {
        const auto changed = std::find_if(own.begin(), own.end(), [&name = name](const auto& other) { return other.name == name; });
        auto& definition = changed == own.end() ? out.emplace_back() : out.emplace_back(*changed);
        definition.number = definition.level = role;
        definition.name = name;
        definition.custom = false;
    }
    for (const auto& role : own) {
        if (shipped_role(role.name)) continue;
        out.push_back(role);
        out.back().custom = true;
    }
    return out;
}

void apply_roles(Object& object, const std::vector<RoleDefinition>& roles) {
    for (const auto& role : roles) {
        const auto number = static_cast<std::size_t>(role.number);
        if (object.rights.size() <= number) object.rights.resize(number + 1);
        if (role.custom) {
            object.rights[number] = object.rights[static_cast<std::size_t>(role.level)];
            for (auto& field : object.fields) {
                if (field.readers.contains(role.level)) field.readers.insert(role.number);
                if (field.writers.contains(role.level)) field.writers.insert(role.number);
            }
            for (auto& field : object.system_fields) field.readers.insert(role.number);
        }
        if (role.number == Role::Administrator) continue;  // somebody must be able to mend what is wrong
        const json::Value& rights = role.rights[object.name];
        if (rights.object() == nullptr) continue;
        for (const auto& [right, name] : kRightNames)
            if (const auto* given = rights.find(name)) object.rights[number][static_cast<std::size_t>(right)] = reach_of(*given);
        // Nothing can be done with what is not seen.
        if (object.rights[number][0].scope == Scope::None) object.rights[number].fill({});
        apply_fields(object, role.number, rights["fields"]);
    }
    for (auto& reaches : object.rights)
        for (const auto& [right, name] : kRightNames)
            if (const auto* given = object.common_reach.find(name); given != nullptr && reaches[static_cast<std::size_t>(right)].scope == Scope::All)
                reaches[static_cast<std::size_t>(right)] = reach_of(*given);
    for (auto& field : object.fields)
        for (const auto& told : field.tells)
            for (const auto& role : roles)
                if (const Field* other = object.field(told); other != nullptr && !other->readers.contains(role.number)) field.readers.erase(role.number);
    // The workspace's own roles are what a person's role may be.
    for (auto& field : object.fields) {
        if (field.format != "role") continue;
        for (const auto& role : roles)
            if (role.custom) field.options.push_back({role.name, role.label});
    }
}

}  // namespace kith::records
