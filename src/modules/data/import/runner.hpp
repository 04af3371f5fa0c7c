#pragma once

#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <condition_variable>
#include <optional>
#include <thread>
#include <vector>

#include "modules/data/import/job.hpp"
#include "modules/data/import/run_job.hpp"

namespace kith::imports {

/// A served workspace's imports: one at a time on a thread of its own, the rest wait in line. One that lost its database
/// (a full disk) is made a paused one before the next begins, as soon as that can be; so is one whose process, a
/// command beside the server, was killed. Thread-safe.
class Runner {
public:
    static Runner& of(const records::Workspace& workspace);
    static bool is_busy(const records::Workspace& workspace);
    /// Before the workspace is closed: stop().
    static void leave(const records::Workspace& workspace);
    ~Runner() { stop(); }

    /// `import.running` when this job runs or waits already.
    Result<void> start(records::Workspace& workspace, Actor actor, Job job, RunRequest request);
    /// Takes a finished or a paused import back, until it is `then` (Undone or Cancelled), in line with the rest.
    /// `import.running` as above.
    Result<void> take_back(records::Workspace& workspace, Actor actor, Job job, State then);
    /// Has the files of this workspace's imports swept from time to time, and what nobody is at any more settled,
    /// until stop().
    void watch(records::Workspace& workspace);
    /// False when no such import runs or waits.
    bool cancel(Id job);
    bool pause(Id job);
    /// A job that runs or waits, as it is this moment.
    [[nodiscard]] std::optional<Job> live(Id job);
    /// Ends the thread; a running import stops after its chunk and is a paused one when the workspace is opened again.
    void stop();

private:
    struct Task {
        records::Workspace* workspace;
        Actor actor;
        Job job;
        RunRequest request;
        Control control;
        Job seen;
        std::optional<State> back;  // it is to be taken back, and no more
    };
    Result<void> add(std::shared_ptr<Task> task);
    bool tell(Id job, std::atomic<bool> Control::*what);
    void work();
    void run(Task& task);
    /// What run_job() left without an end; false while the database does not take it.
    bool settle();
    void look_after_all(bool sweeping);
    void ensure_thread();

    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<std::shared_ptr<Task>> tasks_;  // the first one runs
    std::vector<records::Workspace*> watched_;
    bool stopping_ = false;
    std::thread thread_;

    // The thread's own.
    struct Unsettled {
        records::Workspace* workspace;
        Job job;
        std::string reason;  // in the person's language
    };
    std::optional<Unsettled> unsettled_;
};

}  // namespace kith::imports
