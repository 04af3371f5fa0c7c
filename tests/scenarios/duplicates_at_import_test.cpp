#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <thread>

#include "base/json.hpp"
#include "house.hpp"
#include "support/http_client.hpp"

namespace kith::scenarios {
namespace {

class DuplicatesAtImport : public ::testing::Test {
protected:
    json::Value ask(const std::string& method, const std::string& path, const std::string& body = {}, const char* type = "application/json") {
        std::vector<std::pair<std::string, std::string>> headers{{"Authorization", "Bearer " + house_.token("manager")}};
        if (!body.empty()) headers.emplace_back("Content-Type", type);
        kith::testing::HttpClient client(house_.port());
        const auto answer = client.request(method, "/api/v1" + path, body, headers);
        EXPECT_LT(answer.status, 300) << method << " " << path << "\n" << answer.body;
        return json::parse(answer.body).value_or(json::Value());
    }

    /// Asks again until it is in that state.
    json::Value ended(const std::string& path) {
        for (int i = 0; i < 1000; ++i) {
            auto job = ask("GET", path);
            const auto state = job.text("state");
            if (state != "running" && state != "uploaded") return job;
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
        }
        return {};
    }

    json::Value import(bool dry_run) {
        constexpr const char* kFile = "Name,Organization number,City\nNORDLYS A/S,NO 923 609 016 MVA,Oslo\nFjord Maskin AS,,Bergen\nNy Kunde AS,,Bodø\n";
        const std::string id(ask("POST", "/imports?name=accounts.csv", kFile, "text/csv").text("id"));
        ask("POST", "/imports/" + id + "/run", std::string(R"({"object":"account","dry_run":)") + (dry_run ? "true}" : "false}"));
        return ended("/imports/" + id);
    }

    House house_;
};

TEST_F(DuplicatesAtImport, ADryRunTellsRowsThatLookLikeWhatIsThere) {
    const auto nordlys = ask("POST", "/records/account", R"({"fields":{"name":"Nordlys AS","organization_number":"923609016"}})");
    const auto state = import(true);
    EXPECT_EQ(state.text("state"), "done");
    EXPECT_EQ(*state["alike"]["rows"].integer(), 1);
    EXPECT_EQ(*state["alike"]["looked_at"].integer(), 3);
    const auto& problem = (*state["problems"].array())[0];
    EXPECT_EQ(problem.text("code"), "import.looks_alike");
    EXPECT_EQ(*problem["row"].integer(), 2);
    EXPECT_EQ((*problem["candidates"].array())[0].text("id"), nordlys.text("id"));
}

TEST_F(DuplicatesAtImport, PairsOfWhichAnImportMadeOneAreListedByThemselves) {
    ask("POST", "/records/account", R"({"fields":{"name":"Nordlys AS","organization_number":"923609016"}})");
    for (int i = 0; i < 2; ++i) ask("POST", "/records/account", R"({"fields":{"name":"Fjellheim Bygg AS","phone":"+4722334455"}})");
    const auto state = import(false);
    ASSERT_EQ(*state["created"].integer(), 3);
    const auto job = ask("POST", "/duplicates/find", R"({"object":"account"})");
    EXPECT_EQ(ended("/duplicates/find/" + std::string(job["job"].text("id"))).text("state"), "done");
    const auto all = ask("GET", "/duplicates?object=account");
    const auto made = ask("GET", "/duplicates?object=account&made_in=" + std::string(state.text("change_set")));
    EXPECT_EQ(*all["count"].integer(), 2);
    ASSERT_EQ(*made["count"].integer(), 1);
    const auto& pair = (*made["pairs"].array())[0];
    EXPECT_EQ(std::string(pair["a"]["fields"].text("name")) + "|" + std::string(pair["b"]["fields"].text("name")), "Nordlys AS|NORDLYS A/S");
}

}  // namespace
}  // namespace kith::scenarios
