#include "records/jobs/runner.hpp"

#include <unistd.h>

#include <algorithm>
#include <random>
#include <utility>

#include "base/log.hpp"
#include "records/jobs/schedule.hpp"
#include "records/workspace.hpp"

namespace kith::jobs {

namespace {

double any_random() {
    thread_local std::mt19937_64 source{std::random_device{}()};
    return std::uniform_real_distribution<double>(0, 1)(source);
}

RunnerOptions completed(RunnerOptions options) {
    if (options.holder.empty()) options.holder = holder_name();
    if (!options.random) options.random = any_random;
    return options;
}

}  // namespace

std::string holder_name() {
    char name[256] = {};
    if (::gethostname(name, sizeof name - 1) != 0) name[0] = '\0';
    return std::string(name) + ":" + std::to_string(::getpid());
}

JobRunner::JobRunner(const Kinds& kinds, RunnerOptions options) : kinds_(kinds), options_(completed(std::move(options))) {}

void JobRunner::start() {
    {
        const std::lock_guard lock(mutex_);
        if (started_) return;
        started_ = true;
    }
    rope_ = std::make_unique<BellRope>([this](const records::Workspace& workspace) {
        {
            const std::lock_guard lock(mutex_);
            for (auto& lane : lanes_)
                if (lane.workspace == &workspace) lane.look = {};
        }
        changed_.notify_all();
    });
    for (int i = 0; i < options_.threads; ++i) threads_.emplace_back([this] { work(); });
    keeper_ = std::thread([this] { keep_leases(workers_over_); });
}

void JobRunner::add(records::Workspace& workspace) {
    {
        const std::lock_guard lock(mutex_);
        lanes_.push_back({.workspace = &workspace});
    }
    changed_.notify_all();
}

bool JobRunner::is_busy(const records::Workspace& workspace) {
    const std::lock_guard lock(mutex_);
    return std::ranges::any_of(runs_, [&](const Run& run) { return run.lane->workspace == &workspace; });
}

void JobRunner::remove(records::Workspace& workspace) {
    std::unique_lock lock(mutex_);
    const auto at = std::ranges::find(lanes_, &workspace, &Lane::workspace);
    if (at == lanes_.end()) return;
    *at->leaving = true;
    changed_.wait(lock, [&] { return at->busy == 0; });
    lanes_.erase(at);
}

void JobRunner::stop() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    changed_.notify_all();
    for (auto& thread : threads_) thread.join();
    threads_.clear();
    {
        const std::lock_guard lock(mutex_);
        workers_over_ = true;  // until here those that end keep their leases
    }
    changed_.notify_all();
    if (keeper_.joinable()) keeper_.join();
    rope_.reset();
}

JobRunner::Lane* JobRunner::next_lane(Steady::time_point now) {
    Lane* best = nullptr;
    for (auto& lane : lanes_) {
        if (lane.look > now || *lane.leaving) continue;
        if (best == nullptr || std::pair(lane.busy, lane.served) < std::pair(best->busy, best->served)) best = &lane;
    }
    return best;
}

void JobRunner::work() {
    std::unique_lock lock(mutex_);
    while (!stopping_) {
        auto* lane = next_lane(Steady::now());
        if (lane == nullptr) {
            changed_.wait_for(lock, options_.look_each);
            continue;
        }
        ++lane->busy;
        lane->served = ++turn_;
        // A ring between the look and its end is not lost: it sets the time back again.
        lane->look = Steady::now() + options_.look_each;
        lock.unlock();
        bool found = false;
        try {
            found = serve(*lane);
        } catch (const std::exception& broken) {
            log::error("jobs.look_failed", {{"problem", broken.what()}});
        }
        lock.lock();
        if (found) lane->look = {};
        --lane->busy;
        changed_.notify_all();
    }
}

bool JobRunner::serve(Lane& lane) {
    auto& workspace = *lane.workspace;
    if (const auto made = run_due_schedules(workspace, kinds_); !made) log::error("schedules.failed", {{"code", made.error().code}});
    if (!workspace.database().read([&](db::Transaction& tx) { return any_due(workspace, tx, kinds_.sql()); })) return false;
    const auto job = workspace.database().write([&](db::Transaction& tx) -> Result<std::optional<Job>> {
        return claim(workspace, tx, kinds_.sql(), {options_.holder, options_.lease});
    });
    if (!job || !*job) return false;
    if (options_.threads > 1) {
        // There may be more: another thread need not wait for this one's end.
        const std::lock_guard lock(mutex_);
        lane.look = {};
        changed_.notify_all();
    }
    run(lane, **job);
    return true;
}

void JobRunner::run(Lane& lane, const Job& job) {
    auto context = std::make_shared<JobContext>(*lane.workspace, job, LeaseTerms{options_.holder, options_.lease},
                                                [this, leaving = lane.leaving] { return stopping_ || *leaving; });
    std::list<Run>::iterator at;
    {
        const std::lock_guard lock(mutex_);
        at = runs_.insert(runs_.end(), {&lane, context});
    }
    const auto begun = Steady::now();
    Result<void> result;
    try {
        result = kinds_.find(job.kind)->run(*lane.workspace, *context);
    } catch (const db::Failure& failure) {
        result = Error{.kind = failure.kind() == ErrorKind::Unavailable ? ErrorKind::Unavailable : ErrorKind::Internal, .code = failure.code(), .detail = failure.what()};
    } catch (const std::exception& broken) {
        result = Error{.kind = ErrorKind::Internal, .code = "job.broke", .detail = broken.what()};
    }
    {
        const std::lock_guard lock(mutex_);
        runs_.erase(at);
    }
    end(*lane.workspace, *context, result);
    const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(Steady::now() - begun).count();
    const Params facts{{"job", job.id.to_string()}, {"kind", job.kind}, {"attempt", std::to_string(job.attempts)}, {"millis", std::to_string(took)},
                       {"code", result ? "" : result.error().code}, {"detail", result ? "" : result.error().detail}};
    result || JobContext::is_stopped(result.error()) ? log::info("job.ran", facts) : log::warning("job.failed", facts);
}

/// What cannot be written now is known by its lease, which runs out.
void JobRunner::end(records::Workspace& workspace, JobContext& context, const Result<void>& result) {
    if (context.has_completed()) return;
    const auto& job = context.job();
    const auto ended = workspace.database().write([&](db::Transaction& tx) -> Result<void> {
        if (result) {
            finish(workspace, tx, job);
        } else if (!JobContext::is_stopped(result.error())) {
            fail(workspace, tx, job, result.error(), options_.random);
        } else if (held(tx, job) == Held::CancelAsked) {
            end_cancelled(workspace, tx, job);
        } else {
            give_back(workspace, tx, job);
        }
        return {};
    });
    if (!ended) log::error("job.not_ended", {{"job", job.id.to_string()}, {"code", ended.error().code}});
}

void JobRunner::keep_leases(const std::atomic<bool>& over) {
    std::unique_lock lock(mutex_);
    while (!over) {
        changed_.wait_for(lock, options_.lease / 3, [&] { return over.load(); });
        const auto running = runs_;
        for (const auto& one : running) ++one.lane->busy;  // nobody closes the workspace meanwhile
        lock.unlock();
        for (const auto& one : running) {
            try {
                one.context->heartbeat();
            } catch (const std::exception& broken) {
                log::error("job.heartbeat_failed", {{"job", one.context->job().id.to_string()}, {"problem", broken.what()}});
            }
        }
        lock.lock();
        for (const auto& one : running) --one.lane->busy;
        if (!running.empty()) changed_.notify_all();
    }
}

int JobRunner::run_due() {
    std::atomic<bool> over{false};
    std::thread keeper([&] { keep_leases(over); });
    int ran = 0;
    for (bool any = true; any && !stopping_;) {
        any = false;
        for (auto& lane : lanes_) {
            if (stopping_ || !serve(lane)) continue;
            any = true;
            ++ran;
        }
    }
    {
        const std::lock_guard lock(mutex_);
        over = true;
    }
    changed_.notify_all();
    keeper.join();
    return ran;
}

}  // namespace kith::jobs
