#include "modules/duplicates/runner.hpp"

#include <algorithm>

#include "base/log.hpp"
#include "modules/duplicates/find.hpp"
#include "modules/duplicates/keys.hpp"

namespace kith::duplicates {

Runner& Runner::instance() {
    static Runner runner;
    return runner;
}

void Runner::find(records::Workspace& workspace, Id job, std::chrono::milliseconds after) { add({&workspace, job, {}, Clock::now() + after}); }

void Runner::keys(records::Workspace& workspace, const std::string& object) {
    {
        const std::lock_guard lock(mutex_);
        const bool waits = std::any_of(tasks_.begin(), tasks_.end(), [&](const Task& task) { return task.object == object && task.workspace == &workspace; });
        if (waits || (at_ == &workspace && building_ == object)) return;
    }
    add({&workspace, {}, object, Clock::now()});
}

void Runner::add(Task task) {
    const std::lock_guard lock(mutex_);
    tasks_.push_back(std::move(task));
    if (!thread_.joinable()) {
        stopping_ = false;
        thread_ = std::thread([this] { work(); });
    }
    changed_.notify_all();
}

void Runner::leave(const records::Workspace& workspace) {
    std::unique_lock lock(mutex_);
    std::erase_if(tasks_, [&](const Task& task) { return task.workspace == &workspace; });
    if (at_ == &workspace) left_ = true;
    changed_.wait(lock, [&] { return at_ != &workspace; });
}

bool Runner::has_jobs_of(const records::Workspace& workspace) {
    const std::lock_guard lock(mutex_);
    return at_ == &workspace || std::any_of(tasks_.begin(), tasks_.end(), [&](const Task& task) { return task.workspace == &workspace; });
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
    thread_ = {};
}

void Runner::work() {
    std::unique_lock lock(mutex_);
    while (!stopping_) {
        if (tasks_.empty()) {
            changed_.wait(lock);
            continue;
        }
        if (tasks_.front().due > Clock::now()) {
            changed_.wait_until(lock, tasks_.front().due);
            continue;
        }
        const Task task = std::move(tasks_.front());
        tasks_.pop_front();
        building_ = task.object;
        at_ = task.workspace;
        left_ = false;
        lock.unlock();
        run(task);
        lock.lock();
        building_.clear();
        at_ = nullptr;
        changed_.notify_all();  // who leaves waits for the end of this one
    }
}

void Runner::run(const Task& task) {
    Error why;
    try {
        const auto go_on = [this] { return !stopping_ && !left_; };
        const auto done = task.job.is_set() ? run_find(*task.workspace, task.job, go_on) : build_keys(*task.workspace, task.object, go_on);
        if (done) return;
        why = done.error();
    } catch (const db::Failure& lost) {
        why = {.kind = lost.kind(), .code = lost.code(), .detail = lost.what()};
    } catch (const std::exception& broken) {
        why = {.kind = ErrorKind::Internal, .code = "duplicates.broke", .detail = broken.what()};
    }
    log::error("duplicates.failed", {{"job", task.job.to_string()}, {"object", task.object}, {"code", why.code}, {"problem", why.detail}});
    if (!task.job.is_set()) return;
    try {
        give_up(*task.workspace, task.job, why);
    } catch (const std::exception&) {
        // The database is gone: the job begins anew when it is back and opened.
    }
}

}  // namespace kith::duplicates
