#include "app/demo/demo.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>

#include "db/testing/test_url.hpp"
#include "modules/sales/sales.hpp"
#include "modules/shipped.hpp"

namespace kith::demo {
namespace {

class MakeDemo : public ::testing::Test {
protected:
    void SetUp() override {
        load_catalogues();
        folder_ = std::filesystem::temp_directory_path() /
                  ("kith_demo_" + std::to_string(Instant::now().micros));
        std::filesystem::create_directory(folder_);
        auto database = db::Database::open({.url = db::testing::test_url((folder_ / "kith.db").string())});
        ASSERT_TRUE(database);
        auto schema = shipped_schema();
        ASSERT_TRUE(schema);
        records::Workspace::Parts parts;
        parts.database = std::move(*database);
        parts.schema = std::move(*schema);
        parts.hooks = sales::module().hooks();
        parts.installers = {sales::module().install};
        auto workspace = records::Workspace::open(std::move(parts));
        ASSERT_TRUE(workspace);
        workspace_ = std::move(*workspace);
    }
    void TearDown() override {
        workspace_.reset();
        std::filesystem::remove_all(folder_);
    }

    std::int64_t count(std::string_view object, std::string_view filter = "null") {
        return *workspace_->read(actor_, [&](records::Reader& reader) { return reader.count(object, *json::parse(filter)); });
    }

    const Actor actor_ = Actor::system("test");
    std::filesystem::path folder_;
    std::unique_ptr<records::Workspace> workspace_;
};

const DemoOptions kSmall{.customers = 40, .seed = 3, .today = Date::of(2026, 11, 22)};

TEST_F(MakeDemo, WritesAllItSays) {
    const auto made = make_demo(*workspace_, kSmall);
    ASSERT_TRUE(made) << made.error().code << " " << (made.error().fields.empty() ? "" : made.error().fields[0].field);
    EXPECT_EQ(made->accounts, 40);
    EXPECT_EQ(count("account"), 40);
    EXPECT_EQ(count("contact"), made->contacts);
    EXPECT_EQ(count("order"), made->orders);
    EXPECT_EQ(count("order_line"), made->order_lines);
    EXPECT_EQ(count("subscription"), made->subscriptions);
    EXPECT_EQ(count("deal"), made->deals);
    EXPECT_EQ(count("activity"), made->activities);
    EXPECT_EQ(count("note"), made->notes);
    EXPECT_EQ(count("user"), 7);
    EXPECT_EQ(count("category_threshold"), 3);
    EXPECT_EQ(count("account", R"({"field":"owner","op":"is_empty"})"), 0);
    EXPECT_EQ(count("deal", R"({"field":"stage","op":"is_empty"})"), 0);
    EXPECT_GT(count("deal", R"({"field":"stage.kind","op":"eq","value":"won"})"), 0);
    EXPECT_EQ(count("deal", R"({"and":[{"field":"state","op":"eq","value":"open"},{"field":"closed_on","op":"not_empty"}]})"), 0);
    EXPECT_EQ(count("deal", R"({"and":[{"field":"state","op":"ne","value":"open"},{"field":"closed_on","op":"is_empty"}]})"), 0);
}

TEST_F(MakeDemo, NamesThoseWhoMaySignIn) {
    const auto made = make_demo(*workspace_, kSmall);
    ASSERT_TRUE(made);
    ASSERT_EQ(made->people.size(), 7U);
    EXPECT_EQ(made->people[0].role, Role::Administrator);
    EXPECT_EQ(made->people[1].role, Role::Manager);
    for (std::size_t i = 2; i < 7; ++i) EXPECT_EQ(made->people[i].role, Role::Rep);
    EXPECT_TRUE(made->people[0].id.is_set());
}

TEST_F(MakeDemo, MarksTheWorkspaceAndRefusesToBeMadeTwice) {
    ASSERT_TRUE(make_demo(*workspace_, kSmall));
    EXPECT_TRUE(workspace_->settings().demo);
    const auto again = make_demo(*workspace_, kSmall);
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().code, "demo.not_empty");
}

TEST_F(MakeDemo, RefusesAnImpossibleSize) {
    for (const int customers : {0, -1, kMostCustomers + 1}) {
        const auto made = make_demo(*workspace_, {.customers = customers, .today = kSmall.today});
        ASSERT_FALSE(made);
        EXPECT_EQ(made.error().code, "demo.customers");
    }
    EXPECT_EQ(count("user"), 0);
}

}  // namespace
}  // namespace kith::demo
