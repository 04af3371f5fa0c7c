#include "modules/duplicates/runner.hpp"

#include <algorithm>

#include "base/log.hpp"
#include "modules/duplicates/find.hpp"
#include "modules/duplicates/keys.hpp"
#include "modules/per_workspace.hpp"

namespace kith::duplicates {

namespace {

PerWorkspace<Runner>& runners() {
    static PerWorkspace<Runner> all;
    return all;
}

}  // namespace

Runner& Runner::of(const records::Workspace& workspace) { return runners().of(workspace); }

bool Runner::is_busy(const records::Workspace& workspace) {
    auto* const runner = runners().find(workspace);
    if (runner == nullptr) return false;
    const std::lock_guard lock(runner->mutex_);
    return runner->running_ || !runner->tasks_.empty();
}

void Runner::leave(const records::Workspace& workspace) { runners().leave(workspace); }

void Runner::find(records::Workspace& workspace, Id job, std::chrono::milliseconds after) { add({&workspace, job, {}, Clock::now() + after}); }

void Runner::keys(records::Workspace& workspace, const std::string& object) {
    {
        const std::lock_guard lock(mutex_);
        const bool waits = std::any_of(tasks_.begin(), tasks_.end(), [&](const Task& task) { return task.object == object && task.workspace == &workspace; });
        if (waits || building_ == object) return;
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
        running_ = true;
        lock.unlock();
        run(task);
        lock.lock();
        building_.clear();
        running_ = false;
    }
}

void Runner::run(const Task& task) {
    Error why;
    try {
        const auto go_on = [this] { return !stopping_; };
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
