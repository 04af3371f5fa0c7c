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

/// A served workspace's searches over its whole base, one after the other on a thread of their own. Thread-safe.
class Runner {
public:
    static Runner& of(const records::Workspace& workspace);
    static bool is_busy(const records::Workspace& workspace);
    /// Before the workspace is closed: stop().
    static void leave(const records::Workspace& workspace);
    ~Runner() { stop(); }

    /// `after`: how long to leave it alone first.
    void find(records::Workspace& workspace, Id job, std::chrono::milliseconds after = {});
    /// Makes, or brings up, the keys of an object, unless that is under way.
    void keys(records::Workspace& workspace, const std::string& object);
    /// Ends what is under way; searches begin anew when the workspace is opened again.
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
    bool running_ = false;
    std::string building_;
    std::atomic<bool> stopping_{false};
    std::thread thread_;
};

}  // namespace kith::duplicates
