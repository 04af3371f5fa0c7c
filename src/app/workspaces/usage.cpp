#include "app/workspaces/usage.hpp"

#include <unordered_map>

namespace kith::app {

namespace {

void write_moment(json::Writer& out, std::string_view name, const std::optional<Instant>& moment) {
    out.key(name);
    if (moment) out.value(*moment);
    else out.null();
}

}  // namespace

std::vector<WorkspaceUsage> usage_of(Directory& directory, const std::vector<WorkspaceEntry>& entries) {
    std::vector<std::string> places;
    for (const auto& entry : entries) places.push_back(entry.place);
    const auto bytes = directory.store().bytes_of(directory.database(), places);
    struct Counted {
        std::int64_t users = 0;
        std::optional<Instant> used_at;
    };
    const auto counted = directory.database().read([&](db::Transaction& tx) {
        std::unordered_map<std::int64_t, Counted> out;
        {
            auto rows = tx.query("select workspace, count(*) from sign_in_address group by workspace");
            while (rows.next()) out[rows->integer(0)].users = rows->integer(1);
        }
        auto rows = tx.query("select id, used_at from workspace_entry where used_at is not null");
        while (rows.next()) out[rows->integer(0)].used_at = rows->instant(1);
        return out;
    });
    std::vector<WorkspaceUsage> out;
    for (const auto& entry : entries) {
        auto& usage = out.emplace_back();
        if (const auto at = bytes.find(entry.place); at != bytes.end()) usage.bytes = at->second;
        if (const auto at = counted.find(entry.id.value); at != counted.end()) {
            usage.users = at->second.users;
            usage.used_at = at->second.used_at;
        }
    }
    return out;
}

WorkspaceUsage usage_of(Directory& directory, const WorkspaceEntry& entry) { return usage_of(directory, std::vector{entry}).front(); }

void write_workspace_entry(json::Writer& out, const WorkspaceEntry& entry, const WorkspaceUsage& usage) {
    out.begin_object().member("id", entry.id).member("name", entry.name).member("slug", entry.slug).member("state", name_of(entry.state));
    out.key("hosts").begin_array();
    for (const auto& host : entry.hosts) out.value(host);
    out.end_array().member("created_at", entry.created_at);
    write_moment(out, "used_at", usage.used_at);
    write_moment(out, "deleted_at", entry.deleted_at);
    out.member("bytes", usage.bytes).member("users", usage.users).end_object();
}

void write_operator_actions(json::Writer& out, const std::vector<OperatorActionEntry>& actions) {
    out.begin_object().key("actions").begin_array();
    for (const auto& one : actions) {
        out.begin_object().member("id", one.id).member("at", one.at).member("by", one.by).member("action", one.action);
        out.key("workspace");
        one.workspace.is_set() ? out.value(one.workspace) : out.null();
        out.member("slug", one.slug).member("details", one.details).end_object();
    }
    out.end_array().end_object();
}

}  // namespace kith::app
