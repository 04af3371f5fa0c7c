#include "modules/process/plan_records.hpp"

#include <algorithm>

#include "modules/process/queries.hpp"
#include "modules/process/settings.hpp"
#include "modules/process/within_reach.hpp"

namespace kith::process {
namespace {

using records::Reader;

using Indexes = std::unordered_map<Id, int>;

int index_of(const Indexes& indexes, Id id) {
    const auto found = indexes.find(id);
    return found == indexes.end() ? kNone : found->second;
}

Indexes load_reps(Reader& reader, PlanRecords& out) {
    Indexes index;
    std::vector<Id> ids;
    std::vector<Id> managers;
    auto rows = reader.sql().query(statement("plan_users"));
    while (rows.next()) {
        PlanRep rep;
        rep.id = rows->id(0);
        rep.weekly_minutes = static_cast<int>(rows->integer(4));
        index[rep.id] = static_cast<int>(ids.size());
        ids.push_back(rep.id);
        managers.push_back(rows->id(3));
        out.rep_names.push_back(rows->string(1));
        out.rep_active.push_back(rows->boolean(2));
        out.input.reps.push_back(std::move(rep));
    }
    auto there = availability(reader, out.input.start, ids);
    for (std::size_t i = 0; i < ids.size(); ++i) {
        const int manager = index_of(index, managers[i]);
        if (manager != kNone && out.rep_active[static_cast<std::size_t>(manager)])
            out.input.reps[i].manager = manager;
        out.input.reps[i].availability = std::move(there[ids[i]]);
    }
    return index;
}

Indexes load_accounts(Reader& reader, const Indexes& reps, PlanRecords& out) {
    Indexes index;
    auto rows = ask(reader, std::string(statement("plan_accounts")), {});
    while (rows.next()) {
        PlanAccount account;
        account.id = rows->id(0);
        account.owner = index_of(reps, rows->id(1));
        // Who has left does not follow anybody up.
        if (account.owner != kNone && !out.rep_active[static_cast<std::size_t>(account.owner)])
            account.owner = kNone;
        account.program = out.programs.find(rows->text(2), rows->text(3));
        account.priority = rows->is_null(3) || rows->text(3).empty() ? 4 : rows->text(3)[0] - 'A';
        if (!rows->is_null(4)) account.last_human = rows->date(4);
        index[account.id] = static_cast<int>(out.input.accounts.size());
        out.input.accounts.push_back(account);
    }
    return index;
}

/// The account's touchpoint a touch belongs to now: its own, or where the account changed its program,
/// the new one's of the same kind, so that the week can stay.
int touchpoint_now(const PlanRecords& r, int account, int touchpoint, std::string_view kind,
                   std::string_view mode) {
    const int program = r.input.accounts[static_cast<std::size_t>(account)].program;
    if (program == kNone) return touchpoint;
    const auto& list = r.programs.programs[static_cast<std::size_t>(program)].touchpoints;
    if (std::find(list.begin(), list.end(), touchpoint) != list.end()) return touchpoint;
    const auto same = std::find_if(list.begin(), list.end(), [&](int t) {
        const Touchpoint& other = r.programs.touchpoints[static_cast<std::size_t>(t)];
        return other.kind == kind && name_of(other.plan.mode) == mode;
    });
    return same == list.end() ? touchpoint : *same;
}

void load_touches(Reader& reader, const Indexes& accounts, const Indexes& touchpoints, PlanRecords& out) {
    const Date start = out.input.start;
    auto rows = reader.sql().query(statement("plan_touches"), start.plus_days(7 * kPlanWeeks), start);
    while (rows.next()) {
        ExistingTouch e;
        e.id = rows->id(0);
        e.account = index_of(accounts, rows->id(1));
        if (e.account == kNone) continue;
        const int own = index_of(touchpoints, rows->id(2));
        e.touchpoint = touchpoint_now(out, e.account, own, rows->text(3), rows->text(4));
        const bool done = rows->text(6) == "done";
        const Date week = done && !rows->is_null(8) ? rows->date(8) : rows->date(5);
        const int days = week.days - start.days;
        e.week = days >= 0 ? days / 7 : -((6 - days) / 7);
        if (e.week >= kPlanWeeks) continue;
        e.state = done                         ? TouchState::Done
                  : rows->text(6) == "skipped" ? TouchState::Skipped
                                               : TouchState::Planned;
        e.locked = rows->boolean(7);
        out.standing[e.id] = {rows->id(2),       rows->id(10),     rows->string(12),
                              rows->integer(11), rows->integer(9), e.locked};
        out.input.existing.push_back(e);
    }
}

void load_last(Reader& reader, const Indexes& accounts, const Indexes& touchpoints, PlanRecords& out) {
    {
        auto rows = reader.sql().query(statement("plan_last_touches"), out.input.start);
        while (rows.next()) {
            const int account = index_of(accounts, rows->id(0));
            const int touchpoint = index_of(touchpoints, rows->id(1));
            if (account != kNone && touchpoint != kNone)
                out.input.last_touches.push_back({account, touchpoint, rows->date(2)});
        }
    }
    // Also what was done without a plan: the first one stands on what an import brought.
    const std::string zone = reader.workspace().settings().time_zone;
    auto rows = reader.sql().query(statement("plan_last_activities"), instant_of(out.input.start, 0, zone));
    while (rows.next()) {
        const int account = index_of(accounts, rows->id(0));
        if (account == kNone) continue;
        const int program = out.input.accounts[static_cast<std::size_t>(account)].program;
        if (program == kNone) continue;
        for (int t : out.programs.programs[static_cast<std::size_t>(program)].touchpoints) {
            if (out.programs.touchpoints[static_cast<std::size_t>(t)].kind != rows->text(1)) continue;
            out.input.last_touches.push_back({account, t, local_date(rows->instant(2), zone)});
        }
    }
}

}  // namespace

std::unordered_map<Id, std::vector<double>> availability(Reader& reader, Date start,
                                                         const std::vector<Id>& users) {
    const auto settings = ProcessSettings::load(reader.sql());
    std::vector<double> open(kPlanWeeks, 1.0);
    for (int w = 0; w < kPlanWeeks; ++w) {
        const int week = IsoWeek::of(start.plus_days(7 * w)).week;
        const auto& closed = settings.closed_weeks;
        if (std::find(closed.begin(), closed.end(), week) != closed.end())
            open[static_cast<std::size_t>(w)] = 0;
    }
    std::unordered_map<Id, std::vector<double>> out;
    for (Id id : users)
        out.emplace(id, open);
    auto rows = reader.sql().query(statement("plan_absences"), start, start.plus_days(7 * kPlanWeeks));
    while (rows.next()) {
        const auto found = out.find(rows->id(0));
        if (found == out.end()) continue;
        const Date first = std::max(rows->date(1), start);
        const Date last = std::min(rows->date(2), start.plus_days(7 * kPlanWeeks - 1));
        for (Date day = first; day <= last; day = day.plus_days(1)) {
            if (day.weekday() > 5) continue;
            double& week = found->second[static_cast<std::size_t>((day.days - start.days) / 7)];
            week = std::max(0.0, week - 0.2);
            if (week < 0.1) week = 0;
        }
    }
    return out;
}

PlanRecords PlanRecords::load(Reader& reader, Date start, bool with_touches) {
    PlanRecords out;
    out.input.start = start;
    out.programs = Programs::load(reader.sql());
    Indexes touchpoints;
    for (const Touchpoint& t : out.programs.touchpoints) {
        touchpoints[t.id] = static_cast<int>(out.input.touchpoints.size());
        out.input.touchpoints.push_back(t.plan);
    }
    for (const Program& p : out.programs.programs)
        out.input.programs.push_back({p.touchpoints});
    const Indexes reps = load_reps(reader, out);
    const Indexes accounts = load_accounts(reader, reps, out);
    if (with_touches) load_touches(reader, accounts, touchpoints, out);
    load_last(reader, accounts, touchpoints, out);
    return out;
}

}  // namespace kith::process
