#include "modules/data/import/runner.hpp"

#include <algorithm>
#include <utility>

#include "base/i18n.hpp"
#include "base/log.hpp"

namespace kith::imports {

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
    if (!thread_.joinable()) {
        stopping_ = false;
        thread_ = std::thread([this] { work(); });
    }
    changed_.notify_all();
    return {};
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
}

void Runner::work() {
    while (true) {
        std::shared_ptr<Task> task;
        {
            std::unique_lock lock(mutex_);
            changed_.wait(lock, [&] { return stopping_ || !tasks_.empty(); });
            if (stopping_) return;
            task = tasks_.front();
            task->live.waiting = false;
        }
        run(*task);
        const std::lock_guard lock(mutex_);
        if (!tasks_.empty() && tasks_.front() == task) tasks_.pop_front();
    }
}

/// What run_job() refuses before it begins is told by the job, as all else is.
void Runner::run(Task& task) {
    const auto refuse = [&](std::string words) {
        Job job = task.job;
        job.state = State::Failed;
        job.error = std::move(words);
        job.ended_at = task.workspace->clock().now();
        (void)task.workspace->database().write([&](db::Transaction& tx) -> Result<void> {
            const auto stored = find(tx, job.id);
            // One that had begun and lost its database is taken back by recover(), which looks for "running".
            if (stored && stored->state != State::Running) update(tx, job);
            return {};
        });
    };
    try {
        auto done = run_job(*task.workspace, task.actor, task.job, task.request, task.control);
        if (!done) refuse(i18n::text(task.actor.language, done.error().code, done.error().params));
    } catch (const std::exception& failure) {
        log::error("import.broke", {{"import", task.job.id.to_string()}, {"problem", failure.what()}});
        try {
            refuse(i18n::text(task.actor.language, "import.broke"));
        } catch (const db::Failure&) {
            return;  // the database is gone; recover() will tell
        }
    }
}

}  // namespace kith::imports
