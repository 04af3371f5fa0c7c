#include "modules/data/bulk/runner.hpp"

#include <algorithm>

#include "base/log.hpp"
#include "modules/data/bulk/run_bulk.hpp"
#include "records/search_move.hpp"

namespace kith::bulk {

namespace {
constexpr std::chrono::seconds kTryAgain{2};
constexpr std::chrono::milliseconds kSearchStep{30};
// Between two steps: who waited for one is committed alone, and does not wait for the next one as well.
constexpr std::chrono::milliseconds kBreath{3};
constexpr int kMostFailures = 10;  // of a kind that waiting does not mend
}  // namespace

Runner& Runner::instance() {
    static Runner runner;
    return runner;
}

void Runner::start(records::Workspace& workspace, Id job, std::chrono::milliseconds after) {
    const std::lock_guard lock(mutex_);
    add({&workspace, job, Clock::now() + after});
}

void Runner::tend_search(records::Workspace& workspace, std::chrono::milliseconds after) {
    const std::lock_guard lock(mutex_);
    const bool there = std::ranges::any_of(tasks_, [&](const Task& task) { return task.workspace == &workspace && !task.job.is_set(); });
    if (!there && tending_ != &workspace) add({&workspace, {}, Clock::now() + after});
}

void Runner::add(Task task) {
    tasks_.push_back(task);
    if (!thread_.joinable()) {
        stopping_ = false;
        thread_ = std::thread([this] { work(); });
    }
    changed_.notify_all();
}

void Runner::leave(const records::Workspace& workspace) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return at_ != &workspace; });
    std::erase_if(tasks_, [&](const Task& task) { return task.workspace == &workspace; });
}

bool Runner::has_jobs_of(const records::Workspace& workspace) {
    const std::lock_guard lock(mutex_);
    return std::ranges::any_of(tasks_, [&](const Task& task) { return task.workspace == &workspace && task.job.is_set(); });
}

void Runner::stop() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    changed_.notify_all();
    if (thread_.joinable()) thread_.join();
    const std::lock_guard lock(mutex_);
    tasks_.clear();
}

void Runner::work() {
    std::unique_lock lock(mutex_);
    while (!stopping_) {
        if (tasks_.empty()) {
            changed_.wait(lock);
            continue;
        }
        const auto soonest = std::ranges::min_element(tasks_, {}, &Task::due);
        if (soonest->due > Clock::now()) {
            changed_.wait_until(lock, soonest->due);
            continue;
        }
        Task task = *soonest;
        tasks_.erase(soonest);
        tending_ = task.job.is_set() ? nullptr : task.workspace;
        at_ = task.workspace;
        lock.unlock();
        const bool more = run(task);
        lock.lock();
        tending_ = at_ = nullptr;
        if (more) tasks_.push_back(task);
        changed_.notify_all();  // who leaves waits for the end of this step
    }
}

bool Runner::run(Task& task) {
    Error why;
    try {
        auto more = task.job.is_set() ? step(*task.workspace, task.job) : records::tend_search(*task.workspace, kSearchStep);
        task.due = Clock::now() + kBreath;
        task.failures = 0;
        if (more) return *more;
        why = std::move(more).error();
    } catch (const db::Failure& lost) {
        why = {.kind = lost.kind(), .code = lost.code(), .detail = lost.what()};
    } catch (const std::exception& broken) {
        why = {.kind = ErrorKind::Internal, .code = "bulk.broke", .detail = broken.what()};
    }
    log::error("bulk.failed", {{"job", task.job.to_string()}, {"code", why.code}, {"problem", why.detail}});
    // A full disk or a busy file may be mended; a right that was taken away may not.
    const bool wait = why.kind == ErrorKind::Unavailable || (why.kind == ErrorKind::Internal && ++task.failures < kMostFailures);
    if (!wait && !task.job.is_set()) return false;  // until the workspace is opened again
    if (!wait) {
        try {
            if (give_up(*task.workspace, task.job, why)) return false;
        } catch (const std::exception&) {
            // The database is gone too: told again at the next try.
        }
    }
    task.due = Clock::now() + kTryAgain;
    return true;
}

}  // namespace kith::bulk
