#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <unordered_map>
#include <vector>

#include "app/composition.hpp"
#include "app/workspaces/directory.hpp"

namespace kith::app {

/// A workspace that stays open as long as this is held.
using Lease = std::shared_ptr<records::Workspace>;

struct PoolOptions {
    std::chrono::seconds idle{300};   // closed when nobody asked for it so long
    std::size_t most_open = 100;      // above it the one used longest ago is closed for the next
    // Each has little, so that many fit.
    int readers = 4;
    int server_readers = 2;  // on PostgreSQL, and as many for writes: it has a hundred for all
    int reader_cache_kib = 1024;
    int writer_cache_kib = 1024;
    bool visits = true;     // each is opened for what is due in it (jobs, reminders), whoever asks for it
    std::string open_to;    // where others reach the server: demo workspaces, whose passwords lie in a file, are not for them
    /// What a served workspace has running beside requests; called once it is open.
    std::function<void(records::Workspace&)> started;
    /// Besides the modules: whether something goes on in it.
    std::function<bool(records::Workspace&)> busy;
    /// Before it is closed, when nobody asks for anything in it any more.
    std::function<void(records::Workspace&)> ending;
};

/// The open workspaces of one server: opened when asked for, by one while the others wait; closed when idle. What
/// is in use, by a request, an open event stream or a job, is never closed for another: then there are more than
/// `most_open` for a while.
///
/// When one is closed, the directory keeps the moment something is next due in it; then it is opened for that. While one
/// is open that moment is always some minutes away, so that after a crash it is looked after soon. Thread-safe.
class Pool {
public:
    Pool(Directory& directory, PoolOptions options);
    /// Closes all; nobody may hold a lease any more.
    ~Pool();
    Pool(const Pool&) = delete;
    Pool& operator=(const Pool&) = delete;

    /// `workspace.suspended`, `workspace.not_found` (also one on its way), `serve.demo_is_local`, what opening its
    /// database refuses.
    Result<Lease> open(const WorkspaceEntry& entry);
    /// Waits until its requests have ended, closes its streams and stops its jobs.
    void close(Id id);
    /// Who signs in where is up to date for all that changed.
    void index_changed();
    [[nodiscard]] std::size_t open_count();

private:
    using Clock = std::chrono::steady_clock;
    enum class State { Opening, Open, Closing };
    struct Room {
        WorkspaceEntry entry;
        State state = State::Opening;
        std::optional<OpenWorkspace> workspace;
        int users = 0;
        bool visited = false;  // opened for what is due, and nobody asked for it since
        Clock::time_point opened_at, used_at;
        std::atomic<bool> changed{false};  // since its addresses were indexed
    };
    using Rooms = std::unordered_map<Id, std::shared_ptr<Room>>;

    Result<Lease> enter(const WorkspaceEntry& entry, bool visit);
    Result<void> open_room(Room& room);
    Lease lend(const std::shared_ptr<Room>& room);
    /// The same without counting as use.
    Lease look_into(const std::shared_ptr<Room>& room);
    void give_back(Room& room, bool used);
    bool is_busy(records::Workspace& workspace) const;
    /// When it is to be open again, at the latest; it is open now.
    Instant due_of(records::Workspace& workspace) const;
    /// The one used longest ago that may be closed; none when all are in use. With the lock.
    std::shared_ptr<Room> idlest();
    /// With the lock, which is let go meanwhile.
    void close_room(std::unique_lock<std::mutex>& lock, const std::shared_ptr<Room>& room);
    void make_place(std::unique_lock<std::mutex>& lock);
    void index(Room& room);
    void tend();
    void close_idle();
    void close_refused();
    /// Lets those go whose visit has done what was due.
    void end_visits();
    void visit_due();
    void write_notes();

    Directory& directory_;
    const PoolOptions options_;
    std::mutex mutex_;
    std::condition_variable changed_;
    Rooms rooms_;
    std::vector<WorkspaceNote> notes_;  // to be written
    Clock::time_point held_at_;         // when all that are open were last noted to be
    std::atomic<bool> stopping_{false};
    std::thread thread_;  // last: it uses all of the above
};

}  // namespace kith::app
