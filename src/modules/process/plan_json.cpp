#include "modules/process/plan_json.hpp"

#include <algorithm>

#include "base/i18n.hpp"
#include "modules/process/queries.hpp"
#include "modules/process/within_reach.hpp"

namespace kith::process {
namespace {

struct UnmetLine {
    Id account;
    std::string_view name, touchpoint, cause;
    std::int64_t touches = 0;
};

void write_unmet(json::Writer& out, const UnmetLine& line, std::string_view language) {
    out.begin_object()
        .key("account")
        .begin_object()
        .member("id", line.account)
        .member("name", line.name)
        .end_object();
    out.key("touchpoint");
    if (line.touchpoint.empty()) {
        out.null();
    } else {
        out.value(line.touchpoint);
    }
    out.member("cause", line.cause).member("touches", line.touches);
    out.member("text", unmet_text(line.cause, line.touches, language)).end_object();
}

}  // namespace

std::string unmet_text(std::string_view cause, std::int64_t touches, std::string_view language) {
    return i18n::text(language, std::string("unmet.") + std::string(cause),
                      {{"count", std::to_string(touches)}});
}

Result<std::string> plan_json(records::Reader& reader, const PlanRecords& records, const Plan& plan,
                              const PlanResult& result) {
    const std::string& language = reader.actor().language;
    std::vector<Id> ids;
    const std::size_t shown = std::min(plan.unmet.size(), kMostUnmet);
    for (std::size_t i = 0; i < shown; ++i)
        ids.push_back(records.input.accounts[static_cast<std::size_t>(plan.unmet[i].account)].id);
    std::map<Id, std::string> names;
    for (auto& [id, title] : reader.titles("account", ids))
        names[id] = title;

    std::string body;
    json::Writer out(body);
    out.begin_object()
        .member("from", records.input.start)
        .member("planned", result.planned)
        .member("kept", result.kept);
    out.member("moved", result.moved)
        .member("cancelled", result.cancelled)
        .member("unmet_total", result.unmet_total);
    out.key("unmet").begin_array();
    for (std::size_t i = 0; i < shown; ++i) {
        const Unmet& u = plan.unmet[i];
        const std::string_view touchpoint =
            u.touchpoint == kNone ? std::string_view()
                                  : records.programs.touchpoints[static_cast<std::size_t>(u.touchpoint)].name;
        write_unmet(out, {ids[i], names[ids[i]], touchpoint, name_of(u.cause), u.touches}, language);
    }
    out.end_array().key("peak").begin_array();
    for (std::size_t r = 0; r < plan.loads.size(); ++r) {
        const RepLoad& load = plan.loads[r];
        if (load.peak == 0) continue;
        out.begin_object()
            .key("user")
            .begin_object()
            .member("id", records.input.reps[r].id)
            .member("name", records.rep_names[r])
            .end_object();
        out.member("minutes", load.peak).member("lower_bound", load.lower_bound).end_object();
    }
    out.end_array().member("took_ms", result.took_ms).end_object();
    return body;
}

Result<std::string> last_plan_json(records::Reader& reader) {
    const auto last = records::Workspace::setting(reader.sql(), kLastPlan);
    std::string body;
    json::Writer out(body);
    out.begin_object();
    for (const char* name : {"planned_at", "from", "to"}) {
        out.key(name);
        if (last) {
            out.value(last->text(name));
        } else {
            out.null();
        }
    }
    const auto* total = last ? (*last)["unmet_total"].integer() : nullptr;
    std::int64_t unmet = total != nullptr ? *total : 0;
    if (!sees_all_accounts(reader)) {
        auto seen = ask(reader, std::string(statement("count_unmet")), {});
        unmet = seen.next() ? seen->integer(0) : 0;
    }
    out.member("unmet_total", unmet).key("unmet").begin_array();
    auto rows = ask(reader, std::string(statement("unmet_of_plan")), {db::bind(static_cast<std::int64_t>(kMostUnmet))});
    while (rows.next()) {
        write_unmet(out, {rows->id(0), rows->text(1), rows->text(3), rows->text(4), rows->integer(5)},
                    reader.actor().language);
    }
    out.end_array().end_object();
    return body;
}

}  // namespace kith::process
