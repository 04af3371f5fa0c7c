#include <malloc.h>
#include <signal.h>
#include <sys/resource.h>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <string>
#include <utility>

#include "app/application.hpp"
#include "app/backup/shipper.hpp"
#include "app/caller.hpp"
#include "app/commands/commands.hpp"
#include "app/composition.hpp"
#include "app/console.hpp"
#include "app/listen_address.hpp"
#include "base/log.hpp"

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

/// Given, or said by the environment.
std::string given(const Arguments& arguments, const char* option, const char* variable) {
    if (arguments.has(option)) return arguments.text(option);
    const char* said = std::getenv(variable);
    return said != nullptr ? said : "";
}

/// Every transaction into a folder, where that is wanted; ends with what it gives.
Result<std::unique_ptr<Shipper>> start_shipping(const Arguments& arguments, records::Workspace& workspace) {
    const auto folder = given(arguments, "ship-to", "KITH_SHIP_TO");
    if (folder.empty()) return std::unique_ptr<Shipper>();
    if (workspace.database().engine() != db::Engine::Sqlite) return Error{.kind = ErrorKind::Invalid, .code = "backup.only_sqlite"};
    ShipOptions options{.db = arguments.db(), .folder = folder};
    KITH_TRY(options.key, BackupKey::read_if_given(given(arguments, "key-file", "KITH_KEY_FILE")));
    if (const auto keep = given(arguments, "ship-keep", "KITH_SHIP_KEEP"); !keep.empty()) {
        KITH_TRY(options.keep, parse_duration(keep));
    }
    return Shipper::start(std::move(options), workspace.database());
}

Result<void> run_serve(const Arguments& arguments) {
    log::set_level(log::Level::Info);
    // 64 workers with an arena each would keep what a burst took; two are enough for two cores.
    mallopt(M_ARENA_MAX, 2);
    signal(SIGPIPE, SIG_IGN);
    raise_descriptor_limit();
    const auto signals = stop_signals();
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);

    KITH_TRY(const auto address, parse_listen(arguments.has("listen") ? arguments.text("listen") : "127.0.0.1:8080"));
    KITH_TRY(const auto workspace, open_workspace({.db = arguments.db(), .exclusive = true, .create = true}));
    if (workspace->settings().demo && !is_loopback(address.host) && !arguments.flag("allow-demo-remote")) {
        return Error{.kind = ErrorKind::Forbidden, .code = "serve.demo_is_local", .params = {{"address", address.host}}};
    }
    KITH_TRY(const auto shipper, start_shipping(arguments, *workspace));
    ServeOptions options;
    options.address = address.host;
    options.port = address.port;
    options.data_folder = arguments.data_folder();
    options.access_log = !arguments.flag("quiet");
    Application application(*workspace, options);
    KITH_CHECK(application.start());
    const auto url = url_of(address.host, application.port());
    log::info("serve.started", {{"address", url}, {"db", arguments.db()}});
    print_line(say("cli.serving", {{"address", url}}));

    int signal_number = 0;
    sigwait(&signals, &signal_number);
    log::info("serve.stopping", {{"signal", std::to_string(signal_number)}});
    application.drain();
    // A second signal ends it at once.
    pthread_sigmask(SIG_UNBLOCK, &signals, nullptr);
    application.stop(std::chrono::seconds(15));
    log::info("serve.stopped");
    return {};
}

}  // namespace

Command serve_command() {
    return {.name = "serve", .help = "cli.serve",
            .options = {{"listen", OptionKind::Text, "cli.option_listen"},
                        {"allow-demo-remote", OptionKind::Flag, "cli.option_allow_demo_remote"},
                        {"quiet", OptionKind::Flag, "cli.option_quiet"},
                        {"ship-to", OptionKind::Text, "cli.option_ship_to"},
                        {"ship-keep", OptionKind::Text, "cli.option_ship_keep"},
                        {"key-file", OptionKind::Text, "cli.option_key_file"}},
            .run = run_serve, .prints = false};
}

}  // namespace kith::app
