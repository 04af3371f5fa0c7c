/// A server that ships what is written is killed at any moment. From the folder alone everything that was acknowledged a
/// second before is there, once and whole; at a moment of the past, that and nothing of what was asked for later.
#include <fmt/format.h>

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <mutex>
#include <random>
#include <stdexcept>
#include <thread>
#include <vector>

#include "app/backup/restore_shipped.hpp"
#include "app/composition.hpp"
#include "base/json.hpp"
#include "db/testing/temporary_folder.hpp"
#include "modules/identity/identity.hpp"
#include "support/http_client.hpp"
#include "support/server_process.hpp"

using namespace kith;

namespace {

constexpr int kConnections = 4;
constexpr std::int64_t kDelay = 1'000'000;      // within which each write has to be in the folder
constexpr std::int64_t kStarting = 2'000'000;   // between a moment and what is surely there at it

struct Told {
    Instant asked, told;
    int round = 0;
};
/// Accounts that were acknowledged, by the name that only one of them has; and all that were asked for.
struct Accounts {
    std::mutex mutex;
    std::map<std::string, Told> told;
    std::map<std::string, Instant> asked;
    std::vector<Instant> killed;
};

template <class T>
T must(Result<T> result) {
    if (!result) {
        std::string params;
        for (const auto& [name, value] : result.error().params) params += " " + name + "=" + value;
        throw std::runtime_error(result.error().code + params);
    }
    return std::move(*result);
}
void must(Result<void> result) {
    if (!result) throw std::runtime_error(result.error().code);
}

std::string make_workspace(const std::string& db) {
    const auto workspace = must(app::open_workspace({.db = db, .create = true}));
    must(workspace->install());
    const auto system = Actor::system("test");
    const auto user = must(workspace->write(system, [](records::Writer& writer) {
        return writer.create("user", {{"name", std::string("Kari")}, {"email", std::string("kari@example.test")}, {"role", std::string("manager")}, {"active", true}});
    }));
    return must(identity::add_api_token(*workspace, system, user, "crash", {})).token;
}

void write_until_killed(std::uint16_t port, const std::string& token, int round, int number, Accounts& accounts) {
    testing::HttpClient http(port);
    const std::vector<std::pair<std::string, std::string>> headers{{"Authorization", "Bearer " + token}, {"Content-Type", "application/json"}};
    for (int count = 0;; ++count) {
        const auto name = fmt::format("Round {} client {} no {}", round, number, count);
        const auto asked = Instant::now();
        {
            const std::lock_guard lock(accounts.mutex);
            accounts.asked[name] = asked;
        }
        const auto made = http.request("POST", "/api/v1/records/account", fmt::format(R"({{"fields":{{"name":"{}"}}}})", name), headers);
        if (made.status == 0) return;
        if (made.status != 201) throw std::runtime_error("creating: " + made.body);
        const std::lock_guard lock(accounts.mutex);
        accounts.told[name] = {asked, Instant::now(), round};
    }
}

void run_and_kill(const char* program, const std::string& db, const std::string& folder, const std::string& token, std::chrono::milliseconds after,
                  int round, Accounts& accounts) {
    testing::ServerProcess server(program, db, folder);
    std::atomic<bool> failed = false;
    std::string problem;
    {
        std::vector<std::jthread> clients;
        for (int i = 0; i < kConnections; ++i)
            clients.emplace_back([&, i] {
                try {
                    write_until_killed(server.port(), token, round, i, accounts);
                } catch (const std::exception& e) {
                    const std::lock_guard lock(accounts.mutex);
                    failed = true;
                    problem = e.what();
                }
            });
        std::this_thread::sleep_for(after);
        accounts.killed.push_back(Instant::now());
        server.kill();
    }
    if (failed) throw std::runtime_error(problem);
}

/// Gives how many accounts there are.
std::size_t check(const std::string& db, const Accounts& accounts, std::optional<Instant> at) {
    const auto workspace = must(app::open_workspace({.db = db}));
    if (const auto problems = workspace->database().integrity_problems(); !problems.empty())
        throw std::runtime_error("integrity: " + problems.front());
    std::map<std::string, int> found;
    workspace->database().read([&](db::Transaction& tx) {
        auto rows = tx.query("select name from r_account where name like 'Round %'");
        while (rows.next()) ++found[rows->string(0)];
        auto halves = tx.query("select count(*) from r_account a where a.version <> (select count(*) from change_log c where c.record = a.id)");
        if (halves.next() && halves->integer(0) != 0) throw std::runtime_error("a write is there by half");
    });
    for (const auto& [name, told] : accounts.told) {
        const auto killed = accounts.killed[static_cast<std::size_t>(told.round)].micros;
        // A server answers when it has made its copy, which has all that came before it.
        const bool last_round = static_cast<std::size_t>(told.round) + 1 == accounts.killed.size();
        const bool due = at ? told.told.micros < std::min(at->micros - kStarting, killed - kDelay) : told.told.micros < killed - kDelay || !last_round;
        if (due && !found.contains(name)) throw std::runtime_error(fmt::format("{}, acknowledged {} µs before the kill, is lost", name, killed - told.told.micros));
    }
    for (const auto& [name, count] : found) {
        if (count != 1) throw std::runtime_error(name + " is there twice");
        const auto asked = accounts.asked.find(name);
        if (asked == accounts.asked.end()) throw std::runtime_error(name + " was never asked for");
        if (at && asked->second > *at) throw std::runtime_error(name + " was asked for after the moment");
    }
    return found.size();
}

}  // namespace

int main(int count, char** arguments) {
    try {
        if (count < 2) throw std::runtime_error("crash_shipping <kith> [rounds] [seed]");
        const int rounds = count > 2 ? std::atoi(arguments[2]) : 50;
        const auto seed = count > 3 ? static_cast<unsigned>(std::atoi(arguments[3])) : std::random_device{}();
        fmt::print("{} rounds, seed {}\n", rounds, seed);
        std::mt19937 random(seed);
        const db::testing::TemporaryFolder folder;
        const auto db = folder / "kith.db";
        const auto token = make_workspace(db);
        must(app::BackupKey::make(folder / "key"));
        const auto key = must(app::BackupKey::read_if_given(folder / "key"));
        const std::string shipped = folder / "shipped";
        ::setenv("KITH_SHIP_TO", shipped.c_str(), 1);
        ::setenv("KITH_KEY_FILE", (folder / "key").c_str(), 1);
        Accounts accounts;
        const auto begun = Instant::now();
        std::size_t last = 0;
        int moments = 0;
        for (int round = 0; round < rounds; ++round) {
            run_and_kill(arguments[1], db, folder.path().string(), token, std::chrono::milliseconds(300 + random() % 2500), round, accounts);
            const std::string to = folder / fmt::format("restored-{}.db", round);
            const auto restored = app::restore_shipped(shipped, key, {}, to);
            // Killed before its first copy was made: there is nothing yet.
            if (!restored && restored.error().code == "backup.nothing_shipped" && round == 0) continue;
            last = check(must(restored).generation.empty() ? "" : to, accounts, {});
            const auto span = accounts.killed.back().micros - begun.micros;
            const Instant at{begun.micros + static_cast<std::int64_t>(random() % static_cast<unsigned long>(span))};
            const std::string then = folder / fmt::format("then-{}.db", round);
            const auto past = app::restore_shipped(shipped, key, at, then);
            if (!past && past.error().code == "backup.too_early") continue;
            must(past);
            check(then, accounts, at);
            ++moments;
            for (const auto& file : {to, then}) std::filesystem::remove(file);
        }
        fmt::print("{} accounts acknowledged, {} restored the last time, {} moments of the past\n", accounts.told.size(), last, moments);
        return 0;
    } catch (const std::exception& e) {
        fmt::print("FAILED: {}\n", e.what());
        return 1;
    }
}
