#include "modules/process/programs.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "modules/process/queries.hpp"

namespace kith::process {

std::uint16_t read_months(std::string_view json) {
    unsigned mask = 0;
    const auto list = json::parse(json);
    if (!list || list->array() == nullptr) return 0;
    for (const json::Value& month : *list->array()) {
        const auto* text = month.string();
        const int number = text != nullptr && text->size() <= 2 ? std::atoi(text->c_str()) : 0;
        if (number >= 1 && number <= 12) mask |= 1U << (number - 1);
    }
    return static_cast<std::uint16_t>(mask);
}

std::string_view name_of(Mode mode) { return mode == Mode::Human ? "human" : "digital"; }

std::vector<std::string> lines_of(std::string_view text) {
    std::vector<std::string> out;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        if (const auto line = text::trim(text.substr(0, end)); !line.empty()) out.emplace_back(line);
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return out;
}

Programs Programs::load(db::Transaction& tx) {
    Programs out;
    std::map<Id, std::size_t> by_id;
    {
        auto rows = tx.query(statement("plan_programs"));
        while (rows.next()) {
            by_id[rows->id(0)] = out.programs.size();
            out.programs.push_back(
                {rows->id(0), rows->string(1), rows->string(2), rows->string(3), rows->string(4), {}});
        }
    }
    auto rows = tx.query(statement("plan_touchpoints"));
    while (rows.next()) {
        Touchpoint t;
        t.id = t.plan.id = rows->id(0);
        t.program = rows->id(1);
        t.name = rows->string(2);
        t.kind = rows->string(3);
        t.plan.mode = rows->text(4) == "digital" ? Mode::Digital : Mode::Human;
        t.plan.times_per_year = static_cast<int>(rows->integer(5));
        t.plan.months = read_months(rows->text(6));
        t.plan.minutes = t.plan.mode == Mode::Digital ? 0 : static_cast<int>(rows->integer(7));
        t.plan.who = rows->text(8) == "manager" ? Who::Manager : Who::Owner;
        t.steps = lines_of(rows->text(9));
        t.version = rows->integer(10);
        t.position = rows->integer(11);
        out.programs[by_id[t.program]].touchpoints.push_back(static_cast<int>(out.touchpoints.size()));
        out.touchpoints.push_back(std::move(t));
    }
    return out;
}

int Programs::find(std::string_view account_type, std::string_view category) const {
    const auto found = std::find_if(programs.begin(), programs.end(), [&](const Program& p) {
        return p.account_type == account_type && p.category == category;
    });
    return found == programs.end() ? kNone : static_cast<int>(found - programs.begin());
}

}  // namespace kith::process
