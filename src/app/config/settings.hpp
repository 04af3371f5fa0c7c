#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// What can be set from outside: one row a setting, for the command line, the environment and the file.
namespace kith::app {

enum class SettingKind { Text, Flag, Number, Choice, Address, Networks };
/// What `kith config` and logs may show of it: all, all but the password in a URL, nothing.
enum class Shown { Whole, WithoutPassword, Hidden };

struct Setting {
    const char* name;      // in the file; KITH_<NAME> in the environment
    SettingKind kind;
    const char* standard;  // the value where nobody gives one; "yes" or "no" of a Flag
    const char* help;      // key of its text
    const char* option = nullptr;  // "slow-request-ms"; of a Flag: what turns it from its standard
    std::int64_t least = 0, most = 0;  // of a Number
    std::vector<const char*> choices = {};
    Shown shown = Shown::Whole;
    bool everywhere = false;  // for all commands that use the data, not for the server alone
};

std::span<const Setting> settings();
/// Null when there is none of that name.
const Setting* find_setting(std::string_view name);
/// The name that was most likely meant; "" when none is near.
std::string_view nearest_setting(std::string_view given);
/// KITH_SLOW_REQUEST_MS of slow_request_ms.
std::string variable_of(const Setting& setting);
/// A value as people may see it.
std::string shown_value(const Setting& setting, const std::string& value);

}  // namespace kith::app
