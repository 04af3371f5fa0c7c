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
    int reader_cache_kib = 1024;
    int writer_cache_kib = 1024;
    // How often each is opened for what is due in it (reminders, rules of the night), whoever asks for it.
    std::chrono::minutes round{60};
    /// What a served workspace has running beside requests; called once it is open.
    std::function<void(records::Workspace&)> started;
    /// Before it is closed, when nobody asks for anything in it any more.
    std::function<void(records::Workspace&)> ending;
};

/// The open workspaces of one server: opened when asked for, by one while the others wait; closed when idle. What
/// is in use, by a request, an open event stream or a job, is never closed for another: then there are more than
/// `most_open` for a while. Thread-safe.
class Pool {
public:
    Pool(Directory& directory, PoolOptions options);
    /// Closes all; nobody may hold a lease any more.
    ~Pool();
    Pool(const Pool&) = delete;
    Pool& operator=(const Pool&) = delete;

    /// `workspace.suspended`, `workspace.not_found` (also one on its way), what opening its file refuses.
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
        Clock::time_point used_at;
        std::atomic<bool> changed{false};  // since its addresses were indexed
    };
    using Rooms = std::unordered_map<Id, std::shared_ptr<Room>>;

    Result<void> open_room(const std::shared_ptr<Room>& room);
    Lease lend(const std::shared_ptr<Room>& room);
    void give_back(Room& room);
    /// The one used longest ago that may be closed; none when all are in use. With the lock.
    std::shared_ptr<Room> idlest();
    /// With the lock, which is let go meanwhile.
    void close_room(std::unique_lock<std::mutex>& lock, const std::shared_ptr<Room>& room);
    void make_place(std::unique_lock<std::mutex>& lock);
    void index(Room& room);
    void tend();
    void close_idle();
    void close_refused();
    void go_round();

    Directory& directory_;
    const PoolOptions options_;
    std::mutex mutex_;
    std::condition_variable changed_;
    Rooms rooms_;
    std::vector<std::pair<Id, Instant>> uses_;  // to be noted
    std::size_t next_in_round_ = 0;
    Clock::time_point round_at_;
    bool stopping_ = false;
    std::thread thread_;  // last: it uses all of the above
};

}  // namespace kith::app
