#include "modules/operations/tidy.hpp"

namespace kith::operations {

namespace {

constexpr std::int64_t kDay = 24LL * 3600 * 1'000'000;
constexpr std::int64_t kKept = 30 * kDay;
constexpr std::int64_t kDeadKept = 90 * kDay;
constexpr int kForgottenAtOnce = 500;

}  // namespace

Result<void> tidy_jobs(records::Workspace& workspace, jobs::JobContext& context) {
    const auto now = workspace.clock().now();
    while (!context.must_stop()) {
        KITH_TRY(const auto gone, workspace.database().write([&](db::Transaction& tx) -> Result<std::int64_t> {
            return jobs::forget(tx, {now.micros - kKept}, {now.micros - kDeadKept}, kForgottenAtOnce);
        }));
        if (gone < kForgottenAtOnce) return {};
    }
    return jobs::JobContext::stopped();
}

}  // namespace kith::operations
