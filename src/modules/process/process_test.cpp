// Programs, plan, week's list and coverage on a real file, through Workspace.
#include "modules/process/account_panel.hpp"
#include "modules/process/account_types.hpp"
#include "modules/process/process_fixture.hpp"
#include "modules/process/program_load.hpp"
#include "modules/process/reasons.hpp"
#include "modules/process/settings.hpp"
#include "modules/process/touch_actions.hpp"

namespace kith::process {
namespace {

TEST_F(Process, InstallsProgramsOnce) {
    write([&](Writer& w) { return install_defaults(w); });
    EXPECT_EQ(*workspace_->read(actor_, [](Reader& r) { return r.count("program"); }), 8);
    EXPECT_EQ(*workspace_->read(actor_, [](Reader& r) { return r.count("category_threshold"); }), 1);
}

TEST_F(Process, ShippedHumanTouchesAreNotInEveryMonth) {
    const auto programs = workspace_->read(actor_, [](Reader& r) { return Programs::load(r.sql()); });
    for (const Touchpoint& t : programs.touchpoints) {
        EXPECT_TRUE(t.plan.mode == Mode::Digital || t.plan.months != 0xFFF) << t.name;
        EXPECT_EQ(t.steps.empty(), t.plan.mode == Mode::Digital) << t.name;
    }
}

TEST_F(Process, PlansTheYearAndPlanningAgainWritesNothing) {
    const Id account = add_account("Planned");
    add_order(account, 600000, Date::of(2026, 9, 1));
    ASSERT_TRUE(categorize(*workspace_, actor_, {}, true));
    plan();
    EXPECT_EQ(human(account).size(), 8U);  // Retain A: 3 visits, 2 reviews, 3 calls
    EXPECT_EQ(last_.unmet_total, 0);
    EXPECT_TRUE(get("account", account).date("next_touch"));
    const auto before = human(account);
    plan();
    EXPECT_EQ(last_.moved + last_.cancelled, 0);
    EXPECT_EQ(last_.kept, last_.planned);
    const auto after = human(account);
    for (std::size_t i = 0; i < before.size(); ++i)
        EXPECT_EQ(after[i].version, before[i].version);
}

TEST_F(Process, ADryRunWritesNothing) {
    const Id account = add_account("Planned");
    const auto made = make_plan(*workspace_, actor_, {}, true);
    ASSERT_TRUE(made);
    EXPECT_GT(made->planned, 0);
    EXPECT_TRUE(touches(account).empty());
}

TEST_F(Process, AnotherTypeKeepsTheWeeksOfTheSameKind) {
    const Id account = add_account("Changing");
    add_order(account, 600000, Date::of(2026, 9, 1));
    ASSERT_TRUE(categorize(*workspace_, actor_, {}, true));
    plan();
    add("deal", {{"name", text("More")}, {"account", account}, {"type", text("upsell")}});
    plan();
    EXPECT_EQ(get("account", account).text("account_type"), "expand");
    EXPECT_EQ(human(account).size(), 10U);  // Expand A: 4 visits, 2 reviews, 4 calls
    EXPECT_EQ(last_.cancelled, 0);
    EXPECT_LE(last_.moved, 3);
}

TEST_F(Process, WhatCannotBeMetIsKeptWithItsCause) {
    const Id account = add_account("Nobody's", {{"owner", FieldValue()}});
    plan();
    EXPECT_EQ(last_.unmet_total, 1);
    const auto rows = coverage();
    EXPECT_EQ((*rows["rows"].array())[0]["cause"].text("code"), "no_owner");
    EXPECT_EQ((*rows["rows"].array())[0]["account"].text("id"), account.to_string());
}

class WeekList : public Process {
protected:
    void SetUp() override {
        Process::SetUp();
        account_ = add_account("Weekly", {{"city", text("Bergen")}});
        contact_ = add("contact", {{"name", text("Kari Main")},
                                   {"account", account_},
                                   {"is_primary", true},
                                   {"phone", text("+4722334455")}});
        add("contact",
            {{"name", text("Arne Boss")}, {"account", account_}, {"role", text("decision_maker")}});
        touch_ = add("touch", {{"name", text("Call")},
                               {"account", account_},
                               {"owner", rep_},
                               {"kind", text("call")},
                               {"mode", text("human")},
                               {"minutes", std::int64_t{20}},
                               {"week", Date::of(2026, 11, 24)},
                               {"touchpoint", touchpoint("call")}});
    }
    Id touchpoint(std::string_view kind) {
        const auto programs = workspace_->read(actor_, [](Reader& r) { return Programs::load(r.sql()); });
        for (const Touchpoint& t : programs.touchpoints) {
            if (t.kind == kind) return t.id;
        }
        return {};
    }
    json::Value item(const char* week = "2026-W48") {
        const auto list = week_of(rep_, week);
        const auto* items = list["items"].array();
        return items == nullptr || items->empty() ? json::Value() : (*items)[0];
    }
    Id account_, contact_, touch_;
};

TEST_F(WeekList, ShowsReasonTacticPersonAndWhatIsOpen) {
    add("deal", {{"name", text("More probes")}, {"account", account_}, {"amount", nok(50000)}});
    add("subscription",
        {{"name", text("Watch")}, {"account", account_}, {"ends_on", Date::of(2026, 12, 12)}});
    const auto shown = item();
    EXPECT_EQ(shown["account"].text("city"), "Bergen");
    EXPECT_EQ(shown["contact"].text("name"), "Kari Main");
    EXPECT_EQ(shown["steps"].array()->size(), 3U);
    EXPECT_EQ(shown["open"].array()->size(), 2U);
    std::string codes;
    for (const auto& reason : *shown["reasons"].array())
        codes += std::string(reason.text("code")) + " ";
    EXPECT_EQ(codes, "week.by_hand week.never_met week.renewal week.open_deal ");
    EXPECT_EQ(get("touch", touch_).date("week"), Date::of(2026, 11, 23)) << "a week is its Monday";
}

TEST_F(WeekList, DoneLogsTheActivityAndMovesTheDates) {
    write([&](Writer& w) { return finish_touch(w, touch_, {"positive", "Glad to hear from us", 25, {}}); });
    const Record account = get("account", account_);
    EXPECT_EQ(account.date("last_human_touch"), Date::of(2026, 11, 25));
    EXPECT_FALSE(account.date("next_touch"));
    EXPECT_EQ(item().text("state"), "done");
    EXPECT_EQ(*workspace_->read(actor_, [](Reader& r) { return r.count("activity"); }), 1);
    const auto twice = workspace_->write(actor_, [&](Writer& w) { return finish_touch(w, touch_, {}); });
    ASSERT_FALSE(twice);
    EXPECT_EQ(twice.error().code, "touch.not_planned");
    write([&](Writer& w) { return reopen_touch(w, touch_); });
    EXPECT_EQ(*workspace_->read(actor_, [](Reader& r) { return r.count("activity"); }), 0);
    EXPECT_FALSE(get("account", account_).date("last_human_touch"));
    EXPECT_EQ(item().text("state"), "planned");
}

TEST_F(WeekList, WhatIsLeftOverIsCarriedIntoThisWeek) {
    move_clock(Date::of(2026, 12, 9));
    EXPECT_EQ(*item("2026-W50")["carried_weeks"].integer(), 2);
    EXPECT_TRUE(item("2026-W51").is_null());
    plan();
    EXPECT_EQ(get("touch", touch_).date("week"), Date::of(2026, 11, 23)) << "planning does not hide it";
    write([&](Writer& w) { return finish_touch(w, touch_, {}); });
    EXPECT_EQ(item("2026-W50").text("state"), "done");
}

TEST_F(WeekList, SkipRescheduleAndHandOver) {
    write(
        [&](Writer& w) { return reschedule_touch(w, touch_, *IsoWeek::parse("2026-W50"), "Holiday there"); });
    EXPECT_TRUE(item().is_null());
    EXPECT_TRUE(get("touch", touch_).boolean("locked"));
    plan();
    EXPECT_EQ(get("touch", touch_).date("week"), Date::of(2026, 12, 7));
    write([&](Writer& w) { return hand_over_touch(w, touch_, other_, ""); });
    plan();
    EXPECT_EQ(get("touch", touch_).id_of("owner"), other_);
    write([&](Writer& w) { return skip_touch(w, touch_, "They closed down"); });
    EXPECT_EQ(get("touch", touch_).text("state"), "skipped");
    const auto past = workspace_->write(actor_, [&](Writer& w) { return reopen_touch(w, touch_); });
    EXPECT_TRUE(past);
    const auto back = workspace_->write(
        actor_, [&](Writer& w) { return reschedule_touch(w, touch_, *IsoWeek::parse("2026-W40"), ""); });
    ASSERT_FALSE(back);
    EXPECT_EQ(back.error().fields[0].code, "touch.week_has_passed");
}

TEST_F(WeekList, ARepMayNotOpenNorWorkAnothersList) {
    const auto list = week_json(*workspace_, as(other_, Role::Rep), rep_, {});
    ASSERT_FALSE(list);
    EXPECT_EQ(list.error().code, "week.not_yours");
    const auto done =
        workspace_->write(as(other_, Role::Rep), [&](Writer& w) { return finish_touch(w, touch_, {}); });
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().code, "week.not_yours");
    EXPECT_TRUE(week_json(*workspace_, as(manager_, Role::Manager), rep_, {}));
}

TEST_F(WeekList, ACallLoggedByItselfFulfilsThePlannedOne) {
    const Id call =
        add("activity", {{"subject", text("Rang")}, {"kind", text("call")}, {"account", account_}});
    EXPECT_EQ(get("touch", touch_).text("state"), "done");
    EXPECT_EQ(get("activity", call).id_of("touch"), touch_);
    write([&](Writer& w) { return reopen_touch(w, touch_); });
    EXPECT_FALSE(get("activity", call).id_of("touch").is_set()) << "it was there by itself and stays";
    EXPECT_EQ(get("touch", touch_).text("state"), "planned");
}

TEST_F(WeekList, NobodyAnsweringFulfilsNothing) {
    add("activity", {{"subject", text("Rang")},
                     {"kind", text("call")},
                     {"account", account_},
                     {"outcome", text("no_answer")}});
    EXPECT_EQ(get("touch", touch_).text("state"), "planned");
    EXPECT_FALSE(get("account", account_).date("last_human_touch"));
}

TEST_F(WeekList, AStepTickedStaysTicked) {
    write([&](Writer& w) { return tick_steps(w, touch_, {0, 2, 99}); });
    const auto shown = item();
    const auto& steps = *shown["steps"].array();
    EXPECT_TRUE(*steps[0]["done"].boolean());
    EXPECT_FALSE(*steps[1]["done"].boolean());
    EXPECT_TRUE(*steps[2]["done"].boolean());
}

TEST_F(Process, CoverageTellsKeptAtRiskAndBroken) {
    const Id kept = add_account("Kept");
    const Id late = add_account("Late");
    plan();
    add("touch", {{"name", text("Call")},
                  {"account", late},
                  {"owner", rep_},
                  {"kind", text("call")},
                  {"mode", text("human")},
                  {"week", Date::of(2026, 11, 9)}});
    auto all = coverage();
    EXPECT_EQ(*all["summary"]["kept"].integer(), 1);
    EXPECT_EQ(*all["summary"]["at_risk"].integer(), 1);
    EXPECT_EQ((*all["rows"].array())[0]["cause"].text("text"), "A touch is 2 weeks overdue");
    move_clock(Date::of(2026, 12, 9));
    all = coverage({.user = {},
                    .account_type = {},
                    .category = {},
                    .country = {},
                    .state = "broken",
                    .limit = 10,
                    .cursor = {}});
    EXPECT_EQ(*all["count"].integer(), 1);
    const auto first = coverage({.user = {},
                                 .account_type = {},
                                 .category = {},
                                 .country = {},
                                 .state = {},
                                 .limit = 1,
                                 .cursor = {}});
    const auto second = coverage({.user = {},
                                  .account_type = {},
                                  .category = {},
                                  .country = {},
                                  .state = {},
                                  .limit = 1,
                                  .cursor = std::string(first.text("cursor"))});
    EXPECT_EQ((*second["rows"].array())[0]["account"].text("id"), kept.to_string());
    EXPECT_EQ(second.text("cursor"), "");
}

TEST_F(Process, AFormerCustomerIsInNoProgram) {
    const Id account = add_account("Left", {{"lifecycle_stage", text("former")}});
    plan();
    EXPECT_TRUE(touches(account).empty());
    EXPECT_EQ(*coverage()["summary"]["accounts"].integer(), 0);
}

TEST_F(Process, ADigitalTouchNobodySentIsNotCalledSent) {
    const Id account = add_account("Reader");
    plan();
    auto planned = touches(account);
    std::erase_if(planned, [](const Record& r) { return r.text("mode") != "digital"; });
    ASSERT_FALSE(planned.empty());
    const Date first = *planned[0].date("week");
    move_clock(first.plus_days(8));
    plan();
    EXPECT_EQ(get("touch", planned[0].id).text("state"), "skipped");
    EXPECT_EQ(get("touch", planned[0].id).text("reason"), "Not sent in its week");
}

TEST_F(Process, ProgramsShowLoadAndADraftChangesIt) {
    add_account("One");
    const auto grid = *json::parse(workspace_->read(actor_, [](Reader& r) { return programs_json(r); }));
    EXPECT_EQ(grid["cells"].array()->size(), 8U);
    EXPECT_EQ(*grid["customers"].integer(), 1);
    EXPECT_EQ(grid["category_ranges"]["A"]["from"].text("amount"), "500000.00");
    const auto body = *json::parse(
        R"({"cells":[{"account_type":"retain","category":"D","touchpoints":[{"mode":"human","times_per_year":4,"months":[1,2,3,4,5],"minutes":30,"who":"owner"}]}]})");
    const auto draft = read_draft(body);
    ASSERT_TRUE(draft);
    const auto load = workspace_->read(actor_, [&](Reader& r) { return program_load(r, *draft); });
    EXPECT_EQ(minutes_per_year(load.records.input), 120);
    EXPECT_FALSE(
        read_draft(*json::parse(R"({"cells":[{"account_type":"retain","category":"E","touchpoints":[]}]})")));
}

TEST_F(Process, ThePanelTellsAllOfAnAccount) {
    const Id account = add_account("Panel");
    plan();
    const auto body = workspace_->read(actor_, [&](Reader& r) { return account_panel_json(r, account); });
    ASSERT_TRUE(body);
    const auto panel = *json::parse(*body);
    EXPECT_EQ(panel["program"].text("name"), "Retain D");
    EXPECT_FALSE(panel["next_touches"].array()->empty());
    EXPECT_EQ(panel["coverage"].text("state"), "kept");
    EXPECT_TRUE(json::parse(process::module().schemas));
}

}  // namespace
}  // namespace kith::process
