#include "modules/process/program_load.hpp"

#include <algorithm>
#include <cstdlib>
#include <span>

#include "modules/body_reader.hpp"

namespace kith::process {
namespace {

constexpr int kMostTouchpoints = 50;  // of one cell

std::uint16_t read_months(BodyReader& body, const json::Value& months) {
    unsigned mask = 0;
    if (months.array() == nullptr) {
        body.error("months", "process.not_months");
        return 0;
    }
    for (const json::Value& month : *months.array()) {
        std::int64_t number = month.integer() != nullptr ? *month.integer() : 0;
        if (month.string() != nullptr && month.string()->size() <= 2)
            number = std::atoi(month.string()->c_str());
        if (number < 1 || number > 12) {
            body.error("months", "process.not_months");
            return 0;
        }
        mask |= 1U << (number - 1);
    }
    return static_cast<std::uint16_t>(mask);
}

Result<PlanTouchpoint> read_touchpoint(const json::Value& json) {
    BodyReader body(json);
    PlanTouchpoint t;
    const auto mode = body.required_text("mode");
    if (mode != "human" && mode != "digital") body.error("mode", "process.not_mode");
    t.mode = mode == "digital" ? Mode::Digital : Mode::Human;
    t.times_per_year = static_cast<int>(body.integer("times_per_year", 0, 1000).value_or(0));
    t.minutes = static_cast<int>(body.integer("minutes", 0, 2400).value_or(0));
    t.months = read_months(body, body.value("months"));
    t.who = body.text("who").value_or("owner") == "manager" ? Who::Manager : Who::Owner;
    for (const char* also : {"id", "name", "kind", "steps", "position", "version"})
        body.value(also);  // the grid sends what it has
    KITH_CHECK(body.finish());
    return t;
}

Error not_cells() {
    return {
        .kind = ErrorKind::Invalid, .code = "body.invalid", .fields = {{"cells", "process.not_cells", {}}}};
}

bool is_one_of(std::string_view text, std::span<const std::string_view> list) {
    return std::find(list.begin(), list.end(), text) != list.end();
}

}  // namespace

Result<std::vector<DraftCell>> read_draft(const json::Value& body) {
    std::vector<DraftCell> out;
    const auto* cells = body["cells"].array();
    if (cells == nullptr || cells->size() > 8) return not_cells();
    for (const json::Value& json : *cells) {
        DraftCell cell{std::string(json.text("account_type")), std::string(json.text("category")), {}};
        const auto* touchpoints = json["touchpoints"].array();
        if (!is_one_of(cell.account_type, kTypes) || !is_one_of(cell.category, kCategories) ||
            touchpoints == nullptr || touchpoints->size() > kMostTouchpoints) {
            return not_cells();
        }
        for (const json::Value& t : *touchpoints) {
            KITH_TRY(PlanTouchpoint touchpoint, read_touchpoint(t));
            cell.touchpoints.push_back(touchpoint);
        }
        out.push_back(std::move(cell));
    }
    return out;
}

ProgramLoad program_load(records::Reader& reader, const std::vector<DraftCell>& draft) {
    ProgramLoad out;
    out.records = PlanRecords::load(reader, IsoWeek::of(reader.today()).monday(), false);
    PlanInput& input = out.records.input;
    for (const DraftCell& cell : draft) {
        const int program = out.records.programs.find(cell.account_type, cell.category);
        if (program == kNone) continue;  // nobody is in a program that is not there
        auto& touchpoints = input.programs[static_cast<std::size_t>(program)].touchpoints;
        touchpoints.clear();
        for (PlanTouchpoint t : cell.touchpoints) {
            t.id = {static_cast<std::int64_t>(input.touchpoints.size()) + 1};
            touchpoints.push_back(static_cast<int>(input.touchpoints.size()));
            input.touchpoints.push_back(t);
        }
    }
    for (PlanProgram& program : input.programs) {
        std::erase_if(program.touchpoints, [&](int t) {
            return input.touchpoints[static_cast<std::size_t>(t)].mode == Mode::Digital;
        });
    }
    // The level asks what it takes, not what fits: nothing may be left out for want of room.
    std::vector<int> capacity;
    for (PlanRep& rep : input.reps) {
        capacity.push_back(rep.weekly_minutes);
        rep.weekly_minutes = 1'000'000;
    }
    out.plan = plan_year(input);
    for (std::size_t r = 0; r < input.reps.size(); ++r)
        input.reps[r].weekly_minutes = capacity[r];
    return out;
}

std::int64_t minutes_per_year(const PlanInput& input) {
    std::int64_t sum = 0;
    for (const PlanAccount& account : input.accounts) {
        if (account.program == kNone) continue;
        for (int t : input.programs[static_cast<std::size_t>(account.program)].touchpoints) {
            const PlanTouchpoint& tp = input.touchpoints[static_cast<std::size_t>(t)];
            if (tp.mode == Mode::Human) sum += std::int64_t{tp.times_per_year} * tp.minutes;
        }
    }
    return sum;
}

void write_load(json::Writer& out, const ProgramLoad& load,
                const std::vector<std::pair<const char*, std::int64_t>>& more) {
    const PlanInput& input = load.records.input;
    out.begin_object().key("weeks").begin_array();
    for (int w = 0; w < kPlanWeeks; ++w)
        out.value(IsoWeek::of(input.start.plus_days(7 * w)).to_string());
    out.end_array().key("reps").begin_array();
    for (std::size_t r = 0; r < input.reps.size(); ++r) {
        if (!load.records.rep_active[r]) continue;
        if (load.plan.loads[r].peak == 0 && input.reps[r].weekly_minutes == 0) continue;
        out.begin_object()
            .key("user")
            .begin_object()
            .member("id", input.reps[r].id)
            .member("name", load.records.rep_names[r])
            .end_object();
        out.member("capacity_minutes", input.reps[r].weekly_minutes).key("minutes").begin_array();
        for (int minutes : load.plan.loads[r].minutes)
            out.value(minutes);
        out.end_array().key("availability").begin_array();
        for (double there : input.reps[r].availability)
            out.value(there);
        out.end_array().end_object();
    }
    out.end_array();
    for (const auto& [name, value] : more)
        out.member(name, value);
    out.end_object();
}

}  // namespace kith::process
