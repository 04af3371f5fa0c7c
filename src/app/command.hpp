#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/config/configuration.hpp"
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

    /// What the command line, the environment and the file set; of commands that use the data.
    [[nodiscard]] const Configuration& configuration() const { return *configuration_; }
    void use(Configuration configuration) { configuration_ = std::make_shared<const Configuration>(std::move(configuration)); }
    [[nodiscard]] std::string data_folder() const { return configuration().data_folder(); }
    /// A file, or postgresql://…
    [[nodiscard]] std::string db() const { return configuration().database(); }
    [[nodiscard]] bool json() const { return flag("json"); }

private:
    std::map<std::string, std::string, std::less<>> values_;
    std::shared_ptr<const Configuration> configuration_;
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
    bool uses_database = true;  // takes --db, --data and --config
    bool prints = true;         // takes --json
    bool configures = false;    // takes an option for each setting of the server
};

/// Reads the command line, runs one command, gives the exit status: 0, 1 failed, 2 misuse.
int run_command_line(int argc, char** argv);

}  // namespace kith::app
