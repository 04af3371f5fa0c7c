#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "app/composition.hpp"
#include "base/text.hpp"
#include "house.hpp"
#include "records/access.hpp"
#include "records/metadata/change_role.hpp"
#include "support/http_client.hpp"

namespace kith::scenarios {
namespace {

using kith::testing::Answer;
using records::Field;
using records::FieldType;
using records::Object;

constexpr std::string_view kSecret = "zyxhemmelig";    // stands in records out of reach
constexpr std::string_view kUnread = "wqvskjult";      // stands in fields the role may not read, of records it reaches
constexpr std::size_t kMostTold = 20;                  // of what was found wrong

std::string replaced(std::string text, std::string_view what, std::string_view with) {
    for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + with.size())) text.replace(at, what.size(), with);
    return text;
}

/// A house in which the manager owns one record of every object that can be somebody's, the rep another, and
/// roles of one's own with each scope.
class Secrets {
public:
    Secrets() {
        must(house_.workspace().write(Actor::system("test"), [&](records::Writer& writer) -> Result<void> {
            for (const char* who : {"manager", "rep"}) {
                KITH_TRY(const Id team, writer.create("team", {{"name", std::string(who) + "s"}}));
                KITH_CHECK(writer.update("user", house_.user(who), {{"team", team}}));
            }
            for (const char* scope : {"own", "team", "team_below", "none", "filter"}) KITH_CHECK(records::change_role(writer, role_of(writer.schema(), scope)));
            return {};
        }));
        // References need what they lead to first, so go over the objects until nothing is left to make.
        for (int round = 0; round < 5; ++round)
            for (const auto& object : house_.workspace().schema()->objects())
                if (!object.system && object.name != "user" && object.name != "team" && !hidden_.contains(object.name)) {
                    add(object, "manager", hidden_, object.owners.empty() ? "open" : kSecret);
                    add(object, "rep", mine_, object.owners.empty() ? "open" : "mine");
                }
        // And of the rep's, some that refer to what is not theirs.
        for (const auto& object : house_.workspace().schema()->objects())
            if (!object.system && !object.owners.empty() && mine_.contains(object.name)) add(object, "rep", mixed_, "mine");
        // While the rep still sees all: what was heard of then must not be told again later.
        for (const auto& [object, id] : hidden_) ask("PUT", "/records/" + object + "/" + id.to_string() + "/followers/me");
        change(hidden_, kSecret);
        change(mine_, "mine");
        hidden_["file"] = upload("manager", std::string(kSecret) + ".txt", hidden_.at("account"));
        mine_["file"] = upload("rep", "mine.txt", mine_.at("account"));
    }

    House& house() { return house_; }
    [[nodiscard]] std::shared_ptr<const records::Schema> schema() { return house_.workspace().schema(); }
    [[nodiscard]] const std::map<std::string, Id>& hidden() const { return hidden_; }
    [[nodiscard]] const std::map<std::string, Id>& mine() const { return mine_; }
    [[nodiscard]] const std::map<std::string, Id>& mixed() const { return mixed_; }
    [[nodiscard]] bool is_secret(const std::string& object) {
        const auto* found = schema()->find(object);
        return found != nullptr && !found->owners.empty() && hidden_.contains(object);
    }
    void make_rep(const std::string& role) {
        must(house_.workspace().write(Actor::system("test"), [&](records::Writer& writer) -> Result<void> {
            KITH_CHECK(writer.update("user", house_.user("rep"), {{"role", role}}));
            return {};
        }));
    }

    Answer ask(const std::string& method, const std::string& path, const std::string& body = {}, const std::string& who = "rep") {
        std::vector<std::pair<std::string, std::string>> headers{{"Authorization", "Bearer " + house_.token(who)}, {"If-Match", "\"1\""}};
        if (!body.empty()) headers.emplace_back("Content-Type", body.starts_with('{') ? "application/json" : "application/octet-stream");
        kith::testing::HttpClient client(house_.port());
        return client.request(method, "/api/v1" + path, body, headers);
    }

private:
    template <class T>
    static void must(const Result<T>& result) {
        if (!result) throw std::runtime_error(result.error().code);
    }

    static bool holds_words(const Object& object, const Field& field) {
        if (field.is_computed() || !field.format.empty() || field.name == object.title_field) return false;
        // A name made of this one says it in any case.
        for (const auto& other : object.fields)
            if (std::ranges::find(other.compose, field.name) != other.compose.end()) return false;
        return field.type == FieldType::Text || field.type == FieldType::LongText || field.type == FieldType::Email || field.type == FieldType::Url;
    }

    /// Reaches records in this way, and reads none of their words but the title.
    static records::RoleChange role_of(const records::Schema& schema, const std::string& scope) {
        json::Object rights;
        for (const auto& object : schema.objects()) {
            if (object.owners.empty() || object.system || object.name == "user") continue;
            json::Value reach = scope;
            if (scope == "filter") reach = json::Object{{"filter", json::Object{{"field", object.title_field}, {"op", "starts_with"}, {"value", "mine"}}}};
            json::Object fields;
            for (const auto& field : object.fields)
                if (holds_words(object, field)) fields.emplace_back(field.name, "hidden");
            json::Object one{{"fields", fields}};
            for (const char* right : {"see", "create", "edit", "bin", "export"}) one.emplace_back(right, reach);
            rights.emplace_back(object.name, one);
        }
        records::RoleChange out{.name = "only_" + scope};
        out.definition = json::Object{{"label", json::Object{{"en", "Only " + scope}}}, {"level", "rep"}, {"rights", rights}};
        out.create = true;
        return out;
    }

    void add(const Object& object, const std::string& owner, std::map<std::string, Id>& ids, std::string_view word) {
        if (ids.contains(object.name)) return;
        records::Values values;
        for (const auto& field : object.fields) {
            if (field.is_computed()) continue;
            if (field.required && field.type == FieldType::Select) values.set(field.name, field.options.front().value);
            if (field.required && field.type == FieldType::Date) values.set(field.name, Date::of(2099, 3, 2));
            if (field.is_reference()) {
                if (field.target->name == "user") values.set(field.name, house_.user(owner));
                else if (const auto& from = &ids == &mixed_ ? hidden_ : ids; from.contains(field.target->name) && field.target != &object) values.set(field.name, from.at(field.target->name));
            } else if (field.name == object.title_field || (field.required && field.type == FieldType::Text && field.format.empty())) {
                values.set(field.name, std::string(word) + " " + object.name);
            } else if (holds_words(object, field)) {
                const auto told = word == "mine" ? kUnread : word;
                values.set(field.name, field.type == FieldType::Email ? std::string(told) + "@example.test" : field.type == FieldType::Url ? "https://" + std::string(told) + ".test" : std::string(told));
            }
        }
        const auto made = house_.workspace().write(Actor::system("test"), [&](records::Writer& writer) { return writer.create(object.name, values, {.as_rule = true}); });
        if (made) ids[object.name] = *made;
    }

    /// So that there is history to tell.
    void change(const std::map<std::string, Id>& ids, std::string_view word) {
        for (const auto& [name, id] : ids) {
            const auto* object = schema()->find(name);
            records::Values values;
            for (const auto& field : object->fields)
                if (holds_words(*object, field) && (field.type == FieldType::Text || field.type == FieldType::LongText))
                    values.set(field.name, std::string(object->owners.empty() ? "open" : word == "mine" ? kUnread : word) + " again");
            (void)house_.workspace().write(Actor::system("test"), [&](records::Writer& writer) { return writer.update(name, id, values, {.as_rule = true}); });
        }
    }

    Id upload(const std::string& who, const std::string& name, Id account) {
        const auto answer = ask("POST", "/files?name=" + name + "&object=account&record=" + account.to_string(), std::string(kSecret) + " inside", who);
        const auto body = json::parse(answer.body);
        return body ? Id::parse(body->text("id")).value_or(Id{}) : Id{};
    }

    House house_;
    std::map<std::string, Id> hidden_, mine_, mixed_;
};

bool tells(const Answer& answer) {
    const auto body = text::lower_ascii(answer.body);
    return body.find(kSecret) != std::string::npos || body.find(kUnread) != std::string::npos;
}

/// What is sent to each route that takes something; `$ID` is a record out of reach, or one that never was. A route
/// that is not here fails the walk: whoever adds one says how it is walked.
const std::map<std::string, std::vector<std::string>>& bodies() {
    static const std::string by_id = R"({"field":"id","op":"eq","value":"$ID"})";
    static const std::map<std::string, std::vector<std::string>> all{
        {"POST /session", {}}, {"DELETE /session", {}}, {"POST /setup", {}}, {"PATCH /me", {"{}"}}, {"PATCH /workspace", {"{}"}},
        {"POST /users/{id}/password", {R"({"password":"correct horse battery"})"}}, {"POST /tokens", {R"({"name":"x"})"}}, {"DELETE /tokens/{id}", {""}},
        {"POST /objects", {"{}"}}, {"PATCH /objects/{object}", {"{}"}}, {"POST /objects/{object}/fields", {"{}"}}, {"PATCH /objects/{object}/fields/{field}", {"{}"}},
        {"POST /roles", {"{}"}}, {"PATCH /roles/{name}", {"{}"}}, {"DELETE /roles/{name}", {""}},
        {"POST /records/{object}/{id}/shares", {R"({"user":"$ME"})"}}, {"DELETE /records/{object}/{id}/shares/{share}", {""}},
        {"POST /objects/{object}/filter-text", {R"({"text":"zyx","at":3})", R"({"filter":)" + by_id + "}"}},
        {"POST /objects/{object}/formula", {R"({"formula":"id"})"}},
        {"POST /records/{object}", {}},  // references: by themselves, below
        {"POST /records/{object}/totals", {R"({"filter":)" + by_id + "}"}},
        {"POST /records/{object}/query",
         {"{}", R"({"bin":true})", R"({"filter":)" + by_id + R"(,"count":"exact"})", R"({"filter":{"not":)" + by_id + R"(},"count":"exact","as_of":"2090-01-01T00:00:00Z"})",
          R"({"since":"2020-01-01T00:00:00Z","filter":)" + by_id + "}"}},
        {"POST /records/{object}/batch", {R"({"update":[{"id":"$ID","version":1,"fields":{}}]})", R"({"bin":["$ID"]})"}},
        {"POST /records/{object}/bulk", {R"({"ids":["$ID"],"bin":true})", R"({"ids":["$ID"],"add_tags":["x"]})", R"({"filter":)" + by_id + R"(,"restore":true})"}},
        {"POST /bulk/{id}/cancel", {""}},
        {"POST /jobs/{id}/retry", {""}}, {"POST /jobs/{id}/cancel", {""}}, {"PATCH /schedules/{name}", {"{}"}}, {"POST /schedules/{name}/run", {""}}, {"POST /session/workspace", {R"({"workspace":"acme"})"}},
        {"POST /records/{object}/export", {R"({"format":"jsonl","filter":)" + by_id + "}", R"({"format":"csv"})"}}, {"POST /exports/{id}/cancel", {""}}, {"DELETE /exports/{id}", {""}},
        {"PATCH /records/{object}/{id}", {R"({"fields":{}})"}}, {"DELETE /records/{object}/{id}", {""}}, {"POST /records/{object}/{id}/restore", {""}},
        {"POST /changes/{id}/undo", {""}}, {"POST /notifications/read", {R"({"ids":["$ID"]})"}},
        {"POST /files", {}}, {"PUT /files/limits", {"{}"}},
        {"PUT /records/{object}/{id}/followers/me", {""}}, {"DELETE /records/{object}/{id}/followers/me", {""}},
        {"POST /records/{object}/{id}/tags", {R"({"add":["x"]})"}}, {"PUT /records/{object}/{id}/presence", {"{}"}}, {"DELETE /records/{object}/{id}/presence", {""}},
        {"POST /touches/{id}/done", {R"({"outcome":"positive"})"}}, {"POST /touches/{id}/skip", {R"({"reason":"x"})"}}, {"POST /touches/{id}/reschedule", {R"({"week":"2099-W10"})"}},
        {"POST /touches/{id}/hand-over", {R"({"user":"$ME"})"}}, {"POST /touches/{id}/reopen", {""}}, {"POST /touches/{id}/steps", {R"({"done":[0]})"}},
        {"POST /programs/load", {R"({"cells":[]})"}}, {"POST /plan", {"{}"}}, {"PUT /process/settings", {"{}"}},
        {"POST /accounts/{id}/type", {R"({"account_type":"retain","reason":"x"})"}}, {"DELETE /accounts/{id}/type", {""}},
        {"POST /accounts/{id}/category", {R"({"category":"A","reason":"x"})"}}, {"DELETE /accounts/{id}/category", {""}},
        {"POST /categories/preview", {"{}"}}, {"POST /categories/apply", {"{}"}}, {"POST /categories/suggest", {"{}"}},
        {"POST /records/{object}/{id}/consents", {"{}", R"({"purpose":"$ID","channel":"email","state":"given"})"}},
        {"POST /records/{object}/{id}/subject-access", {""}}, {"POST /records/{object}/{id}/erase", {"{}"}}, {"POST /retention/{id}/run", {""}},
        {"POST /duplicates/check", {R"({"object":"account","fields":{"name":"zyxhemmelig"}})", R"({"object":"contact","fields":{"name":"zyxhemmelig"}})", R"({"object":"account","id":"$ID","fields":{}})"}},
        {"POST /duplicates/find", {R"({"object":"account"})"}}, {"POST /duplicates/find/{id}/cancel", {""}}, {"POST /duplicates/{id}/dismiss", {""}}, {"POST /duplicates/{id}/reopen", {""}},
        {"PUT /duplicates/settings/{object}", {"{}"}}, {"POST /records/{object}/{id}/merge", {R"({"with":["1"]})", R"({"with":["$ID"]})"}},
        {"POST /imports", {}}, {"POST /imports/{id}/preview", {R"({"object":"account"})"}}, {"POST /imports/{id}/run", {R"({"object":"account","mapping":{"columns":[]}})"}},
        {"DELETE /imports/{id}", {""}}, {"POST /uploads", {"{}"}}, {"PATCH /uploads/{id}", {""}}, {"DELETE /uploads/{id}", {""}},
        {"POST /imports/{id}/cancel", {""}}, {"POST /imports/{id}/undo", {""}}, {"POST /imports/{id}/pause", {""}}, {"POST /imports/{id}/resume", {""}},
        {"DELETE /import-mappings/{id}", {""}},
        {"POST /import-sets", {"{}", R"({"imports":["$ID"]})"}}, {"POST /import-sets/{id}/run", {"{}"}}, {"POST /import-sets/{id}/pause", {""}},
        {"POST /import-sets/{id}/resume", {""}}, {"POST /import-sets/{id}/cancel", {""}}, {"POST /import-sets/{id}/undo", {""}},
    };
    return all;
}

/// Walks as the rep in one role, and notes what tells too much.
class Walk {
public:
    Walk(Secrets& secrets, std::string role) : secrets_(secrets), role_(std::move(role)), missing_(missing(secrets)) { secrets_.make_rep(role_); }

    void run() {
        for (const auto& module : app::modules())
            for (const auto& route : module.routes) walk(route);
        references();
        undo();
        own_records();
        sorts_and_groups();
        completions();
        for (const auto* path : {"/search?q=zyxhemmelig", "/search?q=wqvskjult", "/search?q=zyxhem", "/search?q=zyxhemmelgi", "/changes?after=0&limit=1000", "/records/account?q=wqvskjult"})
            look("GET", path, "");
        EXPECT_EQ(R"({"groups":[]})", secrets_.ask("GET", "/search?q=zyxhemmelig").body) << role_;
        EXPECT_EQ(R"({"groups":[]})", secrets_.ask("GET", "/search?q=wqvskjult").body) << role_;
        for (const auto& [object, id] : secrets_.mine()) {
            if (!secrets_.is_secret(object) || object == "file") continue;
            for (const auto word : {kSecret, kUnread}) {
                const auto answer = look("POST", "/records/" + object + "/query", R"({"search":")" + std::string(word) + R"(","count":"exact"})");
                if (answer.status == 200 && answer.body.find(R"("records":[])") == std::string::npos) wrong("search for " + std::string(word) + " finds " + answer.body);
            }
        }
        const auto changes = secrets_.ask("GET", "/changes?after=0&limit=1000").body;
        for (const auto& [object, id] : secrets_.hidden())
            if (secrets_.is_secret(object) && changes.find(id.to_string()) != std::string::npos) wrong("/changes tells of a hidden " + object);
    }

private:
    static Id missing(Secrets& secrets) { return {secrets.hidden().at("account").value + 1}; }

    void wrong(const std::string& what) {
        if (++found_ <= kMostTold) ADD_FAILURE() << role_ << ": " << what;
    }

    Answer look(const std::string& method, const std::string& path, const std::string& body) {
        auto answer = secrets_.ask(method, path, body);
        if (answer.status >= 500) wrong(method + " " + path + " " + body + " fails\n" + answer.body);
        if (tells(answer)) wrong(method + " " + path + " " + body + " tells\n" + answer.body);
        for (const auto& [object, id] : secrets_.hidden()) {
            const auto text = id.to_string();
            if (secrets_.is_secret(object) && answer.body.find(text) != std::string::npos && path.find(text) == std::string::npos && body.find(text) == std::string::npos)
                wrong(method + " " + path + " " + body + " gives the id of a hidden " + object + "\n" + answer.body);
        }
        return answer;
    }

    /// Asks about a record out of reach and about one that never was: the answers are the same.
    void compare(const std::string& method, const std::string& path, const std::string& body, Id hidden) {
        const auto asked = [&](Id id) {
            auto answer = look(method, replaced(path, "$ID", id.to_string()), replaced(body, "$ID", id.to_string()));
            auto text = replaced(answer.body, id.to_string(), "$ID");
            constexpr std::string_view kOwn = "\"change_set\":\"";  // each request has its own
            if (const auto at = text.find(kOwn); at != std::string::npos && method != "GET") text.erase(at, text.find(',', at) - at);
            if (const auto at = text.find("\"request_id\""); at != std::string::npos) text.resize(at);
            return std::pair(answer.status, text);
        };
        const auto one = asked(hidden);
        const auto other = asked(missing_);
        if (one != other)
            wrong(method + " " + path + " " + body + " tells a hidden record from none:\n" + std::to_string(one.first) + " " + one.second + "\n" + std::to_string(other.first) + " " + other.second);
    }

    void walk(const Route& route) {
        const std::string path = route.path;
        const auto method = std::string(http::name_of(route.method));
        const bool reads = route.method == http::Method::Get;
        const auto known = bodies().find(method + " " + path);
        if (!reads && known == bodies().end()) return wrong(method + " " + path + " is not walked: say in bodies() what is sent to it");
        if (path == "/events" || route.access == Access::Public || path == "/session") return;
        const auto sent = reads ? std::vector<std::string>{""} : known->second;
        for (const auto& [object, id] : secrets_.hidden()) {
            if (object != "file" && !secrets_.is_secret(object)) continue;
            auto where = replaced(replaced(replaced(path, "{object}", object), "{id}", "$ID"), "{share}", "$ID");
            where = replaced(replaced(where, "{name}", "rep"), "{field}", "name");
            for (const auto& body : sent) compare(method, where, replaced(body, "$ME", secrets_.house().user("rep").to_string()), id);
            if (path.find('{') == std::string::npos && sent.size() < 2) break;
        }
    }

    /// In what is written: a record out of reach is no record.
    void references() {
        const auto schema = secrets_.schema();
        for (const auto& object : schema->objects()) {
            if (object.system || !secrets_.mine().contains(object.name)) continue;
            for (const auto& field : object.fields) {
                if (!field.refers() || !secrets_.is_secret(field.target->name)) continue;
                const auto hidden = secrets_.hidden().at(field.target->name);
                const std::string value = field.type == FieldType::Relations ? R"(["$ID"])" : R"("$ID")";
                const auto fields = R"({"fields":{")" + field.name + "\":" + value + "}}";
                compare("POST", "/records/" + object.name, fields, hidden);
                compare("PATCH", "/records/" + object.name + "/" + secrets_.mine().at(object.name).to_string(), fields, hidden);
                for (const char* op : {"eq", "ne"})
                    compare("POST", "/records/" + object.name + "/query", R"({"count":"exact","filter":{"field":")" + field.name + R"(","op":")" + op + R"(","value":"$ID"}})", hidden);
            }
        }
    }

    bool wrote_theirs(Id change_set) {
        return secrets_.house().workspace().read(Actor::system("test"), [&](records::Reader& reader) {
            auto rows = reader.sql().query("SELECT record FROM change_log WHERE change_set = $1", change_set);
            while (rows.next())
                for (const auto* theirs : {&secrets_.mine(), &secrets_.mixed()})
                    for (const auto& [object, id] : *theirs)
                        if (id == rows->id(0)) return true;
            return false;
        });
    }

    /// What somebody did to records out of reach was not done, to who may not see them.
    void undo() {
        const auto system = Actor::system("test");
        for (const auto& [object, id] : secrets_.hidden()) {
            if (!secrets_.is_secret(object)) continue;
            const auto changes = secrets_.house().workspace().read(system, [&](records::Reader& reader) { return reader.changes_of(id, 0, 10); });
            for (const auto& change : changes)
                if (!wrote_theirs(change.change_set)) compare("POST", "/changes/$ID/undo", "", change.change_set);
        }
    }

    /// Of what one reaches, the fields one may not read.
    void own_records() {
        for (const auto& [object, id] : secrets_.mixed())
            for (const auto* after : {"", "?as_of=2090-01-01", "/history", "/timeline", "/tags", "/followers", "/shares"})
                look("GET", "/records/" + object + "/" + id.to_string() + after, "");
        for (const auto& [object, id] : secrets_.mixed())
            look("PATCH", "/records/" + object + "/" + id.to_string(), R"({"fields":{},"seen":{"id":"1"}})");
        look("GET", "/week?week=2099-W10", "");
        for (const auto& [object, id] : secrets_.mine())
            for (const auto* after : {"", "?as_of=2090-01-01", "/history", "/timeline", "/tags", "/followers", "/shares"})
                look("GET", "/records/" + object + "/" + id.to_string() + after, "");
        for (const auto& [object, id] : secrets_.mine())
            if (object != "file") look("PATCH", "/records/" + object + "/" + id.to_string(), R"({"fields":{},"seen":{"id":"1"}})");
    }

    void sorts_and_groups() {
        const auto schema = secrets_.schema();
        for (const auto& object : schema->objects()) {
            if (object.system || !secrets_.hidden().contains(object.name)) continue;
            std::string expand;
            for (const auto& field : object.fields) {
                look("POST", "/records/" + object.name + "/query", R"({"limit":1,"count":"exact","sort":[{"field":")" + field.name + R"("}]})");
                look("POST", "/records/" + object.name + "/totals", R"({"group":")" + field.name + R"("})");
                look("POST", "/records/" + object.name + "/query", R"({"filter":{"field":")" + field.name + R"(","op":"starts_with","value":"zyx"},"count":"exact"})");
                if (field.is_reference()) look("POST", "/records/" + object.name + "/query", R"({"expand":[")" + field.name + R"("],"fields":[")" + field.name + R"("]})");
            }
        }
    }

    void completions() {
        const auto schema = secrets_.schema();
        for (const auto& object : schema->objects())
            for (const auto& field : object.fields)
                if (field.is_reference()) {
                    const auto text = field.name + " = zyx";
                    look("POST", "/objects/" + object.name + "/filter-text", R"({"text":")" + text + R"(","at":)" + std::to_string(text.size()) + "}");
                }
    }

    Secrets& secrets_;
    std::string role_;
    Id missing_;
    std::size_t found_ = 0;
};

TEST(Leaks, EveryRouteInEveryRoleTellsWhatItMay) {
    Secrets secrets;
    for (const auto* object : {"account", "contact", "deal", "activity", "note", "touch", "order", "subscription", "file"})
        ASSERT_TRUE(secrets.hidden().contains(object) && secrets.mine().contains(object)) << object;
    // The walk can see a leak: to the manager the same routes tell.
    EXPECT_TRUE(tells(secrets.ask("GET", "/records/account", "", "manager")));
    EXPECT_TRUE(tells(secrets.ask("GET", "/search?q=zyxhemmelig", "", "manager")));
    for (const char* scope : {"own", "team", "team_below", "filter", "none"}) Walk(secrets, std::string("only_") + scope).run();
}

// The roles that come with Kith reach all records; what is not theirs are the routes of managers and administrators.
TEST(Leaks, ShippedRolesAreRefusedTheRoutesAboveThem) {
    Secrets secrets;
    int refused = 0;
    for (const auto& module : app::modules())
        for (const auto& route : module.routes) {
            if (route.access != Access::Manager && route.access != Access::Administrator) continue;
            const auto method = std::string(http::name_of(route.method));
            std::string path = route.path;
            for (const auto* part : {"{id}", "{share}", "{name}", "{field}"}) path = replaced(path, part, "1");
            path = replaced(path, "{object}", "account");
            for (const char* who : {"rep", "manager"}) {
                const auto answer = secrets.ask(method, path, method == "GET" || method == "DELETE" ? "" : "{}", who);
                if (route.access == Access::Manager && who == std::string("manager")) {
                    EXPECT_NE(403, answer.status) << method << " " << path;
                    continue;
                }
                EXPECT_EQ(403, answer.status) << who << " " << method << " " << path << "\n" << answer.body;
                ++refused;
            }
        }
    EXPECT_LT(40, refused);
}

// Events tell of what one reaches, as it is when they are sent.
TEST(Leaks, EventsTellOfWhatOneReaches) {
    Secrets secrets;
    secrets.make_rep("only_own");
    kith::testing::HttpClient stream(secrets.house().port());
    stream.send("GET /api/v1/events HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + secrets.house().token("rep") + "\r\n\r\n");
    auto heard = stream.receive_until("ready");
    const auto change = [&](const std::map<std::string, Id>& ids, const std::string& object) {
        const auto done = secrets.house().workspace().write(Actor::system("test"), [&](records::Writer& writer) {
            return writer.update(object, ids.at(object), {{"name", std::string(kSecret) + " ny"}});
        });
        EXPECT_TRUE(done);
    };
    change(secrets.hidden(), "account");
    change(secrets.hidden(), "deal");
    change(secrets.mine(), "account");
    heard += stream.receive_until("\"id\":\"" + secrets.mine().at("account").to_string());
    EXPECT_EQ(std::string::npos, heard.find(secrets.hidden().at("account").to_string()));
    EXPECT_EQ(std::string::npos, heard.find(secrets.hidden().at("deal").to_string()));
    EXPECT_EQ(std::string::npos, text::lower_ascii(heard).find(kSecret));
}

}  // namespace
}  // namespace kith::scenarios
