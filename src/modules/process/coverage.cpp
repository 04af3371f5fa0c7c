#include "modules/process/coverage.hpp"

#include <unordered_map>
#include <utility>

#include "base/i18n.hpp"
#include "modules/process/plan_json.hpp"
#include "modules/process/programs.hpp"
#include "modules/process/queries.hpp"
#include "modules/process/within_reach.hpp"

namespace kith::process {
namespace {

using records::Reader;

constexpr int kBrokenAfterWeeks =
    4;  // a human touch so long overdue breaks the program; before, it is at risk

struct UnmetSum {
    std::string cause;
    std::int64_t touches = 0;
};

std::string_view unmet_name(const std::string& cause) {
    for (int c = 0; c <= static_cast<int>(UnmetCause::TooLate); ++c) {
        if (const auto name = name_of(static_cast<UnmetCause>(c)); name == cause) return name;
    }
    return {};
}

/// What is known of all accounts, to judge one.
struct Known {
    Programs programs;
    std::unordered_map<Id, bool> active;
    std::unordered_map<Id, Date> overdue;
    std::unordered_map<Id, UnmetSum> unmet;
    Date monday;
    bool has_human[2][4] = {};
    int program[2][4] = {};
};

/// Asks for all accounts, or for one.
db::Cursor ask_about(Reader& reader, std::string_view name, std::vector<db::Param> params, Id only) {
    std::string sql(statement(name));
    const auto from = sql.find("{only ");
    const auto to = sql.find('}', from);
    sql.replace(from, to - from + 1, only.is_set() ? sql.substr(from + 6, to - from - 6) : "");
    if (only.is_set()) params.push_back(db::bind(only));
    return ask(reader, std::move(sql), std::move(params));
}

Known load(Reader& reader, Id only) {
    Known k;
    k.monday = IsoWeek::of(reader.today()).monday();
    k.programs = Programs::load(reader.sql());
    for (std::size_t t = 0; t < 2; ++t) {
        for (std::size_t c = 0; c < 4; ++c) {
            k.program[t][c] = k.programs.find(kTypes[t], kCategories[c]);
            if (k.program[t][c] == kNone) continue;
            for (int tp : k.programs.programs[static_cast<std::size_t>(k.program[t][c])].touchpoints) {
                const PlanTouchpoint& plan = k.programs.touchpoints[static_cast<std::size_t>(tp)].plan;
                k.has_human[t][c] |= plan.mode == Mode::Human && plan.times_per_year > 0;
            }
        }
    }
    {
        auto rows = reader.sql().query(statement("plan_users"));
        while (rows.next())
            k.active[rows->id(0)] = rows->boolean(2);
    }
    {
        auto rows = ask_about(reader, "overdue_touches", {db::bind(k.monday)}, only);
        while (rows.next())
            k.overdue[rows->id(0)] = rows->date(1);
    }
    auto rows = ask_about(reader, "unmet_touches", {}, only);
    while (rows.next()) {
        UnmetSum& sum = k.unmet[rows->id(0)];
        if (rows->integer(2) >= sum.touches) sum = {rows->string(1), rows->integer(2)};
    }
    return k;
}

Cover judge(const Known& k, const db::Row& row) {
    const Id account = row.id(0);
    const std::string_view type = row.text(2);
    const std::string_view category = row.text(3);
    if (type.empty() || category.empty()) return {Keeping::Broken, "not_placed", {}, 0};
    const std::size_t t = type == kTypes[0] ? 0 : 1;
    const auto c = static_cast<std::size_t>(category[0] - 'A') & 3U;
    if (k.program[t][c] == kNone) return {Keeping::Broken, "no_program", {}, 0};
    if (k.programs.programs[static_cast<std::size_t>(k.program[t][c])].touchpoints.empty())
        return {Keeping::Broken, "empty_program", {}, 0};
    const auto owner = k.active.find(row.id(1));
    if (k.has_human[t][c] && (owner == k.active.end() || !owner->second))
        return {Keeping::Broken, "no_owner", {}, 0};
    if (const auto late = k.overdue.find(account); late != k.overdue.end()) {
        const int weeks = (k.monday.days - late->second.days) / 7;
        return {weeks >= kBrokenAfterWeeks ? Keeping::Broken : Keeping::AtRisk, "overdue", {}, weeks};
    }
    if (row.is_null(5)) return {Keeping::Broken, "not_planned", {}, 0};
    if (const auto unmet = k.unmet.find(account); unmet != k.unmet.end()) {
        return {Keeping::AtRisk, "unmet", unmet_name(unmet->second.cause), unmet->second.touches};
    }
    return {};
}

}  // namespace

std::string_view name_of(Keeping state) {
    return state == Keeping::Kept ? "kept" : state == Keeping::AtRisk ? "at_risk" : "broken";
}

void write_cause(json::Writer& out, const Cover& cover, std::string_view language) {
    if (cover.cause.empty()) {
        out.null();
        return;
    }
    const std::string text = cover.cause == "unmet"
                                 ? unmet_text(cover.detail, cover.count, language)
                                 : i18n::text(language, "coverage." + std::string(cover.cause),
                                              {{"count", std::to_string(cover.count)}});
    out.begin_object()
        .member("code", cover.cause == "unmet" ? cover.detail : cover.cause)
        .member("text", text)
        .end_object();
}

void cover_all(Reader& reader, Id only, const std::function<void(const Covered&)>& fn) {
    const Known known = load(reader, only);
    auto rows = ask_about(reader, "covered_accounts", {}, only);
    while (rows.next()) {
        fn({rows->id(0), rows->id(1), rows->text(2), rows->text(3), rows->text(4), judge(known, *rows)});
    }
}

}  // namespace kith::process
