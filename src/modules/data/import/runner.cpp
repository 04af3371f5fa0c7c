#include "modules/data/import/runner.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

#include "base/i18n.hpp"
#include "base/log.hpp"
#include "modules/data/import/sweep.hpp"

namespace kith::imports {

namespace {
constexpr std::chrono::seconds kSettleAgain{2};
constexpr std::chrono::hours kSweepAgain{1};
}

Runner& Runner::instance() {
    static Runner runner;
    return runner;
}

Result<void> Runner::start(records::Workspace& workspace, Actor actor, Job job, RunRequest request) {
    const std::lock_guard lock(mutex_);
    for (const auto& task : tasks_)
        if (task->job.id == job.id) return Error{ErrorKind::Conflict, "import.running"};
    auto task = std::make_shared<Task>();
    task->workspace = &workspace;
    task->actor = std::move(actor);
    task->job = std::move(job);
    task->request = std::move(request);
    task->live.waiting = true;
    task->control.progress = [this, raw = task.get()](const Counts& counts, double share) {
        const std::lock_guard inner(mutex_);
        raw->live = {counts, share, false};
    };
    tasks_.push_back(std::move(task));
    ensure_thread();
    changed_.notify_all();
    return {};
}

void Runner::watch(records::Workspace& workspace) {
    const std::lock_guard lock(mutex_);
    if (std::find(watched_.begin(), watched_.end(), &workspace) == watched_.end()) watched_.push_back(&workspace);
    ensure_thread();
}

void Runner::ensure_thread() {
    if (thread_.joinable()) return;
    stopping_ = false;
    thread_ = std::thread([this] { work(); });
}

void Runner::sweep_all() {
    std::vector<records::Workspace*> all;
    {
        const std::lock_guard lock(mutex_);
        all = watched_;
    }
    for (auto* workspace : all) {
        try {
            if (const auto swept = sweep(*workspace); !swept) log::warning("import.not_swept", {{"problem", swept.error().code}});
        } catch (const std::exception& failure) {
            log::warning("import.not_swept", {{"problem", failure.what()}});
        }
    }
}

bool Runner::cancel(Id job) {
    const std::lock_guard lock(mutex_);
    for (const auto& task : tasks_)
        if (task->job.id == job) {
            task->control.cancelled = true;
            return true;
        }
    return false;
}

std::optional<Runner::Live> Runner::live(Id job) {
    const std::lock_guard lock(mutex_);
    for (const auto& task : tasks_)
        if (task->job.id == job) return task->live;
    return std::nullopt;
}

void Runner::stop() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
        for (const auto& task : tasks_) task->control.abandoned = true;
    }
    changed_.notify_all();
    if (thread_.joinable()) thread_.join();
    const std::lock_guard lock(mutex_);
    tasks_.clear();
    watched_.clear();
}

void Runner::work() {
    while (true) {
        std::shared_ptr<Task> task;
        {
            std::unique_lock lock(mutex_);
            if (unsettled_) changed_.wait_for(lock, kSettleAgain, [&] { return stopping_; });
            else changed_.wait_for(lock, kSweepAgain, [&] { return stopping_ || !tasks_.empty(); });
            if (stopping_) return;
            if (!unsettled_ && tasks_.empty()) {
                lock.unlock();
                sweep_all();
                continue;
            }
            if (!unsettled_) {
                task = tasks_.front();
                task->live.waiting = false;
            }
        }
        if (!task) {
            settle();
            continue;
        }
        run(*task);
        const std::lock_guard lock(mutex_);
        if (!tasks_.empty() && tasks_.front() == task) tasks_.pop_front();
    }
}

void Runner::run(Task& task) {
    const auto words = [&](const Error& error) { return i18n::text(task.actor.language, error.code, error.params); };
    try {
        auto done = run_job(*task.workspace, task.actor, task.job, task.request, task.control);
        if (done) return;
        unsettled_ = {task.workspace, task.job, words(done.error())};
    } catch (const std::exception& failure) {
        log::error("import.broke", {{"import", task.job.id.to_string()}, {"problem", failure.what()}});
        unsettled_ = {task.workspace, task.job, words({.code = "import.broke"})};
    }
    if (!settle()) log::warning("import.not_taken_back", {{"import", task.job.id.to_string()}});
}

/// What run_job() refuses before it begins is told by the job, as all else is.
bool Runner::settle() {
    auto& [workspace, job, reason] = *unsettled_;
    try {
        const auto stored = workspace->database().read([&](db::Transaction& tx) { return find(tx, job.id); });
        if (stored && stored->state == State::Running) {
            if (!imports::settle(*workspace, *stored, reason)) return false;
        } else if (stored) {
            job.state = State::Failed;
            job.error = reason;
            job.ended_at = workspace->clock().now();
            (void)workspace->database().write([&](db::Transaction& tx) -> Result<void> {
                update(tx, job);
                return {};
            });
        }
    } catch (const db::Failure&) {
        return false;
    }
    unsettled_.reset();
    return true;
}

}  // namespace kith::imports
