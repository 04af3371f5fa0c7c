#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "records/jobs/bell.hpp"
#include "records/jobs/context.hpp"
#include "records/jobs/kinds.hpp"

namespace kith::jobs {

struct RunnerOptions {
    int threads = 2;
    std::chrono::milliseconds lease{60'000};
    std::chrono::milliseconds look_each{1'000};  // for jobs of other processes, and what is due by the clock
    std::string holder = {};                     // empty: machine and process
    std::function<double()> random = {};         // between 0 and 1, for back-off; tests give their own
};

/// Runs the jobs of any number of workspaces, fairly: the next thread goes to the workspace with the fewest jobs
/// running, and among those to the one that was served the longest ago. Thread-safe.
class JobRunner {
public:
    JobRunner(const Kinds& kinds, RunnerOptions options);
    ~JobRunner() { stop(); }
    JobRunner(const JobRunner&) = delete;
    JobRunner& operator=(const JobRunner&) = delete;

    void start();
    void add(records::Workspace& workspace);
    /// Whether a job of it runs.
    [[nodiscard]] bool is_busy(const records::Workspace& workspace);
    /// Asks its running jobs to stop and waits for them. Before a workspace is closed.
    void remove(records::Workspace& workspace);
    /// Takes no more, asks those that run to stop, and waits: one that ends is ended, one that stops is given back.
    void stop();

    /// Runs what is due in all workspaces, in this thread, until nothing is. How many jobs were run.
    int run_due();

private:
    using Steady = std::chrono::steady_clock;
    /// One workspace.
    struct Lane {
        records::Workspace* workspace;
        int busy = 0;             // threads that look or run here
        std::int64_t served = 0;  // the turn it last had
        Steady::time_point look;  // not before
        std::shared_ptr<std::atomic<bool>> leaving = std::make_shared<std::atomic<bool>>(false);
    };
    struct Run {
        Lane* lane;
        std::shared_ptr<JobContext> context;
    };

    void work();
    void keep_leases(const std::atomic<bool>& over);
    /// The workspace to look at next; none: all were looked at a moment ago. Under mutex_.
    Lane* next_lane(Steady::time_point now);
    /// Looks for a job and runs it. False: there is none.
    bool serve(Lane& lane);
    void run(Lane& lane, const Job& job);
    void end(records::Workspace& workspace, JobContext& context, const Result<void>& result);

    const Kinds& kinds_;
    const RunnerOptions options_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::list<Lane> lanes_;
    std::list<Run> runs_;
    std::int64_t turn_ = 0;
    bool started_ = false;
    std::atomic<bool> stopping_{false}, workers_over_{false};
    std::unique_ptr<BellRope> rope_;
    std::vector<std::thread> threads_;
    std::thread keeper_;
};

/// "machine:process"
std::string holder_name();

}  // namespace kith::jobs
