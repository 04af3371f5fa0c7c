#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "records/workspace.hpp"

/// Roles made and changed while everything runs.
namespace kith::records {

struct RoleChange {
    std::string name;
    json::Value definition;               // label, level, rights: the members that change
    bool create = false;
    std::optional<std::int64_t> version;  // that was seen
};

/// Errors: `metadata.invalid` by member, `metadata.stale`, `role.not_found`, `role.fixed` (the administrator's).
Result<void> change_role(Writer& writer, const RoleChange& change);
/// `role.in_use` (how many people have it) and those of change_role. A shipped role gets its shipped rights again.
Result<void> remove_role(Writer& writer, const std::string& name);

}  // namespace kith::records
