#pragma once

#include <string>

#include "base/id.hpp"

namespace kith {

enum class Role { Rep, Manager, Administrator };

/// Who does something, and from where; goes into the change log.
struct Actor {
    Id user;                      // not set: the system itself
    std::string name;
    Role role = Role::Rep;
    std::string language = "en";  // for texts
    std::string time_zone = "Europe/Oslo";
    std::string source = "app";   // app, api, import, plan, demo, rule, cli

    /// May do everything; for jobs and the command line.
    static Actor system(std::string source) {
        Actor actor;
        actor.role = Role::Administrator;
        actor.source = std::move(source);
        return actor;
    }
};

}  // namespace kith
