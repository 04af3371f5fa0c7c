#include "app/workspaces/many.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <map>
#include <thread>

#include "app/application.hpp"
#include "app/workspaces/manage.hpp"
#include "app/workspaces/operator_tokens.hpp"
#include "base/log.hpp"
#include "app/workspaces/testing/test_place.hpp"
#include "db/testing/temporary_folder.hpp"
#include "modules/identity/identity.hpp"
#include "support/http_client.hpp"

namespace kith::app {
namespace {

constexpr auto kPassword = "kesu-tavo-rimu-peda";
constexpr auto kOtherPassword = "lomi-gatu-heny-dosa";
using kith::testing::Answer;
using kith::testing::HttpClient;

/// A browser's session: what it was told to keep, and the token against forgery.
struct Session {
    std::string host;
    std::map<std::string, std::string> cookies = {};
    std::string csrf = {};
};

/// Two companies on one server, over HTTP. Ada is in both with one password, Bob in Blue alone; Ada has another
/// password in Cyan.
class TwoWorkspaces : public ::testing::Test {
protected:
    void SetUp() override {
        log::set_level(log::Level::Warning);
        add("Acme", "ada@example.test", kPassword);
        add("Blue", "ada@example.test", kPassword);
        add("Cyan", "ada@example.test", kOtherPassword);
        user("blue", "bob@example.test", kPassword);
        serve();
    }
    void TearDown() override { end(); }

    void serve(PoolOptions pool = {}) {
        pool.visits = false;
        pool.started = start_in_background;
        many_ = std::make_unique<ManyWorkspaces>(*directory_, ManyOptions{.base_domain = "kith.example", .pool = pool});
        ServeOptions options;
        options.port = 0;
        options.data_folder = folder_.path().string();
        options.access_log = false;
        application_ = std::make_unique<Application>(*many_, options);
        ASSERT_TRUE(application_->start());
    }
    void end() {
        if (application_) application_->stop(std::chrono::seconds(1));
        application_.reset();
        many_.reset();
    }

    void add(const std::string& name, const std::string& email, const std::string& password) {
        const auto made = create_workspace(*directory_, {.name = name, .administrator = email, .password = password});
        ASSERT_TRUE(made) << made.error().code;
    }
    void user(const std::string& slug, const std::string& email, const std::string& password) {
        const auto entry = directory_->find(slug);
        auto workspace = open_workspace({.db = directory_->database_of(*entry)});
        ASSERT_TRUE(workspace);
        const auto actor = Actor::system("test");
        const auto id = (*workspace)->write(actor, [&](records::Writer& writer) {
            return writer.create("user", {{"name", std::string("Person")}, {"email", email}, {"role", std::string("administrator")}, {"active", true}});
        });
        ASSERT_TRUE(id);
        ASSERT_TRUE(identity::set_password(**workspace, actor, *id, password));
        ASSERT_TRUE(index_addresses(*directory_, entry->id, **workspace));
    }

    Answer ask(Session& session, std::string_view method, std::string_view path, std::string_view body = {},
               std::vector<std::pair<std::string, std::string>> headers = {}) {
        HttpClient client(application_->port());
        std::string request = std::string(method) + " " + std::string(path) + " HTTP/1.1\r\nHost: " + session.host + "\r\n";
        std::string cookies;
        for (const auto& [name, value] : session.cookies) cookies += (cookies.empty() ? "" : "; ") + name + "=" + value;
        if (!cookies.empty()) request += "Cookie: " + cookies + "\r\n";
        if (!session.csrf.empty()) request += "X-CSRF-Token: " + session.csrf + "\r\n";
        for (const auto& [name, value] : headers) request += name + ": " + value + "\r\n";
        if (!body.empty()) request += "Content-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) + "\r\n";
        client.send(request + "Connection: close\r\n\r\n" + std::string(body));
        auto answer = client.receive();
        for (const auto& [name, value] : answer.headers) {
            if (name != "set-cookie") continue;
            const auto equals = value.find('=');
            session.cookies[value.substr(0, equals)] = value.substr(equals + 1, value.find(';') - equals - 1);
        }
        return answer;
    }
    static json::Value json_of(const Answer& answer) {
        auto value = json::parse(answer.body);
        return value ? std::move(*value) : json::Value();
    }
    Answer sign_in(Session& session, const std::string& email, const std::string& password, const std::string& workspace = "") {
        auto body = json::write(json::Object{{"email", email}, {"password", password}});
        if (!workspace.empty()) body.insert(body.size() - 1, ",\"workspace\":\"" + workspace + "\"");
        auto answer = ask(session, "POST", "/api/v1/session", body);
        if (answer.status == 200) session.csrf = std::string(json_of(answer).text("csrf_token"));
        return answer;
    }
    /// The workspace's name as its session tells it.
    std::string where(Session& session) {
        const auto answer = ask(session, "GET", "/api/v1/session");
        return answer.status == 200 ? std::string(json_of(answer)["workspace"].text("name")) : std::to_string(answer.status);
    }
    std::string create_account(Session& session, const std::string& name) {
        const auto made = ask(session, "POST", "/api/v1/records/account", R"({"fields":{"name":")" + name + R"("}})");
        EXPECT_EQ(made.status, 201) << made.body;
        return std::string(json_of(made).text("id"));
    }

    db::testing::TemporaryFolder folder_;
    std::unique_ptr<Directory> directory_ = std::move(*Directory::open(testing::test_place(folder_.path().string()), true));
    std::unique_ptr<ManyWorkspaces> many_;
    std::unique_ptr<Application> application_;
};

TEST_F(TwoWorkspaces, AreChosenByHost) {
    Session acme{"acme.kith.example"};
    Session blue{"BLUE.kith.example:8443"};
    EXPECT_EQ(sign_in(acme, "ada@example.test", kPassword).status, 200);
    EXPECT_EQ(where(acme), "Acme");
    EXPECT_EQ(sign_in(blue, "ada@example.test", kPassword).status, 200);
    EXPECT_EQ(where(blue), "Blue");
    // Who is not in it is not let in there, whatever fits elsewhere.
    Session bob{"acme.kith.example"};
    EXPECT_EQ(sign_in(bob, "bob@example.test", kPassword).status, 401);

    Session nowhere{"gone.kith.example"};
    const auto page = ask(nowhere, "GET", "/");
    EXPECT_EQ(page.status, 404);
    EXPECT_NE(page.body.find("gone.kith.example"), std::string::npos);
    Session tricky{"<script>.example"};
    EXPECT_EQ(ask(tricky, "GET", "/accounts/1").body.find("<script>"), std::string::npos);
    EXPECT_EQ(ask(nowhere, "GET", "/api/v1/session").status, 404);
}

TEST_F(TwoWorkspaces, AreChosenAtSignIn) {
    Session bob{"kith.example"};
    EXPECT_EQ(sign_in(bob, "bob@example.test", kPassword).status, 200);
    EXPECT_EQ(where(bob), "Blue");

    Session ada{"kith.example"};
    const auto choice = sign_in(ada, "ada@example.test", kPassword);
    ASSERT_EQ(choice.status, 300) << choice.body;
    EXPECT_EQ(json_of(choice)["workspaces"].array()->size(), 2U) << "not the one with another password: " << choice.body;
    EXPECT_EQ(sign_in(ada, "ada@example.test", kPassword, "blue").status, 200);
    EXPECT_EQ(where(ada), "Blue");
    EXPECT_EQ(sign_in(ada, "ada@example.test", kPassword, "cyan").status, 401);

    Session other{"kith.example"};
    EXPECT_EQ(sign_in(other, "ada@example.test", kOtherPassword).status, 200);
    EXPECT_EQ(where(other), "Cyan");
    Session nobody{"kith.example"};
    const auto wrong = sign_in(nobody, "ada@example.test", "wrong-wrong-wrong");
    EXPECT_EQ(wrong.status, 401);
    const auto unknown = sign_in(nobody, "nobody@example.test", kPassword);
    EXPECT_EQ(json_of(wrong).text("code"), json_of(unknown).text("code"));
    EXPECT_EQ(ask(nobody, "GET", "/api/v1/session").status, 401);
    EXPECT_EQ(json_of(ask(nobody, "GET", "/api/v1/setup"))["needed"], json::Value(false));
    EXPECT_EQ(ask(nobody, "POST", "/api/v1/setup", "{}").status, 403);
    Session acme{"acme.kith.example"};
    EXPECT_EQ(ask(acme, "POST", "/api/v1/setup", "{}").status, 403);
}

TEST_F(TwoWorkspaces, CountGuessesWhereTheyAreGuesses) {
    // Ada's password elsewhere is none at Cyan's, however often she signs in with it.
    for (int i = 0; i < 8; ++i) {
        Session ada{"kith.example"};
        ASSERT_EQ(sign_in(ada, "ada@example.test", kPassword, "acme").status, 200) << i;
    }
    Session cyan{"cyan.kith.example"};
    EXPECT_EQ(sign_in(cyan, "ada@example.test", kOtherPassword).status, 200);
    const auto audit = ask(cyan, "GET", "/api/v1/audit");
    EXPECT_EQ(audit.status, 200);
    EXPECT_EQ(audit.body.find("sign_in.failed"), std::string::npos) << audit.body;

    int status = 0;
    Session guess{"kith.example"};
    for (int i = 0; i < 8; ++i) status = sign_in(guess, "ada@example.test", "wrong-wrong-wrong").status;
    EXPECT_EQ(status, 429);
    for (int i = 0; i < 8; ++i) status = sign_in(guess, "nobody@example.test", "wrong-wrong-wrong").status;
    EXPECT_EQ(status, 429) << "an address that is nowhere looks like one that is somewhere";
    EXPECT_NE(ask(cyan, "GET", "/api/v1/audit").body.find("sign_in.failed"), std::string::npos);
}

TEST_F(TwoWorkspaces, LetOneGoWhereThePasswordFitted) {
    Session ada{"kith.example"};
    ASSERT_EQ(sign_in(ada, "ada@example.test", kPassword, "acme").status, 200);
    const auto own = json_of(ask(ada, "GET", "/api/v1/session/workspaces"));
    ASSERT_EQ(own["workspaces"].array()->size(), 2U);
    const auto acme = ada;
    const auto moved = ask(ada, "POST", "/api/v1/session/workspace", R"({"workspace":"blue"})");
    ASSERT_EQ(moved.status, 200) << moved.body;
    EXPECT_EQ(where(ada), "Blue");
    auto old = acme;
    EXPECT_EQ(where(old), "401") << "the session that was left is over";
    ada.csrf = std::string(json_of(moved).text("csrf_token"));
    EXPECT_EQ(ask(ada, "POST", "/api/v1/session/workspace", R"({"workspace":"cyan"})").status, 404);
    EXPECT_EQ(ask(ada, "POST", "/api/v1/session/workspace", R"({"workspace":"nowhere"})").status, 404);
    auto forged = ada;
    forged.csrf = "x";
    EXPECT_EQ(ask(forged, "POST", "/api/v1/session/workspace", R"({"workspace":"acme"})").status, 403);
    // Somebody else's proof does not help.
    Session bob{"kith.example"};
    ASSERT_EQ(sign_in(bob, "bob@example.test", kPassword).status, 200);
    bob.cookies["kith_workspaces"] = ada.cookies["kith_workspaces"];
    EXPECT_EQ(ask(bob, "POST", "/api/v1/session/workspace", R"({"workspace":"acme"})").status, 404);
    EXPECT_EQ(json_of(ask(bob, "GET", "/api/v1/session/workspaces"))["workspaces"].array()->size(), 1U);
    // Another password there since: only that leads there.
    user("acme", "x@example.test", kPassword);
    {
        const auto entry = directory_->find("acme");
        const auto lease = many_->pool().open(*entry);
        ASSERT_TRUE(identity::set_password(**lease, Actor::system("test"), *identity::find_user(**lease, "ada@example.test"), kOtherPassword));
    }
    EXPECT_EQ(ask(ada, "POST", "/api/v1/session/workspace", R"({"workspace":"acme"})").status, 404);
}

TEST_F(TwoWorkspaces, NeverAnswerForEachOther) {
    Session acme{"acme.kith.example"};
    Session blue{"blue.kith.example"};
    ASSERT_EQ(sign_in(acme, "ada@example.test", kPassword).status, 200);
    ASSERT_EQ(sign_in(blue, "ada@example.test", kPassword).status, 200);
    const auto id = create_account(acme, "Acme's secret customer");
    const auto record = ask(acme, "GET", "/api/v1/records/account/" + id);
    EXPECT_EQ(record.status, 200);
    EXPECT_EQ(record.header("vary"), "Cookie, Authorization") << "a copy has the same record, of the same version";
    EXPECT_EQ(ask(blue, "GET", "/api/v1/records/account/" + id).status, 404);
    EXPECT_EQ(ask(blue, "GET", "/api/v1/records/account").body.find("secret"), std::string::npos);
    EXPECT_EQ(ask(blue, "GET", "/api/v1/search?q=secret").body.find("customer"), std::string::npos);
    EXPECT_EQ(ask(blue, "GET", "/api/v1/changes").body.find(id), std::string::npos);

    // A session's cookie, with or without its token against forgery, is nobody's at the other host.
    Session crossed{"blue.kith.example", acme.cookies, acme.csrf};
    EXPECT_EQ(ask(crossed, "GET", "/api/v1/records/account").status, 401);
    EXPECT_EQ(ask(crossed, "POST", "/api/v1/records/account", R"({"fields":{"name":"x"}})").status, 401);
    // Its tag exchanged for the other's neither.
    Session retagged{"kith.example", acme.cookies};
    auto& cookie = retagged.cookies["kith_session"];
    cookie = directory_->find("blue")->tag + cookie.substr(cookie.find('.'));
    EXPECT_EQ(ask(retagged, "GET", "/api/v1/session").status, 401);

    const auto token = json_of(ask(acme, "POST", "/api/v1/tokens", R"({"name":"robot"})"));
    const std::vector<std::pair<std::string, std::string>> bearer{{"Authorization", "Bearer " + std::string(token.text("token"))}};
    for (const auto& [host, status] : std::vector<std::pair<std::string, int>>{{"acme.kith.example", 200}, {"kith.example", 200}, {"blue.kith.example", 401}}) {
        Session robot{host};
        EXPECT_EQ(ask(robot, "GET", "/api/v1/records/account/" + id, {}, bearer).status, status) << host;
    }
    Session robot{"acme.kith.example"};
    EXPECT_EQ(ask(robot, "GET", "/operator/v1/workspaces", {}, bearer).status, 401);

    // One key for a request, asked of both: each does it.
    const std::vector<std::pair<std::string, std::string>> key{{"Idempotency-Key", "once"}};
    const auto first = ask(acme, "POST", "/api/v1/records/account", R"({"fields":{"name":"Once"}})", key);
    const auto second = ask(blue, "POST", "/api/v1/records/account", R"({"fields":{"name":"Once"}})", key);
    EXPECT_EQ(first.status, 201);
    EXPECT_EQ(second.status, 201);
    EXPECT_EQ(second.header("idempotency-replayed"), "");
    EXPECT_NE(json_of(first).text("id"), json_of(second).text("id"));

    // Who failed too often in one may sign in to the other.
    Session guess{"acme.kith.example"};
    int status = 0;
    for (int i = 0; i < 8; ++i) status = sign_in(guess, "ada@example.test", "wrong-wrong-wrong").status;
    EXPECT_EQ(status, 429);
    Session fresh{"blue.kith.example"};
    EXPECT_EQ(sign_in(fresh, "ada@example.test", kPassword).status, 200);
}

TEST_F(TwoWorkspaces, TellTheirOwnListenersOnly) {
    Session acme{"acme.kith.example"};
    Session blue{"blue.kith.example"};
    ASSERT_EQ(sign_in(acme, "ada@example.test", kPassword).status, 200);
    ASSERT_EQ(sign_in(blue, "ada@example.test", kPassword).status, 200);
    HttpClient stream(application_->port());
    stream.send("GET /api/v1/events HTTP/1.1\r\nHost: blue.kith.example\r\nCookie: kith_session=" + blue.cookies["kith_session"] + "\r\n\r\n");
    stream.receive_until("event: ready");
    const auto others = create_account(acme, "Theirs");
    const auto own = create_account(blue, "Ours");
    const auto told = stream.receive_until(own);
    EXPECT_EQ(told.find(others), std::string::npos) << told;
    // An open stream keeps its workspace open; a suspension ends both.
    ASSERT_TRUE(suspend_workspace(*directory_, "blue"));
    many_->pool().close(directory_->find("blue")->id);
    EXPECT_EQ(many_->pool().open_count(), 1U);
    EXPECT_EQ(ask(blue, "GET", "/api/v1/session").status, 403);
    EXPECT_EQ(json_of(ask(blue, "GET", "/api/v1/session")).text("code"), "workspace.suspended");
    EXPECT_EQ(ask(blue, "GET", "/").status, 403);
    ASSERT_TRUE(resume_workspace(*directory_, "blue"));
    EXPECT_EQ(where(blue), "Blue");
}

TEST_F(TwoWorkspaces, AreClosedForOthersAndOpenAgain) {
    end();
    serve({.most_open = 1});
    Session acme{"acme.kith.example"};
    Session blue{"blue.kith.example"};
    ASSERT_EQ(sign_in(acme, "ada@example.test", kPassword).status, 200);
    ASSERT_EQ(sign_in(blue, "ada@example.test", kPassword).status, 200);
    for (int round = 0; round < 5; ++round) {
        EXPECT_EQ(where(acme), "Acme");
        EXPECT_EQ(where(blue), "Blue");
        EXPECT_LE(many_->pool().open_count(), 2U);
        create_account(round % 2 == 0 ? acme : blue, "A " + std::to_string(round));
    }
    // Both at once, from many sides: one opens, the others wait; nothing is lost.
    std::vector<std::thread> threads;
    std::atomic<int> made{0};
    for (int i = 0; i < 6; ++i) {
        threads.emplace_back([&, session = i % 2 == 0 ? acme : blue, i]() mutable {
            for (int n = 0; n < 5; ++n)
                if (ask(session, "POST", "/api/v1/records/account", R"({"fields":{"name":"T)" + std::to_string(i * 10 + n) + R"("}})").status == 201) ++made;
        });
    }
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(made, 30);
}

TEST_F(TwoWorkspaces, AreManagedByTheirOperatorOverHttp) {
    const auto token = *add_operator_token(*directory_, "console");
    const std::vector<std::pair<std::string, std::string>> bearer{{"Authorization", "Bearer " + token}};
    Session console{"kith.example"};
    EXPECT_EQ(ask(console, "GET", "/operator/v1/workspaces").status, 401);
    const auto list = json_of(ask(console, "GET", "/operator/v1/workspaces", {}, bearer));
    ASSERT_EQ(list["workspaces"].array()->size(), 3U);
    EXPECT_EQ((*list["workspaces"].array())[1]["users"], json::Value(2));
    const auto made = ask(console, "POST", "/operator/v1/workspaces",
                          R"({"name":"Фирма \"Ёлка\" 🎄","hosts":["elka.example"],"administrator":"eva@example.test","password":"lomi-gatu-heny-dosa"})", bearer);
    ASSERT_EQ(made.status, 201) << made.body;
    EXPECT_EQ(json_of(made).text("slug"), "firma-elka");
    Session eva{"elka.example"};
    EXPECT_EQ(sign_in(eva, "eva@example.test", kOtherPassword).status, 200);
    EXPECT_EQ(where(eva), "Фирма \"Ёлка\" 🎄");
    EXPECT_EQ(ask(console, "POST", "/operator/v1/workspaces", R"({"name":"x","slug":"acme"})", bearer).status, 409);
    EXPECT_EQ(ask(console, "POST", "/operator/v1/workspaces", R"({"name":"","slug":"../x","odd":1})", bearer).status, 422);
    EXPECT_EQ(ask(console, "PATCH", "/operator/v1/workspaces/firma-elka", R"({"name":"Elka","hosts":[]})", bearer).status, 200);
    EXPECT_EQ(ask(console, "POST", "/operator/v1/workspaces/firma-elka/suspend", {}, bearer).status, 200);
    Session closed{"firma-elka.kith.example"};
    EXPECT_EQ(ask(closed, "GET", "/").status, 403);
    EXPECT_EQ(ask(console, "DELETE", "/operator/v1/workspaces/acme", {}, bearer).status, 200);
    Session acme{"acme.kith.example"};
    EXPECT_EQ(ask(acme, "GET", "/api/v1/session").status, 404);
    EXPECT_EQ(ask(console, "DELETE", "/operator/v1/workspaces/acme?now=1", {}, bearer).status, 204);
    EXPECT_EQ(ask(console, "GET", "/operator/v1/workspaces/acme", {}, bearer).status, 404);
    EXPECT_EQ(ask(console, "GET", "/operator/v1/log?limit=x", {}, bearer).status, 422);
    const auto log = json_of(ask(console, "GET", "/operator/v1/log?limit=4", {}, bearer));
    ASSERT_EQ(log["actions"].array()->size(), 4U);
    const auto& last = (*log["actions"].array())[0];
    EXPECT_EQ(last.text("action"), "purged");
    EXPECT_EQ(last.text("by"), "token console");
    EXPECT_EQ(last.text("slug"), "acme");
    EXPECT_EQ((*log["actions"].array())[2].text("action"), "suspended");
    const auto document = json_of(ask(console, "GET", "/operator/v1/openapi.json"));
    for (const auto* path : {"/workspaces", "/workspaces/{workspace}", "/workspaces/{workspace}/suspend", "/log"}) EXPECT_NE(document["paths"][path].object(), nullptr) << path;
    EXPECT_NE(document["components"]["schemas"]["OperatorWorkspace"].object(), nullptr);
    EXPECT_EQ(remove_operator_tokens(*directory_, "console"), 1);
    EXPECT_EQ(ask(console, "GET", "/operator/v1/workspaces", {}, bearer).status, 401);
}

}  // namespace
}  // namespace kith::app
