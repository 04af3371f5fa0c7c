#pragma once

#include <array>
#include <optional>
#include <string_view>
#include <vector>

#include "records/schema.hpp"

/// Roles as data: what ships, what administrators made, and what each may do with an object.
namespace kith::records {

inline constexpr std::array<std::pair<Role, std::string_view>, 3> kShippedRoles{
    {{Role::Rep, "rep"}, {Role::Manager, "manager"}, {Role::Administrator, "administrator"}}};

std::string_view name_of(Role shipped);
std::optional<Role> shipped_role(std::string_view name);
std::optional<Right> right_named(std::string_view name);
std::string_view name_of(Right right);
std::optional<Scope> scope_named(std::string_view name);
std::string_view name_of(Scope scope);

/// The three that ship, with their changed rights where `own` holds them, and then the own ones.
std::vector<RoleDefinition> with_shipped_roles(const std::vector<RoleDefinition>& own);

/// Gives each own role what its level has, and each role what its definition says otherwise.
void apply_roles(Object& object, const std::vector<RoleDefinition>& roles);

}  // namespace kith::records
