#include <filesystem>
#include <system_error>
#include <thread>
#include <vector>

#include "app/workspaces/directory.hpp"
#include "app/workspaces/store.hpp"
#include "db/sqlite/file_lock.hpp"

namespace kith::app {

namespace fs = std::filesystem;
using db::sqlite::FileLock;

namespace {

constexpr std::chrono::milliseconds kLockAskAgain{50};
constexpr auto kWorkspacesFolder = "workspaces";
constexpr auto kTrashFolder = "trash";

/// Tries until another has let go of it.
Result<FileLock> lock_of(const std::string& path, std::chrono::milliseconds patience) {
    const auto until = std::chrono::steady_clock::now() + patience;
    while (true) {
        auto lock = FileLock::take(path);
        if (lock || lock.error().code != "db.in_use" || std::chrono::steady_clock::now() >= until) return lock;
        std::this_thread::sleep_for(kLockAskAgain);
    }
}

Error folder_problem(const fs::path& path, const std::error_code& problem) {
    return {.kind = ErrorKind::Unavailable, .code = "cli.cannot_write", .params = {{"path", path.string()}, {"problem", problem.message()}}};
}

std::int64_t folder_bytes(const fs::path& folder) {
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

/// A folder each, `workspaces/<slug>`, with kith.db and what lies beside it; those deleted in `trash`.
class FileStore final : public Store {
public:
    explicit FileStore(std::string data_folder) : root_(std::move(data_folder)) {}

    [[nodiscard]] std::string list() const override { return (root_ / "operator.db").string(); }
    Result<bool> has_list() override {
        std::error_code ignored;
        return fs::exists(root_ / "operator.db", ignored);
    }
    [[nodiscard]] std::string place_for(const WorkspaceEntry& entry) const override {
        auto place = std::string(kWorkspacesFolder) + "/" + entry.slug;
        std::error_code ignored;
        // One that was renamed keeps its folder.
        if (fs::exists(root_ / place, ignored)) place += "-" + entry.id.to_string();
        return place;
    }
    [[nodiscard]] std::string database_of(const std::string& place) const override { return (root_ / place / "kith.db").string(); }

    Result<void> alone(std::chrono::milliseconds patience, const std::function<Result<void>()>& work) override {
        const auto lock = lock_of((root_ / "operator").string(), patience);
        if (!lock) return lock.error().code == "db.in_use" ? operator_busy() : lock.error();
        return work();
    }

    Result<void> without_servers(const std::string& place, std::chrono::milliseconds patience, const std::function<Result<void>()>& work) override {
        std::error_code ignored;
        if (!fs::exists(root_ / place, ignored)) return work();
        // Held while its folder is moved: whoever looks for the file afterwards finds none.
        KITH_TRY(const auto lock, lock_of(database_of(place), patience));
        return work();
    }

    Result<std::string> put_away(const WorkspaceEntry& entry, Instant now) override {
        KITH_CHECK(check(entry.place));
        const auto day = now.to_string().substr(0, 10);
        const auto place = std::string(kTrashFolder) + "/" + day + "-" + entry.slug + "-" + entry.id.to_string();
        std::error_code problem;
        if (!fs::exists(root_ / entry.place, problem)) return in_trash(entry.id);
        fs::create_directories(root_ / kTrashFolder, problem);
        if (!problem) fs::rename(root_ / entry.place, root_ / place, problem);
        if (problem) return folder_problem(root_ / place, problem);
        return place;
    }

    Result<std::string> bring_back(const WorkspaceEntry& entry) override {
        KITH_CHECK(check(entry.place));
        const auto place = std::string(kWorkspacesFolder) + "/" + entry.slug + "-" + entry.id.to_string();
        std::error_code problem;
        fs::create_directories(root_ / kWorkspacesFolder, problem);
        if (!problem && !fs::exists(root_ / entry.place) && fs::exists(root_ / place)) return place;
        if (!problem) fs::rename(root_ / entry.place, root_ / place, problem);
        if (problem) return folder_problem(root_ / entry.place, problem);
        return place;
    }

    Result<void> remove(const std::string& place) override {
        if (place.empty()) return {};
        KITH_CHECK(check(place));
        std::error_code problem;
        fs::remove_all(root_ / place, problem);
        if (problem) return folder_problem(root_ / place, problem);
        return {};
    }

    std::map<std::string, std::int64_t> bytes_of(db::Database&, const std::vector<std::string>& places) override {
        std::map<std::string, std::int64_t> out;
        for (const auto& place : places)
            if (!place.empty()) out[place] = folder_bytes(root_ / place);
        return out;
    }

private:
    /// Never anything but a folder of a workspace, whatever stands in the list.
    static Result<void> check(const std::string& place) {
        const auto slash = place.find('/');
        const auto folder = place.substr(0, slash);
        const bool known = folder == kWorkspacesFolder || folder == kTrashFolder;
        const auto name = slash == std::string::npos ? std::string() : place.substr(slash + 1);
        if (known && !name.empty() && name.find('/') == std::string::npos && name.front() != '.') return {};
        return not_a_place(place);
    }

    /// A process was killed behind the move, on another day perhaps.
    [[nodiscard]] std::string in_trash(Id id) const {
        std::error_code ignored;
        for (const auto& found : fs::directory_iterator(root_ / kTrashFolder, ignored)) {
            const auto name = found.path().filename().string();
            if (name.ends_with("-" + id.to_string())) return std::string(kTrashFolder) + "/" + name;
        }
        return {};
    }

    fs::path root_;
};

}  // namespace

std::unique_ptr<Store> make_file_store(std::string data_folder) { return std::make_unique<FileStore>(std::move(data_folder)); }

std::unique_ptr<Store> Store::of(const DirectoryPlace& place) {
    return place.server.empty() ? make_file_store(place.data_folder) : make_schema_store(place);
}

Error operator_busy() { return {.kind = ErrorKind::Conflict, .code = "workspace.operator_busy"}; }

Error not_a_place(const std::string& place) {
    return {.kind = ErrorKind::Internal, .code = "workspace.not_a_place", .params = {{"place", place.substr(0, 100)}}};
}

}  // namespace kith::app
