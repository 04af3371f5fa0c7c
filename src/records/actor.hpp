#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/id.hpp"

namespace kith {

/// A role's number in its workspace: these three ship with Kith, own ones follow (Schema::roles).
enum class Role : std::uint8_t { Rep, Manager, Administrator };

/// Who does something, and from where; goes into the change log.
struct Actor {
    Id user;                      // not set: the system itself
    std::string name;
    Role role = Role::Rep;
    std::optional<Role> level;    // of an own role: which of the three it acts as outside of records
    std::string language = "en";  // for texts
    std::string time_zone = "Europe/Oslo";
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
