#include "records/user_actor.hpp"

namespace kith::records {

Actor actor_of(const Schema& schema, const Record& user, std::string source) {
    Actor actor;
    actor.user = user.id;
    actor.name = user.text("name");
    if (const auto* role = schema.find_role(user.text("role"))) {
        actor.role = role->number;
        if (role->custom) actor.level = role->level;
    }
    if (!user.text("language").empty()) actor.language = user.text("language");
    if (!user.text("time_zone").empty()) actor.time_zone = user.text("time_zone");
    actor.source = std::move(source);
    return actor;
}

std::optional<Actor> actor_of_user(Reader& system, Id user) {
    const auto record = system.get("user", user);
    if (!record || !record->boolean("active")) return std::nullopt;
    return actor_of(system.schema(), *record, "app");
}

}  // namespace kith::records
