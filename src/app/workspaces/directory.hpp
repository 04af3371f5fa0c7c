#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.hpp"
#include "base/result.hpp"
#include "app/workspaces/store.hpp"
#include "base/time.hpp"
#include "db/database.hpp"

namespace kith::app {

/// Creating, Deleting and Restoring are on the way: whoever finds them with nobody at it finishes that.
enum class WorkspaceState { Creating, Active, Suspended, Deleting, Deleted, Restoring };
std::string_view name_of(WorkspaceState state);

/// One company on this server, as its operator knows it.
struct WorkspaceEntry {
    Id id;
    std::string name;    // any text, for people
    std::string slug;    // in host names; of one that is not deleted, no other's
    std::string tag;     // stands in its sessions and tokens, so that they lead here; says nothing by itself
    WorkspaceState state = WorkspaceState::Creating;
    std::string place;   // where its data is, to the store: a folder below the data folder, or a schema
    std::vector<std::string> hosts;
    Instant created_at;
    std::optional<Instant> used_at;
    std::optional<Instant> deleted_at;
};

/// What an operator did, kept with what it changed.
struct OperatorAction {
    std::string_view action;  // "created", "renamed", …
    std::string by;           // "token console", "command line, root"
    std::string details = {};
};
struct OperatorActionEntry {
    Id id;
    Instant at;
    std::string by, action;
    Id workspace;
    std::string slug, details;
};

/// What became of a workspace while it was open, to be kept in one go with others'.
struct WorkspaceNote {
    Id id;
    Instant due_at;                  // when it is to be opened again, whoever asks for it
    std::optional<Instant> used_at = {};
    bool closed = false;             // what another process said meanwhile to be due at once stays so
};

/// The operator's list of workspaces, in a small database of its own: `operator.db` in the data folder, or the schema
/// `kith_operator`. What it answers from is read anew when another process changed it, looked for once a second.
/// Thread-safe.
class Directory {
public:
    using Snapshot = std::shared_ptr<const std::vector<WorkspaceEntry>>;

    /// `workspace.no_directory` where there is none and it is not to be made.
    static Result<std::unique_ptr<Directory>> open(const DirectoryPlace& place, bool create);

    [[nodiscard]] Snapshot all();
    /// By slug, else by id; not those that are deleted unless asked for.
    std::optional<WorkspaceEntry> find(std::string_view slug_or_id, bool deleted_too = false);
    std::optional<WorkspaceEntry> find(Id id);
    std::optional<WorkspaceEntry> by_host(std::string_view host);
    std::optional<WorkspaceEntry> by_slug(std::string_view slug);
    std::optional<WorkspaceEntry> by_tag(std::string_view tag);
    /// The next look reads again.
    void forget();

    /// `workspace.invalid` where the slug or a host is another's.
    Result<WorkspaceEntry> add(WorkspaceEntry entry);
    /// All of it but id and tag. Errors as of add(); `workspace.not_found`.
    Result<void> save(const WorkspaceEntry& entry, const std::optional<OperatorAction>& action = std::nullopt);
    Result<void> remove(Id id, const std::optional<OperatorAction>& action = std::nullopt);
    Result<void> note(const std::vector<WorkspaceNote>& notes);
    /// Those that are to be opened by now, whoever asks for them: the longest due first.
    std::vector<WorkspaceEntry> due(Instant now, int most);
    void note_action(db::Transaction& tx, const OperatorAction& action, const WorkspaceEntry* entry = nullptr);
    /// The newest first, from before that one.
    std::vector<OperatorActionEntry> actions(int most, Id before = {});

    /// Which people sign in where: addresses as keyed hashes.
    Result<void> set_addresses(Id workspace, const std::vector<std::string>& emails);
    std::vector<WorkspaceEntry> with_address(std::string_view email);

    /// A file, or postgresql://…
    [[nodiscard]] std::string database_of(const WorkspaceEntry& entry) const { return store_->database_of(entry.place); }
    [[nodiscard]] Store& store() { return *store_; }
    [[nodiscard]] db::Database& database() { return *database_; }
    IdGenerator& ids() { return ids_; }

private:
    struct Known;
    Directory(std::unique_ptr<Store> store, std::unique_ptr<db::Database> database, std::string key);
    std::shared_ptr<const Known> known();
    [[nodiscard]] std::string hash_of(std::string_view email) const;

    std::unique_ptr<Store> store_;
    std::unique_ptr<db::Database> database_;
    std::string key_;
    IdGenerator ids_;
    std::mutex mutex_;
    std::shared_ptr<const Known> known_;
    std::int64_t looked_at_ = 0;  // steady milliseconds
};

/// `workspace.not_found`, with what was asked for.
Error no_such_workspace(std::string_view asked);

}  // namespace kith::app
