#include <signal.h>

#include "app/commands/commands.hpp"
#include "app/composition.hpp"
#include "app/console.hpp"
#include "base/log.hpp"
#include "records/jobs/runner.hpp"

namespace kith::app {
namespace {

constexpr int kMostJobThreads = 64;
constexpr int kWorkerThreads = 2;

sigset_t end_signals() {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    return set;
}

Result<int> threads_of(const Arguments& arguments) {
    const auto given = arguments.number("job-threads", kWorkerThreads);
    if (given >= 0 && given <= kMostJobThreads) return static_cast<int>(given);
    return Error{ErrorKind::Invalid, "cli.too_many_threads", {{"given", std::to_string(given)}, {"max", std::to_string(kMostJobThreads)}}};
}

Result<void> run_worker(const Arguments& arguments) {
    KITH_TRY(const int threads, threads_of(arguments));
    const bool once = arguments.flag("once");
    const auto signals = end_signals();
    if (!once) pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    KITH_TRY(const auto workspace, open_workspace({.db = arguments.db()}));
    log::set_level(log::Level::Info);
    jobs::JobRunner runner(jobs::kinds(), {.threads = threads});
    runner.add(*workspace);
    if (once) {
        const auto ran = std::to_string(runner.run_due());
        if (arguments.json()) {
            print_line("{\"jobs\":" + ran + "}");
        } else {
            print_line(say("cli.worker_ran", {{"count", ran}}));
        }
        return {};
    }
    runner.start();
    log::info("worker.started", {{"db", arguments.db()}, {"threads", std::to_string(threads)}});
    print_line(say("cli.working", {{"path", arguments.db()}}));
    int signal_number = 0;
    sigwait(&signals, &signal_number);
    log::info("worker.stopping", {{"signal", std::to_string(signal_number)}});
    // A second signal ends it at once; what ran is taken over when its lease has run out.
    pthread_sigmask(SIG_UNBLOCK, &signals, nullptr);
    runner.stop();
    log::info("worker.stopped");
    return {};
}

}  // namespace

Command worker_command() {
    return {.name = "worker", .help = "cli.worker",
            .options = {{"job-threads", OptionKind::Number, "cli.option_job_threads"}, {"once", OptionKind::Flag, "cli.option_once"}},
            .run = run_worker};
}

}  // namespace kith::app
