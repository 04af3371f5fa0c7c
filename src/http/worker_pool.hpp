#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace kith::http {

/// Threads that run handlers. The one that fell asleep last is woken first, so that few stay hot
/// and the many that wait in a group commit cost only their stacks. Thread-safe.
class WorkerPool {
public:
    using Job = std::move_only_function<void()>;

    WorkerPool(int threads, std::size_t max_queued);
    ~WorkerPool();

    /// False when the queue is full or the pool has stopped; the job is then dropped.
    bool submit(Job job);
    /// Lets running jobs end, drops waiting ones, joins.
    void stop();

    [[nodiscard]] std::int64_t busy() const;
    [[nodiscard]] std::int64_t queued() const;

private:
    struct Worker {
        std::condition_variable wake;
        bool called = false;
        std::thread thread;
    };

    void run(Worker& self);
    /// The worker that slept last, to be woken once the lock is free; none if one is on its way
    /// already: that one wakes the next when it leaves work behind. So a burst of requests does not
    /// pay a wake-up each.
    Worker* call_one();

    mutable std::mutex mutex_;
    std::deque<Job> queue_;
    std::vector<Worker*> asleep_;  // the last is the hottest
    std::vector<std::unique_ptr<Worker>> workers_;
    std::size_t max_queued_;
    std::int64_t busy_ = 0;
    bool on_its_way_ = false;
    bool stopping_ = false;
};

}  // namespace kith::http
