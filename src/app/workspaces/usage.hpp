#pragma once

#include <vector>

#include "app/workspaces/directory.hpp"
#include "base/json.hpp"

namespace kith::app {

/// What a workspace takes.
struct WorkspaceUsage {
    std::int64_t bytes = 0;  // of its folder, or its tables, on the disk
    std::int64_t users = 0;  // who may sign in
    std::optional<Instant> used_at;
};
WorkspaceUsage usage_of(Directory& directory, const WorkspaceEntry& entry);
/// In the order of the entries.
std::vector<WorkspaceUsage> usage_of(Directory& directory, const std::vector<WorkspaceEntry>& entries);

/// {"id","name","slug","state","hosts","created_at","used_at","deleted_at","bytes","users"}
void write_workspace_entry(json::Writer& out, const WorkspaceEntry& entry, const WorkspaceUsage& usage);
/// {"actions":[{"id","at","by","action","workspace","slug","details"}]}
void write_operator_actions(json::Writer& out, const std::vector<OperatorActionEntry>& actions);

}  // namespace kith::app
