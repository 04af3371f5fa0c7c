#include "db/sqlite/write_queue.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

#include "base/log.hpp"
#include "db/frame.hpp"
#include "db/statistics.hpp"

namespace kith::db::sqlite {

namespace {

// Bounds on one batch, so that the first in it does not wait long for the last.
constexpr std::size_t kMostJobs = 256;
constexpr std::size_t kFewestFull = 16;  // below it a commit costs more than what overlaps
constexpr std::chrono::milliseconds kLongest{20};
constexpr std::chrono::milliseconds kLongestGathering{2};

}  // namespace

WriteQueue::WriteQueue(Connection& connection) : connection_(connection), thread_([this] { work(); }) {}

void WriteQueue::run(const Job& job) {
    if (on_writing_thread())
        throw Failure(ErrorKind::Internal, "db.nested_write", "write() inside write() would wait for itself");
    Waiting waiting{.job = job, .request = log::current_request(), .problem = {}, .hooks = {}, .mutex = {}, .changed = {}};
    const metrics::Gauge::During counted(statistics::writes_waiting);
    {
        const std::lock_guard lock(mutex_);
        if (closed_) throw Failure(ErrorKind::Unavailable, "db.closing", "write after close");
        queue_.push_back(&waiting);
        if (queue_.size() == 1) changed_.notify_one();
    }
    {
        std::unique_lock lock(waiting.mutex);
        waiting.changed.wait(lock, [&] { return waiting.done; });
    }
    if (waiting.problem) std::rethrow_exception(waiting.problem);
}

void WriteQueue::close() {
    if (on_writing_thread())
        throw Failure(ErrorKind::Internal, "db.nested_write", "close() inside write() would wait for itself");
    {
        const std::lock_guard lock(mutex_);
        closed_ = true;
        changed_.notify_one();
    }
    if (thread_.joinable()) thread_.join();
    statistics::log_bytes.add(-std::exchange(log_bytes_, 0));
}

void WriteQueue::work() {
    while (wait_for_jobs())
        run_batch();
}

bool WriteQueue::wait_for_jobs() {
    if (!taken_.empty()) return true;
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return closed_ || !queue_.empty(); });
    taken_.swap(queue_);
    return !taken_.empty();
}

bool WriteQueue::refill(std::size_t in_batch, Clock::time_point begun) {
    if (!taken_.empty()) return true;
    std::unique_lock lock(mutex_);
    // As many as wrote the last time are likely to write again at once: a moment's wait for them
    // saves them from waiting for a commit of others first.
    if (queue_.empty() && in_batch < expected_)
        changed_.wait_until(lock, begun + std::min(last_commit_ / 4, Clock::duration(kLongestGathering)),
                            [&] { return closed_ || !queue_.empty(); });
    taken_.swap(queue_);
    return !taken_.empty();
}

void WriteQueue::run_batch() {
    std::vector<Waiting*> batch;
    std::exception_ptr lost;  // why SQLite took the whole batch back
    bool kept_any = false;
    bool guarded = false;
    const auto begun = Clock::now();
    // Half of those who write, so that the other half's requests are read and answered meanwhile: all in
    // one batch, the writing thread and all others would wait for each other in turn. Where the disk is
    // what takes the time, as many as there are share its commit.
    const bool by_halves = last_commit_ < last_run_;
    const std::size_t most = by_halves ? std::clamp((expected_ + 1) / 2, kFewestFull, kMostJobs) : kMostJobs;
    // What arrives while others run joins them, within the bounds.
    while (!lost && batch.size() < most && Clock::now() - begun < kLongest && refill(batch.size(), begun)) {
        if (!begin(batch)) break;
        Waiting& waiting = *taken_.front();
        taken_.pop_front();
        batch.push_back(&waiting);
        run_one(waiting, guarded && kept_any);
        if (kept_any && !connection_.in_transaction()) {
            lost = waiting.problem;
        } else if (waiting.kept) {
            kept_any = true;
        } else if (!kept_any) {
            connection_.roll_back();
        } else if (!guarded && waiting.wrote) {
            guarded = true;
            lost = run_again(batch);
            kept_any = std::ranges::any_of(batch, &Waiting::kept);
        }
    }
    last_run_ = Clock::now() - begun;
    end_batch(batch, lost);
}

std::exception_ptr WriteQueue::run_again(const std::vector<Waiting*>& batch) {
    connection_.roll_back();
    std::exception_ptr lost;
    bool kept_any = false;
    for (Waiting* waiting : batch) {
        if (!std::exchange(waiting->kept, false)) continue;
        waiting->hooks.clear();
        waiting->problem = lost;
        if (lost) continue;
        try {
            if (!connection_.in_transaction()) connection_.run("BEGIN IMMEDIATE");
            run_one(*waiting, kept_any);
        } catch (...) {
            waiting->problem = std::current_exception();
        }
        if (kept_any && !connection_.in_transaction()) lost = waiting->problem;
        if (!waiting->kept && !kept_any) connection_.roll_back();
        kept_any = kept_any || waiting->kept;
    }
    return lost;
}

bool WriteQueue::begin(std::vector<Waiting*>& batch) {
    if (connection_.in_transaction()) return true;
    try {
        connection_.run("BEGIN IMMEDIATE");
        return true;
    } catch (...) {
        // All of them: each waiting its own ten seconds for another process would be no answer.
        for (Waiting* waiting : taken_) {
            waiting->problem = std::current_exception();
            batch.push_back(waiting);
        }
        taken_.clear();
        return false;
    }
}

void WriteQueue::run_one(Waiting& waiting, bool guarded) {
    const log::RequestScope scope(waiting.request);
    SqliteTransaction transaction(connection_);
    try {
        if (guarded) connection_.run("SAVEPOINT job");
        waiting.kept = waiting.job(transaction);
        if (connection_.statements().busy() != 0)
            throw Failure(ErrorKind::Internal, "db.cursor_left_open", "a cursor outlived its write()");
        if (waiting.kept && !connection_.in_transaction())
            throw Failure(ErrorKind::Unavailable, "db.unavailable", "the transaction ended before its time");
        if (waiting.kept && connection_.owes_foreign_keys())
            throw Failure(ErrorKind::Internal, "db.constraint", "a reference to a row that is not there");
        waiting.hooks = transaction.take_hooks();
    } catch (...) {
        waiting.kept = false;
        waiting.problem = std::current_exception();
    }
    waiting.wrote = transaction.wrote();
    if (!guarded) return;
    try {
        if (connection_.in_transaction()) {
            if (!waiting.kept) connection_.run("ROLLBACK TO job");
            connection_.run("RELEASE job");
        }
    } catch (...) {
        // Neither kept nor undone: the batch cannot be committed.
        connection_.roll_back();
    }
}

void WriteQueue::end_batch(const std::vector<Waiting*>& batch, std::exception_ptr lost) {
    std::exception_ptr problem;
    try {
        if (std::ranges::any_of(batch, &Waiting::kept)) {
            if (lost) std::rethrow_exception(lost);
            if (!connection_.in_transaction())
                throw Failure(ErrorKind::Unavailable, "db.unavailable", "SQLite rolled the batch back");
            const auto begun = Clock::now();
            connection_.run("COMMIT");
            last_commit_ = Clock::now() - begun;
            statistics::commit_seconds.count(std::chrono::duration<double>(last_commit_).count());
            statistics::batch_writes.count(static_cast<double>(std::ranges::count_if(batch, &Waiting::kept)));
            measure_log();
        }
    } catch (const Failure&) {
        problem = std::current_exception();
    } catch (...) {
        problem = std::make_exception_ptr(
            Failure(ErrorKind::Unavailable, "db.unavailable", "another write took the batch down"));
    }
    connection_.roll_back();
    if (problem) statistics::commits_failed.add();
    for (Waiting* waiting : batch) {
        (waiting->kept && !problem ? statistics::writes_kept : statistics::writes_refused).add();
        if (!waiting->kept) continue;
        const log::RequestScope scope(waiting->request);
        if (problem)
            waiting->problem = problem;
        else
            run_hooks(waiting->hooks);
    }
    {
        const std::lock_guard lock(mutex_);
        expected_ = batch.size() + taken_.size() + queue_.size();
    }
    for (Waiting* waiting : batch)
        finish(*waiting);
}

void WriteQueue::measure_log() {
    const auto now = connection_.log_bytes();
    statistics::log_bytes.add(now - log_bytes_);
    log_bytes_ = now;
}

void WriteQueue::finish(Waiting& waiting) {
    // Told under the lock: once it is free, the waiting thread may take the object away.
    const std::lock_guard lock(waiting.mutex);
    waiting.done = true;
    waiting.changed.notify_one();
}

}  // namespace kith::db::sqlite
