#include "modules/data/import/runner.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

#include "base/log.hpp"
#include "modules/data/import/end_job.hpp"
#include "modules/data/import/sweep.hpp"
#include "modules/per_workspace.hpp"

namespace kith::imports {

namespace {
constexpr std::chrono::seconds kSettleAgain{2};
constexpr std::chrono::seconds kLookAgain{5};
constexpr std::chrono::hours kSweepAgain{1};
}

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
    return !runner->tasks_.empty();
}

void Runner::leave(const records::Workspace& workspace) { runners().leave(workspace); }

Result<void> Runner::add(std::shared_ptr<Task> task) {
    const std::lock_guard lock(mutex_);
    for (const auto& other : tasks_)
        if (other->job.id == task->job.id) return Error{ErrorKind::Conflict, "import.running"};
    tasks_.push_back(std::move(task));
    ensure_thread();
    changed_.notify_all();
    return {};
}

Result<void> Runner::start(records::Workspace& workspace, Actor actor, Job job, RunRequest request) {
    auto task = std::make_shared<Task>();
    task->workspace = &workspace;
    task->actor = std::move(actor);
    task->job = std::move(job);
    task->request = std::move(request);
    task->seen = task->job;
    task->seen.state = State::Running;
    task->seen.interrupted = false;
    task->control.progress = [this, raw = task.get()](const Job& now) {
        const std::lock_guard inner(mutex_);
        raw->seen = now;
    };
    return add(std::move(task));
}

Result<void> Runner::take_back(records::Workspace& workspace, Actor actor, Job job, State then) {
    auto task = std::make_shared<Task>();
    task->workspace = &workspace;
    task->actor = std::move(actor);
    task->job = std::move(job);
    task->seen = task->job;
    task->seen.state = State::TakingBack;
    task->back = then;
    return add(std::move(task));
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

void Runner::look_after_all(bool sweeping) {
    std::vector<records::Workspace*> all;
    {
        const std::lock_guard lock(mutex_);
        all = watched_;
    }
    for (auto* workspace : all) {
        try {
            if (auto settled = recover(*workspace); !settled) log::warning("import.not_settled", {{"problem", settled.error().code}});
            if (!sweeping) continue;
            if (const auto swept = sweep(*workspace); !swept) log::warning("import.not_swept", {{"problem", swept.error().code}});
        } catch (const std::exception& failure) {
            log::warning("import.not_swept", {{"problem", failure.what()}});
        }
    }
}

bool Runner::tell(Id job, std::atomic<bool> Control::*what) {
    const std::lock_guard lock(mutex_);
    for (const auto& task : tasks_)
        if (task->job.id == job) {
            task->control.*what = true;
            return true;
        }
    return false;
}

bool Runner::cancel(Id job) { return tell(job, &Control::cancelled); }
bool Runner::pause(Id job) { return tell(job, &Control::paused); }

std::optional<Job> Runner::live(Id job) {
    const std::lock_guard lock(mutex_);
    for (const auto& task : tasks_) {
        if (task->job.id != job) continue;
        Job out = task->seen;
        if (task->control.paused) out.stopping = "pause";
        if (task->control.cancelled) out.stopping = "cancel";
        return out;
    }
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
    auto swept = std::chrono::steady_clock::now();
    while (true) {
        std::shared_ptr<Task> task;
        {
            std::unique_lock lock(mutex_);
            if (unsettled_) changed_.wait_for(lock, kSettleAgain, [&] { return stopping_; });
            else changed_.wait_for(lock, kLookAgain, [&] { return stopping_ || !tasks_.empty(); });
            if (stopping_) return;
            if (!unsettled_ && tasks_.empty()) {
                lock.unlock();
                const auto now = std::chrono::steady_clock::now();
                const bool sweeping = now - swept >= kSweepAgain;
                if (sweeping) swept = now;
                look_after_all(sweeping);
                continue;
            }
            if (!unsettled_) task = tasks_.front();
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
    try {
        if (task.back) {
            auto back = *task.back == State::Undone ? undo(*task.workspace, task.actor, task.job) : cancel_paused(*task.workspace, task.actor, task.job);
            if (!back) log::warning("import.not_taken_back", {{"import", task.job.id.to_string()}, {"problem", back.error().code}});
            return;
        }
        auto done = run_job(*task.workspace, task.actor, task.job, task.request, task.control);
        if (done) return;
        unsettled_ = {task.workspace, task.job, words_of(done.error(), task.actor.language)};
    } catch (const std::exception& failure) {
        log::error("import.broke", {{"import", task.job.id.to_string()}, {"problem", failure.what()}});
        unsettled_ = {task.workspace, task.job, words_of({.code = "import.broke"}, task.actor.language)};
    }
    if (!settle()) log::warning("import.not_settled", {{"import", task.job.id.to_string()}});
}

/// What run_job() refuses before it begins is told by the job, as all else is; one that was to be gone on with
/// stays paused.
bool Runner::settle() {
    auto& [workspace, job, reason] = *unsettled_;
    try {
        auto stored = workspace->database().read([&](db::Transaction& tx) { return find(tx, job.id); });
        if (stored && (stored->state == State::Running || stored->state == State::TakingBack)) {
            if (!imports::settle(*workspace, stored->id, reason)) return false;
        } else if (stored) {
            const bool ended = stored->state == State::Done && !stored->dry_run;
            if (ended || stored->state == State::Undone) {
                unsettled_.reset();
                return true;
            }
            if (stored->state != State::Paused) {
                stored->object = job.object;
                stored->dry_run = job.dry_run;
                stored->state = State::Failed;
                stored->ended_at = workspace->clock().now();
            }
            stored->error = reason;
            (void)workspace->database().write([&](db::Transaction& tx) -> Result<void> {
                update(tx, *stored);
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
