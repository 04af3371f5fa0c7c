#include "app/commands/commands.hpp"
#include "app/composition.hpp"
#include "app/console.hpp"
#include "base/i18n.hpp"

namespace kith::app {
namespace {

/// Makes a workspace with its settings, before anything is imported; later calls change the settings.
Result<void> run_set_up(const Arguments& arguments) {
    KITH_TRY(const auto workspace, open_workspace({.db = arguments.db(), .create = true}));
    auto settings = workspace->settings();
    const auto take = [&](std::string_view option, std::string& into) {
        if (arguments.has(option)) into = arguments.text(option);
    };
    take("name", settings.name);
    take("currency", settings.currency);
    take("country", settings.country);
    take("time-zone", settings.time_zone);
    take("language", settings.language);
    KITH_CHECK(workspace->change_settings(settings));
    KITH_CHECK(workspace->install());
    print_line(say("cli.check_workspace", {{"name", settings.name}, {"currency", settings.currency}, {"time_zone", settings.time_zone}}));
    return {};
}

}  // namespace

Command setup_command() {
    return {.name = "setup", .help = "cli.setup",
            .options = {{"name", OptionKind::Text, "cli.option_workspace_name"},
                        {"currency", OptionKind::Text, "cli.option_workspace_currency"},
                        {"country", OptionKind::Text, "cli.option_workspace_country"},
                        {"time-zone", OptionKind::Text, "cli.option_workspace_time_zone"},
                        {"language", OptionKind::Text, "cli.option_workspace_language", {"en", "nb"}}},
            .run = run_set_up, .prints = false};
}

}  // namespace kith::app
