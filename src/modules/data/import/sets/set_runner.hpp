#pragma once

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

#include "modules/data/import/sets/run_set.hpp"

namespace kith::imports {

/// A served workspace's sets: one at a time on a thread of its own, which hands the imports one after another to the Runner
/// and rehearses by itself. Thread-safe.
class SetRunner {
public:
    static SetRunner& of(const records::Workspace& workspace);
    static bool is_busy(const records::Workspace& workspace);
    /// Before the workspace is closed: stop().
    static void leave(const records::Workspace& workspace);
    ~SetRunner() { stop(); }

    /// Goes on where an earlier run stopped. `import.running` when this set runs or waits already.
    Result<void> start(records::Workspace& workspace, Actor actor, ImportSet set);
    /// undo_set(), in line with the rest.
    Result<void> take_back(records::Workspace& workspace, Actor actor, ImportSet set, State then);
    /// False when no such set runs or waits.
    bool cancel(Id set);
    /// Running, or TakingBack; none when nobody is at it.
    [[nodiscard]] std::optional<State> doing(Id set);
    /// An import that is rehearsed, as it is this moment.
    [[nodiscard]] std::optional<Job> live(Id job);
    /// Ends the thread; a running set is a paused one when the workspace is opened again.
    void stop();

private:
    struct Task {
        records::Workspace* workspace;
        Actor actor;
        ImportSet set;
        Control control;  // of the rehearsal; cancelled and abandoned hold for both
        std::optional<Job> seen;
        std::optional<State> back;  // it is to be taken back, and no more
    };
    Result<void> add(std::shared_ptr<Task> task);
    void work();
    void run(Task& task);
    Result<State> rehearse(Task& task);
    Result<State> import_all(Task& task);
    /// Waits until the job has ended; none when the thread is to stop.
    std::optional<Job> wait_for(Task& task, Id job);

    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<std::shared_ptr<Task>> tasks_;  // the first one runs
    bool stopping_ = false;
    std::thread thread_;
};

/// Sets that were running when their process ended are paused ones. Called when the workspace is opened.
Result<void> recover_sets(records::Workspace& workspace);

}  // namespace kith::imports
