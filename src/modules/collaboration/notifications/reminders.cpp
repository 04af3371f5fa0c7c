#include "modules/collaboration/notifications/reminders.hpp"

#include "modules/collaboration/notifications/notify.hpp"

namespace kith::collaboration {

namespace {

constexpr std::int64_t kLookBack = 30LL * 24 * 3600 * 1'000'000;
constexpr std::int64_t kLookAhead = 366LL * 24 * 3600 * 1'000'000;
constexpr int kRemindersAtOnce = 200;

struct Due {
    Id activity, owner;
    Instant at;
};

/// By the index on remind_at.
constexpr const char* kDue =
    "select a.id, a.owner, a.remind_at from r_activity a where a.remind_at > $1 and a.remind_at <= $2 and a.binned_at is null "
    "and a.state = 'planned' and a.owner is not null "
    "and not exists (select 1 from reminder_sent s where s.activity = a.id and s.remind_at = a.remind_at) "
    "order by a.remind_at limit $3";

std::vector<Due> due(db::Transaction& tx, Instant now) {
    std::vector<Due> out;
    auto rows = tx.query(kDue, Instant{now.micros - kLookBack}, now, kRemindersAtOnce);
    while (rows.next()) out.push_back({rows->id(0), rows->id(1), rows->instant(2)});
    return out;
}

}  // namespace

std::optional<Instant> next_reminder(records::Workspace& workspace) {
    const auto now = workspace.clock().now();
    return workspace.database().read([&](db::Transaction& tx) -> std::optional<Instant> {
        auto rows = tx.query(kDue, Instant{now.micros - kLookBack}, Instant{now.micros + kLookAhead}, 1);
        if (!rows.next()) return std::nullopt;
        return rows->instant(2);
    });
}

Result<void> send_reminders(records::Workspace& workspace) {
    const auto now = workspace.clock().now();
    while (true) {
        if (workspace.database().read([&](db::Transaction& tx) { return due(tx, now).empty(); })) return {};
        KITH_CHECK(workspace.database().write([&](db::Transaction& tx) -> Result<void> {
            std::vector<Notice> notices;
            for (const auto& one : due(tx, now)) {
                tx.execute("insert into reminder_sent (activity, remind_at) values ($1, $2)", one.activity, one.at);
                notices.push_back({one.owner, "reminder", "activity", one.activity, one.activity, {}, {}});
            }
            add_notices(workspace, tx, notices);
            return {};
        }));
    }
}

}  // namespace kith::collaboration
