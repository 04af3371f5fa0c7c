#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <memory>

#include <CLI/CLI.hpp>

#include "app/command.hpp"
#include "app/commands/commands.hpp"
#include "app/console.hpp"
#include "app/workspaces/named.hpp"
#include "base/log.hpp"
#include "db/database.hpp"
#include "modules/shipped.hpp"

namespace kith::app {
namespace {

constexpr int kFailed = 1;
constexpr int kMisuse = 2;

/// CLI11's words in its help, and ours.
constexpr std::pair<const char*, const char*> kLabels[] = {
    {"Usage", "cli.label_usage"},         {"OPTIONS", "cli.label_options"},       {"SUBCOMMAND", "cli.label_command"},
    {"SUBCOMMANDS", "cli.label_command"}, {"Positionals", "cli.label_positions"}, {"REQUIRED", "cli.label_required"},
};

/// Where CLI11 leaves what it read, for one command.
struct Bound {
    const Command* command = nullptr;
    CLI::App* app = nullptr;
    std::map<std::string, std::string> texts;
    std::map<std::string, std::vector<std::string>> lists;
    std::map<std::string, bool> flags;
};

template <class Texts>
std::string joined(const Texts& texts, std::string_view between) {
    std::string out;
    for (const auto& text : texts) out.append(out.empty() ? "" : between).append(text);
    return out;
}

void declare(Bound& bound, const Option& option) {
    const std::string name = option.name;
    const auto help = say(option.help);
    auto& app = *bound.app;
    CLI::Option* made = nullptr;
    switch (option.kind) {
        case OptionKind::Flag: app.add_flag("--" + name, bound.flags[name], help); return;
        case OptionKind::Text: made = app.add_option("--" + name, bound.texts[name], help); break;
        case OptionKind::RequiredText: made = app.add_option("--" + name, bound.texts[name], help)->required(); break;
        // One value each time it is given, so that what follows is not taken for another.
        case OptionKind::Repeated: made = app.add_option("--" + name, bound.lists[name], help)->allow_extra_args(false); break;
        case OptionKind::Number: made = app.add_option("--" + name, bound.texts[name], help)->type_name("INT"); break;
        case OptionKind::Place: made = app.add_option(name, bound.texts[name], help)->required(); break;
        case OptionKind::OptionalPlace: made = app.add_option(name, bound.texts[name], help); break;
        case OptionKind::Places: made = app.add_option(name, bound.lists[name], help); break;
    }
    if (!option.choices.empty()) made->type_name("TEXT:{" + joined(option.choices, ",") + "}");
}

/// What is done to the list of workspaces is done to none of them.
bool is_of_one(const Command& command) {
    const std::string_view name = command.name;
    return command.uses_database && !name.starts_with("workspace ") && !name.starts_with("operator ");
}

bool takes(const Command& command, const Setting& setting) {
    return setting.option != nullptr && (setting.everywhere || command.configures);
}

void declare_settings(Bound& bound) {
    for (const auto& setting : settings()) {
        if (!takes(*bound.command, setting)) continue;
        const bool flag = setting.kind == SettingKind::Flag;
        declare(bound, {setting.option, flag ? OptionKind::Flag : OptionKind::Text, setting.help});
    }
    declare(bound, {"config", OptionKind::Text, "cli.option_config"});
}

/// Of a command that uses the data: what its options, the environment and the file set.
Result<Configuration> configured(const Arguments& arguments) {
    Configuration::From from;
    from.file = Configuration::choose_file(arguments.text("config"), std::getenv("KITH_CONFIG"));
    from.environment = [](const char* variable) -> const char* { return std::getenv(variable); };
    for (const auto& setting : settings()) {
        if (setting.option == nullptr || !arguments.has(setting.option)) continue;
        const bool on = std::string_view(setting.standard) == "yes";
        from.options[setting.name] = setting.kind == SettingKind::Flag ? (on ? "no" : "yes") : arguments.text(setting.option);
    }
    return Configuration::load(from);
}

/// What CLI11 would say in English, and in other words from version to version.
Result<void> check_values(const Command& command, const Arguments& arguments) {
    for (const auto& option : command.options) {
        if (!arguments.has(option.name)) continue;
        const auto value = arguments.text(option.name);
        const auto wrong = [&](std::string_view code, std::string right) {
            return Error{.kind = ErrorKind::Invalid, .code = std::string(code),
                         .params = {{"option", std::string("--") + option.name}, {"given", value}, {"right", std::move(right)}}};
        };
        std::int64_t number = 0;
        const auto [end, failed] = std::from_chars(value.data(), value.data() + value.size(), number);
        const bool whole = failed == std::errc() && end == value.data() + value.size();
        if (option.kind == OptionKind::Number && !whole) return wrong("cli.not_a_number", {});
        const bool is_choice = option.choices.empty() || std::ranges::find(option.choices, value) != option.choices.end();
        if (!is_choice) return wrong("cli.not_a_choice", joined(option.choices, ", "));
    }
    return {};
}

/// The innermost command that was recognised.
CLI::App& last_of(CLI::App& root) {
    auto* at = &root;
    while (!at->get_subcommands().empty()) at = at->get_subcommands().back();
    return *at;
}

/// What the command line lacks or has too much of, in the person's language.
Error misuse(CLI::App& root, const CLI::ParseError& error) {
    std::vector<std::string> commands;
    for (const auto* command : last_of(root).get_subcommands(nullptr)) commands.push_back(command->get_name());
    const auto extra = root.remaining(true);
    std::string problem = error.what();
    if (commands.empty() && !extra.empty()) return {.code = "cli.not_expected", .params = {{"given", extra.front()}}};
    if (!commands.empty()) {
        return {.code = extra.empty() ? "cli.no_command" : "cli.unknown_command",
                .params = {{"given", extra.empty() ? "" : extra.front()}, {"commands", joined(commands, ", ")}}};
    }
    if (dynamic_cast<const CLI::RequiredError*>(&error) != nullptr) {
        return {.code = "cli.required", .params = {{"option", problem.substr(0, problem.find(' '))}}};
    }
    if (dynamic_cast<const CLI::ArgumentMismatch*>(&error) != nullptr) {
        return {.code = "cli.needs_value", .params = {{"option", problem.substr(0, problem.find(':'))}}};
    }
    return {.code = "cli.misuse", .detail = std::move(problem)};
}

int refuse(const Error& error) {
    print_error(error);
    std::fputs(("  " + say("cli.see_help") + "\n").c_str(), stderr);
    return kMisuse;
}

/// "user add" is `add` below `user`, which is made when first needed.
CLI::App* place_of(CLI::App& root, std::map<std::string, CLI::App*>& groups, const Command& command) {
    const auto add = [](CLI::App& to, const std::string& name, const char* help) {
        auto* made = to.add_subcommand(name, say(help))->group(say("cli.label_commands"));
        made->get_help_ptr()->group(say("cli.label_option_group"));
        return made;
    };
    const std::string name = command.name;
    const auto space = name.find(' ');
    if (space == std::string::npos) return add(root, name, command.help);
    const auto group = name.substr(0, space);
    auto*& parent = groups[group];
    if (parent == nullptr) parent = add(root, group, ("cli." + group).c_str())->require_subcommand(1);
    return add(*parent, name.substr(space + 1), command.help);
}

Arguments given(const Bound& bound) {
    Arguments out;
    for (const auto& [name, value] : bound.texts) {
        const auto* option = bound.app->get_option_no_throw("--" + name);
        if (option == nullptr) option = bound.app->get_option_no_throw(name);
        if (option != nullptr && option->count() > 0) out.set(name, value);
    }
    for (const auto& [name, values] : bound.lists) {
        std::string joined;
        for (const auto& value : values) joined += value + '\n';
        if (!joined.empty()) out.set(name, std::move(joined));
    }
    for (const auto& [name, value] : bound.flags) {
        if (value) out.set(name, "true");
    }
    return out;
}

Result<void> run_on_its_workspace(const Command& command, Arguments& arguments) {
    if (!is_of_one(command)) return command.run(arguments);
    const std::string_view name = command.name;
    const bool serves = name == "serve" || name == "worker";
    if (!arguments.has("workspace")) {
        if (!serves && name != "config") KITH_CHECK(find_named_workspace(arguments));
        return command.run(arguments);
    }
    KITH_TRY(const auto place, directory_place(arguments));
    KITH_CHECK(find_named_workspace(arguments));
    KITH_TRY(auto configuration, configured(arguments));
    arguments.use(std::move(configuration));
    KITH_CHECK(command.run(arguments));
    return serves ? Result<void>() : index_named_workspace(arguments, place);
}

int run(const Command& command, Arguments& arguments) {
    try {
        const auto done = run_on_its_workspace(command, arguments);
        if (done) return EXIT_SUCCESS;
        print_error(done.error());
    } catch (const db::Failure& failure) {
        print_error({.kind = failure.kind(), .code = failure.code(), .detail = failure.what()});
    } catch (const std::filesystem::filesystem_error& failure) {
        print_error({.code = "cli.file_problem",
                     .params = {{"path", failure.path1().string()}, {"problem", failure.code().message()}}});
    } catch (const std::exception& exception) {
        print_error({.code = "cli.failed", .detail = exception.what()});
    }
    return kFailed;
}

}  // namespace

std::string Arguments::text(std::string_view name) const {
    const auto at = values_.find(name);
    return at == values_.end() ? std::string() : at->second;
}

std::vector<std::string> Arguments::list(std::string_view name) const {
    std::vector<std::string> out;
    const auto joined = text(name);
    for (std::size_t start = 0; start < joined.size();) {
        const auto end = std::min(joined.find('\n', start), joined.size());
        out.push_back(joined.substr(start, end - start));
        start = end + 1;
    }
    return out;
}

std::int64_t Arguments::number(std::string_view name, std::int64_t standard) const {
    const auto given = text(name);
    return given.empty() ? standard : std::strtoll(given.c_str(), nullptr, 10);
}

int run_command_line(int argc, char** argv) {
    load_catalogues();
    // Between lines for people only what they should know; the server writes more.
    log::set_level(log::Level::Warning);
    CLI::App app(say("cli.kith"), "kith");
    app.require_subcommand(1);
    const auto group = say("cli.label_option_group");
    app.set_help_flag("-h,--help", say("cli.help"))->group(group);
    app.set_version_flag("--version", "kith " KITH_VERSION, say("cli.version"))->group(group);
    for (const auto& [label, key] : kLabels) app.get_formatter()->label(label, say(key));
    app.option_defaults()->group(group);
    std::map<std::string, CLI::App*> groups;
    std::vector<std::unique_ptr<Bound>> all;
    for (const auto& command : commands()) {
        auto& bound = *all.emplace_back(std::make_unique<Bound>());
        bound.command = &command;
        bound.app = place_of(app, groups, command);
        for (const auto& option : command.options) declare(bound, option);
        if (command.uses_database) {
            declare_settings(bound);
            if (is_of_one(command)) declare(bound, {"workspace", OptionKind::Text, "cli.option_workspace"});
        }
        if (command.prints) declare(bound, {"json", OptionKind::Flag, "cli.option_json"});
    }
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return error.get_exit_code() == 0 ? app.exit(error) : refuse(misuse(app, error));
    }
    for (const auto& bound : all) {
        if (!bound->app->parsed()) continue;
        auto arguments = given(*bound);
        if (const auto right = check_values(*bound->command, arguments); !right) return refuse(right.error());
        if (bound->command->uses_database) {
            auto configuration = configured(arguments);
            if (!configuration) return refuse(configuration.error());
            arguments.use(std::move(*configuration));
        }
        return run(*bound->command, arguments);
    }
    return kMisuse;
}

}  // namespace kith::app
