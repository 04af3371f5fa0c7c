#include "modules/process/plan_year.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <span>
#include <tuple>

#include "modules/process/plan_group.hpp"

namespace kith::process {
namespace {

constexpr int kPastWeeks = 2 * kPlanWeeks;  // beyond them a last touch is overdue in any case
constexpr float kUrgency = 0.08F;           // what it costs to let an account wait that was long not seen

WeekMask bit(int week) { return WeekMask{1} << week; }

/// The whole working week lies in allowed months.
bool allowed(Date monday, std::uint16_t months) {
    for (int day : {0, 4}) {
        if (((months >> (monday.plus_days(day).month() - 1)) & 1U) == 0) return false;
    }
    return true;
}

/// A touchpoint's allowed weeks, of the horizon and of the time before it.
struct Calendar {
    WeekMask weeks = 0;
    std::array<int, kPastWeeks + 1> past{};  // [j]: allowed ones among the j weeks before the horizon

    Calendar(Date start, std::uint16_t months) {
        for (int w = 0; w < kPlanWeeks; ++w) {
            if (allowed(start.plus_days(7 * w), months)) weeks |= bit(w);
        }
        for (std::size_t j = 1; j <= kPastWeeks; ++j) {
            past[j] = past[j - 1] + (allowed(start.plus_days(-7 * static_cast<int>(j)), months) ? 1 : 0);
        }
    }
};

/// A series still to be made: where its existing touches and last touch stand in the sorted input.
struct Task {
    int account = 0, touchpoint = 0, rep = kNone;
    std::uint32_t existing_from = 0, existing_to = 0;
    std::int32_t last = kNone;
};

/// Reads the input once, hands each series to its group, gathers what they made.
class Planner {
public:
    explicit Planner(const PlanInput& input)
        : input_(input),
          seen_(input.accounts.size() * static_cast<std::size_t>(kPlanWeeks), 0),
          human_(input.reps.size()),
          digital_(input.touchpoints.size()) {
        assert(input.start.weekday() == 1);
        for (const PlanTouchpoint& t : input.touchpoints)
            calendars_.emplace_back(input.start, t.months);
        for (std::size_t r = 0; r < input.reps.size(); ++r) {
            const auto a = availability_of(input, static_cast<int>(r));
            WeekMask mask = 0;
            for (std::size_t w = 0; w < static_cast<std::size_t>(kPlanWeeks); ++w) {
                if (a[w] > 0) mask |= bit(static_cast<int>(w));
            }
            at_work_.push_back(mask);
        }
        sort_by_account();
    }

    Plan run() {
        for (std::size_t a = 0; a < input_.accounts.size(); ++a)
            hand_out(static_cast<int>(a));
        for (std::size_t r = 0; r < human_.size(); ++r)
            plan_.loads.push_back(plan_group(static_cast<int>(r), human_[r]));
        for (const auto& tasks : digital_)
            plan_group(kNone, tasks);
        std::sort(plan_.touches.begin(), plan_.touches.end(),
                  [](const PlannedTouch& x, const PlannedTouch& y) {
                      return std::tie(x.account, x.touchpoint, x.week, x.existing) <
                             std::tie(y.account, y.touchpoint, y.week, y.existing);
                  });
        std::sort(plan_.unmet.begin(), plan_.unmet.end(), [](const Unmet& x, const Unmet& y) {
            return std::tie(x.account, x.touchpoint, x.cause) < std::tie(y.account, y.touchpoint, y.cause);
        });
        std::sort(plan_.cancelled.begin(), plan_.cancelled.end());
        return std::move(plan_);
    }

private:
    void sort_by_account() {
        existing_ = input_.existing;
        std::sort(existing_.begin(), existing_.end(), [](const ExistingTouch& x, const ExistingTouch& y) {
            return std::tie(x.account, x.touchpoint, x.week, x.id) <
                   std::tie(y.account, y.touchpoint, y.week, y.id);
        });
        last_ = input_.last_touches;
        std::sort(last_.begin(), last_.end(), [](const LastTouch& x, const LastTouch& y) {
            return std::tie(x.account, x.touchpoint, x.on) < std::tie(y.account, y.touchpoint, y.on);
        });
    }

    [[nodiscard]] const PlanTouchpoint& touchpoint(int index) const {
        return input_.touchpoints[static_cast<std::size_t>(index)];
    }

    [[nodiscard]] int rep_for(const PlanAccount& account, const PlanTouchpoint& t) const {
        if (account.owner == kNone || t.who == Who::Owner) return account.owner;
        const int manager = input_.reps[static_cast<std::size_t>(account.owner)].manager;
        return manager == kNone ? account.owner : manager;
    }

    void cancel(std::size_t from, std::size_t to) {
        for (std::size_t i = from; i < to; ++i) {
            const ExistingTouch& e = existing_[i];
            if (e.state == TouchState::Planned && e.week < kPlanWeeks) plan_.cancelled.push_back(e.id);
        }
    }

    /// Gives each series of an account to its group, and takes away what nothing asks for any more.
    void hand_out(int index) {
        const PlanAccount& account = input_.accounts[static_cast<std::size_t>(index)];
        const std::size_t from = next_existing_;
        while (next_existing_ < existing_.size() && existing_[next_existing_].account == index)
            ++next_existing_;
        const std::size_t last_from = next_last_;
        while (next_last_ < last_.size() && last_[next_last_].account == index)
            ++next_last_;
        if (account.program == kNone) {
            cancel(from, next_existing_);
            plan_.unmet.push_back({index, kNone, UnmetCause::NoProgram, 0});
            return;
        }
        const auto& touchpoints = input_.programs[static_cast<std::size_t>(account.program)].touchpoints;
        for (std::size_t i = from; i < next_existing_; ++i) {
            if (std::find(touchpoints.begin(), touchpoints.end(), existing_[i].touchpoint) ==
                touchpoints.end()) {
                cancel(i, i + 1);
            }
        }
        for (int t : touchpoints) {
            Task task{index, t, rep_for(account, touchpoint(t))};
            std::size_t e = from;
            while (e < next_existing_ && existing_[e].touchpoint != t)
                ++e;
            task.existing_from = static_cast<std::uint32_t>(e);
            while (e < next_existing_ && existing_[e].touchpoint == t)
                ++e;
            task.existing_to = static_cast<std::uint32_t>(e);
            for (std::size_t l = last_from; l < next_last_; ++l) {
                if (last_[l].touchpoint == t) task.last = static_cast<std::int32_t>(l);
            }
            const bool human = touchpoint(t).mode == Mode::Human;
            const int times = touchpoint(t).times_per_year;
            if (times <= 0 || (human && task.rep == kNone)) {
                cancel(task.existing_from, task.existing_to);
                if (times > 0) plan_.unmet.push_back({index, t, UnmetCause::NoOwner, times});
            } else if (human) {
                human_[static_cast<std::size_t>(task.rep)].push_back(task);
            } else {
                digital_[static_cast<std::size_t>(t)].push_back(task);
            }
        }
    }

    [[nodiscard]] double human_touches_a_year(const PlanAccount& account) const {
        double sum = 0;
        for (int t : input_.programs[static_cast<std::size_t>(account.program)].touchpoints) {
            if (touchpoint(t).mode == Mode::Human) sum += touchpoint(t).times_per_year;
        }
        return std::max(sum, 1.0);
    }

    [[nodiscard]] SeriesFacts facts_of(const Task& task) const {
        const PlanAccount& account = input_.accounts[static_cast<std::size_t>(task.account)];
        const Calendar& calendar = calendars_[static_cast<std::size_t>(task.touchpoint)];
        SeriesFacts facts;
        facts.times = touchpoint(task.touchpoint).times_per_year;
        facts.month_weeks = facts.mask = calendar.weeks;
        if (task.last != kNone) {
            const Date on = last_[static_cast<std::size_t>(task.last)].on;
            const int weeks = (input_.start.days - on.days + 6) / 7;
            if (weeks > 0 && weeks <= kPastWeeks)
                facts.last_position = -calendar.past[static_cast<std::size_t>(weeks)];
        }
        if (touchpoint(task.touchpoint).mode == Mode::Digital) return facts;
        facts.mask &= at_work_[static_cast<std::size_t>(task.rep)];
        facts.urgency = kUrgency;
        if (account.last_human) {
            const int ago = std::max(0, (input_.start.days - account.last_human->days) / 7);
            facts.rest_weeks =
                std::max(0, static_cast<int>(0.6 * kPlanWeeks / human_touches_a_year(account)) - ago);
            facts.urgency *= static_cast<float>(std::min(ago, kPlanWeeks)) / kPlanWeeks;
        }
        return facts;
    }

    RepLoad plan_group(int rep, const std::vector<Task>& tasks) {
        Group group(input_, rep, seen_);
        for (const Task& task : tasks) {
            const auto existing =
                std::span(existing_).subspan(task.existing_from, task.existing_to - task.existing_from);
            Series series{task.account, task.touchpoint, task.rep, Skeleton(facts_of(task), existing)};
            for (Id id : series.skeleton.surplus)
                plan_.cancelled.push_back(id);
            for (const auto& [cause, touches] : series.skeleton.unmet) {
                plan_.unmet.push_back({task.account, task.touchpoint, cause, touches});
            }
            group.add(std::move(series));
        }
        group.plan();
        for (const Series& s : group.series())
            gather(s);
        return group.report();
    }

    void gather(const Series& s) {
        int full = 0;
        int late = 0;
        for (const Slot& slot : s.skeleton.slots) {
            if (slot.state != TouchState::Planned) continue;
            if (slot.dropped) {
                ++(slot.too_late ? late : full);
                if (slot.existing.is_set()) plan_.cancelled.push_back(slot.existing);
                continue;
            }
            const int week = slot.carried() ? slot.old_week : slot.week;
            const Placement placement = !slot.existing.is_set() ? Placement::New
                                        : week == slot.old_week ? Placement::Kept
                                                                : Placement::Moved;
            plan_.kept += placement == Placement::Kept;
            plan_.moved += placement == Placement::Moved;
            plan_.added += placement == Placement::New;
            plan_.touches.push_back({slot.existing, s.account, s.touchpoint, s.rep, week, placement});
        }
        if (full > 0) plan_.unmet.push_back({s.account, s.touchpoint, UnmetCause::Capacity, full});
        if (late > 0) plan_.unmet.push_back({s.account, s.touchpoint, UnmetCause::TooLate, late});
    }

    const PlanInput& input_;
    std::vector<Calendar> calendars_;  // by touchpoint
    std::vector<WeekMask> at_work_;    // by rep
    std::vector<ExistingTouch> existing_;
    std::vector<LastTouch> last_;
    std::size_t next_existing_ = 0, next_last_ = 0;
    std::vector<std::uint8_t> seen_;
    std::vector<std::vector<Task>> human_;    // by rep
    std::vector<std::vector<Task>> digital_;  // by touchpoint
    Plan plan_;
};

}  // namespace

std::string_view name_of(UnmetCause cause) {
    switch (cause) {
        case UnmetCause::NoProgram:
            return "no_program";
        case UnmetCause::NoOwner:
            return "no_owner";
        case UnmetCause::NoMonth:
            return "no_month";
        case UnmetCause::Absent:
            return "absent";
        case UnmetCause::TooFewWeeks:
            return "too_few_weeks";
        case UnmetCause::Capacity:
            return "capacity";
        case UnmetCause::TooLate:
            return "too_late";
    }
    return "";
}

Plan plan_year(const PlanInput& input) { return Planner(input).run(); }

}  // namespace kith::process
