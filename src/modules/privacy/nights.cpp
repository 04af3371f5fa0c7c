#include "modules/privacy/nights.hpp"

#include <vector>

#include "base/log.hpp"
#include "modules/privacy/erasure.hpp"
#include "modules/privacy/retention.hpp"

namespace kith::privacy {

Result<void> run_night(records::Workspace& workspace, jobs::JobContext& context) {
    const auto zone = workspace.settings().time_zone;
    const auto now = workspace.clock().now();
    KITH_CHECK(finish_erasures(workspace, true));
    const auto system = Actor::system("retention");
    KITH_TRY(const auto due, workspace.read(system, [&](records::Reader& reader) -> Result<std::vector<RetentionRule>> {
        std::vector<RetentionRule> out;
        std::vector<Id> ids;
        KITH_CHECK(reader.each("retention_rule", json::Object{{"field", "active"}, {"op", "eq"}, {"value", true}}, [&](const records::Record& record) {
            const auto* last = std::get_if<Instant>(&record["last_run_at"]);
            if (last == nullptr || local_date(*last, zone) < local_date(now, zone)) ids.push_back(record.id);
            return true;
        }));
        for (const Id id : ids)
            if (auto rule = rule_of(reader, id)) out.push_back(std::move(*rule));
        return out;
    }));
    Result<void> result;
    std::int64_t done = 0;
    for (const auto& rule : due) {
        if (!context.progress(done, static_cast<std::int64_t>(due.size()))) return jobs::JobContext::stopped();
        if (auto ran = run_rule(workspace, system, rule, [&] { return context.must_stop(); }); !ran) {
            log::error("retention.failed", {{"rule", rule.id.to_string()}, {"code", ran.error().code}});
            if (result) result = std::move(ran).error();
        }
        ++done;
    }
    if (context.must_stop()) return jobs::JobContext::stopped();
    return result;
}

}  // namespace kith::privacy
