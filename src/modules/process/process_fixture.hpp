#pragma once

// A workspace with the shipped programs, a manager and two reps, on a real file, its clock set by hand.
#include <gtest/gtest.h>

#include <filesystem>

#include "db/testing/test_url.hpp"
#include "modules/process/categories.hpp"
#include "modules/process/coverage.hpp"
#include "modules/process/process.hpp"
#include "modules/shipped.hpp"

namespace kith::process {

using records::FieldValue;
using records::Reader;
using records::Record;
using records::Values;
using records::Writer;

struct SetClock : Clock {
    Instant at = instant_of(Date::of(2026, 11, 25), 9 * 60, "Europe/Oslo");  // the Wednesday of 2026-W48
    [[nodiscard]] Instant now() const override { return at; }
};

class Process : public ::testing::Test {
protected:
    void SetUp() override {
        load_catalogues();
        folder_ = std::filesystem::temp_directory_path() /
                  ("kith_process_" + std::to_string(Instant::now().micros));
        std::filesystem::create_directory(folder_);
        auto database = db::Database::open({.url = db::testing::test_url((folder_ / "kith.db").string())});
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

}  // namespace kith::process
