#include <gtest/gtest.h>

#include <map>
#include <set>

#include "app/composition.hpp"
#include "base/text.hpp"
#include "house.hpp"
#include "records/fields/field_kind.hpp"
#include "records/metadata/change_role.hpp"
#include "support/http_client.hpp"

namespace kith::scenarios {
namespace {

constexpr std::string_view kSecret = "zyxhemmelig";

/// A house in which the manager owns one record of every object that can be somebody's, each field of text
/// holding a word that nobody else may read; the rep's role reaches own records only.
class Secrets {
public:
    Secrets() {
        const auto system = Actor::system("test");
        const auto made = house_.workspace().write(system, [&](records::Writer& writer) -> Result<void> {
            json::Value rights = json::Object{};
            for (const auto& object : writer.schema().objects()) {
                if (object.owners.empty() || object.system) continue;
                rights.object()->emplace_back(object.name, json::Object{{"see", "own"}, {"create", "own"}, {"edit", "own"}, {"bin", "own"}, {"export", "own"}});
            }
            return records::change_role(writer, {.name = "rep", .definition = json::Object{{"rights", rights}}});
        });
        EXPECT_TRUE(made);
        // References need what they lead to first, so go over the objects until nothing is left to make.
        for (int round = 0; round < 5; ++round)
            for (const auto& object : house_.workspace().schema()->objects())
                if (!object.system && object.name != "user" && !ids_.contains(object.name)) add(object);
    }

    House& house() { return house_; }
    [[nodiscard]] const std::map<std::string, Id>& ids() const { return ids_; }
    [[nodiscard]] bool is_secret(const std::string& object) {
        const auto schema = house_.workspace().schema();
        const auto* found = schema->find(object);
        return found != nullptr && !found->owners.empty() && ids_.contains(object);
    }

    kith::testing::Answer ask(const std::string& method, const std::string& path, const std::string& body = {}, const std::string& who = "rep") {
        std::vector<std::pair<std::string, std::string>> headers{{"Authorization", "Bearer " + house_.token(who)}};
        if (!body.empty()) headers.emplace_back("Content-Type", "application/json");
        kith::testing::HttpClient client(house_.port());
        return client.request(method, "/api/v1" + path, body, headers);
    }

private:
    static std::string word(const records::Object& object) { return object.owners.empty() ? "open" : std::string(kSecret); }

    void add(const records::Object& object) {
        records::Values values;
        for (const auto& field : object.fields) {
            if (field.is_computed()) continue;
            if (field.is_reference()) {
                if (field.target->name == "user") values.set(field.name, house_.user("manager"));
                else if (const auto it = ids_.find(field.target->name); it != ids_.end() && it->first != object.name) values.set(field.name, it->second);
            } else if (field.type == records::FieldType::Text && field.format.empty()) {
                values.set(field.name, word(object) + " " + object.name);
            } else if (field.type == records::FieldType::LongText) {
                values.set(field.name, word(object) + " text");
            } else if (field.type == records::FieldType::Email) {
                values.set(field.name, word(object) + "@example.test");
            }
        }
        const auto made = house_.workspace().write(Actor::system("test"), [&](records::Writer& writer) {
            return writer.create(object.name, values, {.as_rule = true});
        });
        if (made) ids_[object.name] = *made;
    }

    House house_;
    std::map<std::string, Id> ids_;
};

std::string filled(std::string path, const std::string& object, Id id) {
    for (auto at = path.find('{'); at != std::string::npos; at = path.find('{')) {
        const auto name = path.substr(at, path.find('}') - at + 1);
        path.replace(at, name.size(), name == "{object}" ? object : id.to_string());
    }
    return path;
}

bool tells(const kith::testing::Answer& response) {
    return text::lower_ascii(response.body).find(kSecret) != std::string::npos;
}

// The rep walks every route there is, with the ids of what is not theirs: nothing of it may come back.
TEST(Leaks, NoRouteTellsOfARecordOutOfReach) {
    Secrets secrets;
    ASSERT_TRUE(secrets.is_secret("account") && secrets.is_secret("deal") && secrets.is_secret("note") && secrets.is_secret("contact"));
    // The walk can see a leak: to the manager the same routes tell.
    EXPECT_TRUE(tells(secrets.ask("GET", "/records/account", "", "manager")));
    EXPECT_TRUE(tells(secrets.ask("GET", "/search?q=zyxhemmelig", "", "manager")));
    const std::vector<std::string> bodies{"{}", R"({"text":"name contains zyx"})", R"({"filter":{"field":"id","op":"not_empty"},"count":"exact"})"};
    for (const auto& module : app::modules()) {
        for (const auto& route : module.routes) {
            const std::string path = route.path;
            if (path == "/events" || route.method == http::Method::Delete) continue;
            if (route.access == Access::Public || path.starts_with("/setup")) continue;
            for (const auto& [object, id] : secrets.ids()) {
                if (!secrets.is_secret(object)) continue;
                const auto where = filled(path, object, id);
                const auto name = std::string(http::name_of(route.method)) + " " + where;
                for (const auto& body : route.doc.request != nullptr ? bodies : std::vector<std::string>{""}) {
                    const auto response = secrets.ask(std::string(http::name_of(route.method)), where, body);
                    EXPECT_LT(response.status, 500) << name << "\n" << response.body;
                    EXPECT_FALSE(tells(response)) << name << " " << body << "\n" << response.body;
                }
                if (path.find('{') == std::string::npos) break;
            }
        }
    }
    for (const auto* path : {"/search?q=zyxhemmelig", "/changes?after=0&limit=500", "/coverage", "/week", "/programs", "/plan",
                             "/records/account?q=zyxhemmelig&expand=owner,parent", "/records/contact?filter=%7B%22field%22%3A%22account.name%22%2C%22op%22%3A%22not_empty%22%7D"})
        EXPECT_FALSE(tells(secrets.ask("GET", path))) << path;
}

// A hidden record answers just as one that never was.
TEST(Leaks, HiddenAnswersAsMissing) {
    Secrets secrets;
    for (const auto& [object, id] : secrets.ids()) {
        if (!secrets.is_secret(object)) continue;
        for (const auto* after : {"", "/timeline", "/history", "/shares", "?as_of=2090-01-01"}) {
            const auto hidden = secrets.ask("GET", "/records/" + object + "/" + id.to_string() + after);
            const auto missing = secrets.ask("GET", "/records/" + object + "/1" + after);
            EXPECT_EQ(404, hidden.status) << object << after;
            EXPECT_EQ(missing.status, hidden.status) << object << after;
            const auto without_id = [](std::string text) { return text.substr(0, text.find("request_id")); };
            EXPECT_EQ(without_id(missing.body), without_id(hidden.body)) << object << after;
        }
    }
}

}  // namespace
}  // namespace kith::scenarios
