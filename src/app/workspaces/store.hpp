#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "base/id.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "db/database.hpp"

namespace kith::app {

struct WorkspaceEntry;

/// Where an operator's workspaces are: in a data folder, a file each; or in one PostgreSQL database, a schema each.
struct DirectoryPlace {
    std::string data_folder;
    std::string server = {};  // postgresql://…, without a schema; "": in the data folder
    std::string list_schema = "kith_operator";
};

/// What holds the workspaces' data. `place` is WorkspaceEntry::place. Thread-safe.
class Store {
public:
    static std::unique_ptr<Store> of(const DirectoryPlace& place);

    Store() = default;
    Store(const Store&) = delete;
    Store& operator=(const Store&) = delete;
    virtual ~Store() = default;

    /// The list's own database, and what it is called in messages.
    [[nodiscard]] virtual std::string list() const = 0;
    /// Whether there is a list already.
    virtual Result<bool> has_list() = 0;
    /// Of a new workspace.
    [[nodiscard]] virtual std::string place_for(const WorkspaceEntry& entry) const = 0;
    /// A file, or postgresql://…
    [[nodiscard]] virtual std::string database_of(const std::string& place) const = 0;

    /// Runs it while nobody else, in this process or another, makes, deletes or restores workspaces. The system lets
    /// go of that when a process dies. `workspace.operator_busy` after `patience`.
    virtual Result<void> alone(std::chrono::milliseconds patience, const std::function<Result<void>()>& work) = 0;
    /// Runs it while no server has this workspace open, and none can open it. `db.in_use` after `patience`.
    virtual Result<void> without_servers(const std::string& place, std::chrono::milliseconds patience, const std::function<Result<void>()>& work) = 0;

    /// Where it is afterwards; "" when nothing was there. Both may be gone on with after a kill.
    virtual Result<std::string> put_away(const WorkspaceEntry& entry, Instant now) = 0;
    virtual Result<std::string> bring_back(const WorkspaceEntry& entry) = 0;
    /// What was put away, or never ended being made, for good.
    virtual Result<void> remove(const std::string& place) = 0;

    /// Bytes of each place that is asked for.
    virtual std::map<std::string, std::int64_t> bytes_of(db::Database& list, const std::vector<std::string>& places) = 0;
};

std::unique_ptr<Store> make_file_store(std::string data_folder);
std::unique_ptr<Store> make_schema_store(DirectoryPlace place);

Error operator_busy();
/// `workspace.not_a_place`: of a list that says what no Kith wrote.
Error not_a_place(const std::string& place);

}  // namespace kith::app
