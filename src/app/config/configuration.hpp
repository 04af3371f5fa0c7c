#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "app/config/settings.hpp"
#include "base/result.hpp"

namespace kith::app {

enum class Source { Standard, File, Environment, Option };

/// What holds for one setting, and who said so.
struct Configured {
    const Setting* setting = nullptr;
    std::string value;
    Source source = Source::Standard;
    std::string where;  // "/etc/kith/kith.conf:3", "KITH_LISTEN", "--listen"; "" for the standard
};

/// Every setting's value: from the command line, else the environment, else the file, else its standard.
class Configuration {
public:
    struct From {
        std::string file;  // "": none
        std::function<const char*(const char* variable)> environment;
        std::map<std::string, std::string> options;  // by the setting's name
    };
    static constexpr const char* kUsualFile = "/etc/kith/kith.conf";

    /// Which file is read: `given` (--config), else KITH_CONFIG (set and empty: none), else kUsualFile if it is there.
    static std::string choose_file(const std::string& given, const char* from_environment);
    /// All that is wrong at once: `config.wrong` with a field for each, named by where it stands.
    static Result<Configuration> load(const From& from);

    [[nodiscard]] const Configured& at(std::string_view name) const;
    [[nodiscard]] const std::string& text(std::string_view name) const { return at(name).value; }
    [[nodiscard]] bool flag(std::string_view name) const { return text(name) == "yes"; }
    [[nodiscard]] std::int64_t number(std::string_view name) const;

    [[nodiscard]] const std::vector<Configured>& all() const { return all_; }
    [[nodiscard]] const std::string& file() const { return file_; }
    [[nodiscard]] const std::string& data_folder() const { return text("data"); }
    /// `db`, else kith.db in the data folder.
    [[nodiscard]] std::string database() const;

private:
    std::string file_;
    std::vector<Configured> all_;
};

}  // namespace kith::app
