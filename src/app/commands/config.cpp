#include <algorithm>
#include <string_view>

#include "app/commands/commands.hpp"
#include "app/console.hpp"
#include "base/json.hpp"
#include "base/text.hpp"

#include <unistd.h>

namespace kith::app {
namespace {

const char* name_of(Source source) {
    switch (source) {
        case Source::Standard: return "standard";
        case Source::File: return "file";
        case Source::Environment: return "environment";
        case Source::Option: return "option";
    }
    return "standard";
}

/// KITH_… that no setting has and one nearly has: a slip of the pen that would else be passed over.
std::vector<std::pair<std::string, std::string>> doubtful_variables() {
    constexpr std::string_view kOthers[] = {"config", "lang"};
    std::vector<std::pair<std::string, std::string>> out;
    for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
        std::string_view name(*entry);
        name = name.substr(0, name.find('='));
        if (!name.starts_with("KITH_")) continue;
        const auto plain = text::lower_ascii(name.substr(5));
        if (find_setting(plain) != nullptr || std::ranges::find(kOthers, plain) != std::end(kOthers)) continue;
        if (const auto meant = nearest_setting(plain); !meant.empty())
            out.emplace_back(std::string(name), variable_of(*find_setting(meant)));
    }
    return out;
}

std::string as_json(const Configuration& configuration) {
    std::string out;
    json::Writer writer(out);
    writer.begin_object().member("file", configuration.file());
    writer.key("settings").begin_array();
    for (const auto& one : configuration.all()) {
        const auto& setting = *one.setting;
        writer.begin_object().member("name", setting.name).member("value", shown_value(setting, one.value));
        writer.member("source", name_of(one.source)).member("where", one.where).member("standard", setting.standard);
        writer.member("variable", variable_of(setting));
        if (setting.option != nullptr) writer.member("option", std::string("--") + setting.option);
        writer.member("help", say(setting.help)).end_object();
    }
    writer.end_array();
    writer.key("doubtful").begin_array();
    for (const auto& [given, meant] : doubtful_variables()) writer.begin_object().member("given", given).member("meant", meant).end_object();
    writer.end_array().end_object();
    return out;
}

std::string origin_of(const Configured& one) {
    return one.source == Source::Standard ? say("config.by_standard") : say("config.set_by", {{"where", one.where}});
}

/// What it is called elsewhere, and what it takes.
std::string ways_of(const Setting& setting) {
    std::string out = variable_of(setting);
    if (setting.option != nullptr) out.append(", --").append(setting.option);
    if (setting.kind == SettingKind::Number)
        out.append("; ").append(std::to_string(setting.least)).append("–").append(std::to_string(setting.most));
    if (setting.kind == SettingKind::Flag) out.append("; yes, no");
    for (const char* choice : setting.choices) out.append(choice == setting.choices.front() ? "; " : ", ").append(choice);
    return out;
}

Result<void> run_config(const Arguments& arguments) {
    const auto& configuration = arguments.configuration();
    if (arguments.json()) {
        print_line(as_json(configuration));
        return {};
    }
    const bool explain = arguments.flag("explain");
    if (explain) {
        const auto& file = configuration.file();
        print_line(file.empty() ? say("config.without_file", {{"path", Configuration::kUsualFile}}) : say("config.with_file", {{"path", file}}));
    }
    for (const auto& one : configuration.all()) {
        const auto& setting = *one.setting;
        if (explain) print_line("");
        // Quoted, so that what is printed can be read again whatever stands in it.
        const auto value = shown_value(setting, one.value);
        const bool quote = value.find_first_of(" #'") != std::string::npos;
        print_line(std::string(setting.name) + " = " + (quote ? "\"" + value + "\"" : value));
        if (!explain) continue;
        print_line("    " + say(setting.help));
        print_line("    " + origin_of(one) + " (" + ways_of(setting) + ")");
    }
    for (const auto& [given, meant] : doubtful_variables()) {
        if (explain) print_line("");
        print_line((explain ? "" : "# ") + say("config.doubtful", {{"given", given}, {"meant", meant}}));
    }
    return {};
}

}  // namespace

Command config_command() {
    return {.name = "config", .help = "cli.config",
            .options = {{"explain", OptionKind::Flag, "cli.option_explain"}},
            .run = run_config, .configures = true};
}

}  // namespace kith::app
