#include "modules/process/program_load.hpp"
#include "modules/process/queries.hpp"
#include "modules/process/thresholds.hpp"
#include "modules/process/within_reach.hpp"

namespace kith::process {
namespace {

void write_touchpoint(json::Writer& out, const Touchpoint& t) {
    out.begin_object()
        .member("id", t.id)
        .member("name", t.name)
        .member("kind", t.kind)
        .member("mode", name_of(t.plan.mode));
    out.member("times_per_year", t.plan.times_per_year).key("months").begin_array();
    for (int m = 0; m < 12; ++m) {
        if ((t.plan.months >> m) & 1U) out.value(m + 1);
    }
    out.end_array()
        .member("minutes", t.plan.minutes)
        .member("who", t.plan.who == Who::Manager ? "manager" : "owner");
    out.key("steps").begin_array();
    for (const std::string& step : t.steps)
        out.value(step);
    out.end_array().member("position", t.position).member("version", t.version).end_object();
}

void write_cell(json::Writer& out, const Programs& programs, std::string_view type, std::string_view category,
                std::int64_t accounts) {
    out.begin_object().member("account_type", type).member("category", category);
    const int index = programs.find(type, category);
    std::int64_t per_account = 0;
    if (index != kNone) {
        const Program& program = programs.programs[static_cast<std::size_t>(index)];
        out.member("program", program.id).member("name", program.name).member("goal", program.goal);
        for (int t : program.touchpoints) {
            const PlanTouchpoint& plan = programs.touchpoints[static_cast<std::size_t>(t)].plan;
            if (plan.mode == Mode::Human) per_account += std::int64_t{plan.times_per_year} * plan.minutes;
        }
    } else {
        out.key("program").null().key("name").null().key("goal").null();
    }
    out.member("accounts", accounts).member("human_minutes_per_year", per_account * accounts);
    out.member("human_minutes_per_account", per_account).key("touchpoints").begin_array();
    if (index != kNone) {
        for (int t : programs.programs[static_cast<std::size_t>(index)].touchpoints) {
            write_touchpoint(out, programs.touchpoints[static_cast<std::size_t>(t)]);
        }
    }
    out.end_array().end_object();
}

void write_ranges(json::Writer& out, records::Reader& reader) {
    const auto thresholds = Thresholds::load(reader.sql(), ProcessSettings::load(reader.sql()),
                                             reader.workspace().settings().currency);
    out.key("category_ranges").begin_object();
    if (const auto* row = thresholds.anywhere()) {
        for (std::size_t i = 0; i < 3; ++i) {
            out.key(kCategories[i])
                .begin_object()
                .member("from", Money{row->from[i], row->currency})
                .end_object();
        }
        out.key("D").begin_object().member("from", Money{0, row->currency}).end_object();
    }
    out.end_object();
}

}  // namespace

std::string programs_json(records::Reader& reader) {
    std::map<std::pair<std::string, std::string>, std::int64_t> accounts;
    std::int64_t customers = 0;
    const bool by_cell = may_read(reader, "account", "account_type") && may_read(reader, "account", "category");
    {
        auto rows = ask(reader, std::string(statement("accounts_by_cell")), {});
        while (rows.next()) {
            if (by_cell) accounts[{rows->string(0), rows->string(1)}] = rows->integer(2);
            customers += rows->integer(2);
        }
    }
    const ProgramLoad load = program_load(reader, {});
    const Programs programs = Programs::load(reader.sql());
    std::string body;
    json::Writer out(body);
    out.begin_object().key("cells").begin_array();
    for (std::string_view type : kTypes) {
        for (std::string_view category : kCategories) {
            write_cell(out, programs, type, category, accounts[{std::string(type), std::string(category)}]);
        }
    }
    out.end_array().key("load");
    write_load(out, load, {{"minutes_per_year", minutes_per_year(load.records.input)}});
    write_ranges(out, reader);
    out.member("customers", customers).end_object();
    return body;
}

}  // namespace kith::process
