#include <signal.h>

#include "app/commands/commands.hpp"
#include "app/composition.hpp"
#include "app/console.hpp"
#include "app/workspaces/many.hpp"
#include "app/workspaces/named.hpp"
#include "base/log.hpp"
#include "base/secret.hpp"
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

/// Until a signal says to stop; a second one ends it at once, and what ran is taken over when its lease has run out.
void await_end(const sigset_t& signals) {
    int signal_number = 0;
    sigwait(&signals, &signal_number);
    log::info("worker.stopping", {{"signal", std::to_string(signal_number)}});
    pthread_sigmask(SIG_UNBLOCK, &signals, nullptr);
}

/// Of all workspaces of a database server, each opened when something is due in it. A file is one process's, so there the
/// server does it.
Result<void> work_for_many(const Arguments& arguments, int threads, const sigset_t& signals) {
    KITH_TRY(const auto place, directory_place(arguments));
    if (place.server.empty()) return Error{ErrorKind::Invalid, "workspace.server_works"};
    KITH_TRY(auto options, many_options(arguments.configuration()));
    KITH_TRY(const auto directory, Directory::open(place, false));
    log::set_level(log::Level::Info);
    options.job_threads = threads;
    const auto list = without_password(directory->store().list());
    {
        const ManyWorkspaces many(*directory, std::move(options));
        log::info("worker.started", {{"db", list}, {"threads", std::to_string(threads)}});
        print_line(say("cli.working", {{"path", list}}));
        await_end(signals);
    }
    log::info("worker.stopped");
    return {};
}

Result<void> run_worker(const Arguments& arguments) {
    KITH_TRY(const int threads, threads_of(arguments));
    const bool once = arguments.flag("once");
    const auto signals = end_signals();
    if (!once) pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    if (!arguments.has("workspace")) {
        KITH_TRY(const bool many, are_many(arguments));
        if (many) return once ? Error{ErrorKind::Invalid, "workspace.which"} : work_for_many(arguments, threads, signals);
    }
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
    const auto shown = without_password(arguments.db());
    log::info("worker.started", {{"db", shown}, {"threads", std::to_string(threads)}});
    print_line(say("cli.working", {{"path", shown}}));
    await_end(signals);
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
