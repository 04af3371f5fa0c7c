#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <memory>

#include <CLI/CLI.hpp>

#include "app/command.hpp"
#include "app/commands/commands.hpp"
#include "app/console.hpp"
#include "base/log.hpp"
#include "db/database.hpp"
#include "modules/shipped.hpp"

namespace kith::app {
namespace {

constexpr int kFailed = 1;
constexpr int kMisuse = 2;

/// Where CLI11 leaves what it read, for one command.
struct Bound {
    const Command* command = nullptr;
    CLI::App* app = nullptr;
    std::map<std::string, std::string> texts;
    std::map<std::string, std::vector<std::string>> lists;
    std::map<std::string, bool> flags;
};

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
        case OptionKind::Number:
            made = app.add_option("--" + name, bound.texts[name], help)->check(CLI::TypeValidator<std::int64_t>());
            break;
        case OptionKind::Place: made = app.add_option(name, bound.texts[name], help)->required(); break;
        case OptionKind::OptionalPlace: made = app.add_option(name, bound.texts[name], help); break;
    }
    if (!option.choices.empty()) {
        made->check(CLI::IsMember(std::vector<std::string>(option.choices.begin(), option.choices.end())));
    }
}

/// "user add" is `add` below `user`, which is made when first needed.
CLI::App* place_of(CLI::App& root, std::map<std::string, CLI::App*>& groups, const Command& command) {
    const std::string name = command.name;
    const auto space = name.find(' ');
    if (space == std::string::npos) return root.add_subcommand(name, say(command.help));
    const auto group = name.substr(0, space);
    auto*& parent = groups[group];
    if (parent == nullptr) parent = root.add_subcommand(group, say("cli." + group))->require_subcommand(1);
    return parent->add_subcommand(name.substr(space + 1), say(command.help));
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

int run(const Command& command, const Arguments& arguments) {
    try {
        const auto done = command.run(arguments);
        if (done) return EXIT_SUCCESS;
        print_error(done.error());
    } catch (const db::Failure& failure) {
        print_error({.kind = failure.kind(), .code = failure.code(), .detail = failure.what()});
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

std::string Arguments::data_folder() const {
    if (has("data")) return text("data");
    const char* from_environment = std::getenv("KITH_DATA");
    return from_environment != nullptr && *from_environment != '\0' ? from_environment : "data";
}

std::string Arguments::db() const {
    return has("db") ? text("db") : (std::filesystem::path(data_folder()) / "kith.db").string();
}

int run_command_line(int argc, char** argv) {
    load_catalogues();
    CLI::App app(say("cli.kith"), "kith");
    app.require_subcommand(1);
    app.set_help_flag("-h,--help", say("cli.help"));
    app.set_version_flag("--version", "kith " KITH_VERSION);
    app.get_formatter()->label("OPTIONS", say("cli.label_options"));
    std::map<std::string, CLI::App*> groups;
    std::vector<std::unique_ptr<Bound>> all;
    for (const auto& command : commands()) {
        auto& bound = *all.emplace_back(std::make_unique<Bound>());
        bound.command = &command;
        bound.app = place_of(app, groups, command);
        for (const auto& option : command.options) declare(bound, option);
        if (command.uses_database) {
            declare(bound, {"data", OptionKind::Text, "cli.option_data"});
            declare(bound, {"db", OptionKind::Text, "cli.option_db"});
        }
        if (command.prints) declare(bound, {"json", OptionKind::Flag, "cli.option_json"});
    }
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? EXIT_SUCCESS : kMisuse;
    }
    for (const auto& bound : all) {
        if (bound->app->parsed()) return run(*bound->command, given(*bound));
    }
    return kMisuse;
}

}  // namespace kith::app
