#include "modules/process/touch_activity.hpp"

#include <string>
#include <unordered_map>
#include <vector>

#include "modules/process/account_types.hpp"
#include "modules/process/in_chunks.hpp"
#include "modules/process/process.hpp"
#include "modules/process/owners.hpp"
#include "modules/process/queries.hpp"

namespace kith::process {
namespace {

using records::Record;
using records::Values;
using records::Writer;

records::FieldValue day_of(const db::Row& row, int column, const std::string& zone) {
    return row.is_null(column) ? records::FieldValue()
                               : records::FieldValue(local_date(row.instant(column), zone));
}

bool counts(const Record& activity) {
    return activity.text("state") == "done" && activity.text("kind") != "task" &&
           activity.text("kind") != "other" && activity.id_of("account").is_set();
}

/// Marks the planned touch of the same kind that lies nearest, and ties the activity to it.
Result<void> fulfil(Writer& writer, const Record& activity) {
    const auto* at = std::get_if<Instant>(&activity["at"]);
    if (at == nullptr || activity.text("outcome") == "no_answer") return {};
    const Date on = local_date(*at, writer.workspace().settings().time_zone);
    const Date monday = IsoWeek::of(on).monday();
    Id touch;
    {
        auto rows = writer.sql().query(statement("touch_to_fulfil"), activity.id_of("account"),
                                       activity.text("kind"), monday.plus_days(-7 * kFulfilWeeks),
                                       monday.plus_days(7 * kFulfilWeeks), monday);
        if (rows.next()) touch = rows->id(0);
    }
    if (!touch.is_set()) return {};
    KITH_CHECK(writer.update(
        "touch", touch, {{"state", std::string("done")}, {"done_on", on}, {"outcome", activity["outcome"]}},
        by_rule_options()));
    KITH_CHECK(writer.update("activity", activity.id, {{"touch", touch}}, by_rule_options(false)));
    return {};
}

}  // namespace

Result<void> refresh_touches(Writer& writer, Id account) {
    const std::string zone = writer.workspace().settings().time_zone;
    Values values;
    {
        auto rows = writer.sql().query(statement("last_touches_of_one"), account);
        if (rows.next())
            values = {{"last_touch", day_of(*rows, 0, zone)}, {"last_human_touch", day_of(*rows, 1, zone)}};
    }
    {
        auto rows = writer.sql().query(statement("next_touch_of_one"), account);
        if (rows.next())
            values.set("next_touch",
                       rows->is_null(0) ? records::FieldValue() : records::FieldValue(rows->date(0)));
    }
    return or_gone(writer.update("account", account, values, by_rule_options(false)));
}

Result<std::int64_t> refresh_all_touches(records::Workspace& workspace, const Actor& actor) {
    struct Change {
        Id account;
        Values values;
    };
    const std::string zone = workspace.settings().time_zone;
    std::vector<Change> changes = workspace.read(actor, [&](records::Reader& reader) {
        std::vector<Change> out;
        std::unordered_map<Id, std::size_t> place;
        {
            auto rows = reader.sql().query(statement("last_touches_of_all"));
            while (rows.next()) {
                const auto last = day_of(*rows, 3, zone);
                const auto human = day_of(*rows, 4, zone);
                const auto old = [&](int c) {
                    return rows->is_null(c) ? records::FieldValue() : records::FieldValue(rows->date(c));
                };
                if (old(1) == last && old(2) == human) continue;
                place[rows->id(0)] = out.size();
                out.push_back({rows->id(0), {{"last_touch", last}, {"last_human_touch", human}}});
            }
        }
        auto rows = reader.sql().query(statement("next_touches"));
        while (rows.next()) {
            const auto [at, added] = place.try_emplace(rows->id(0), out.size());
            if (added) out.push_back({rows->id(0), {}});
            out[at->second].values.set(
                "next_touch", rows->is_null(1) ? records::FieldValue() : records::FieldValue(rows->date(1)));
        }
        return out;
    });
    KITH_CHECK(in_chunks(workspace, actor, changes, [&](Writer& writer, const Change& c) -> Result<void> {
        return or_gone(writer.update("account", c.account, c.values, by_rule_options(false)));
    }));
    return static_cast<std::int64_t>(changes.size());
}

Result<Refreshed> refresh_accounts(records::Workspace& workspace, const Actor& actor) {
    KITH_CHECK(assign_from_deals(workspace, actor));
    Refreshed out;
    KITH_TRY(out.types, update_types(workspace, actor));
    KITH_TRY(out.touches, refresh_all_touches(workspace, actor));
    return out;
}

Result<void> after_activity(Writer& writer, const Record* before, const Record* after) {
    const bool now_done = after != nullptr && counts(*after) && (before == nullptr || !counts(*before));
    if (now_done && !after->id_of("touch").is_set()) KITH_CHECK(fulfil(writer, *after));
    const Id old_account = before != nullptr ? before->id_of("account") : Id{};
    const Id new_account = after != nullptr ? after->id_of("account") : Id{};
    if (new_account.is_set()) KITH_CHECK(refresh_touches(writer, new_account));
    if (old_account.is_set() && old_account != new_account) return refresh_touches(writer, old_account);
    return {};
}

Result<void> before_touch(Writer&, const Record*, Values& values) {
    for (const char* field : {"week", "planned_week"}) {
        const auto* week = values.find(field);
        if (week == nullptr || !std::holds_alternative<Date>(*week)) continue;
        values.set(field, IsoWeek::of(std::get<Date>(*week)).monday());
    }
    return {};
}

Result<void> after_touch(Writer& writer, const Record* before, const Record* after) {
    return refresh_touches(writer, (after != nullptr ? after : before)->id_of("account"));
}

}  // namespace kith::process
