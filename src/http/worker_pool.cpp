#include "http/worker_pool.hpp"

#include <utility>

namespace kith::http {

WorkerPool::WorkerPool(int threads, std::size_t max_queued) : max_queued_(max_queued) {
    for (int i = 0; i < threads; ++i) workers_.push_back(std::make_unique<Worker>());
    for (auto& worker : workers_) worker->thread = std::thread([this, self = worker.get()] { run(*self); });
}

WorkerPool::~WorkerPool() { stop(); }

bool WorkerPool::submit(Job job) {
    Worker* called = nullptr;
    {
        const std::lock_guard lock(mutex_);
        if (stopping_ || queue_.size() >= max_queued_) return false;
        queue_.push_back(std::move(job));
        called = call_one();
    }
    if (called != nullptr) called->wake.notify_one();
    return true;
}

WorkerPool::Worker* WorkerPool::call_one() {
    if (on_its_way_ || asleep_.empty()) return nullptr;
    auto* worker = asleep_.back();
    asleep_.pop_back();
    worker->called = true;
    on_its_way_ = true;
    return worker;
}

void WorkerPool::run(Worker& self) {
    std::unique_lock lock(mutex_);
    while (true) {
        if (queue_.empty() && !stopping_) {
            asleep_.push_back(&self);
            self.wake.wait(lock, [&] { return self.called || stopping_; });
            if (self.called) on_its_way_ = false;
            self.called = false;
        }
        if (stopping_) return;
        if (queue_.empty()) continue;
        auto job = std::move(queue_.front());
        queue_.pop_front();
        Worker* called = queue_.empty() ? nullptr : call_one();
        ++busy_;
        lock.unlock();
        if (called != nullptr) called->wake.notify_one();
        job();
        job = nullptr;
        lock.lock();
        --busy_;
    }
}

void WorkerPool::stop() {
    std::deque<Job> dropped;
    {
        const std::lock_guard lock(mutex_);
        if (stopping_) return;
        stopping_ = true;
        dropped.swap(queue_);
        for (auto& worker : workers_) worker->wake.notify_one();
    }
    for (auto& worker : workers_) worker->thread.join();
}

std::int64_t WorkerPool::busy() const {
    const std::lock_guard lock(mutex_);
    return busy_;
}

std::int64_t WorkerPool::queued() const {
    const std::lock_guard lock(mutex_);
    return static_cast<std::int64_t>(queue_.size());
}

}  // namespace kith::http
