#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/id.hpp"

namespace kith {

/// A role's number in its workspace: these three ship with Kith, own ones follow (Schema::roles).
enum class Role : std::uint8_t { Rep, Manager, Administrator };

/// What an API token leaves of its owner's rights.
struct TokenLimits {
    bool read_only = false;
    std::map<std::string, unsigned, std::less<>> objects;  // rights by object, one bit each; empty: all objects

    [[nodiscard]] bool allows(std::string_view object, unsigned right_bit) const {
        if (objects.empty()) return true;
        const auto it = objects.find(object);
        return it != objects.end() && (it->second & right_bit) != 0;
    }
};

/// Who does something, and from where; goes into the change log.
struct Actor {
    Id user;                      // not set: the system itself
    std::string name;
    Role role = Role::Rep;
    std::optional<Role> level;    // of an own role: which of the three it acts as outside of records
    std::string language = "en";  // for texts
    std::string time_zone = "Europe/Oslo";
    std::shared_ptr<const TokenLimits> limits = {};  // of the API token that was used, if it has any
    std::string source = "app";   // app, api, import, plan, demo, rule, cli

    /// What opens the modules' own functions: plans, coverage, settings.
    [[nodiscard]] Role acts_as() const { return level.value_or(role); }

    /// May do everything; for jobs and the command line.
    static Actor system(std::string source) {
        Actor actor;
        actor.role = Role::Administrator;
        actor.source = std::move(source);
        return actor;
    }
};

}  // namespace kith
