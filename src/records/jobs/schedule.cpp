#include "records/jobs/schedule.hpp"

#include <algorithm>

#include "records/jobs/cron.hpp"
#include "records/workspace.hpp"

namespace kith::jobs {

namespace {

constexpr std::string_view kScheduleColumns = "name, times, time_zone, kind, enabled, own, next_run_at, last_run_at, next_by, last_job";

Schedule read_schedule(const db::Row& row) {
    Schedule out;
    out.name = row.string(0);
    out.times = row.string(1);
    out.time_zone = row.string(2);
    out.kind = row.string(3);
    out.enabled = row.boolean(4);
    out.own = row.boolean(5);
    if (!row.is_null(6)) out.next_run_at = row.instant(6);
    if (!row.is_null(7)) out.last_run_at = row.instant(7);
    out.next_by = row.string(8);
    out.last_job = row.id(9);
    return out;
}

Error schedule_not_found() { return {.kind = ErrorKind::NotFound, .code = "schedule.not_found"}; }

std::string zone_of(const Schedule& schedule, const std::string& of_workspace) { return schedule.time_zone.empty() ? of_workspace : schedule.time_zone; }

std::optional<Instant> reckon(const Schedule& schedule, Instant now, const std::string& zone) {
    const auto cron = Cron::parse(schedule.times);
    return cron ? cron->next(now, zone) : std::nullopt;
}

std::string by(const Schedule& schedule, const std::string& zone) { return schedule.times + " | " + zone; }

void put_next(db::Transaction& tx, const Schedule& schedule, Instant now, const std::string& zone) {
    tx.execute("update schedule set next_run_at = $2, next_by = $3 where name = $1", schedule.name, reckon(schedule, now, zone), by(schedule, zone));
}

/// A run at a time: whoever comes while one waits or runs gets that one.
Id add_run(records::Workspace& workspace, db::Transaction& tx, const Schedule& schedule, Instant now) {
    {
        auto rows = tx.query("select id from job where kind = $1 and key = $2 and state = 'running'", schedule.kind, schedule.name);
        if (rows.next()) return rows->id(0);
    }
    const Id job = enqueue(workspace, tx, schedule.kind, json::Object{}, {.key = schedule.name, .schedule = schedule.name});
    tx.execute("update schedule set last_run_at = $2, last_job = $3 where name = $1", schedule.name, now, job);
    return job;
}

/// Whether there is anything to do for it now.
bool wants(const Schedule& schedule, Instant now, const std::string& zone) {
    return schedule.enabled && (schedule.next_by != by(schedule, zone) || (schedule.next_run_at && *schedule.next_run_at <= now));
}

}  // namespace

std::vector<Schedule> schedules(db::Transaction& tx) {
    std::vector<Schedule> out;
    auto rows = tx.query("select " + std::string(kScheduleColumns) + " from schedule order by name");
    while (rows.next()) out.push_back(read_schedule(*rows));
    return out;
}

std::optional<Schedule> find_schedule(db::Transaction& tx, std::string_view name) {
    auto rows = tx.query("select " + std::string(kScheduleColumns) + " from schedule where name = $1", name);
    if (!rows.next()) return std::nullopt;
    return read_schedule(*rows);
}

Result<void> sync_schedules(records::Workspace& workspace, const Kinds& kinds) {
    const auto there = workspace.database().read([](db::Transaction& tx) { return schedules(tx); });
    const auto fits = [&](const Recurring& wanted) {
        const auto at = std::ranges::find(there, wanted.name, &Schedule::name);
        return at != there.end() && (at->own || (at->times == wanted.times && at->kind == wanted.kind));
    };
    if (std::ranges::all_of(kinds.schedules(), fits)) return {};
    return workspace.database().write([&](db::Transaction& tx) -> Result<void> {
        const auto now = moment(workspace, tx);
        const auto zone = records::Workspace::settings(tx).time_zone;
        for (const auto& wanted : kinds.schedules()) {
            if (fits(wanted)) continue;
            tx.execute("insert into schedule (name, times, time_zone, kind, payload, enabled) values ($1, $2, '', $3, '{}', $4) "
                       "on conflict (name) do update set times = excluded.times, kind = excluded.kind",
                       wanted.name, wanted.times, wanted.kind, true);
            if (const auto made = find_schedule(tx, wanted.name)) put_next(tx, *made, now, zone_of(*made, zone));
        }
        return {};
    });
}

Result<int> run_due_schedules(records::Workspace& workspace, const Kinds& kinds) {
    const auto zone = workspace.settings().time_zone;
    const auto wanting = workspace.database().read([&](db::Transaction& tx) {
        const auto now = moment(workspace, tx);
        auto out = schedules(tx);
        std::erase_if(out, [&](const Schedule& one) { return kinds.find(one.kind) == nullptr || !wants(one, now, zone_of(one, zone)); });
        return out;
    });
    if (wanting.empty()) return 0;
    return workspace.database().write([&](db::Transaction& tx) -> Result<int> {
        const auto now = moment(workspace, tx);
        int made = 0;
        for (const auto& seen : wanting) {
            // As it is now: another process may have been quicker, and of two that come here at once one waits.
            if (tx.engine() == db::Engine::Postgres) (void)tx.query("select 1 from schedule where name = $1 for update", seen.name).next();
            const auto schedule = find_schedule(tx, seen.name);
            if (!schedule || !wants(*schedule, now, zone_of(*schedule, zone))) continue;
            const auto of = zone_of(*schedule, zone);
            if (schedule->next_by == by(*schedule, of)) {
                add_run(workspace, tx, *schedule, now);
                ++made;
            }
            put_next(tx, *schedule, now, of);
        }
        return made;
    });
}

Result<Id> run_schedule(records::Workspace& workspace, db::Transaction& tx, std::string_view name) {
    const auto schedule = find_schedule(tx, name);
    if (!schedule) return schedule_not_found();
    return add_run(workspace, tx, *schedule, moment(workspace, tx));
}

Result<Schedule> change_schedule(records::Workspace& workspace, db::Transaction& tx, std::string_view name, const ScheduleChange& change) {
    auto schedule = find_schedule(tx, name);
    if (!schedule) return schedule_not_found();
    if (change.enabled) schedule->enabled = *change.enabled;
    if (change.times) schedule->times = *change.times;
    if (change.time_zone) schedule->time_zone = *change.time_zone;
    tx.execute("update schedule set enabled = $2, times = $3, time_zone = $4, own = $5 where name = $1", schedule->name, schedule->enabled, schedule->times,
               schedule->time_zone, true);
    // One switched on again runs at its next time, not for those it was off.
    put_next(tx, *schedule, moment(workspace, tx), zone_of(*schedule, records::Workspace::settings(tx).time_zone));
    return *find_schedule(tx, name);
}

}  // namespace kith::jobs
