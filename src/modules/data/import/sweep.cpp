#include "modules/data/import/sweep.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <optional>
#include <utility>
#include <vector>

#include "base/log.hpp"
#include "modules/data/import/upload.hpp"
#include "records/audit/audit.hpp"

namespace kith::imports {

namespace {

namespace fs = std::filesystem;

constexpr std::int64_t kDay = std::int64_t{86'400} * 1'000'000;
constexpr std::int64_t kUnused = kDay;
constexpr std::int64_t kAfterItsEnd = 30 * kDay;

/// "123.failed.csv" → 123 and ".failed.csv".
std::optional<std::pair<Id, std::string>> parts_of(const std::string& name) {
    const std::size_t dot = name.find('.');
    if (dot == std::string::npos) return std::nullopt;
    const auto id = Id::parse(name.substr(0, dot));
    if (!id) return std::nullopt;
    return std::pair(*id, name.substr(dot));
}

/// By the system's clock: since the file was written, and where that counts since it was moved here.
std::int64_t age_of(const fs::path& path, bool moved_too) {
    struct stat now = {};
    if (::stat(path.c_str(), &now) != 0) return 0;
    const std::int64_t last = moved_too ? std::max(now.st_mtim.tv_sec, now.st_ctim.tv_sec) : now.st_mtim.tv_sec;
    return Instant::now().micros - last * 1'000'000;
}

bool is_over(const std::optional<Job>& job, const fs::path& file, Instant now) {
    if (!job) return age_of(file, true) > kUnused;
    const bool imported = job->state != State::Uploaded && !job->dry_run;
    if (job->state == State::Running || job->state == State::TakingBack) return false;
    const Instant since = job->ended_at.value_or(job->created_at);
    return now.micros - since.micros > (imported ? kAfterItsEnd : kUnused);
}

}  // namespace

Result<std::string> upload_path(db::Database& database, Id job) {
    KITH_TRY(const std::string folder, files_folder(database));
    return folder + "/" + job.to_string() + ".upload";
}

Result<std::string> failed_path(db::Database& database, Id job) {
    KITH_TRY(const std::string folder, files_folder(database));
    return folder + "/" + job.to_string() + ".failed.csv";
}

Result<int> sweep(records::Workspace& workspace) {
    auto& database = workspace.database();
    KITH_TRY(const std::string folder, files_folder(database));
    const Instant now = workspace.clock().now();
    int kept = 0, removed = 0;
    std::vector<Id> unused;
    std::error_code ignored;
    for (const auto& entry : fs::directory_iterator(folder, ignored)) {
        const auto parts = parts_of(entry.path().filename().string());
        if (!parts) continue;
        const auto& [id, ending] = *parts;
        bool over = false;
        if (ending == ".part") {
            const auto upload = find_upload(database, id);
            over = age_of(entry.path(), false) > kUnused && (!upload || now.micros - upload->created_at.micros > kUnused);
            if (over && upload) remove_upload(database, *upload);
        } else if (ending == ".upload" || ending == ".csv" || ending == ".failed.csv") {
            const auto job = database.read([&](db::Transaction& tx) { return find(tx, id); });
            over = is_over(job, entry.path(), now);
            if (over && job && job->state == State::Uploaded) unused.push_back(id);
        } else if (ending.starts_with(".rehearsal.db")) {
            over = age_of(entry.path(), true) > kUnused;  // a dry run lasts no day
            if (!over) continue;
        } else {
            continue;
        }
        if (!over) {
            ++kept;
            continue;
        }
        fs::remove(entry.path(), ignored);
        ++removed;
    }
    for (const Id id : unused)
        KITH_CHECK(database.write([&](db::Transaction& tx) -> Result<void> {
            tx.execute("delete from import_job where id = $1 and state = 'uploaded'", id);
            return {};
        }));
    if (removed > 0) log::info("import.swept", {{"files", std::to_string(removed)}});
    return kept;
}

Result<void> remove_import(records::Workspace& workspace, const Actor& actor, const Job& job) {
    KITH_CHECK(workspace.database().write([&](db::Transaction& tx) -> Result<void> {
        const auto now = find(tx, job.id);
        if (now && (now->state == State::Running || now->state == State::TakingBack)) return Error{ErrorKind::Conflict, "import.running"};
        tx.execute("delete from import_job where id = $1", job.id);
        tx.execute("delete from import_later where import = $1", job.id);
        audit::record(tx, actor, "import.deleted", json::Object{{"import", job.id.to_string()}, {"name", job.name}, {"object", job.object}}, {.object = job.object});
        return {};
    }));
    KITH_TRY(const std::string folder, files_folder(workspace.database()));
    std::error_code ignored;
    for (const auto* ending : {".upload", ".csv", ".failed.csv"}) fs::remove(folder + "/" + job.id.to_string() + ending, ignored);
    return {};
}

}  // namespace kith::imports
