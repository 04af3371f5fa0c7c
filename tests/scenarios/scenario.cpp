#include "scenario.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <thread>

#include "schema_check.hpp"
#include "support/http_client.hpp"

namespace kith::scenarios {
namespace {

const Actor& system_actor() {
    static const Actor actor = Actor::system("test");
    return actor;
}

/// "records.0.fields.name" in an answer; null when there is no such place.
const json::Value& at(const json::Value& value, std::string_view path) {
    const json::Value* here = &value;
    static const json::Value null;
    while (!path.empty() && here != nullptr) {
        const auto part = path.substr(0, path.find('.'));
        if (const auto* list = here->array()) {
            const auto index = part == "last" ? list->size() - 1 : std::strtoul(std::string(part).c_str(), nullptr, 10);
            here = index < list->size() ? &(*list)[index] : nullptr;
        } else {
            here = here->find(part);
        }
        path.remove_prefix(std::min(path.size(), part.size() + 1));
    }
    return here == nullptr ? null : *here;
}

/// Whether `value` holds all of `wanted`: objects at least those members, lists element by element,
/// "*" anything but null.
void expect_subset(const json::Value& wanted, const json::Value& value, const std::string& where) {
    if (wanted.string() != nullptr && *wanted.string() == "*") {
        EXPECT_FALSE(value.is_null()) << where << " is missing";
        return;
    }
    if (const auto* members = wanted.object()) {
        ASSERT_NE(value.object(), nullptr) << where << " is " << json::write(value) << ", not an object";
        for (const auto& [name, member] : *members) expect_subset(member, value[name], where + "." + name);
        return;
    }
    if (const auto* list = wanted.array()) {
        ASSERT_NE(value.array(), nullptr) << where << " is " << json::write(value) << ", not a list";
        ASSERT_EQ(list->size(), value.array()->size()) << where << " is " << json::write(value);
        for (std::size_t i = 0; i < list->size(); ++i) {
            expect_subset((*list)[i], (*value.array())[i], where + "[" + std::to_string(i) + "]");
        }
        return;
    }
    EXPECT_EQ(json::write(wanted), json::write(value)) << where;
}

}  // namespace

Scenario::Scenario(House& house, std::function<json::Value(House&)> openapi) : house_(house), describe_(std::move(openapi)) {
    for (const std::string who : {"rep", "manager", "administrator"}) {
        names_["user." + who] = house_.user(who).to_string();
        names_["token." + who] = house_.token(who);
    }
    names_["password"] = House::kPassword;
    house_.workspace().read(system_actor(), [&](records::Reader& reader) {
        for (const auto& change : reader.changes(0, 1000)) seen_ = change.sequence;
    });
}

void Scenario::run(const json::Value& file) {
    const auto* steps = file["steps"].array();
    ASSERT_NE(steps, nullptr) << "a scenario is {\"about\": …, \"steps\": […]}";
    for (std::size_t i = 0; i < steps->size(); ++i) {
        const auto& one = (*steps)[i];
        step(one, "step " + std::to_string(i + 1) + " (" + std::string(one.text("request")) + ")");
        if (::testing::Test::HasFatalFailure()) return;
    }
}

std::string Scenario::fill(std::string_view text) const {
    std::string out;
    while (!text.empty()) {
        const auto start = text.find("${");
        out += text.substr(0, start);
        if (start == std::string_view::npos) break;
        const auto end = text.find('}', start);
        const auto known = names_.find(text.substr(start + 2, end - start - 2));
        EXPECT_NE(known, names_.end()) << "nothing was saved as " << text.substr(start, end - start + 1);
        if (known != names_.end()) out += known->second;
        text.remove_prefix(end + 1);
    }
    return out;
}

json::Value Scenario::filled(const json::Value& value) const {
    if (value.string() != nullptr) {
        // "$#{version}" is a number.
        if (value.string()->starts_with("$#{")) {
            return json::Value(static_cast<std::int64_t>(std::strtoll(fill("$" + value.string()->substr(2)).c_str(), nullptr, 10)));
        }
        return json::Value(fill(*value.string()));
    }
    if (const auto* list = value.array()) {
        json::Array out;
        for (const auto& item : *list) out.push_back(filled(item));
        return out;
    }
    if (const auto* members = value.object()) {
        json::Object out;
        for (const auto& [name, member] : *members) out.emplace_back(fill(name), filled(member));
        return out;
    }
    return value;
}

std::vector<std::pair<std::string, std::string>> Scenario::headers_of(const json::Value& step) const {
    std::vector<std::pair<std::string, std::string>> out;
    const auto who = std::string(step.text("as"));
    if (const auto token = house_.token(who); !token.empty()) out.emplace_back("Authorization", "Bearer " + token);
    if (step.find("body") != nullptr || step.find("raw") != nullptr) {
        if (step["headers"].find("Content-Type") == nullptr) out.emplace_back("Content-Type", "application/json");
    }
    if (const auto* given = step["headers"].object()) {
        for (const auto& [name, value] : *given) out.emplace_back(name, fill(*value.string()));
    }
    return out;
}

namespace {

/// Whether an answer has these members with these values.
bool is_so(const json::Object& wanted, const std::string& body) {
    const auto value = json::parse(body);
    return value && std::ranges::all_of(wanted, [&](const json::Member& member) { return (*value)[member.first] == member.second; });
}

}  // namespace

void Scenario::check_raised(const json::Value& step, int status, const std::string& where) {
    std::string raised;
    house_.workspace().read(system_actor(), [&](records::Reader& reader) {
        for (const auto& change : reader.changes(seen_, 1000)) {
            raised += (raised.empty() ? "" : ", ") + change.object + " " + change.kind;
            seen_ = change.sequence;
        }
    });
    const auto* wanted = step["raises"].array();
    if (wanted == nullptr) {
        // What failed, and what only reads, leaves no trace; unless it waits for what is done meanwhile.
        if (step["until"].is_null() && (status >= 400 || step.text("request").starts_with("GET "))) {
            EXPECT_EQ(raised, "") << where << " raised this";
        }
        return;
    }
    std::string list;
    for (const auto& one : *wanted) list += (list.empty() ? "" : ", ") + *one.string();
    EXPECT_EQ(list, raised) << where << " raises";
}

void Scenario::step(const json::Value& step, const std::string& where) {
    const auto request = fill(step.text("request"));
    const auto space = request.find(' ');
    const auto method = request.substr(0, space);
    auto target = request.substr(space + 1);
    if (!step["outside_api"].boolean()) target = "/api/v1" + target;
    std::string body;
    if (const auto* wanted = step.find("body")) body = json::write(filled(*wanted));
    if (const auto* raw = step["raw"].string()) body = fill(*raw);
    if (const auto* length = step["raw_length"].integer()) body.assign(static_cast<std::size_t>(*length), ' ');
    int times = 1;
    if (const auto* repeated = step["times"].integer()) times = static_cast<int>(*repeated);
    kith::testing::Answer answer;
    const auto* until = step["until"].object();
    const auto patience = std::chrono::steady_clock::now() + std::chrono::seconds(30);
    for (int i = 0; i < times || (until != nullptr && !is_so(*until, answer.body) && std::chrono::steady_clock::now() < patience); ++i) {
        if (i > 0 && until != nullptr) std::this_thread::sleep_for(std::chrono::milliseconds(20));
        kith::testing::HttpClient client(house_.port());
        answer = client.request(method, target, body, headers_of(step));
    }

    const auto* status = step["status"].integer();
    ASSERT_NE(status, nullptr) << where << " says no status";
    ASSERT_EQ(*status, answer.status) << where << " answered " << answer.body;
    json::Value value;
    const bool lines = answer.header("content-type").find("ndjson") != std::string::npos;  // then the first is looked at
    if (method != "HEAD" && answer.header("content-type").find("json") != std::string::npos) {
        auto parsed = json::parse(lines ? answer.body.substr(0, answer.body.find('\n')) : answer.body);
        ASSERT_TRUE(parsed) << where << " answered what is no JSON: " << answer.body;
        value = std::move(*parsed);
    }
    if (const auto* wanted = step.find("answer")) expect_subset(filled(*wanted), value, where);
    if (const auto* held = step["contains"].array()) {
        for (const auto& text : *held) EXPECT_NE(answer.body.find(fill(*text.string())), std::string::npos) << where << " lacks " << *text.string() << " in " << answer.body;
    }
    if (const auto* absent = step["absent"].array()) {
        for (const auto& text : *absent) EXPECT_EQ(answer.body.find(fill(*text.string())), std::string::npos) << where << " tells " << *text.string();
    }
    if (const auto* wanted = step["answer_headers"].object()) {
        for (const auto& [name, text] : *wanted) {
            const auto given = answer.header(name);
            const bool fits = *text.string() == "*" ? !given.empty() : given.find(fill(*text.string())) != std::string_view::npos;
            EXPECT_TRUE(fits) << where << ": " << name << " is \"" << given << "\"";
        }
    }
    if (const auto* save = step["save"].object()) {
        for (const auto& [name, path] : *save) {
            const auto& found = at(value, *path.string());
            EXPECT_FALSE(found.is_null()) << where << " has no " << *path.string() << " in " << answer.body;
            names_[name] = found.string() != nullptr ? *found.string() : json::write(found);
        }
    }
    if (const auto name = step.text("save_cookie"); !name.empty()) {
        const std::string cookie(answer.header("set-cookie"));
        names_[std::string(name)] = cookie.substr(0, cookie.find(';'));
    }
    if (answer.status < 300 && target.starts_with("/api/v1") && !value.is_null() && !lines) {
        const auto path = target.substr(7, target.find('?') == std::string::npos ? std::string::npos : target.find('?') - 7);
        // Steps may change the objects, and with them what the API is.
        if (const auto version = house_.workspace().schema()->version(); openapi_.is_null() || version != described_) {
            openapi_ = describe_(house_);
            described_ = version;
        }
        const auto& schema = answer_schema(openapi_, method, path);
        for (const auto& difference : differences(openapi_, schema, value)) ADD_FAILURE() << where << ", against OpenAPI: " << difference;
    }
    check_raised(step, answer.status, where);
}

}  // namespace kith::scenarios
