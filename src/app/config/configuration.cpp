#include "app/config/configuration.hpp"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <optional>
#include <stdexcept>

#include "app/config/config_file.hpp"
#include "app/config/networks.hpp"
#include "app/listen_address.hpp"
#include "base/text.hpp"
#include "db/database.hpp"

namespace kith::app {
namespace {

std::string joined_choices(const Setting& setting) {
    std::string out;
    for (const char* choice : setting.choices) out.append(out.empty() ? "" : ", ").append(choice);
    return out;
}

std::optional<bool> read_flag(std::string_view value) {
    const auto word = text::lower_ascii(value);
    for (const auto* yes : {"yes", "true", "on", "1"})
        if (word == yes) return true;
    for (const auto* no : {"no", "false", "off", "0"})
        if (word == no) return false;
    return std::nullopt;
}

/// Puts the value in its one form, or says what would be right.
std::optional<FieldError> settle(const Setting& setting, std::string& value, const std::string& where) {
    const auto wrong = [&](const char* code, Params params) -> FieldError {
        params.insert(params.begin(), {"key", setting.name});
        if (setting.shown == Shown::Whole) params.emplace_back("given", value);
        return {where, code, std::move(params)};
    };
    switch (setting.kind) {
        case SettingKind::Text: return std::nullopt;
        case SettingKind::Flag: {
            const auto flag = read_flag(value);
            if (!flag) return wrong("config.not_yes_or_no", {});
            value = *flag ? "yes" : "no";
            return std::nullopt;
        }
        case SettingKind::Number: {
            std::int64_t number = 0;
            const auto [end, problem] = std::from_chars(value.data(), value.data() + value.size(), number);
            const bool whole = problem == std::errc() && end == value.data() + value.size();
            if (!whole || number < setting.least || number > setting.most) {
                return wrong("config.not_a_number",
                             {{"least", std::to_string(setting.least)}, {"most", std::to_string(setting.most)}});
            }
            value = std::to_string(number);
            return std::nullopt;
        }
        case SettingKind::Choice:
            if (std::ranges::find(setting.choices, value) != setting.choices.end()) return std::nullopt;
            return wrong("config.not_a_choice", {{"right", joined_choices(setting)}});
        case SettingKind::Address:
            if (parse_listen(value)) return std::nullopt;
            return wrong("config.not_an_address", {});
        case SettingKind::Networks:
            if (Networks::parse(value)) return std::nullopt;
            return wrong("config.not_networks", {});
    }
    return std::nullopt;
}

FieldError unknown(const std::string& key, const std::string& where) {
    const auto meant = nearest_setting(key);
    if (meant.empty()) return {where, "config.unknown", {{"key", key}}};
    return {where, "config.unknown_but", {{"key", key}, {"meant", std::string(meant)}}};
}

}  // namespace

std::string Configuration::choose_file(const std::string& given, const char* from_environment) {
    if (!given.empty()) return given;
    if (from_environment != nullptr) return from_environment;
    std::error_code unreadable;
    // A folder that may not be looked into may hold it: reading says so.
    const bool there = std::filesystem::exists(kUsualFile, unreadable);
    return there || unreadable ? kUsualFile : "";
}

Result<Configuration> Configuration::load(const From& from) {
    Configuration out;
    out.file_ = from.file;
    std::vector<FieldError> problems;
    for (const auto& setting : settings()) out.all_.push_back({&setting, setting.standard, Source::Standard, ""});
    const auto take = [&](Configured& to, std::string value, Source source, std::string where) {
        if (auto wrong = settle(*to.setting, value, where)) problems.push_back(std::move(*wrong));
        to.value = std::move(value);
        to.source = source;
        to.where = std::move(where);
    };
    const auto slot_of = [&](std::string_view name) -> Configured* {
        const auto found = std::ranges::find_if(out.all_, [&](const auto& one) { return name == one.setting->name; });
        return found == out.all_.end() ? nullptr : &*found;
    };
    if (!from.file.empty()) {
        KITH_TRY(const auto text, read_config_file(from.file));
        auto parsed = parse_config(text, from.file);
        problems = std::move(parsed.problems);
        for (auto& line : parsed.lines) {
            const auto where = from.file + ":" + std::to_string(line.line);
            auto* slot = slot_of(line.key);
            if (slot == nullptr)
                problems.push_back(unknown(line.key, where));
            else if (slot->source == Source::File)
                problems.push_back({where, "config.twice", {{"key", line.key}, {"earlier", slot->where}}});
            else
                take(*slot, std::move(line.value), Source::File, where);
        }
    }
    for (auto& slot : out.all_) {
        const auto variable = variable_of(*slot.setting);
        // Set and empty is as good as not set: what starts programs can often only do that.
        if (const char* value = from.environment ? from.environment(variable.c_str()) : nullptr; value != nullptr && *value != '\0')
            take(slot, value, Source::Environment, variable);
    }
    for (const auto& [name, value] : from.options) {
        if (auto* slot = slot_of(name); slot != nullptr) take(*slot, value, Source::Option, std::string("--") + slot->setting->option);
    }
    // `--data elsewhere` means the data that lies there, and not a database that the file or the environment names.
    auto& db = *slot_of("db");
    if (from.options.contains("data") && db.source != Source::Option) db = {db.setting, "", Source::Standard, ""};
    if (!problems.empty()) return Error{.kind = ErrorKind::Invalid, .code = "config.wrong", .fields = std::move(problems)};
    return out;
}

const Configured& Configuration::at(std::string_view name) const {
    for (const auto& one : all_)
        if (name == one.setting->name) return one;
    throw std::logic_error("no such setting: " + std::string(name));
}

std::int64_t Configuration::number(std::string_view name) const {
    const auto& value = text(name);
    std::int64_t out = 0;
    std::from_chars(value.data(), value.data() + value.size(), out);
    return out;
}

std::string Configuration::database() const {
    const auto& db = text("db");
    return db.empty() ? (std::filesystem::path(data_folder()) / "kith.db").string() : db::keeping_files_in(db, data_folder());
}

}  // namespace kith::app
