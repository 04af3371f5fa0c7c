// Two workers over one file, killed, stopped for longer than a lease and gone on with, or asked to end, again and
// again, while jobs are made. At last each job that was acknowledged must have had its effect once, and none twice.
// `crash_worker [rounds] [seed]`
#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <map>
#include <memory>
#include <random>
#include <stdexcept>
#include <thread>
#include <vector>

#include "app/composition.hpp"
#include "base/log.hpp"
#include "db/testing/temporary_folder.hpp"
#include "records/jobs/runner.hpp"

namespace {

using namespace kith;
using std::chrono::milliseconds;

constexpr int kJobsEachRound = 60;
constexpr milliseconds kLease{400};

/// When all that failed or was lost is due again; moved on, also what fails then.
struct Later : Clock {
    std::int64_t hours = 2;
    [[nodiscard]] Instant now() const override { return {Instant::now().micros + hours * 3600 * 1'000'000}; }
};

app::OpenWorkspace open(const std::string& path, std::shared_ptr<const Clock> clock = std::make_shared<Clock>()) {
    auto opened = app::open_workspace({.db = path, .create = true, .clock = std::move(clock)});
    if (!opened) throw std::runtime_error(opened.error().code);
    return std::move(*opened);
}

std::int64_t number(db::Transaction& tx, std::string_view sql) {
    auto rows = tx.query(sql);
    return rows.next() ? rows->integer(0) : 0;
}

/// Two steps with time between them; the first is the same done twice, the second ends the job.
Result<void> work(records::Workspace& workspace, jobs::JobContext& context) {
    const auto rest = [&] { std::this_thread::sleep_for(milliseconds(context.job().id.value % 37)); };
    rest();
    KITH_CHECK(workspace.database().write([&](db::Transaction& tx) -> Result<void> {
        KITH_CHECK(context.guard(tx));
        tx.execute("insert into first_step (job) values ($1) on conflict do nothing", context.job().id);
        return {};
    }));
    rest();
    if (context.attempt() == 1 && context.job().id.value % 11 == 0) return Error{ErrorKind::Unavailable, "db.unavailable"};
    if (context.must_stop()) return jobs::JobContext::stopped();
    return workspace.database().write([&](db::Transaction& tx) -> Result<void> {
        tx.execute("insert into effect (job) values ($1)", context.job().id);
        return context.complete(tx);
    });
}

[[noreturn]] void work_until_ended(const std::string& path) {
    sigset_t end;
    sigemptyset(&end);
    sigaddset(&end, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &end, nullptr);
    const auto workspace = open(path);
    jobs::JobRunner runner(jobs::kinds(), {.threads = 3, .lease = kLease, .look_each = milliseconds(50)});
    runner.add(*workspace);
    runner.start();
    int signal = 0;
    sigwait(&end, &signal);
    runner.stop();
    ::_exit(0);
}

pid_t begin(const std::string& path) {
    const pid_t child = ::fork();
    if (child == 0) work_until_ended(path);
    return child;
}

/// One of the ways a worker goes.
const char* end(pid_t child, std::mt19937& random) {
    const auto rest = [&](unsigned least, unsigned most) { std::this_thread::sleep_for(milliseconds(least + random() % (most - least))); };
    rest(150, 900);
    const auto way = random() % 4;
    if (way == 1) {
        ::kill(child, SIGSTOP);
        std::this_thread::sleep_for(kLease * 2);
        ::kill(child, SIGCONT);
        rest(100, 300);
    }
    ::kill(child, way == 0 || way == 3 ? SIGKILL : SIGTERM);
    int status = 0;
    ::waitpid(child, &status, 0);
    if (way != 0 && way != 3 && !WIFEXITED(status)) throw std::runtime_error("a worker that was asked to end did not end by itself");
    return way == 1 ? "late" : way == 2 ? "asked" : "killed";
}

void run(int rounds, unsigned seed) {
    std::mt19937 random(seed);
    const db::testing::TemporaryFolder folder;
    const std::string path = folder / "kith.db";
    jobs::kinds().add(jobs::JobKind{"crash.work", work});
    std::int64_t made = 0;
    std::map<std::string, int> ended;
    for (int round = 0; round < rounds; ++round) {
        {
            const auto workspace = open(path);
            const auto written = workspace->database().write([&](db::Transaction& tx) -> Result<void> {
                if (round == 0) tx.run_script("create table first_step (job integer primary key); create table effect (job integer not null);");
                for (int i = 0; i < kJobsEachRound; ++i) jobs::enqueue(*workspace, tx, "crash.work", json::Object{});
                return {};
            });
            if (!written) throw std::runtime_error(written.error().code);
            made += kJobsEachRound;
        }
        const pid_t first = begin(path), second = begin(path);
        ++ended[end(first, random)];
        ++ended[end(second, random)];
    }
    const auto later = std::make_shared<Later>();
    const auto workspace = open(path, later);
    std::int64_t begun = 0;
    workspace->database().read([&](db::Transaction& tx) { begun = number(tx, "select count(*) from effect"); });
    jobs::JobRunner runner(jobs::kinds(), {});
    runner.add(*workspace);
    while (runner.run_due() > 0) later->hours += 2;
    workspace->database().read([&](db::Transaction& tx) {
        const auto effects = number(tx, "select count(*) from effect"), different = number(tx, "select count(distinct job) from effect");
        const auto done = number(tx, "select count(*) from job where kind = 'crash.work' and state = 'done'");
        const auto again = number(tx, "select count(*) from job where kind = 'crash.work' and attempts > 1");
        if (effects != made || different != made || done != made)
            throw std::runtime_error(fmt::format("{} jobs made, {} done, {} effects on {} jobs", made, done, effects, different));
        fmt::print("{} jobs by workers of which {} were killed, {} late and {} asked to end; {} begun more than once, {} left to the end; each done once\n", made,
                   ended["killed"], ended["late"], ended["asked"], again, made - begun);
        if (again == 0) throw std::runtime_error("no worker was ended in the midst of a job");
    });
}

}  // namespace

int main(int count, char** arguments) {
    try {
        log::set_level(log::Level::Error);
        const int rounds = count > 1 ? std::atoi(arguments[1]) : 6;
        const auto seed = count > 2 ? static_cast<unsigned>(std::atoi(arguments[2])) : std::random_device{}();
        fmt::print("{} rounds, seed {}\n", rounds, seed);
        run(rounds, seed);
        return 0;
    } catch (const std::exception& e) {
        fmt::print("FAILED: {}\n", e.what());
        return 1;
    }
}
