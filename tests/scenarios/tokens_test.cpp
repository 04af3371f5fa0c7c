#include <gtest/gtest.h>

#include <thread>

#include "house.hpp"
#include "modules/identity/identity.hpp"
#include "modules/identity/token_limits.hpp"
#include "records/metadata/change_role.hpp"
#include "support/http_client.hpp"

namespace kith::scenarios {
namespace {

using kith::testing::Answer;

class Tokens : public ::testing::Test {
protected:
    std::string made(const std::string& who, std::optional<Instant> expires, const char* scopes = "null") {
        std::vector<FieldError> wrong;
        auto limits = identity::read_limits(*house.workspace().schema(), json::Value(), *json::parse(scopes), wrong);
        return identity::add_api_token(house.workspace(), Actor::system("test"), house.user(who), "one", expires, std::move(limits))->token;
    }
    Answer ask(const std::string& token, const std::string& method, const std::string& path, const std::string& body = {}) {
        std::vector<std::pair<std::string, std::string>> headers{{"Authorization", "Bearer " + token}};
        if (!body.empty()) headers.emplace_back("Content-Type", "application/json");
        kith::testing::HttpClient client(house.port());
        return client.request(method, "/api/v1" + path, body, headers);
    }
    House house;
};

TEST_F(Tokens, EndWhenTheirTimeIsOverAndSaySo) {
    const auto token = made("rep", Instant{house.workspace().clock().now().micros + 1'500'000});
    EXPECT_EQ(200, ask(token, "GET", "/session").status);
    std::this_thread::sleep_for(std::chrono::milliseconds(1'700));
    const auto late = ask(token, "GET", "/records/account");
    EXPECT_EQ(401, late.status);
    EXPECT_NE(std::string::npos, late.body.find("auth.token_expired")) << late.body;
    EXPECT_NE(std::string::npos, ask("kith_nobodys", "GET", "/session").body.find("auth.required"));
}

TEST_F(Tokens, TellWhenTheyWereLastUsed) {
    const auto token = made("rep", {});
    EXPECT_EQ(200, ask(token, "GET", "/records/account").status);
    const auto list = json::parse(ask(house.token("rep"), "GET", "/tokens").body);
    ASSERT_TRUE(list);
    const auto& last = list->find("tokens")->array()->back();
    EXPECT_EQ("one", last.text("name"));
    EXPECT_NE("", last.text("last_used_at"));
}

TEST_F(Tokens, ReachNoMoreThanTheirOwner) {
    const auto hidden = house.workspace().write(Actor::system("test"), [&](records::Writer& writer) {
        return writer.create("account", {{"name", std::string("Hemmelig")}, {"owner", house.user("manager")}});
    });
    const auto path = "/records/account/" + hidden->to_string();
    const auto token = made("rep", {}, R"({"account":["see","edit","bin","export"],"user":["see"]})");
    EXPECT_EQ(200, ask(token, "GET", path).status);
    EXPECT_EQ(404, ask(token, "GET", "/records/contact").status);
    ASSERT_EQ(200, ask(house.token("administrator"), "PATCH", "/roles/rep", R"({"objects":{"account":{"see":"own","edit":"own"}}})").status);
    for (const auto* after : {"", "/history", "/timeline", "/tags", "/shares"}) EXPECT_EQ(404, ask(token, "GET", path + after).status) << after;
    EXPECT_EQ(R"({"groups":[]})", ask(token, "GET", "/search?q=hemmelig").body);
    EXPECT_EQ(403, ask(token, "GET", "/roles").status);
    EXPECT_EQ(403, ask(made("administrator", {}, R"({"account":["see"]})"), "GET", "/audit").status);
    EXPECT_EQ(std::string::npos, ask(token, "POST", "/records/account/export", R"({"format":"csv"})").body.find("Hemmelig"));
}

}  // namespace
}  // namespace kith::scenarios
