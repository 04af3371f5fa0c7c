// Two servers over one PostgreSQL of the test's own, while clients write to one and read at the other. In each round a
// server is killed, or stopped for a while, or PostgreSQL is stopped at once and started again, or all its connections are
// cut. What was acknowledged must be there, once, at the other server at once and in the change log that a follower reads
// bit by bit. `crash_nodes <kith> <postgres.sh> [rounds] [seed]`
#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <map>
#include <memory>
#include <mutex>
#include <random>
#include <set>
#include <stdexcept>
#include <thread>
#include <unordered_map>
#include <vector>

#include "app/composition.hpp"
#include "base/json.hpp"
#include "base/log.hpp"
#include "db/testing/temporary_folder.hpp"
#include "modules/identity/identity.hpp"
#include "support/http_client.hpp"
#include "support/server_process.hpp"

namespace {

using namespace kith;
using std::chrono::milliseconds;

constexpr int kClients = 8;

template <class T>
T must(Result<T> result) {
    if (!result) throw std::runtime_error(result.error().code + ": " + result.error().detail);
    if constexpr (!std::is_void_v<T>) return std::move(*result);
}

void run_script(const std::string& script, const std::string& what, const std::string& folder) {
    const auto command = script + " " + what + " " + folder + " durable";
    if (std::system(command.c_str()) != 0) throw std::runtime_error("failed: " + command);
}

/// The servers that are up; a client takes any, and another when that one is gone.
class Nodes {
public:
    Nodes(const char* program, std::string url, std::string folder) : program_(program), url_(std::move(url)), folder_(std::move(folder)) {
        for (std::size_t i = 0; i < servers_.size(); ++i) start(i);
    }
    void start(std::size_t number) {
        auto server = std::make_shared<testing::ServerProcess>(program_, url_, folder_);
        const std::lock_guard lock(mutex_);
        servers_[number] = std::move(server);
    }
    void kill(std::size_t number) {
        std::shared_ptr<testing::ServerProcess> server;
        {
            const std::lock_guard lock(mutex_);
            server = std::exchange(servers_[number], nullptr);
        }
        server->kill();
    }
    void signal(std::size_t number, int what) {
        const std::lock_guard lock(mutex_);
        ::kill(servers_[number]->process(), what);
    }
    /// 0 when that one is down.
    std::uint16_t port(std::size_t number) {
        const std::lock_guard lock(mutex_);
        return servers_[number] ? servers_[number]->port() : std::uint16_t{0};
    }

private:
    const char* program_;
    const std::string url_, folder_;
    std::mutex mutex_;
    std::array<std::shared_ptr<testing::ServerProcess>, 2> servers_;
};

/// What was acknowledged.
struct Ledger {
    std::mutex mutex;
    std::unordered_map<std::string, std::int64_t> versions;
    std::atomic<std::int64_t> unclear{0}, stale{0}, asked_elsewhere{0};
    std::string problem;

    void tell(const std::string& id, std::int64_t version) {
        const std::lock_guard lock(mutex);
        versions[id] = std::max(versions[id], version);
    }
    void fail(const std::string& what) {
        const std::lock_guard lock(mutex);
        if (problem.empty()) problem = what;
    }
};

/// One client: makes an account at one node, changes it at the other, and looks at both in between.
class Client {
public:
    Client(Nodes& nodes, Ledger& ledger, const std::string& token, int number)
        : nodes_(nodes), ledger_(ledger), headers_{{"Authorization", "Bearer " + token}, {"Content-Type", "application/json"}}, number_(number), random_(static_cast<unsigned>(number)) {}

    void run(const std::atomic<bool>& stop) {
        for (int count = 0; !stop; ++count) {
            const auto made = ask("POST", "/records/account", fmt::format(R"({{"fields":{{"name":"Client {} {}"}}}})", number_, count));
            if (!is_known(made, 201)) continue;
            const auto record = must(json::parse(made.body));
            const std::string id(record.text("id"));
            ledger_.tell(id, 1);
            for (std::int64_t version = 1; version < 4 && !stop; ++version) {
                look(id, version);
                const auto changed = ask("PATCH", "/records/account/" + id, fmt::format(R"({{"fields":{{"city":"City {}"}}}})", version), version);
                if (!is_known(changed, 200)) break;
                ledger_.tell(id, version + 1);
            }
        }
    }

private:
    testing::Answer ask(std::string_view method, const std::string& path, std::string_view body, std::int64_t version = 0) {
        const auto port = nodes_.port(random_() % 2);
        if (port == 0) {
            std::this_thread::sleep_for(milliseconds(5));
            return {};
        }
        auto headers = headers_;
        if (version > 0) headers.emplace_back("If-Match", fmt::format("\"{}\"", version));
        testing::HttpClient http(port, "127.0.0.1", std::chrono::seconds(20));
        return http.request(method, "/api/v1" + path, body, headers);
    }
    /// Whether it was acknowledged. What was not may be there or not; what was refused for another reason is wrong.
    bool is_known(const testing::Answer& answer, int wanted) {
        if (answer.status == wanted) return true;
        if (answer.status == 0 || answer.status == 503) {
            ++ledger_.unclear;
            std::this_thread::sleep_for(milliseconds(20));
            return false;
        }
        throw std::runtime_error(fmt::format("{} instead of {}: {}", answer.status, wanted, answer.body));
    }
    /// A writer sees what it wrote, wherever it asks.
    void look(const std::string& id, std::int64_t version) {
        const auto seen = ask("GET", "/records/account/" + id, "");
        if (seen.status == 0 || seen.status == 503) return;
        if (seen.status != 200) throw std::runtime_error(fmt::format("account {} of version {} answers {}: {}", id, version, seen.status, seen.body));
        const auto record = must(json::parse(seen.body));
        ++ledger_.asked_elsewhere;
        if (const auto* found = record["version"].integer(); found == nullptr || *found < version) ++ledger_.stale;
    }

    Nodes& nodes_;
    Ledger& ledger_;
    std::vector<std::pair<std::string, std::string>> headers_;
    int number_;
    std::mt19937 random_;
};

/// Follows the change log over HTTP, from whichever node, and remembers how far it read.
class Follower {
public:
    Follower(Nodes& nodes, const std::string& token) : nodes_(nodes), headers_{{"Authorization", "Bearer " + token}} {}

    /// False when no node answered.
    bool read() {
        const auto port = nodes_.port(turn_++ % 2);
        if (port == 0) return false;
        testing::HttpClient http(port, "127.0.0.1", std::chrono::seconds(20));
        const auto answer = http.request("GET", fmt::format("/api/v1/changes?after={}&limit=500", position_), "", headers_);
        if (answer.status != 200) return false;
        const auto page = must(json::parse(answer.body));
        for (const auto& change : *page["changes"].array()) {
            const auto sequence = *change["sequence"].integer();
            if (sequence <= position_ || !seen_.insert({std::string(change.text("id")), *change["version"].integer()}).second)
                throw std::runtime_error(fmt::format("change {} was told twice", sequence));
        }
        position_ = std::max(position_, *page["last"].integer());
        more_ = *page["more"].boolean();
        return true;
    }
    [[nodiscard]] bool has_more() const { return more_; }
    [[nodiscard]] bool has(const std::string& id, std::int64_t version) const { return seen_.contains({id, version}); }
    [[nodiscard]] std::size_t count() const { return seen_.size(); }

private:
    Nodes& nodes_;
    std::vector<std::pair<std::string, std::string>> headers_;
    std::int64_t position_ = 0;
    std::size_t turn_ = 0;
    bool more_ = false;
    std::set<std::pair<std::string, std::int64_t>> seen_;
};

std::string make_workspace(const std::string& url) {
    const auto workspace = must(app::open_workspace({.db = url, .create = true}));
    must(workspace->install());
    const auto system = Actor::system("test");
    const auto user = must(workspace->write(system, [](records::Writer& writer) {
        return writer.create("user", {{"name", std::string("Kari")}, {"email", std::string("kari@example.test")}, {"role", std::string("administrator")}, {"active", true}});
    }));
    return must(identity::add_api_token(*workspace, system, user, "crash", {})).token;
}

/// A field made at one node is there for the very next request at the other.
void change_definitions(Nodes& nodes, const std::string& token, int round) {
    const std::vector<std::pair<std::string, std::string>> headers{{"Authorization", "Bearer " + token}, {"Content-Type", "application/json"}};
    const auto ask = [&](std::size_t node, std::string_view method, const std::string& path, const std::string& body) {
        testing::HttpClient http(nodes.port(node), "127.0.0.1", std::chrono::seconds(20));
        return http.request(method, "/api/v1" + path, body, headers);
    };
    const auto name = fmt::format("round_{}", round);
    const auto made = ask(0, "POST", "/objects/account/fields", fmt::format(R"({{"name":"{}","type":"text","labels":{{"en":"Round {}"}}}})", name, round));
    if (made.status != 201 && made.status != 200) throw std::runtime_error("a field was refused: " + made.body);
    const auto used = ask(1, "POST", "/records/account", fmt::format(R"({{"fields":{{"name":"With {}","{}":"is there"}}}})", name, name));
    if (used.status != 201) throw std::runtime_error("the other node does not know a field that was made: " + used.body);
}

const char* disturb(Nodes& nodes, const std::string& script, const std::string& folder, const std::string& url, std::mt19937& random) {
    const std::size_t number = random() % 2;
    switch (random() % 4) {
        case 0:
            nodes.kill(number);
            std::this_thread::sleep_for(milliseconds(200));
            nodes.start(number);
            return "killed";
        case 1:
            nodes.signal(number, SIGSTOP);
            std::this_thread::sleep_for(milliseconds(1500));
            nodes.signal(number, SIGCONT);
            return "stopped";
        case 2:
            run_script(script, "restart", folder);
            return "restarted";
        default: {
            const auto database = must(db::Database::open({.url = url, .readers = 2}));
            database->read([](db::Transaction& tx) { (void)tx.query("select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and backend_type = 'client backend'").next(); });
            return "cut";
        }
    }
}

void check(const std::string& url, const Ledger& ledger, const Follower& follower) {
    const auto workspace = must(app::open_workspace({.db = url}));
    must(workspace->read(Actor::system("test"), [&](records::Reader& reader) -> Result<void> {
        for (const auto& [id, version] : ledger.versions) {
            const auto record = reader.get("account", *Id::parse(id));
            if (!record) throw std::runtime_error("account " + id + " was acknowledged and is not there");
            // One more than was heard of, whose answer was lost.
            if (record->version < version || record->version > version + 1) throw std::runtime_error(fmt::format("account {}: acknowledged version {}, found {}", id, version, record->version));
            for (std::int64_t seen = 1; seen <= record->version; ++seen)
                if (!follower.has(id, seen)) throw std::runtime_error(fmt::format("who follows the log never heard of version {} of account {}", seen, id));
        }
        auto halves = reader.sql().query("select count(*) from r_account a where a.version <> (select count(*) from change_log c where c.record = a.id)");
        if (halves.next() && halves->integer(0) != 0) throw std::runtime_error("a write is there by half");
        return {};
    }));
}

void run(const char* program, const std::string& script, int rounds, unsigned seed) {
    std::mt19937 random(seed);
    const db::testing::TemporaryFolder folder;
    const auto postgres = folder / "pg";
    std::error_code ignored;
    std::filesystem::permissions(folder.path(), std::filesystem::perms::all, ignored);  // the server may run as another user
    run_script(script, "start", postgres);
    const struct Stop {
        const std::string &script, &folder;
        ~Stop() { (void)std::system((script + " stop " + folder).c_str()); }
    } stop_at_end{script, postgres};
    const auto url = "postgresql://kith@/kith?host=" + postgres + "&files=" + (folder / "files");
    const auto token = make_workspace(url);
    Ledger ledger;
    Nodes nodes(program, url, folder / "files");
    Follower follower(nodes, token);
    std::map<std::string, int> disturbed;
    for (int round = 0; round < rounds; ++round) {
        std::atomic<bool> stop{false};
        {
            std::vector<std::jthread> threads;
            for (int i = 0; i < kClients; ++i)
                threads.emplace_back([&, i] {
                    try {
                        Client(nodes, ledger, token, round * 100 + i).run(stop);
                    } catch (const std::exception& problem) {
                        ledger.fail(problem.what());
                    }
                });
            threads.emplace_back([&] {
                try {
                    while (!stop) {
                        (void)follower.read();
                        std::this_thread::sleep_for(milliseconds(3));
                    }
                } catch (const std::exception& problem) {
                    ledger.fail(problem.what());
                }
            });
            std::this_thread::sleep_for(milliseconds(400 + random() % 600));
            ++disturbed[disturb(nodes, script, postgres, url, random)];
            std::this_thread::sleep_for(milliseconds(700));
            stop = true;
        }
        if (!ledger.problem.empty()) throw std::runtime_error(ledger.problem);
        change_definitions(nodes, token, round);
    }
    // What was last written has settled within a moment.
    for (int tries = 0, quiet = 0; tries < 500 && quiet < 20; ++tries) {
        const auto before = follower.count();
        if (follower.read() && !follower.has_more() && follower.count() == before) ++quiet;
        else quiet = 0;
        std::this_thread::sleep_for(milliseconds(10));
    }
    check(url, ledger, follower);
    fmt::print("{} accounts acknowledged, {} writes without an answer, {} reads of one's own; {} times killed, {} stopped, {} restarted, {} cut; {} changes followed\n",
               ledger.versions.size(), ledger.unclear.load(), ledger.asked_elsewhere.load(), disturbed["killed"], disturbed["stopped"], disturbed["restarted"], disturbed["cut"],
               follower.count());
    if (ledger.stale > 0) throw std::runtime_error(fmt::format("{} times a writer read something older than what it wrote", ledger.stale.load()));
    if (ledger.versions.empty()) throw std::runtime_error("nothing was written");
}

}  // namespace

int main(int count, char** arguments) {
    try {
        if (count < 3) throw std::runtime_error("crash_nodes <kith> <postgres.sh> [rounds] [seed]");
        log::set_level(log::Level::Error);
        const int rounds = count > 3 ? std::atoi(arguments[3]) : 4;
        const auto seed = count > 4 ? static_cast<unsigned>(std::atoi(arguments[4])) : std::random_device{}();
        fmt::print("{} rounds, seed {}\n", rounds, seed);
        run(arguments[1], arguments[2], rounds, seed);
        return 0;
    } catch (const std::exception& e) {
        fmt::print("FAILED: {}\n", e.what());
        return 1;
    }
}
