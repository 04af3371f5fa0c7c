#include "modules/sales/sales.hpp"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>

#include "db/testing/test_url.hpp"
#include "modules/shipped.hpp"

namespace kith::sales {

using records::Values;
using records::Writer;

class Sales : public ::testing::Test {
protected:
    void SetUp() override {
        load_catalogues();
        std::string pattern = (std::filesystem::temp_directory_path() / "kith-sales-XXXXXX").string();
        folder_ = mkdtemp(pattern.data());
        records::Workspace::Parts parts;
        parts.database = std::move(*db::Database::open({.url = db::testing::test_url(folder_ + "/sales.db")}));
        parts.schema = std::move(*shipped_schema());
        for (auto& hook : module().hooks()) parts.hooks.push_back(std::move(hook));
        parts.installers.push_back(module().install);
        workspace_ = std::move(*records::Workspace::open(std::move(parts)));
        ASSERT_TRUE(workspace_->install());
        account_ = add("account", {{"name", std::string("Acme")}});
    }
    void TearDown() override {
        workspace_.reset();
        std::filesystem::remove_all(folder_);
    }
    Id add(std::string_view object, Values values) {
        auto id = workspace_->write(actor_, [&](Writer& writer) { return writer.create(object, values); });
        EXPECT_TRUE(id) << (id ? "" : id.error().code);
        return id ? *id : Id{};
    }
    void change(std::string_view object, Id id, Values values) {
        auto done = workspace_->write(actor_, [&](Writer& writer) { return writer.update(object, id, values); });
        EXPECT_TRUE(done) << (done ? "" : done.error().code);
    }
    records::Record get(std::string_view object, Id id) {
        return workspace_->read(actor_, [&](records::Reader& reader) { return *reader.get(object, id); });
    }
    Id stage(std::string_view name) {
        return workspace_->read(actor_, [&](records::Reader& reader) {
            auto rows = reader.sql().query("SELECT id FROM r_stage WHERE name = $1", name);
            return rows.next() ? rows->id(0) : Id{};
        });
    }

    Actor actor_ = Actor::system("test");
    std::string folder_;
    std::unique_ptr<records::Workspace> workspace_;
    Id account_;
};

TEST_F(Sales, StartsAWorkspaceWithOnePipelineAndOnlyOnce) {
    EXPECT_TRUE(workspace_->install());
    workspace_->read(actor_, [&](records::Reader& reader) {
        EXPECT_EQ(*reader.count("pipeline"), 1);
        EXPECT_EQ(*reader.count("stage"), 6);
    });
}

TEST_F(Sales, StartsADealInTheFirstStage) {
    const auto deal = get("deal", add("deal", {{"name", std::string("D")}}));
    EXPECT_EQ(deal.id_of("stage"), stage("Prospecting"));
    EXPECT_EQ(deal.text("state"), "open");
    EXPECT_TRUE(deal.id_of("pipeline").is_set());
}

TEST_F(Sales, WinsADealThatIsMovedToAWonStageAndOpensItAgain) {
    const auto id = add("deal", {{"name", std::string("D")}});
    change("deal", id, {{"stage", stage("Won")}});
    EXPECT_EQ(get("deal", id).text("state"), "won");
    EXPECT_TRUE(get("deal", id).date("closed_on"));
    change("deal", id, {{"stage", stage("Proposal")}});
    EXPECT_EQ(get("deal", id).text("state"), "open");
    EXPECT_FALSE(get("deal", id).date("closed_on"));
}

TEST_F(Sales, FindsTheStageOfAStateThatIsGivenAlone) {
    const auto won = get("deal", add("deal", {{"name", std::string("D")}, {"state", std::string("won")}, {"closed_on", Date::of(2017, 3, 1)}}));
    EXPECT_EQ(won.id_of("stage"), stage("Won"));
    EXPECT_EQ(won.date("closed_on"), Date::of(2017, 3, 1));
}

TEST_F(Sales, SumsAnOrderFromItsLines) {
    const auto order = add("order", {{"account", account_}});
    const auto line = add("order_line", {{"order", order}, {"quantity", 3.0}, {"unit_price", Money{9990, "NOK"}}, {"discount", 10.0}});
    EXPECT_EQ(get("order_line", line).money("amount")->minor, 26973);
    add("order_line", {{"order", order}, {"quantity", 1.0}, {"unit_price", Money{100, "NOK"}}});
    EXPECT_EQ(get("order", order).money("amount")->minor, 27073);
    change("order_line", line, {{"quantity", 1.0}});
    EXPECT_EQ(get("order", order).money("amount")->minor, 9091);
}

}  // namespace kith::sales
