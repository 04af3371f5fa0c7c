#include "app/workspaces/usage.hpp"

#include <filesystem>

namespace kith::app {

namespace {

std::int64_t folder_bytes(const std::filesystem::path& folder) {
    namespace fs = std::filesystem;
    std::int64_t sum = 0;
    std::error_code ignored;
    for (auto at = fs::recursive_directory_iterator(folder, ignored); at != fs::recursive_directory_iterator(); at.increment(ignored)) {
        std::error_code gone;
        const auto size = at->is_regular_file(gone) ? at->file_size(gone) : 0;
        if (!gone) sum += static_cast<std::int64_t>(size);
        if (ignored) break;
    }
    return sum;
}

void write_moment(json::Writer& out, std::string_view name, const std::optional<Instant>& moment) {
    out.key(name);
    if (moment) out.value(*moment);
    else out.null();
}

}  // namespace

WorkspaceUsage usage_of(Directory& directory, const WorkspaceEntry& entry) {
    WorkspaceUsage out;
    if (!entry.place.empty()) out.bytes = folder_bytes(std::filesystem::path(directory.data_folder()) / entry.place);
    directory.database().read([&](db::Transaction& tx) {
        {
            auto rows = tx.query("select count(*) from sign_in_address where workspace = $1", entry.id);
            if (rows.next()) out.users = rows->integer(0);
        }
        auto rows = tx.query("select used_at from workspace_entry where id = $1", entry.id);
        if (rows.next() && !rows->is_null(0)) out.used_at = rows->instant(0);
    });
    return out;
}

void write_workspace_entry(json::Writer& out, const WorkspaceEntry& entry, const WorkspaceUsage& usage) {
    out.begin_object().member("id", entry.id).member("name", entry.name).member("slug", entry.slug).member("state", name_of(entry.state));
    out.key("hosts").begin_array();
    for (const auto& host : entry.hosts) out.value(host);
    out.end_array().member("created_at", entry.created_at);
    write_moment(out, "used_at", usage.used_at);
    write_moment(out, "deleted_at", entry.deleted_at);
    out.member("bytes", usage.bytes).member("users", usage.users).end_object();
}

}  // namespace kith::app
