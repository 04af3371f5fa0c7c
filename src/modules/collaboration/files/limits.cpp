#include "modules/collaboration/files/limits.hpp"

namespace kith::collaboration {

namespace {
constexpr std::string_view kKey = "files";
}

FileLimits file_limits(db::Transaction& tx) {
    FileLimits out;
    const auto stored = records::Workspace::setting(tx, kKey);
    if (!stored) return out;
    if (const auto* one = (*stored)["file_bytes"].integer()) out.one = *one;
    if (const auto* all = (*stored)["total_bytes"].integer()) out.all = *all;
    return out;
}

void set_file_limits(db::Transaction& tx, const FileLimits& limits) {
    records::Workspace::set_setting(tx, kKey, json::Object{{"file_bytes", limits.one}, {"total_bytes", limits.all}});
}

std::int64_t bytes_stored(db::Transaction& tx) {
    auto rows = tx.query("select coalesce(sum(bytes), 0) from file_blob");
    return rows.next() ? rows->integer(0) : 0;
}

}  // namespace kith::collaboration
