#include "modules/data/import/sets/set_runner.hpp"

#include <chrono>
#include <utility>

#include "base/i18n.hpp"
#include "base/log.hpp"
#include "modules/data/import/end_job.hpp"
#include "modules/data/import/job_lock.hpp"
#include "modules/data/import/runner.hpp"
#include "modules/per_workspace.hpp"

namespace kith::imports {

namespace {
constexpr std::chrono::milliseconds kAskAgain{40};
}

namespace {

PerWorkspace<SetRunner>& set_runners() {
    static PerWorkspace<SetRunner> all;
    return all;
}

}  // namespace

SetRunner& SetRunner::of(const records::Workspace& workspace) { return set_runners().of(workspace); }

bool SetRunner::is_busy(const records::Workspace& workspace) {
    auto* const runner = set_runners().find(workspace);
    if (runner == nullptr) return false;
    const std::lock_guard lock(runner->mutex_);
    return !runner->tasks_.empty();
}

void SetRunner::leave(const records::Workspace& workspace) { set_runners().leave(workspace); }

Result<void> SetRunner::add(std::shared_ptr<Task> task) {
    const std::lock_guard lock(mutex_);
    for (const auto& other : tasks_)
        if (other->set.id == task->set.id) return Error{ErrorKind::Conflict, "import.running"};
    tasks_.push_back(std::move(task));
    if (!thread_.joinable()) {
        stopping_ = false;
        thread_ = std::thread([this] { work(); });
    }
    changed_.notify_all();
    return {};
}

Result<void> SetRunner::take_back(records::Workspace& workspace, Actor actor, ImportSet set, State then) {
    auto task = std::make_shared<Task>();
    task->workspace = &workspace;
    task->actor = std::move(actor);
    task->set = std::move(set);
    task->back = then;
    return add(std::move(task));
}

Result<void> SetRunner::start(records::Workspace& workspace, Actor actor, ImportSet set) {
    auto task = std::make_shared<Task>();
    task->workspace = &workspace;
    task->actor = std::move(actor);
    task->set = std::move(set);
    task->control.progress = [this, raw = task.get()](const Job& job) {
        const std::lock_guard inner(mutex_);
        raw->seen = job;
    };
    return add(std::move(task));
}

bool SetRunner::cancel(Id set) {
    const std::lock_guard lock(mutex_);
    for (const auto& task : tasks_)
        if (task->set.id == set && !task->back) {
            task->control.cancelled = true;
            return true;
        }
    return false;
}

std::optional<State> SetRunner::doing(Id set) {
    const std::lock_guard lock(mutex_);
    for (const auto& task : tasks_)
        if (task->set.id == set) return task->back ? State::TakingBack : State::Running;
    return std::nullopt;
}

std::optional<Job> SetRunner::live(Id job) {
    const std::lock_guard lock(mutex_);
    for (const auto& task : tasks_)
        if (task->seen && task->seen->id == job) return task->seen;
    return std::nullopt;
}

void SetRunner::stop() {
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

void SetRunner::work() {
    while (true) {
        std::shared_ptr<Task> task;
        {
            std::unique_lock lock(mutex_);
            changed_.wait(lock, [&] { return stopping_ || !tasks_.empty(); });
            if (stopping_) return;
            task = tasks_.front();
        }
        run(*task);
        const std::lock_guard lock(mutex_);
        if (!tasks_.empty() && tasks_.front() == task) tasks_.pop_front();
    }
}

void SetRunner::run(Task& task) {
    auto& [workspace, actor, set, control, seen, back] = task;
    try {
        const auto folder = files_folder(workspace->database());
        const auto lock = folder ? JobLock::take(lock_path(*folder, set.id)) : std::nullopt;
        if (!lock) return;  // another process is at it
        if (back) {
            auto taken = undo_set(*workspace, actor, set, *back);
            if (taken) return;
            set.error = words_of(taken.error(), actor.language);
            if (auto saved = save(*workspace, set); !saved) log::warning("import_set.not_saved", {{"set", set.id.to_string()}, {"problem", saved.error().code}});
            return;
        }
        set.state = State::Running;
        if (auto begun = save(*workspace, set); !begun) return;
        auto ended = set.dry_run ? rehearse(task) : import_all(task);
        if (control.abandoned) return;
        if (!ended) set.error = words_of(ended.error(), actor.language);
        set.state = ended ? *ended : State::Failed;
        if (set.state != State::Paused) set.ended_at = workspace->clock().now();
        if (set.state == State::Cancelled && !set.dry_run) {
            if (auto undone = undo_set(*workspace, actor, set, State::Cancelled); undone) return;
            else set.error = words_of(undone.error(), actor.language);
        }
        if (auto saved = save(*workspace, set); !saved) log::warning("import_set.not_saved", {{"set", set.id.to_string()}, {"problem", saved.error().code}});
    } catch (const std::exception& failure) {
        log::error("import_set.broke", {{"set", set.id.to_string()}, {"problem", failure.what()}});
        set.state = State::Failed;
        set.error = i18n::text(actor.language, "import.set_broke");
        try {
            (void)save(*workspace, set);
        } catch (const db::Failure&) {  // as of a crash: it is found when the workspace is opened next
        }
    }
}

Result<State> SetRunner::rehearse(Task& task) {
    auto& [workspace, actor, set, control, seen, back] = task;
    KITH_TRY(const auto rehearsal, Rehearsal::open(*workspace, set.id));
    const auto jobs = workspace->database().read([&](db::Transaction& tx) { return jobs_of(tx, set); });
    for (std::size_t i = 0; i < jobs.size(); ++i) {
        if (jobs[i].state == State::Done && !jobs[i].dry_run) continue;  // its rows are in the data
        KITH_TRY(auto request, request_of(*workspace, set, i, jobs[i]));
        request.rehearse_on = &rehearsal->database();
        KITH_TRY(const Job done, run_job(*workspace, actor, jobs[i], request, control));
        if (control.abandoned) return State::Running;
        if (done.state == State::Done) continue;
        set.error = done.error;
        return done.state;
    }
    return State::Done;
}

Result<State> SetRunner::import_all(Task& task) {
    auto& [workspace, actor, set, control, seen, back] = task;
    const auto jobs = workspace->database().read([&](db::Transaction& tx) { return jobs_of(tx, set); });
    for (std::size_t i = 0; i < jobs.size(); ++i) {
        if (control.cancelled) return State::Cancelled;
        if (jobs[i].state == State::Done && !jobs[i].dry_run) continue;  // by an earlier run of the set
        const bool go_on = jobs[i].state == State::Paused;
        KITH_TRY(auto request, go_on ? resume_request(*workspace, jobs[i]) : request_of(*workspace, set, i, jobs[i]));
        KITH_CHECK(Runner::of(*workspace).start(*workspace, actor, jobs[i], std::move(request)));
        const auto done = wait_for(task, jobs[i].id);
        if (!done) return State::Running;
        if (done->state == State::Done) continue;
        set.error = done->error;
        return control.cancelled ? State::Cancelled : done->state;
    }
    return State::Done;
}

std::optional<Job> SetRunner::wait_for(Task& task, Id job) {
    bool told = false;
    while (true) {
        {
            std::unique_lock lock(mutex_);
            changed_.wait_for(lock, kAskAgain, [&] { return stopping_; });
            if (stopping_) return std::nullopt;
        }
        if (task.control.cancelled && !std::exchange(told, true)) Runner::of(*task.workspace).cancel(job);
        if (Runner::of(*task.workspace).live(job)) continue;
        return task.workspace->database().read([&](db::Transaction& tx) { return find(tx, job); });
    }
}

Result<void> recover_sets(records::Workspace& workspace) {
    const auto left = workspace.database().read([](db::Transaction& tx) { return running_sets(tx); });
    if (left.empty()) return {};
    KITH_TRY(const std::string folder, files_folder(workspace.database()));
    for (ImportSet set : left) {
        const auto lock = JobLock::take(lock_path(folder, set.id));
        if (!lock) continue;
        remove_rehearsal(folder, set.id);
        set.state = set.dry_run ? State::Failed : State::Paused;
        set.error = i18n::text(set.language, "import.set_interrupted");
        KITH_CHECK(save(workspace, set));
    }
    return {};
}

}  // namespace kith::imports
