#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>

#include "modules/data/export/job.hpp"
#include "records/workspace.hpp"

namespace kith::exports {

/// Files are kept so long.
inline constexpr int kKeptDays = 7;

/// A served workspace's large exports: one at a time on a thread of its own. One that was stopped or killed begins
/// anew when the workspace is opened again: its file appears only once it is whole. Thread-safe.
class Runner {
public:
    static Runner& of(const records::Workspace& workspace);
    static bool is_busy(const records::Workspace& workspace);
    /// Before the workspace is closed: stop().
    static void leave(const records::Workspace& workspace);
    ~Runner() { stop(); }

    void start(records::Workspace& workspace, Job job);
    /// False when it neither runs nor waits.
    bool cancel(Id job);
    /// How many records a running one has written.
    [[nodiscard]] std::optional<std::int64_t> written(Id job);
    void stop();

private:
    struct Task {
        records::Workspace* workspace;
        Job job;
        std::atomic<bool> cancelled{false};
        std::atomic<std::int64_t> written{0};
    };
    void work();
    void run(Task& task);

    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<std::shared_ptr<Task>> tasks_;  // the first one runs
    std::atomic<bool> stopping_ = false;
    std::thread thread_;
};

/// Removes files and rows of exports that ended more than kKeptDays ago, and what killed processes left behind.
Result<void> sweep(records::Workspace& workspace);

}  // namespace kith::exports
