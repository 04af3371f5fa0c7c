#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <string>
#include <thread>

#include "records/workspace.hpp"

namespace kith::duplicates {

/// The searches over whole bases, one after the other on a thread of their own. Thread-safe.
class Runner {
public:
    static Runner& instance();
    ~Runner() { stop(); }

    /// `after`: how long to leave it alone first.
    void find(records::Workspace& workspace, Id job, std::chrono::milliseconds after = {});
    /// Makes, or brings up, the keys of an object, unless that is under way.
    void keys(records::Workspace& workspace, const std::string& object);
    /// Ends what is of this workspace; its searches begin anew when it is opened again.
    void leave(const records::Workspace& workspace);
    [[nodiscard]] bool has_jobs_of(const records::Workspace& workspace);
    void stop();

private:
    using Clock = std::chrono::steady_clock;
    struct Task {
        records::Workspace* workspace;
        Id job;              // of a search
        std::string object;  // of keys
        Clock::time_point due;
    };
    void add(Task task);
    void work();
    void run(const Task& task);

    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<Task> tasks_;
    std::string building_;
    const records::Workspace* at_ = nullptr;  // whose task the thread is at
    std::atomic<bool> left_{false};           // that workspace is being closed
    std::atomic<bool> stopping_{false};
    std::thread thread_;
};

}  // namespace kith::duplicates
