#include <algorithm>
#include <chrono>
#include <map>

#include "base/i18n.hpp"
#include "modules/process/account_types.hpp"
#include "modules/process/in_chunks.hpp"
#include "modules/process/plan_json.hpp"
#include "modules/process/plan_records.hpp"
#include "modules/process/process.hpp"
#include "modules/process/queries.hpp"
#include "modules/process/touch_activity.hpp"

namespace kith::process {
namespace {

using records::Reader;
using records::Values;
using records::Writer;

/// One record to write: a new touch (no id), or what changes of one.
struct TouchChange {
    Id touch;
    Values values;
    Values seen;
};

std::string text(std::string_view s) { return std::string(s); }

/// A digital touch whose week has passed was sent if an activity of its kind shows it, from its Monday on
/// for three weeks; otherwise it was not, and says so.
std::vector<TouchChange> settle_digital(Reader& reader, Date start) {
    const auto settings = reader.workspace().settings();
    const std::string not_sent = i18n::text(settings.language, "touch.not_sent");
    std::vector<TouchChange> out;
    auto rows = reader.sql().query(statement("unsent_digital"), start);
    while (rows.next()) {
        const Date week = rows->date(3);
        auto sent = reader.sql().query(statement("sent_activity"), rows->id(1), rows->text(2),
                                       instant_of(week, 0, settings.time_zone),
                                       instant_of(week.plus_days(7 * kFulfilWeeks), 0, settings.time_zone));
        TouchChange change{rows->id(0), {}, {{"state", text("planned")}}};
        if (sent.next() && !sent->is_null(0)) {
            change.values = {{"state", text("done")},
                             {"done_on", local_date(sent->instant(0), settings.time_zone)}};
        } else {
            change.values = {{"state", text("skipped")}, {"reason", not_sent}};
        }
        out.push_back(std::move(change));
    }
    return out;
}

Values values_of(const PlanRecords& r, const PlannedTouch& t, std::int64_t ordinal) {
    const Touchpoint& tp = r.programs.touchpoints[static_cast<std::size_t>(t.touchpoint)];
    const Date week = r.input.start.plus_days(7 * t.week);
    Values values{{"name", tp.name},
                  {"account", r.input.accounts[static_cast<std::size_t>(t.account)].id},
                  {"touchpoint", tp.id},
                  {"kind", tp.kind},
                  {"mode", text(name_of(tp.plan.mode))},
                  {"minutes", static_cast<std::int64_t>(tp.plan.minutes)},
                  {"week", week},
                  {"planned_week", week},
                  {"ordinal", ordinal}};
    if (t.rep != kNone) values.set("owner", r.input.reps[static_cast<std::size_t>(t.rep)].id);
    return values;
}

/// What of a touch that stays is no longer as the program and the account have it.
TouchChange change_of(const PlanRecords& r, const PlannedTouch& t) {
    const Standing& now = r.standing.at(t.existing);
    const Touchpoint& tp = r.programs.touchpoints[static_cast<std::size_t>(t.touchpoint)];
    TouchChange change{t.existing, {}, {{"state", text("planned")}}};
    if (t.placement == Placement::Moved) change.values.set("week", r.input.start.plus_days(7 * t.week));
    if (now.touchpoint != tp.id) change.values.set("touchpoint", tp.id);
    if (now.name != tp.name) change.values.set("name", tp.name);
    if (now.minutes != tp.plan.minutes)
        change.values.set("minutes", static_cast<std::int64_t>(tp.plan.minutes));
    const Id owner = t.rep == kNone ? Id{} : r.input.reps[static_cast<std::size_t>(t.rep)].id;
    if (!now.locked && now.owner != owner) {  // a locked one may have been handed over
        change.values.set("owner", owner.is_set() ? records::FieldValue(owner) : records::FieldValue());
    }
    return change;
}

std::vector<TouchChange> changes_of(const PlanRecords& r, const Plan& plan) {
    // The number in the year goes on from the highest before it in the series.
    std::map<std::pair<int, int>, std::int64_t> last_ordinal;
    for (const ExistingTouch& e : r.input.existing) {
        if (e.state == TouchState::Planned) continue;
        auto& last = last_ordinal[{e.account, e.touchpoint}];
        last = std::max(last, r.standing.at(e.id).ordinal);
    }
    std::vector<TouchChange> out;
    for (const PlannedTouch& t : plan.touches) {
        std::int64_t& last = last_ordinal[{t.account, t.touchpoint}];
        if (!t.existing.is_set()) {
            last = last % std::max(
                              1, r.input.touchpoints[static_cast<std::size_t>(t.touchpoint)].times_per_year) +
                   1;
            out.push_back({{}, values_of(r, t, last), {}});
            continue;
        }
        last = r.standing.at(t.existing).ordinal;
        if (auto change = change_of(r, t); !change.values.empty()) out.push_back(std::move(change));
    }
    for (Id id : plan.cancelled)
        out.push_back({id, {{"state", text("cancelled")}}, {{"state", text("planned")}}});
    return out;
}

Result<void> write_touches(records::Workspace& workspace, const Actor& actor,
                           const std::vector<TouchChange>& changes) {
    return in_chunks(workspace, actor, changes, [](Writer& writer, const TouchChange& c) -> Result<void> {
        auto options = by_rule_options(false);
        if (!c.touch.is_set()) {
            KITH_CHECK(writer.create("touch", c.values, options));
            return {};
        }
        if (!c.seen.empty()) options.seen = c.seen;  // a person was faster: theirs stands
        return or_gone(writer.update("touch", c.touch, c.values, options));
    });
}

Result<void> keep_unmet(records::Workspace& workspace, const Actor& actor, const PlanRecords& r,
                        const Plan& plan, Instant at) {
    return workspace.write(actor, [&](Writer& writer) -> Result<void> {
        writer.sql().execute("DELETE FROM process_unmet");
        for (const Unmet& u : plan.unmet) {
            const Id touchpoint =
                u.touchpoint == kNone ? Id{} : r.input.touchpoints[static_cast<std::size_t>(u.touchpoint)].id;
            writer.sql().execute(
                "INSERT INTO process_unmet (account, touchpoint, cause, touches) VALUES ($1, $2, $3, $4)",
                r.input.accounts[static_cast<std::size_t>(u.account)].id,
                touchpoint.is_set() ? db::bind(touchpoint) : db::Param{}, name_of(u.cause), u.touches);
        }
        records::Workspace::set_setting(
            writer.sql(), kLastPlan,
            json::Object{{"planned_at", at.to_string()},
                         {"from", r.input.start.to_string()},
                         {"to", r.input.start.plus_days(7 * kPlanWeeks - 1).to_string()},
                         {"unmet_total", static_cast<std::int64_t>(plan.unmet.size())}});
        return {};
    });
}

}  // namespace

Result<PlanResult> make_plan(records::Workspace& workspace, const Actor& actor, std::optional<Date> from,
                             bool dry_run) {
    const auto began = std::chrono::steady_clock::now();
    const Instant at = workspace.clock().now();
    const Date day = from.value_or(local_date(at, workspace.settings().time_zone));
    const Date start = IsoWeek::of(day).monday();
    Actor planner = actor;
    planner.source = "plan";
    if (!dry_run) {
        KITH_CHECK(update_types(workspace, planner));
        const auto settled =
            workspace.read(planner, [&](Reader& reader) { return settle_digital(reader, start); });
        KITH_CHECK(write_touches(workspace, planner, settled));
    }
    const PlanRecords records =
        workspace.read(planner, [&](Reader& reader) { return PlanRecords::load(reader, start, true); });
    const Plan plan = plan_year(records.input);
    if (!dry_run) {
        KITH_CHECK(write_touches(workspace, planner, changes_of(records, plan)));
        KITH_CHECK(keep_unmet(workspace, planner, records, plan, at));
        KITH_CHECK(refresh_all_touches(workspace, planner));
    }
    PlanResult result;
    result.planned = static_cast<int>(plan.touches.size());
    result.kept = plan.kept;
    result.moved = plan.moved;
    result.cancelled = static_cast<int>(plan.cancelled.size());
    result.unmet_total = static_cast<std::int64_t>(plan.unmet.size());
    result.took_ms =
        std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - began)
            .count();
    KITH_TRY(result.json, workspace.read(planner, [&](Reader& reader) {
        return plan_json(reader, records, plan, result);
    }));
    return result;
}

}  // namespace kith::process
