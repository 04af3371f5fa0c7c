#include "records/jobs/bell.hpp"

#include <mutex>
#include <utility>
#include <vector>

namespace kith::jobs {

namespace {

struct Ropes {
    std::mutex mutex;
    std::vector<BellRope*> all;
};

Ropes& ropes() {
    static Ropes all;
    return all;
}

}  // namespace

BellRope::BellRope(std::function<void(const records::Workspace&)> fn) : fn_(std::move(fn)) {
    const std::lock_guard lock(ropes().mutex);
    ropes().all.push_back(this);
}

BellRope::~BellRope() {
    const std::lock_guard lock(ropes().mutex);
    std::erase(ropes().all, this);
}

void ring(const records::Workspace& workspace) {
    const std::lock_guard lock(ropes().mutex);
    for (auto* rope : ropes().all) rope->fn_(workspace);
}

}  // namespace kith::jobs
