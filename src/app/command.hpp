#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

/// One verb of the command line: commands/<verb>.cpp. CLI11 is only in command_line.cpp.
namespace kith::app {

/// What was given, by option name without dashes.
class Arguments {
public:
    [[nodiscard]] std::string text(std::string_view name) const;  // "" when not given
    [[nodiscard]] bool has(std::string_view name) const { return values_.contains(name); }
    [[nodiscard]] bool flag(std::string_view name) const { return has(name); }
    /// Of a Repeated option or of Places, in the order given.
    [[nodiscard]] std::vector<std::string> list(std::string_view name) const;
    [[nodiscard]] std::int64_t number(std::string_view name, std::int64_t standard) const;
    void set(std::string_view name, std::string value) { values_[std::string(name)] = std::move(value); }

    /// `--data`, else KITH_DATA, else `data` here.
    [[nodiscard]] std::string data_folder() const;
    /// `--db`, else `kith.db` in the data folder.
    [[nodiscard]] std::string db() const;
    [[nodiscard]] bool json() const { return flag("json"); }

private:
    std::map<std::string, std::string, std::less<>> values_;
};

enum class OptionKind { Text, RequiredText, Repeated, Number, Flag, Place, OptionalPlace, Places };

struct Option {
    const char* name;  // "dry-run", without dashes; a Place is given by its position
    OptionKind kind;
    const char* help;  // key of its text
    std::vector<const char*> choices = {};
};

struct Command {
    const char* name;  // "serve", "user add"
    const char* help;  // key of its text
    std::vector<Option> options;
    /// What failed is told by the caller, exit status 1.
    Result<void> (*run)(const Arguments& arguments);
    bool uses_database = true;  // takes --db and --data
    bool prints = true;         // takes --json
};

/// Reads the command line, runs one command, gives the exit status: 0, 1 failed, 2 misuse.
int run_command_line(int argc, char** argv);

}  // namespace kith::app
