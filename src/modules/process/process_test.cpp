// The process on a real file: types, categories, plan, week's list, coverage, through Workspace.
#include "modules/process/process.hpp"

#include <gtest/gtest.h>

#include <filesystem>

#include "modules/process/account_panel.hpp"
#include "modules/process/account_types.hpp"
#include "modules/process/categories.hpp"
#include "modules/process/program_load.hpp"
#include "modules/process/reasons.hpp"
#include "modules/process/settings.hpp"
#include "modules/process/touch_actions.hpp"
#include "modules/shipped.hpp"

namespace kith::process {
namespace {

using records::FieldValue;
using records::Reader;
using records::Record;
using records::Values;
using records::Writer;

struct SetClock : Clock {
    Instant at = instant_of(Date::of(2026, 11, 25), 9 * 60, "Europe/Oslo");  // the Wednesday of 2026-W48
    [[nodiscard]] Instant now() const override { return at; }
};

class Process : public testing::Test {
protected:
    void SetUp() override {
        load_catalogues();
        folder_ = std::filesystem::temp_directory_path() /
                  ("kith_process_" + std::to_string(Instant::now().micros));
        std::filesystem::create_directory(folder_);
        auto database = db::Database::open({.url = (folder_ / "kith.db").string()});
        ASSERT_TRUE(database);
        auto schema = shipped_schema();
        ASSERT_TRUE(schema);
        const Module module = process::module();
        records::Workspace::Parts parts;
        parts.database = std::move(*database);
        parts.schema = std::move(*schema);
        parts.clock = clock_;
        parts.hooks = module.hooks();
        parts.migrations = {{module.name, module.migrations}};
        auto workspace = records::Workspace::open(std::move(parts));
        ASSERT_TRUE(workspace) << workspace.error().code << " " << workspace.error().detail;
        workspace_ = std::move(*workspace);
        write([&](Writer& w) { return install_defaults(w); });
        manager_ = add("user", {{"name", text("Mona Manager")},
                                {"role", text("manager")},
                                {"weekly_capacity", std::int64_t{600}}});
        rep_ = add("user", {{"name", text("Rolf Rep")},
                            {"role", text("rep")},
                            {"manager", manager_},
                            {"weekly_capacity", std::int64_t{840}}});
        other_ = add(
            "user",
            {{"name", text("Olga Other")}, {"role", text("rep")}, {"weekly_capacity", std::int64_t{840}}});
    }
    void TearDown() override {
        workspace_.reset();
        std::filesystem::remove_all(folder_);
    }

    static std::string text(std::string_view s) { return std::string(s); }
    static Money nok(std::int64_t amount) { return {amount * 100, "NOK"}; }

    template <class F>
    void write(F&& fn) {
        const auto done = workspace_->write(actor_, std::forward<F>(fn));
        ASSERT_TRUE(done) << done.error().code
                          << (done.error().fields.empty()
                                  ? ""
                                  : " " + done.error().fields[0].field + " " + done.error().fields[0].code);
    }
    Id add(std::string_view object, const Values& values) {
        const auto id = workspace_->write(actor_, [&](Writer& w) { return w.create(object, values); });
        EXPECT_TRUE(id) << object << " "
                        << (id ? ""
                               : id.error().code + (id.error().fields.empty()
                                                        ? ""
                                                        : " " + id.error().fields[0].field + " " +
                                                              id.error().fields[0].code));
        return id ? *id : Id{};
    }
    Id add_account(std::string_view name, const Values& more = {}) {
        Values values{{"name", text(name)}, {"owner", rep_}, {"country", text("NO")}};
        for (const auto& [field, value] : more)
            values.set(field, value);
        return add("account", values);
    }
    Id add_order(Id account, std::int64_t amount, Date on, const std::string& currency = "NOK") {
        return add("order",
                   {{"account", account}, {"amount", Money{amount * 100, currency}}, {"ordered_on", on}});
    }
    Record get(std::string_view object, Id id) {
        return *workspace_->read(actor_, [&](Reader& r) { return r.get(object, id); });
    }
    std::vector<Record> touches(Id account, const char* state = "planned") {
        records::Query q;
        q.object = "touch";
        q.limit = 200;
        q.sort = {{"week", false}};
        q.filter = *json::parse(R"({"and":[{"field":"account","op":"eq","value":")" + account.to_string() +
                                R"("},{"field":"state","op":"eq","value":")" + state + R"("}]})");
        return workspace_->read(actor_, [&](Reader& r) { return r.query(q); })->records;
    }
    std::vector<Record> human(Id account) {
        auto all = touches(account);
        std::erase_if(all, [](const Record& r) { return r.text("mode") != "human"; });
        return all;
    }
    Actor as(Id user, Role role) const {
        Actor actor;
        actor.user = user;
        actor.role = role;
        return actor;
    }
    json::Value week_of(Id user, const char* week = "2026-W48") {
        const auto body = week_json(*workspace_, as(user, Role::Rep), user, IsoWeek::parse(week));
        EXPECT_TRUE(body) << body.error().code;
        return body ? *json::parse(*body) : json::Value();
    }
    json::Value coverage(const CoverageQuery& query = {}) {
        const auto body = coverage_json(*workspace_, actor_, query);
        EXPECT_TRUE(body);
        return *json::parse(*body);
    }
    void plan(std::optional<Date> from = {}) {
        const auto made = make_plan(*workspace_, actor_, from, false);
        ASSERT_TRUE(made) << made.error().code
                          << (made.error().fields.empty() ? "" : " " + made.error().fields[0].field);
        last_ = *made;
    }
    void move_clock(Date day) { clock_->at = instant_of(day, 9 * 60, "Europe/Oslo"); }

    const Actor actor_ = Actor::system("test");
    std::filesystem::path folder_;
    std::shared_ptr<SetClock> clock_ = std::make_shared<SetClock>();
    std::unique_ptr<records::Workspace> workspace_;
    Id manager_, rep_, other_;
    PlanResult last_;
};

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

TEST_F(Process, AnOpenUpsellMakesExpandAndItsEndMakesRetain) {
    const Id account = add_account("Fjord AS");
    EXPECT_EQ(get("account", account).text("account_type"), "retain");
    const Id deal = add("deal", {{"name", text("Fleet module")},
                                 {"account", account},
                                 {"type", text("upsell")},
                                 {"amount", nok(240000)}});
    const Record expand = get("account", account);
    EXPECT_EQ(expand.text("account_type"), "expand");
    EXPECT_EQ(reason_text(std::get<json::Value>(expand["account_type_reason"]), "en"),
              "Open upsell deal “Fleet module”, 240,000\u00a0NOK");
    write([&](Writer& w) { return w.update("deal", deal, {{"state", text("lost")}}); });
    EXPECT_EQ(get("account", account).text("account_type"), "retain");
}

TEST_F(Process, ATypeSetByHandHoldsUntilItsDay) {
    const Id account = add_account("Fjord AS");
    write([&](Writer& w) {
        return pin_type(w, account, "expand", "They asked for it", Date::of(2026, 12, 1));
    });
    EXPECT_EQ(update_types(*workspace_, actor_).value_or(-1), 0);
    EXPECT_EQ(get("account", account).text("account_type"), "expand");
    move_clock(Date::of(2026, 12, 2));
    EXPECT_EQ(update_types(*workspace_, actor_).value_or(-1), 1);
    EXPECT_EQ(get("account", account).text("account_type"), "retain");
    EXPECT_FALSE(get("account", account).boolean("account_type_pinned"));
}

TEST_F(Process, CategorizesByOrdersWonDealsAndWhatWasStated) {
    const Id by_orders = add_account("Orders");
    add_order(by_orders, 400000, Date::of(2026, 3, 1));
    add_order(by_orders, 200000, Date::of(2026, 8, 1));
    add_order(by_orders, 900000, Date::of(2024, 8, 1));  // too long ago
    const Id by_deal = add_account("Deals");
    add("deal", {{"name", text("Won")},
                 {"account", by_deal},
                 {"state", text("won")},
                 {"amount", nok(160000)},
                 {"closed_on", Date::of(2026, 5, 1)}});
    const Id by_word = add_account("Stated", {{"stated_revenue", nok(40000)}});
    const Id nothing = add_account("Nothing");
    const auto counts = categorize(*workspace_, actor_, {}, true);
    ASSERT_TRUE(counts);
    EXPECT_EQ(get("account", by_orders).text("category"), "A");
    EXPECT_EQ(get("account", by_orders).money("revenue"), nok(600000));
    EXPECT_EQ(get("account", by_deal).text("category"), "B");
    EXPECT_EQ(get("account", by_word).text("category"), "C");
    EXPECT_EQ(get("account", nothing).text("category"), "D");
    const auto version = get("account", by_orders).version;
    ASSERT_TRUE(categorize(*workspace_, actor_, {}, true));
    EXPECT_EQ(get("account", by_orders).version, version) << "nothing differs, nothing is written";
}

TEST_F(Process, AWonDealThatAnOrderRefersToCountsOnce) {
    const Id account = add_account("Once");
    const Id deal = add("deal", {{"name", text("Won")},
                                 {"account", account},
                                 {"state", text("won")},
                                 {"amount", nok(100000)},
                                 {"closed_on", Date::of(2026, 5, 1)}});
    add("order", {{"account", account},
                  {"amount", nok(100000)},
                  {"ordered_on", Date::of(2026, 5, 2)},
                  {"deal", deal}});
    ASSERT_TRUE(categorize(*workspace_, actor_, {}, true));
    EXPECT_EQ(get("account", account).money("revenue"), nok(100000));
}

TEST_F(Process, ThresholdsFallBackFromCountryAndLineToAny) {
    add("category_threshold", {{"country", text("NO")},
                               {"product_line", text("Sensors")},
                               {"a_from", nok(10000)},
                               {"b_from", nok(5000)},
                               {"c_from", nok(1000)}});
    write([&](Writer& w) -> Result<void> {
        ProcessSettings settings;
        settings.decides = Decides::Highest;
        settings.store(w.sql());
        return {};
    });
    const Id product = add("product", {{"name", text("Probe")}, {"product_line", text("Sensors")}});
    const auto sell = [&](Id account) {
        const Id order = add_order(account, 12000, Date::of(2026, 9, 1));
        add("order_line", {{"order", order}, {"product", product}, {"amount", nok(12000)}});
    };
    const Id norwegian = add_account("Norwegian");
    const Id german = add_account("German", {{"country", text("DE")}});
    sell(norwegian);
    sell(german);
    ASSERT_TRUE(categorize(*workspace_, actor_, {}, true));
    EXPECT_EQ(get("account", norwegian).text("category"), "A");
    EXPECT_EQ(get("account", german).text("category"), "D");
}

TEST_F(Process, AmountsWithoutARateAreLeftOutAndSaidSo) {
    const Id account = add_account("Abroad");
    add_order(account, 60000, Date::of(2026, 9, 1), "EUR");
    ASSERT_TRUE(categorize(*workspace_, actor_, {}, true));
    EXPECT_EQ(get("account", account).text("category"), "D");
    EXPECT_NE(reason_text(std::get<json::Value>(get("account", account)["category_reason"]), "en")
                  .find("60,000\u00a0EUR"),
              std::string::npos);
    write([&](Writer& w) -> Result<void> {
        ProcessSettings settings;
        settings.rates["EUR"] = 11.5;
        settings.store(w.sql());
        return {};
    });
    ASSERT_TRUE(categorize(*workspace_, actor_, {}, true));
    EXPECT_EQ(get("account", account).text("category"), "A");
    EXPECT_EQ(get("account", account).money("revenue"), nok(690000));
}

TEST_F(Process, PreviewTellsWhoMovesAndWritesNothing) {
    const Id account = add_account("Mover");
    add_order(account, 200000, Date::of(2026, 9, 1));
    const Preview preview = preview_categories(*workspace_, actor_, {});
    ASSERT_EQ(preview.moves.size(), 1U);
    EXPECT_EQ(preview.moves[0].from + preview.moves[0].to, "DB");
    EXPECT_EQ(get("account", account).text("category"), "D");
    write([&](Writer& w) { return pin_category(w, account, "A", "Strategic", {}); });
    EXPECT_TRUE(preview_categories(*workspace_, actor_, {}).moves.empty());
    write([&](Writer& w) { return unpin_category(w, account); });
    EXPECT_EQ(get("account", account).text("category"), "B");
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
