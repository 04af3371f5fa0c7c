#include "modules/data/live/live_updates.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

#include "db/testing/test_url.hpp"
#include "http/problem.hpp"
#include "http/server.hpp"
#include "modules/data/live/live_routes.hpp"
#include "support/http_client.hpp"

namespace kith::data {
namespace {

using kith::testing::HttpClient;

constexpr std::string_view kCustomer = R"({
  "name":"customer","label":{"en":"Customer"},"label_plural":{"en":"Customers"},"title":"name",
  "rights":{"rep":["see","create","edit"]},
  "fields":[
    {"name":"name","type":"text","label":{"en":"Name"},"required":true},
    {"name":"secret","type":"text","label":{"en":"Secret"},"readers":["administrator"]}]})";
constexpr std::string_view kLimit = R"({
  "name":"limit","label":{"en":"Limit"},"label_plural":{"en":"Limits"},"title":"name",
  "fields":[{"name":"name","type":"text","label":{"en":"Name"}}]})";
constexpr std::string_view kUser = R"({
  "name":"user","label":{"en":"User"},"label_plural":{"en":"Users"},"title":"name",
  "fields":[{"name":"name","type":"text","label":{"en":"Name"}}]})";

/// The two routes on a real server; the caller's role comes in a header. Reps see no limits, and no
/// customer's secret.
class LiveUpdatesTest : public ::testing::Test {
protected:
    LiveUpdatesTest() {
        std::string pattern = (std::filesystem::temp_directory_path() / "kith-live-XXXXXX").string();
        folder_ = mkdtemp(pattern.data());
        auto schema = records::Schema::parse({{"customer", kCustomer}, {"limit", kLimit}, {"user", kUser}});
        auto database = db::Database::open({.url = db::testing::test_url(folder_ + "/live.db")});
        records::Workspace::Parts parts;
        parts.database = std::move(*database);
        parts.schema = std::move(*schema);
        workspace_ = std::move(*records::Workspace::open(std::move(parts)));
        mount("/changes", get_changes);
        mount("/events", get_events);
        http::ServerOptions options;
        options.port = 0;
        options.workers = 2;
        server_ = std::make_unique<http::Server>(options, router_, http::error_page, nullptr);
        EXPECT_TRUE(server_->start());
    }
    ~LiveUpdatesTest() override {
        server_->stop(std::chrono::seconds(0));
        workspace_ = nullptr;
        std::filesystem::remove_all(folder_);
    }

    Result<Id> add(std::string_view object, const records::Values& values) {
        return workspace_->write(administrator_, [&](records::Writer& writer) { return writer.create(object, values); });
    }
    void change(Id id, const records::Values& values) {
        ASSERT_TRUE(workspace_->write(
            administrator_, [&](records::Writer& writer) { return writer.update("customer", id, values); }));
    }

    void mount(const char* path, Result<http::Response> (*handle)(Call&)) {
        router_.add(http::Method::Get, path, [this, handle](http::Request& request) {
            Actor rep;
            const bool administrator = request.header("x-role") == "administrator";
            Call call{.request = request,
                      .workspace = *workspace_,
                      .actor = administrator ? administrator_ : rep,
                      .session = {},
                      .body = {}};
            auto result = handle(call);
            return result ? std::move(*result) : http::problem(result.error(), "en", request.id);
        });
    }

    std::unique_ptr<HttpClient> listen(const std::string& headers = "") {
        auto client = std::make_unique<HttpClient>(server_->port());
        client->send("GET /events HTTP/1.1\r\nHost: t\r\n" + headers + "\r\n");
        client->receive_until("\r\n\r\n");
        return client;
    }

    json::Value changes(const std::string& query, const std::string& role = "rep") {
        const auto answer =
            HttpClient(server_->port()).request("GET", "/changes" + query, "", {{"X-Role", role}});
        EXPECT_EQ(answer.status, 200);
        auto body = json::parse(answer.body);
        return body ? std::move(*body) : json::Value();
    }

    static std::string event(Id id, const char* kind, int version) {
        return "event: change\ndata: {\"object\":\"customer\",\"id\":\"" + id.to_string() + "\",\"kind\":\"" + kind +
               "\",\"version\":" + std::to_string(version) + "}\n\n";
    }

    std::string folder_;
    Actor administrator_ = Actor::system("test");
    std::unique_ptr<records::Workspace> workspace_;
    http::Router router_;
    std::unique_ptr<http::Server> server_;
};

TEST_F(LiveUpdatesTest, TellsOfEachChange) {
    auto first = listen();
    auto second = listen();
    EXPECT_EQ(first->receive_until("\n\n"), "id: 0\nevent: ready\ndata: {\"sequence\":0}\n\n");
    second->receive_until("\n\n");
    const Id id = *add("customer", {{"name", std::string("Nordlys")}});
    EXPECT_EQ(first->receive_until("\n\n"), "id: 1\n" + event(id, "create", 1));
    EXPECT_EQ(second->receive_until("\n\n"), "id: 1\n" + event(id, "create", 1));
    change(id, {{"name", std::string("Nordlys AS")}});
    EXPECT_EQ(first->receive_until("\n\n"), "id: 2\n" + event(id, "update", 2));
}

TEST_F(LiveUpdatesTest, GoesOnAfterTheLastEventSeen) {
    const Id first = *add("customer", {{"name", std::string("Nordlys")}});
    const Id second = *add("customer", {{"name", std::string("Sørlys")}});
    auto client = listen("Last-Event-ID: 1\r\n");
    EXPECT_EQ(client->receive_until("\n\n"), "id: 2\n" + event(second, "create", 1));
    auto all = listen("Last-Event-ID: 0\r\n");
    EXPECT_EQ(all->receive_until("\n\n"), "id: 1\n" + event(first, "create", 1));
    // A place past the end (a restored backup) starts anew.
    auto lost = listen("Last-Event-ID: 99\r\n");
    EXPECT_TRUE(lost->receive_until("\n\n").contains("event: ready\ndata: {\"sequence\":2}"));
}

TEST_F(LiveUpdatesTest, TellsOfABurstByObject) {
    auto client = listen();
    client->receive_until("\n\n");
    ASSERT_TRUE(workspace_->write(administrator_, [&](records::Writer& writer) -> Result<void> {
        for (int i = 0; i < 2500; ++i) KITH_CHECK(writer.create("customer", {{"name", "C" + std::to_string(i)}}));
        return {};
    }));
    std::string last;
    do {
        last = client->receive_until("\n\n");
        EXPECT_TRUE(last.contains("{\"object\":\"customer\",\"kind\":\"many\"}")) << last;
    } while (!last.starts_with("id: 2500\n") && !last.empty());
}

TEST_F(LiveUpdatesTest, ForgetsWhoHasLeft) {
    const auto live = LiveUpdates::of(*workspace_);
    {
        auto client = listen();
        client->receive_until("\n\n");
        EXPECT_EQ(live->listeners(), 1u);
    }
    for (int i = 0; i < 500 && live->listeners() > 0; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(10));
    EXPECT_EQ(live->listeners(), 0u);
}

TEST_F(LiveUpdatesTest, TellsNobodyOfWhatIsNotTheirs) {
    auto rep = listen();
    auto administrator = listen("X-Role: administrator\r\n");
    rep->receive_until("\n\n");
    administrator->receive_until("\n\n");
    ASSERT_TRUE(add("limit", {{"name", std::string("hidden")}}));
    const Id id = *add("customer", {{"name", std::string("Nordlys")}});
    EXPECT_TRUE(administrator->receive_until("\n\n").contains("\"object\":\"limit\""));
    EXPECT_EQ(rep->receive_until("\n\n"), "id: 2\n" + event(id, "create", 1));

    change(id, {{"name", std::string("Sørlys")}, {"secret", std::string("s")}});
    ASSERT_TRUE(add("limit", {{"name", std::string("hidden too")}}));
    const auto seen = changes("");
    ASSERT_EQ(seen["changes"].array()->size(), 2u);
    EXPECT_EQ(json::write((*seen["changes"].array())[1]["fields"]), "{\"name\":[\"Nordlys\",\"Sørlys\"]}");
    EXPECT_EQ(*seen["last"].integer(), 4);
    const auto all = changes("", "administrator");
    ASSERT_EQ(all["changes"].array()->size(), 4u);
    EXPECT_EQ(json::write((*all["changes"].array())[2]["fields"]["secret"]), "[null,\"s\"]");
}

TEST_F(LiveUpdatesTest, RefusesWhatIsNoPlaceInTheLog) {
    HttpClient client(server_->port());
    for (const auto* query : {"/changes?after=-1", "/changes?after=x", "/changes?limit=0", "/changes?limit=1001",
                              "/events?after=1.5", "/changes?after=9223372036854775808"}) {
        const auto answer = client.get(query);
        EXPECT_EQ(answer.status, 422) << query;
        EXPECT_TRUE(answer.body.contains("changes.not_in_range")) << query;
    }
}

TEST_F(LiveUpdatesTest, ListsChangesPageByPage) {
    const Id id = *add("customer", {{"name", std::string("Nordlys")}});
    for (const auto* name : {"A", "B", "C"}) change(id, {{"name", std::string(name)}});
    const auto page = changes("?limit=2");
    ASSERT_EQ(page["changes"].array()->size(), 2u);
    EXPECT_EQ(*page["last"].integer(), 2);
    EXPECT_TRUE(*page["more"].boolean());
    const auto rest = changes("?after=2");
    ASSERT_EQ(rest["changes"].array()->size(), 2u);
    EXPECT_FALSE(*rest["more"].boolean());
    EXPECT_EQ(*rest["last"].integer(), 4);
    const auto& change = (*rest["changes"].array())[1];
    EXPECT_EQ(change.text("kind"), "update");
    EXPECT_EQ(change.text("id"), id.to_string());
    EXPECT_EQ(json::write(change["fields"]["name"]), "[\"B\",\"C\"]");
    EXPECT_EQ(*changes("?after=4")["last"].integer(), 4);
}

}  // namespace
}  // namespace kith::data
