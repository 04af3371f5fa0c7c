#pragma once

#include <chrono>
#include <condition_variable>
#include <list>
#include <mutex>
#include <thread>

#include "records/workspace.hpp"

namespace kith::bulk {

/// The server's bulk jobs, and what is done for search in the background: one thread that gives each a step in
/// turn, so that a small one does not wait for a large one's end. Thread-safe.
class Runner {
public:
    static Runner& instance();
    ~Runner() { stop(); }

    /// `after`: how long to leave it alone first.
    void start(records::Workspace& workspace, Id job, std::chrono::milliseconds after = {});
    /// What search leaves to do (records/search_move.hpp), until nothing is; once, however often it is called.
    void tend_search(records::Workspace& workspace, std::chrono::milliseconds after = {});
    /// Ends what is of this workspace after the step it is at; its jobs go on when it is opened again.
    void leave(const records::Workspace& workspace);
    [[nodiscard]] bool has_jobs_of(const records::Workspace& workspace);
    void stop();

private:
    using Clock = std::chrono::steady_clock;
    struct Task {
        records::Workspace* workspace;
        Id job;  // not set: search
        Clock::time_point due;
        int failures = 0;
    };
    void add(Task task);
    void work();
    /// False when the job is over.
    bool run(Task& task);

    std::mutex mutex_;
    std::condition_variable changed_;
    std::list<Task> tasks_;  // the thread works at the first that is due, then puts it last
    const records::Workspace* at_ = nullptr;       // whose step the thread is at
    const records::Workspace* tending_ = nullptr;  // whose search the thread is at
    bool stopping_ = false;
    std::thread thread_;
};

}  // namespace kith::bulk
