#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>

#include "records/jobs/lease.hpp"

namespace kith::jobs {

/// One attempt at a job, as its handler sees it. Used by the handler's thread and the runner's.
class JobContext {
public:
    JobContext(records::Workspace& workspace, Job job, LeaseTerms terms, std::function<bool()> draining);

    [[nodiscard]] const Job& job() const { return job_; }
    [[nodiscard]] const json::Value& payload() const { return payload_; }
    /// 1 the first time.
    [[nodiscard]] int attempt() const { return job_.attempts; }

    /// How far it came; shown to people, about once a second at most. False: stop, and return stopped().
    bool progress(std::int64_t done, std::int64_t total);
    /// Somebody cancelled it, or it was taken over. Looks about once a second; cheap otherwise.
    bool is_cancelled();
    /// The same, or the process is about to end.
    bool must_stop() { return is_cancelled() || draining_(); }
    /// What a handler returns that stopped because it was asked to: a cancelled job is cancelled, one of a process
    /// that ends waits for the next.
    [[nodiscard]] static Error stopped();
    [[nodiscard]] static bool is_stopped(const Error& error);

    /// In a write of the handler's: refuses it (`job.lease_lost`) when the job is another's by now.
    Result<void> guard(db::Transaction& tx);
    /// In its last write: ends the job in the same transaction, so that its effect and its end are one.
    Result<void> complete(db::Transaction& tx);
    [[nodiscard]] bool has_completed() const { return completed_; }

    /// The lease for another length. The runner does it every now and then while the handler runs.
    void heartbeat();
    [[nodiscard]] bool is_draining() const { return draining_(); }

private:
    using Steady = std::chrono::steady_clock;
    void learn(Held state);

    records::Workspace& workspace_;
    const Job job_;
    const LeaseTerms terms_;
    const std::function<bool()> draining_;
    json::Value payload_;
    std::atomic<bool> cancelled_{false}, completed_{false};
    Steady::time_point looked_, told_;  // the handler's thread only
};

}  // namespace kith::jobs
