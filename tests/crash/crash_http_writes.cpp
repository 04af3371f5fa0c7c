// Kills the server in the middle of writes from 64 connections and looks whether every change it had
// answered with 2xx is there after a restart, whole. `crash_http_writes <kith> [rounds] [seed]`
#include <fmt/format.h>
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <memory>
#include <mutex>
#include <random>
#include <stdexcept>
#include <thread>
#include <unordered_map>
#include <vector>

#include "app/composition.hpp"
#include "base/json.hpp"
#include "db/testing/temporary_folder.hpp"
#include "modules/identity/identity.hpp"
#include "support/http_client.hpp"
#include "support/server_process.hpp"

namespace {

using namespace kith;

constexpr int kConnections = 64;

template <class T>
T must(Result<T> result) {
    if (!result) throw std::runtime_error(result.error().code + ": " + result.error().detail);
    if constexpr (!std::is_void_v<T>) return std::move(*result);
}

/// What the server has said of each account: the version, and the city that version has.
struct Told {
    std::int64_t version;
    std::string city;
};
using Accounts = std::unordered_map<std::string, Told>;

std::string make_workspace(const std::string& db) {
    const auto workspace = must(app::open_workspace({.db = db, .create = true}));
    must(workspace->install());
    const auto system = Actor::system("test");
    const auto user = must(workspace->write(system, [](records::Writer& writer) {
        return writer.create("user", {{"name", std::string("Kari")}, {"email", std::string("kari@example.test")}, {"role", std::string("manager")}, {"active", true}});
    }));
    return must(identity::add_api_token(*workspace, system, user, "crash", {})).token;
}

/// One client: makes an account and changes it twice, over and over, until the server is gone.
class Client {
public:
    Client(std::uint16_t port, const std::string& token, int number)
        : http_(port), headers_{{"Authorization", "Bearer " + token}, {"Content-Type", "application/json"}}, number_(number) {}

    void run(Accounts& told, std::mutex& mutex) {
        for (int count = 0;; ++count) {
            const auto made = http_.request("POST", "/api/v1/records/account",
                                            fmt::format(R"({{"fields":{{"name":"Client {} {}"}}}})", number_, count), headers_);
            if (made.status == 0) return;
            if (made.status != 201) throw std::runtime_error("creating: " + made.body);
            const auto record = must(json::parse(made.body));
            const std::string id = *record["id"].string();
            tell(told, mutex, id, {1, ""});
            for (std::int64_t version = 1; version < 3; ++version) {
                const auto city = fmt::format("City {} {}", count, version);
                auto headers = headers_;
                headers.emplace_back("If-Match", fmt::format("\"{}\"", version));
                const auto changed = http_.request("PATCH", "/api/v1/records/account/" + id,
                                                   fmt::format(R"({{"fields":{{"city":"{}"}}}})", city), headers);
                if (changed.status == 0) return;
                if (changed.status != 200) throw std::runtime_error("changing: " + changed.body);
                tell(told, mutex, id, {version + 1, city});
            }
        }
    }

private:
    static void tell(Accounts& told, std::mutex& mutex, const std::string& id, Told now) {
        const std::lock_guard lock(mutex);
        told[id] = std::move(now);
    }

    testing::HttpClient http_;
    std::vector<std::pair<std::string, std::string>> headers_;
    int number_;
};

std::int64_t run_and_kill(const char* program, const std::string& db, const std::string& folder, const std::string& token,
                          std::chrono::milliseconds after, Accounts& told) {
    testing::ServerProcess server(program, db, folder);
    std::mutex mutex;
    std::atomic<bool> failed = false;
    std::string problem;
    const auto before = static_cast<std::int64_t>(told.size());
    {
        std::vector<std::jthread> clients;
        for (int i = 0; i < kConnections; ++i)
            clients.emplace_back([&, i] {
                try {
                    Client(server.port(), token, i).run(told, mutex);
                } catch (const std::exception& e) {
                    const std::lock_guard lock(mutex);
                    failed = true;
                    problem = e.what();
                }
            });
        std::this_thread::sleep_for(after);
        server.kill();
    }
    if (failed) throw std::runtime_error(problem);
    return static_cast<std::int64_t>(told.size()) - before;
}

/// Also that no write is there by half: each account's version has its entries in the change log.
void check(const std::string& db, const Accounts& told) {
    const auto workspace = must(app::open_workspace({.db = db, .exclusive = true}));
    if (const auto problems = workspace->database().integrity_problems(); !problems.empty())
        throw std::runtime_error("integrity: " + problems.front());
    must(workspace->read(Actor::system("test"), [&](records::Reader& reader) -> Result<void> {
        for (const auto& [id, known] : told) {
            const auto record = reader.get("account", *Id::parse(id));
            if (!record) throw std::runtime_error("account " + id + " was acknowledged and is not there");
            const bool newer = record->version > known.version;  // one more, whose answer was not heard
            if (record->version < known.version || (!newer && record->text("city") != known.city))
                throw std::runtime_error(fmt::format("account {}: acknowledged version {}, found {}", id, known.version, record->version));
        }
        auto halves = reader.sql().query(
            "select count(*) from r_account a where a.version <> (select count(*) from change_log c where c.record = a.id)");
        if (halves.next() && halves->integer(0) != 0) throw std::runtime_error("a write is there by half");
        return {};
    }));
}

}  // namespace

int main(int count, char** arguments) {
    try {
        if (count < 2) throw std::runtime_error("crash_http_writes <kith> [rounds] [seed]");
        const int rounds = count > 2 ? std::atoi(arguments[2]) : 50;
        const auto seed = count > 3 ? static_cast<unsigned>(std::atoi(arguments[3])) : std::random_device{}();
        fmt::print("{} rounds, seed {}\n", rounds, seed);
        std::mt19937 random(seed);
        const db::testing::TemporaryFolder folder;
        const auto db = folder / "kith.db";
        const auto token = make_workspace(db);
        Accounts told;
        for (int round = 0; round < rounds; ++round) {
            const std::chrono::milliseconds after(100 + random() % 900);
            const auto acknowledged = run_and_kill(arguments[1], db, folder.path().string(), token, after, told);
            if (acknowledged == 0) throw std::runtime_error("nothing was written before the kill");
            check(db, told);
        }
        fmt::print("{} acknowledged accounts, all of them there as they were told\n", told.size());
        return 0;
    } catch (const std::exception& e) {
        fmt::print("FAILED: {}\n", e.what());
        return 1;
    }
}
