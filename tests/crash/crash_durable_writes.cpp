// Kills a process in the middle of its writes and looks whether every write it had acknowledged is in
// the file, and nothing that it had refused. `crash_durable_writes [rounds] [seed]`
#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <random>
#include <stdexcept>
#include <thread>
#include <vector>

#include "db/database.hpp"
#include "db/migrations.hpp"
#include "db/testing/temporary_folder.hpp"

namespace {

using namespace kith;

constexpr int kThreads = 64;
constexpr db::Migration kTables[] = {
    {1, "tables",
     "CREATE TABLE entry(thread INTEGER, number INTEGER, PRIMARY KEY(thread, number));"
     "CREATE TABLE total(thread INTEGER PRIMARY KEY, entries INTEGER NOT NULL);"
     "CREATE TABLE refused(thread INTEGER, number INTEGER);",
     ""}};

/// What the child tells once a write is durable; short enough for the pipe to take it whole.
struct Acknowledged {
    std::int64_t thread;
    std::int64_t number;
};

std::unique_ptr<db::Database> open(const std::string& path) {
    auto opened = db::Database::open({.url = path, .exclusive = true});
    if (!opened) throw std::runtime_error(opened.error().code + ": " + opened.error().detail);
    if (const auto done = db::migrate(**opened, kTables); !done) throw std::runtime_error(done.error().code);
    return std::move(*opened);
}

std::int64_t number(db::Transaction& tx, std::string_view sql, std::int64_t thread) {
    db::Cursor rows = tx.query(sql, thread);
    return rows.next() ? rows->integer(0) : 0;
}

/// One durable entry, and one that is taken back again. The number is the thread's own count, so that
/// a lost one leaves a gap.
void write_one(db::Database& database, Acknowledged next, int pipe) {
    const auto written = database.write([&](db::Transaction& tx) -> Result<void> {
        tx.execute("INSERT INTO entry VALUES($1, $2)", next.thread, next.number);
        tx.execute("INSERT INTO total VALUES($1, 1) ON CONFLICT(thread) DO UPDATE SET entries = entries + 1",
                   next.thread);
        return {};
    });
    if (!written || ::write(pipe, &next, sizeof next) != sizeof next) std::abort();
    (void)database.write([&](db::Transaction& tx) -> Result<void> {
        tx.execute("INSERT INTO refused VALUES($1, $2)", next.thread, next.number);
        return Error{.code = "crash.refused"};
    });
}

[[noreturn]] void write_until_killed(const std::string& path, int pipe) {
    const auto database = open(path);
    std::vector<std::jthread> threads;
    for (int thread = 0; thread < kThreads; ++thread)
        threads.emplace_back([&, thread] {
            Acknowledged next{thread, database->read([&](db::Transaction& tx) {
                                  return number(tx, "SELECT max(number) FROM entry WHERE thread = $1",
                                                thread);
                              })};
            for (;;) {
                ++next.number;
                write_one(*database, next, pipe);
            }
        });
    for (;;)
        ::pause();
}

/// The last number each thread's writes were acknowledged with.
using Told = std::array<std::int64_t, kThreads>;

/// Starts the child, kills it `after` its first acknowledgement, and takes in all it had told.
std::int64_t run_and_kill(const std::string& path, std::chrono::microseconds after, Told& told) {
    int ends[2];
    if (::pipe(ends) != 0) throw std::runtime_error("no pipe");
    const pid_t child = ::fork();
    if (child < 0) throw std::runtime_error("no child");
    if (child == 0) {
        ::close(ends[0]);
        write_until_killed(path, ends[1]);
    }
    ::close(ends[1]);
    std::int64_t count = 0;
    std::jthread killer;
    Acknowledged one{};
    while (::read(ends[0], &one, sizeof one) == sizeof one) {
        told[static_cast<std::size_t>(one.thread)] = one.number;
        if (count++ == 0)
            killer = std::jthread([&] {
                std::this_thread::sleep_for(after);
                ::kill(child, SIGKILL);
            });
    }
    ::close(ends[0]);
    if (killer.joinable()) killer.join();
    int status = 0;
    ::waitpid(child, &status, 0);
    if (!WIFSIGNALED(status) || WTERMSIG(status) != SIGKILL)
        throw std::runtime_error("the child ended by itself");
    return count;
}

void check(const std::string& path, const Told& told) {
    const auto database = open(path);
    if (const auto problems = database->integrity_problems(); !problems.empty())
        throw std::runtime_error("integrity: " + problems.front());
    database->read([&](db::Transaction& tx) {
        if (number(tx, "SELECT count(*) FROM refused WHERE thread >= $1", 0) != 0)
            throw std::runtime_error("a refused write is in the file");
        for (std::int64_t thread = 0; thread < kThreads; ++thread) {
            const auto entries = number(tx, "SELECT count(*) FROM entry WHERE thread = $1", thread);
            const auto last = number(tx, "SELECT max(number) FROM entry WHERE thread = $1", thread);
            const auto total = number(tx, "SELECT entries FROM total WHERE thread = $1", thread);
            const auto acknowledged = told[static_cast<std::size_t>(thread)];
            if (last < acknowledged || entries != last || total != last)
                throw std::runtime_error(
                    fmt::format("thread {}: acknowledged {}, found {} entries up to {}, total {}", thread,
                                acknowledged, entries, last, total));
        }
    });
}

}  // namespace

int main(int count, char** arguments) {
    try {
        const int rounds = count > 1 ? std::atoi(arguments[1]) : 50;
        const auto seed = count > 2 ? static_cast<unsigned>(std::atoi(arguments[2])) : std::random_device{}();
        fmt::print("{} rounds, seed {}\n", rounds, seed);
        std::mt19937 random(seed);
        const db::testing::TemporaryFolder folder;
        Told told{};
        std::int64_t acknowledged = 0;
        for (int round = 0; round < rounds; ++round) {
            const std::chrono::microseconds after(random() % 400'000);
            acknowledged += run_and_kill(folder / "a.db", after, told);
            check(folder / "a.db", told);
        }
        fmt::print("{} acknowledged writes, all of them there\n", acknowledged);
        return 0;
    } catch (const std::exception& e) {
        fmt::print("FAILED: {}\n", e.what());
        return 1;
    }
}
