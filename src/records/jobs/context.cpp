#include "records/jobs/context.hpp"

#include <utility>

#include "records/workspace.hpp"

namespace kith::jobs {

namespace {

constexpr std::chrono::seconds kLookEach{1};

}  // namespace

JobContext::JobContext(records::Workspace& workspace, Job job, LeaseTerms terms, std::function<bool()> draining)
    : workspace_(workspace), job_(std::move(job)), terms_(std::move(terms)), draining_(std::move(draining)), looked_(Steady::now()) {
    if (auto read = json::parse(job_.payload)) payload_ = std::move(*read);
}

void JobContext::learn(Held state) {
    if (state != Held::Yes) cancelled_ = true;
}

bool JobContext::progress(std::int64_t done, std::int64_t total) {
    const auto now = Steady::now();
    if (now - told_ >= kLookEach) {
        told_ = looked_ = now;
        auto state = workspace_.database().write([&](db::Transaction& tx) -> Result<Held> { return renew(workspace_, tx, job_, terms_, done, total); });
        learn(state.value_or(Held::Yes));
    }
    return !must_stop();
}

bool JobContext::is_cancelled() {
    const auto now = Steady::now();
    if (!cancelled_ && now - looked_ >= kLookEach) {
        looked_ = now;
        learn(workspace_.database().read([&](db::Transaction& tx) { return held(tx, job_); }));
    }
    return cancelled_;
}

Error JobContext::stopped() { return {.kind = ErrorKind::Unavailable, .code = "job.stopped"}; }
bool JobContext::is_stopped(const Error& error) { return error.code == "job.stopped"; }

Result<void> JobContext::guard(db::Transaction& tx) {
    // Renewed in the same transaction, so that nobody takes it over before that is durable.
    if (renew(workspace_, tx, job_, terms_) == Held::Lost) return Error{ErrorKind::Conflict, "job.lease_lost"};
    return {};
}

Result<void> JobContext::complete(db::Transaction& tx) {
    if (!finish(workspace_, tx, job_)) return Error{ErrorKind::Conflict, "job.lease_lost"};
    tx.after_commit([this] { completed_ = true; });
    return {};
}

void JobContext::heartbeat() {
    auto state = workspace_.database().write([&](db::Transaction& tx) -> Result<Held> { return renew(workspace_, tx, job_, terms_); });
    learn(state.value_or(Held::Yes));
}

}  // namespace kith::jobs
