#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "app/composition.hpp"
#include "app/openapi.hpp"
#include "records/metadata/change_role.hpp"
#include "records/user_actor.hpp"
#include "scenario.hpp"
#include "support/http_client.hpp"

namespace kith::scenarios {
namespace {

namespace fs = std::filesystem;

json::Value read(const fs::path& path) {
    std::ifstream file(path);
    std::stringstream text;
    text << file.rdbuf();
    auto value = json::parse(text.str());
    if (!value) throw std::runtime_error(path.string() + " is no JSON");
    return std::move(*value);
}

json::Value openapi(House& house) {
    auto document = json::parse(app::openapi_document(*house.workspace().schema(), app::modules()));
    if (!document) throw std::runtime_error("the OpenAPI document is no JSON");
    return std::move(*document);
}

class ScenarioFile : public ::testing::TestWithParam<fs::path> {};

TEST_P(ScenarioFile, Holds) {
    House house;
    Scenario(house, openapi).run(read(GetParam()));
}

std::vector<fs::path> files() {
    std::vector<fs::path> out;
    for (const auto& entry : fs::directory_iterator(KITH_SCENARIOS)) {
        if (entry.path().extension() == ".json") out.push_back(entry.path());
    }
    std::ranges::sort(out);
    return out;
}

INSTANTIATE_TEST_SUITE_P(All, ScenarioFile, ::testing::ValuesIn(files()),
                         [](const auto& file) { return file.param.stem().string(); });

/// A path of the route with ids that nothing has.
std::string somewhere(std::string path) {
    for (auto at = path.find('{'); at != std::string::npos; at = path.find('{')) {
        const auto name = path.substr(at, path.find('}') - at + 1);
        path.replace(at, name.size(), name == "{object}" ? "account" : "1");
    }
    return "/api/v1" + path;
}

int status_of(House& house, const Route& route, const std::string& who) {
    std::vector<std::pair<std::string, std::string>> headers;
    if (const auto token = house.token(who); !token.empty()) headers.emplace_back("Authorization", "Bearer " + token);
    std::string body;
    if (route.doc.request != nullptr) {
        headers.emplace_back("Content-Type", "application/json");
        body = "{}";
    }
    kith::testing::HttpClient client(house.port());
    return client.request(http::name_of(route.method), somewhere(route.path), body, headers).status;
}

// Every route of every module, asked by every role: nobody gets past what its table says.
TEST(Roles, EveryRouteAsksForItsRole) {
    House house;
    for (const auto& module : app::modules()) {
        for (const auto& route : module.routes) {
            if (std::string_view(route.path) == "/events") continue;  // its answer does not end
            const auto name = std::string(http::name_of(route.method)) + " " + route.path;
            const auto nobody = status_of(house, route, "nobody");
            if (route.access == Access::Public) continue;
            EXPECT_EQ(401, nobody) << name;
            const bool manager = route.access == Access::Manager;
            const bool administrator = route.access == Access::Administrator;
            if (manager || administrator) {
                EXPECT_EQ(403, status_of(house, route, "rep")) << name;
            }
            if (administrator) {
                EXPECT_EQ(403, status_of(house, route, "manager")) << name;
            }
            const auto allowed = status_of(house, route, administrator ? "administrator" : manager ? "manager" : "rep");
            EXPECT_NE(401, allowed) << name;
            EXPECT_LT(allowed, 500) << name;
        }
    }
}

// What a page of 50 costs is the same for 5 records as for 60, whatever they refer to and wherever it begins.
TEST(QueryBudget, PageWithFiveReferencesTakesAtMostThreeStatements) {
    House house;
    const auto system = Actor::system("test");
    const auto make = [&](int count) {
        const auto made = house.workspace().write(system, [&](records::Writer& writer) -> Result<void> {
            for (int i = 0; i < count; ++i) {
                const auto name = std::to_string(i);
                KITH_TRY(const auto account, writer.create("account", {{"name", "Account " + name}}));
                KITH_TRY(const auto contact, writer.create("contact", {{"name", "Contact " + name}, {"account", account}}));
                KITH_TRY(const auto product, writer.create("product", {{"name", "Product " + name}}));
                records::Values deal{{"name", "Deal " + name}, {"account", account}, {"contact", contact}, {"product", product}, {"owner", house.user("rep")}};
                if (i % 2 == 0) deal.set("expected_close", Date::of(2026, 12, 1 + i % 28));
                KITH_CHECK(writer.create("deal", deal));
            }
            return {};
        });
        ASSERT_TRUE(made);
    };
    // Somebody who reaches a part, and may not see all that it refers to, costs no more.
    auto somebody = system;
    const auto read = [&](const char* sort, bool descending, const char* filter, const std::string& cursor) {
        records::Query query;
        query.object = "deal";
        query.filter = *json::parse(filter);
        query.fields = {"name", "account", "contact", "product", "owner", "stage", "contact.account", "account.parent"};
        query.expand = {"account", "contact", "product", "owner", "stage", "contact.account", "account.parent"};
        query.sort = {{sort, descending}};
        query.cursor = cursor;
        query.limit = 3;
        query.count = records::CountMode::Capped;
        std::pair<int, std::string> out;
        const auto done = house.workspace().read(somebody, [&](records::Reader& reader) -> Result<void> {
            std::string text;
            json::Writer writer(text);
            const int before = reader.sql().statements();
            KITH_CHECK(reader.write_json(writer, query));
            out.first = reader.sql().statements() - before;
            out.second = json::parse(text)->text("cursor");
            return {};
        });
        EXPECT_TRUE(done);
        return out;
    };
    const auto most = [&] {
        int used = 0;
        for (const char* sort : {"name", "expected_close", "amount", "account"})
            for (const bool descending : {false, true})
                for (const char* filter : {R"({"and":[]})", R"({"and":[{"field":"state","op":"eq","value":"open"},{"field":"product","op":"not_empty"}]})",
                                           R"({"and":[{"field":"state","op":"eq","value":"open"},{"field":"opened_on","op":"ge","value":"2000-01-01"}]})"}) {
                    const auto first = read(sort, descending, filter, "");
                    used = std::max({used, first.first, read(sort, descending, filter, first.second).first});
                }
        return used;
    };
    make(5);
    EXPECT_LE(most(), 3);
    make(60);
    EXPECT_LE(most(), 3);

    ASSERT_TRUE(house.workspace().write(system, [&](records::Writer& writer) {
        const auto rights = *json::parse(R"({"account": {"see": "own"}, "contact": {"see": "own"}, "deal": {"see": "own"}})");
        return records::change_role(writer, {.name = "rep", .definition = json::Object{{"rights", rights}}});
    }));
    const auto rep = house.workspace().read(system, [&](records::Reader& reader) { return records::actor_of_user(reader, house.user("rep")); });
    ASSERT_TRUE(rep.has_value());
    somebody = *rep;
    EXPECT_LE(most(), 3);
    make(30);
    EXPECT_LE(most(), 3);
}

}  // namespace
}  // namespace kith::scenarios
