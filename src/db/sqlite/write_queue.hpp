#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <exception>
#include <functional>
#include <mutex>
#include <string_view>
#include <thread>
#include <vector>

#include "db/sqlite/connection.hpp"
#include "db/sqlite/transaction.hpp"

namespace kith::db::sqlite {

/// Group commit: one thread owns the writing connection, takes what is queued, runs it in one
/// transaction and makes it durable at once. Callers wait; one that fails takes only its own back.
///
/// A savepoint around each job would cost most of the time of a small one: full text writes out what
/// it keeps in memory at each, and each page is copied before its first change. So jobs run without;
/// the first that fails after it wrote takes the batch back, and those before it run again, guarded.
class WriteQueue {
public:
    /// Runs on the writing thread, perhaps more than once; answers whether to keep what it did.
    using Job = std::function<bool(Transaction&)>;

    explicit WriteQueue(Connection& connection);
    WriteQueue(const WriteQueue&) = delete;
    WriteQueue& operator=(const WriteQueue&) = delete;
    ~WriteQueue() { close(); }

    /// Gives back once the job is durable, or refused itself. Throws what the job threw, and Failure
    /// where it could not be committed; then nothing of it stays.
    void run(const Job& job);
    [[nodiscard]] bool on_writing_thread() const { return std::this_thread::get_id() == thread_.get_id(); }
    /// Waits for what is queued; later jobs are refused (`db.closing`).
    void close();

private:
    using Clock = std::chrono::steady_clock;

    /// Lives on the stack of the thread that waits for it.
    struct Waiting {
        const Job& job;
        std::string_view request;  // for the log, while the job runs on another thread
        std::exception_ptr problem;
        std::vector<std::function<void()>> hooks;
        bool kept = false;
        bool wrote = false;
        bool done = false;
        std::mutex mutex;
        std::condition_variable changed;
    };

    void work();
    bool wait_for_jobs();
    bool refill(std::size_t in_batch, Clock::time_point begun);
    void run_batch();
    /// Runs one job. `guarded`: in a savepoint, so that what was kept before it stays whatever it does.
    void run_one(Waiting& waiting, bool guarded);
    /// Takes the batch back and runs what it had kept again, guarded. Gives why SQLite took it all back.
    std::exception_ptr run_again(const std::vector<Waiting*>& batch);
    /// False, and all that was taken refused, where there can be no transaction now.
    bool begin(std::vector<Waiting*>& batch);
    void end_batch(const std::vector<Waiting*>& batch, std::exception_ptr lost);
    static void finish(Waiting& waiting);
    /// Tells the figures how large the log is.
    void measure_log();

    Connection& connection_;
    // Owned by the writing thread: what it has taken from the queue and not begun.
    std::deque<Waiting*> taken_;
    std::size_t expected_ = 0;  // writers seen at the end of the last batch
    Clock::duration last_run_{}, last_commit_{};  // of the last batch's jobs, and of its commit
    std::int64_t log_bytes_ = 0;

    std::mutex mutex_;  // guards what follows
    std::condition_variable changed_;
    std::deque<Waiting*> queue_;
    bool closed_ = false;

    std::thread thread_;  // last: starts when all else is there
};

}  // namespace kith::db::sqlite
