#include <malloc.h>
#include <signal.h>
#include <sys/resource.h>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <utility>

#include "app/application.hpp"
#include "app/backup/shipper.hpp"
#include "app/caller.hpp"
#include "app/commands/commands.hpp"
#include "app/composition.hpp"
#include "app/console.hpp"
#include "app/listen_address.hpp"
#include "app/service_manager.hpp"
#include "app/workspaces/manage.hpp"
#include "app/workspaces/many.hpp"
#include "app/workspaces/named.hpp"
#include "base/log.hpp"
#include "base/secret.hpp"
#include "db/statistics.hpp"

namespace kith::app {
namespace {

/// Blocked in every thread, taken by sigwait() in this one.
sigset_t stop_signals() {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    return set;
}

/// Each connection takes a file descriptor, and systems give a thousand unless asked for more.
void raise_descriptor_limit() {
    constexpr rlim_t kWanted = 16'384;
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= kWanted) return;
    limit.rlim_cur = std::min(kWanted, limit.rlim_max);
    setrlimit(RLIMIT_NOFILE, &limit);
}

/// Every transaction into a folder, where that is wanted; ends with what it gives.
Result<std::unique_ptr<Shipper>> start_shipping(const Configuration& configuration, records::Workspace& workspace) {
    const auto& folder = configuration.text("ship_to");
    if (folder.empty()) return std::unique_ptr<Shipper>();
    if (workspace.database().engine() != db::Engine::Sqlite) return Error{.kind = ErrorKind::Invalid, .code = "backup.only_sqlite"};
    ShipOptions options{.db = configuration.database(), .folder = folder};
    KITH_TRY(options.key, BackupKey::read_if_given(configuration.text("key_file")));
    if (const auto& keep = configuration.text("ship_keep"); !keep.empty()) {
        KITH_TRY(options.keep, parse_duration(keep));
    }
    return Shipper::start(std::move(options), workspace.database());
}

void set_up_logs(const Configuration& configuration) {
    const auto& level = configuration.text("log_level");
    log::set_level(level == "debug" ? log::Level::Debug : level == "info" ? log::Level::Info
                                                      : level == "warning" ? log::Level::Warning : log::Level::Error);
    log::set_format(configuration.text("log_format") == "text" ? log::Format::Text : log::Format::Json);
    db::statistics::set_slow_statement(std::chrono::milliseconds(configuration.number("slow_statement_ms")));
}

ServeOptions options_of(const Configuration& configuration, const ListenAddress& address) {
    ServeOptions options;
    options.address = address.host;
    options.port = address.port;
    options.data_folder = configuration.data_folder();
    options.access_log = configuration.flag("access_log");
    options.slow_request = std::chrono::milliseconds(configuration.number("slow_request_ms"));
    options.metrics_token = configuration.text("metrics_token");
    options.io_threads = static_cast<int>(configuration.number("io_threads"));
    options.workers = static_cast<int>(configuration.number("workers"));
    options.job_threads = static_cast<int>(configuration.number("job_threads"));
    options.max_connections = static_cast<std::size_t>(configuration.number("max_connections"));
    options.keep_alive = std::chrono::seconds(configuration.number("keep_alive_seconds"));
    return options;
}

/// From the signal to the end: still answering while balancers notice, then ending what runs.
void leave(Application& application, const Configuration& configuration, int signal_number) {
    const std::chrono::seconds delay(configuration.number("drain_delay_seconds"));
    const std::chrono::seconds grace(configuration.number("drain_grace_seconds"));
    log::info("serve.stopping", {{"signal", std::to_string(signal_number)}, {"delay", std::to_string(delay.count())},
                                 {"grace", std::to_string(grace.count())}});
    tell_service_manager("STOPPING=1\nSTATUS=Ending what runs");
    application.drain();
    std::this_thread::sleep_for(delay);
    application.stop(grace);
}

/// Until a signal says to stop.
Result<void> serve_with(Application& application, const Configuration& configuration, const ListenAddress& address, const sigset_t& signals,
                        const std::string& data) {
    KITH_CHECK(application.start());
    const auto url = url_of(address.host, application.port());
    log::info("serve.started", {{"address", url}, {"db", data}});
    print_line(say("cli.serving", {{"address", url}}));
    tell_service_manager("READY=1\nSTATUS=Serving at " + url);
    std::optional<Watchdog> watchdog(std::in_place, [&application] { return application.answers(); });

    int signal_number = 0;
    sigwait(&signals, &signal_number);
    watchdog.reset();
    // A second signal ends it at once.
    pthread_sigmask(SIG_UNBLOCK, &signals, nullptr);
    leave(application, configuration, signal_number);
    log::info("serve.stopped");
    return {};
}

/// The workspaces of a list, each opened when it is asked for.
Result<void> serve_many(const Arguments& arguments, const ListenAddress& address, const sigset_t& signals) {
    const auto& configuration = arguments.configuration();
    // It follows one file; silently following none of them would be found out when it is needed.
    if (!configuration.text("ship_to").empty()) return Error{.kind = ErrorKind::Invalid, .code = "workspace.no_shipping"};
    KITH_TRY(auto options, many_options(configuration));
    KITH_TRY(const auto place, directory_place(arguments));
    KITH_TRY(const auto directory, Directory::open(place, true));
    KITH_CHECK(recover_workspaces(*directory));
    if (!is_loopback(address.host) && !configuration.flag("allow_demo_remote")) options.pool.open_to = address.host;
    ManyWorkspaces many(*directory, options);
    Application application(many, options_of(configuration, address));
    return serve_with(application, configuration, address, signals, without_password(directory->store().list()));
}

Result<void> run_serve(const Arguments& arguments) {
    const auto& configuration = arguments.configuration();
    set_up_logs(configuration);
    // 64 workers with an arena each would keep what a burst took; two are enough for two cores.
    mallopt(M_ARENA_MAX, 2);
    signal(SIGPIPE, SIG_IGN);
    raise_descriptor_limit();
    const auto signals = stop_signals();
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);

    KITH_TRY(const auto address, parse_listen(configuration.text("listen")));
    KITH_TRY(auto proxies, Networks::parse(configuration.text("trusted_proxies")));
    trust_proxies(std::move(proxies));
    if (!arguments.has("workspace")) {
        KITH_TRY(const bool many, are_many(arguments));
        if (many) return serve_many(arguments, address, signals);
    }
    KITH_TRY(const auto workspace, open_workspace({.db = arguments.db(), .exclusive = true, .create = true,
                                                   .readers = static_cast<int>(configuration.number("readers"))}));
    if (workspace->settings().demo && !is_loopback(address.host) && !configuration.flag("allow_demo_remote")) {
        return Error{.kind = ErrorKind::Forbidden, .code = "serve.demo_is_local", .params = {{"address", address.host}}};
    }
    KITH_TRY(const auto shipper, start_shipping(configuration, *workspace));
    Application application(*workspace, options_of(configuration, address));
    return serve_with(application, configuration, address, signals, without_password(arguments.db()));
}

}  // namespace

Command serve_command() {
    return {.name = "serve", .help = "cli.serve",
            .options = {}, .run = run_serve, .prints = false, .configures = true};
}

}  // namespace kith::app
