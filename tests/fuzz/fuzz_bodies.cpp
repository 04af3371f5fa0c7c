// links: app
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "app/composition.hpp"
#include "app/dispatcher.hpp"
#include "app/workspaces/workspaces.hpp"
#include "base/json.hpp"
#include "modules/identity/identity.hpp"

namespace {

using namespace kith;

void require(bool holds, std::string_view what, std::string_view text) {
    if (holds) return;
    std::fprintf(stderr, "broken: %.*s\n%.*s\n", static_cast<int>(what.size()), what.data(), static_cast<int>(text.size()), text.data());
    std::abort();
}

template <class T>
T must(Result<T> result) {
    require(result.has_value(), "the workspace is made", result ? "" : result.error().code + " " + result.error().detail);
    if constexpr (!std::is_void_v<T>) return std::move(*result);
}

/// A workspace with some records, and every route over it; no network.
class Rooms {
public:
    Rooms() {
        auto pattern = (std::filesystem::temp_directory_path() / "kith-fuzz-XXXXXX").string();
        require(mkdtemp(pattern.data()) != nullptr, "a folder is made", pattern);
        folder_ = pattern;
        workspace_.emplace(must(app::open_workspace({.db = folder_ + "/kith.db", .exclusive = true, .create = true})));
        records::Workspace& workspace = **workspace_;
        must(workspace.install());
        const auto system = Actor::system("fuzz");
        for (const std::string role : {"administrator", "manager", "rep"}) {
            const auto id = must(workspace.write(system, [&](records::Writer& writer) {
                return writer.create("user", {{"name", "The " + role}, {"email", role + "@example.test"}, {"role", role}, {"active", true}});
            }));
            tokens_.emplace_back(role, must(identity::add_api_token(workspace, system, id, "fuzz", {})).token);
        }
        must(workspace.write(system, [&](records::Writer& writer) -> Result<void> {
            for (const char* name : {"Nordlys AS", "Brücke GmbH", "Åkra"}) {
                KITH_TRY(const auto account, writer.create("account", {{"name", std::string(name)}, {"country", std::string("NO")}}));
                KITH_TRY(const auto contact, writer.create("contact", {{"name", std::string("Kari ") + name}, {"account", account}}));
                ids_["account"].push_back(account.to_string());
                ids_["contact"].push_back(contact.to_string());
            }
            return {};
        }));
        only_.emplace(workspace);
        dispatcher_.emplace(*only_, app::modules());
        dispatcher_->mount(router_);
        for (int i = 0; i < 3; ++i) ids_["imports"].push_back(upload());
    }
    ~Rooms() {
        dispatcher_.reset();
        only_.reset();
        workspace_.reset();
        std::filesystem::remove_all(folder_);
    }

    /// The answer's status; 0 when there is no such route.
    int ask(http::Request request, std::string_view who, std::string& body) {
        auto match = router_.match(request.method, request.path);
        if (match.handler == nullptr) return 0;
        if (match.options->body_to_file && request.body_file.empty()) return 0;
        request.path_params = std::move(match.params);
        for (const auto& [role, token] : tokens_)
            if (role == who) request.headers.emplace_back("authorization", "Bearer " + token);
        auto response = (*match.handler)(request);
        body = std::move(response.body);
        return response.status;
    }

    /// "/records/account/2/merge": the small numbers that seeds have for ids are those of what is there, in the path
    /// and, where it is about records, as texts of the body.
    void name_what_is_there(std::string& path, std::string& body) const {
        for (const auto& [what, ids] : ids_) {
            const auto begins = (what == "imports" ? "/" : "/records/") + what + "/";
            const auto at = path.find(begins);
            if (at == std::string::npos) continue;
            const auto from = at + begins.size();
            const auto end = std::min(path.find('/', from), path.size());
            if (end == from + 1 && path[from] >= '1' && path[from] <= '9') path.replace(from, 1, ids[static_cast<std::size_t>(path[from] - '1') % ids.size()]);
            for (std::size_t k = 0; k + 2 < body.size(); ++k)
                if (body[k] == '"' && body[k + 2] == '"' && body[k + 1] >= '1' && body[k + 1] <= '9') body.replace(k + 1, 1, ids[static_cast<std::size_t>(body[k + 1] - '1') % ids.size()]);
        }
    }

private:
    std::string upload() {
        http::Request request;
        request.method = http::Method::Post;
        request.path = "/api/v1/imports";
        request.query = "name=people.csv";
        request.body_file = folder_ + "/people.csv";
        std::ofstream(request.body_file) << "Name,City,Email,Boss\nKari,Oslo,kari@x.example,Ola\nOla,Bergen,not an address,Kari\n";
        std::string body;
        require(ask(std::move(request), "administrator", body) == 201, "a file is taken", body);
        const auto answer = json::parse(body);
        return std::string(answer->text("id"));
    }

    std::string folder_;
    std::optional<app::OpenWorkspace> workspace_;
    std::optional<app::OneWorkspace> only_;
    std::optional<app::Dispatcher> dispatcher_;
    http::Router router_;
    std::vector<std::pair<std::string, std::string>> tokens_;
    std::map<std::string, std::vector<std::string>> ids_;
};

std::optional<http::Method> method_of(std::string_view name) {
    for (const auto method : {http::Method::Get, http::Method::Post, http::Method::Put, http::Method::Patch, http::Method::Delete})
        if (http::name_of(method) == name) return method;
    return std::nullopt;
}

std::string_view up_to(std::string_view& rest, char end) {
    const auto at = std::min(rest.find(end), rest.size());
    const auto part = rest.substr(0, at);
    rest.remove_prefix(std::min(at + 1, rest.size()));
    return part;
}

}  // namespace

/// "POST /records/account rep\n{…}": any body is taken or refused in words, and never breaks the server.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    // Never taken down by the end of the program: what modules keep by workspace may be gone by then.
    static auto& rooms = *new std::optional<Rooms>;
    static int asked = 0;
    // Objects and records that were made would slow down what follows.
    if (!rooms || ++asked % 3000 == 0) {
        rooms.reset();
        rooms.emplace();
    }
    std::string_view rest(reinterpret_cast<const char*>(data), size);
    const auto whole = rest;
    auto line = up_to(rest, '\n');
    const auto method = method_of(up_to(line, ' '));
    auto target = up_to(line, ' ');
    if (!method || !target.starts_with('/')) return 0;
    http::Request request;
    request.method = *method;
    const auto path = up_to(target, '?');
    // Passwords take their time by design, and sending to nobody has its own tests.
    if (path.find("password") != std::string_view::npos || path == "/session" || path == "/setup" || path == "/events") return 0;
    request.path = "/api/v1" + std::string(path);
    request.query = std::string(target);
    request.body = std::string(rest);
    rooms->name_what_is_there(request.path, request.body);
    request.id = "fuzz";
    request.remote = "127.0.0.1";
    request.headers = {{"content-type", "application/json"}, {"if-match", "\"1\""}};
    std::string answer;
    const int status = rooms->ask(std::move(request), line.empty() ? "administrator" : line, answer);
    require(status < 500, "no answer is the server's own fault: " + answer.substr(0, 400), whole);
    if (status >= 400) {
        const auto problem = json::parse(answer);
        require(problem && !problem->text("code").empty() && !problem->text("title").empty(), "what is refused is refused in words: " + answer, whole);
    }
    return 0;
}

namespace {

using Random = std::minstd_rand;

template <class T>
const T& any_of(const std::vector<T>& list, Random& random) {
    return list[random() % list.size()];
}

/// What the scenarios send, with ids for what they saved; a fuzzer starts from there.
struct Seeds {
    std::vector<std::string> heads;
    std::vector<json::Value> bodies;
    std::vector<std::string> names;
    std::vector<json::Value> values;

    void gather(const json::Value& value) {
        if (const auto* array = value.array()) {
            for (const auto& each : *array) gather(each);
        } else if (const auto* object = value.object()) {
            for (const auto& [name, member] : *object) names.push_back(name), gather(member);
        }
        if (values.size() < 20'000) values.push_back(value);
    }

    static std::string plain(std::string text) {
        for (auto at = text.find("${"); at != std::string::npos; at = text.find("${")) {
            const auto end = text.find('}', at);
            if (end == std::string::npos) break;
            text.replace(at, end - at + 1, std::to_string(1 + text.size() % 6));
        }
        return text;
    }

    Seeds() {
        for (const auto& file : std::filesystem::directory_iterator(KITH_SCENARIOS)) {
            if (file.path().extension() != ".json") continue;
            std::ifstream in(file.path());
            const auto scenario = json::parse(plain({std::istreambuf_iterator<char>(in), {}}));
            if (!scenario || (*scenario)["steps"].array() == nullptr) continue;
            for (const auto& step : *(*scenario)["steps"].array()) {
                if (step["body"].is_null()) continue;
                heads.push_back(std::string(step.text("request")) + " " + std::string(step.text("as")));
                bodies.push_back(step["body"]);
                gather(step["body"]);
            }
        }
        require(!heads.empty(), "the scenarios are read", KITH_SCENARIOS);
        for (const char* odd : {"0", "-1", "9223372036854775807", "1e308", "\"\"", "\"\\u0000\"", "\"../../x\"", "[]", "{}", "null", "true",
                                "\"1\"", "\"id\"", "\"name\"", "\"owner\"", "\"account\"", "\"9999-12-31\"", "\"%\"", "\"'\"", "\"today\"", "\"NOK\""})
            values.push_back(*json::parse(odd));
    }
};

const Seeds& seeds() {
    static const Seeds kSeeds;
    return kSeeds;
}

/// Every value of the document, by its place.
void places(json::Value& value, std::vector<json::Value*>& out) {
    out.push_back(&value);
    if (auto* array = value.array()) {
        for (auto& each : *array) places(each, out);
    } else if (auto* object = value.object()) {
        for (auto& member : *object) places(member.second, out);
    }
}

void change(json::Value& body, Random& random) {
    std::vector<json::Value*> all;
    places(body, all);
    json::Value& at = *any_of(all, random);
    switch (random() % 7) {
        case 0: at = any_of(seeds().values, random); break;
        case 1:
            if (auto* object = at.object(); object != nullptr && !object->empty()) object->erase(object->begin() + static_cast<std::ptrdiff_t>(random() % object->size()));
            else if (auto* array = at.array(); array != nullptr && !array->empty()) array->pop_back();
            else at = nullptr;
            break;
        case 2:
            if (auto* object = at.object(); object != nullptr) object->emplace_back(any_of(seeds().names, random), any_of(seeds().values, random));
            else if (auto* array = at.array(); array != nullptr) array->push_back(any_of(seeds().values, random));
            break;
        case 3: at = json::Array{at}; break;
        case 4:
            if (const auto* text = at.string(); text != nullptr && text->size() < 10'000) at = *text + *text;
            else if (auto* array = at.array(); array != nullptr && !array->empty() && array->size() < 2'000) array->insert(array->end(), array->front());
            break;
        case 5:
            if (auto* object = at.object(); object != nullptr && !object->empty()) object->front().first = any_of(seeds().names, random);
            else at = std::string(any_of(seeds().names, random));
            break;
        default: at = json::Object{{"and", json::Array{at, any_of(seeds().values, random)}}}; break;
    }
}

}  // namespace

extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t most) __attribute__((weak));

/// Other bytes, where there is a fuzzer that knows which.
static std::size_t change_bytes(std::uint8_t* data, std::size_t size, std::size_t most) {
    return LLVMFuzzerMutate == nullptr ? size : LLVMFuzzerMutate(data, size, most);
}

/// Mostly another value somewhere in a body that is right, seldom other bytes.
extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t most, unsigned seed) {
    Random random(seed);
    for (int i = 0; i < 3; ++i) random();
    std::string head;
    json::Value body;
    const std::string_view now(reinterpret_cast<const char*>(data), size);
    const auto line = now.find('\n');
    auto parsed = line == std::string_view::npos ? Result<json::Value>(Error{}) : json::parse(now.substr(line + 1));
    if (!parsed || random() % 4 == 0) {
        const auto one = random() % seeds().heads.size();
        head = seeds().heads[one];
        body = seeds().bodies[one];
    } else if (random() % 10 == 0) {
        return change_bytes(data, size, most);
    } else {
        head = now.substr(0, line);
        body = std::move(*parsed);
        if (random() % 20 == 0) head = any_of(seeds().heads, random);
    }
    for (auto times = 1 + random() % 3; times > 0; --times) change(body, random);
    const auto text = head + "\n" + json::write(body);
    if (text.size() > most) return change_bytes(data, size, most);
    std::ranges::copy(text, data);
    return text.size();
}
