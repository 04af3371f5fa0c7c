#include "modules/collaboration/presence/presence.hpp"

#include <algorithm>

#include "base/json.hpp"

namespace kith::collaboration {

std::string present_json(const PlaceSeen& place, const std::vector<Present>& present) {
    std::string text;
    json::Writer out(text);
    out.begin_object().member("object", place.object).member("id", place.record).key("users").begin_array();
    for (const auto& one : present) {
        out.begin_object().member("id", one.user).member("name", one.name).key("editing");
        one.editing.empty() ? out.null() : out.value(one.editing);
        out.end_object();
    }
    out.end_array().end_object();
    return text;
}

bool Presence::put(const PlaceSeen& place, const Present& who, Clock::time_point now) {
    const std::lock_guard lock(mutex_);
    auto& entries = places_[place];
    const auto known = std::ranges::find(entries, who.user, [](const Entry& entry) { return entry.who.user; });
    if (known == entries.end()) {
        entries.push_back({who, now});
        return true;
    }
    known->heard = now;
    const bool news = !(known->who == who);
    known->who = who;
    return news;
}

bool Presence::remove(const PlaceSeen& place, Id user) {
    const std::lock_guard lock(mutex_);
    const auto found = places_.find(place);
    if (found == places_.end()) return false;
    const bool was = std::erase_if(found->second, [&](const Entry& entry) { return entry.who.user == user; }) > 0;
    if (found->second.empty()) places_.erase(found);
    return was;
}

std::vector<Present> Presence::at(const PlaceSeen& place) const {
    const std::lock_guard lock(mutex_);
    std::vector<Present> out;
    if (const auto found = places_.find(place); found != places_.end())
        for (const auto& entry : found->second) out.push_back(entry.who);
    return out;
}

std::vector<PlaceSeen> Presence::expire(Clock::time_point now) {
    const std::lock_guard lock(mutex_);
    std::vector<PlaceSeen> left;
    for (auto place = places_.begin(); place != places_.end();) {
        if (std::erase_if(place->second, [&](const Entry& entry) { return now - entry.heard > kStays; }) > 0) left.push_back(place->first);
        place = place->second.empty() ? places_.erase(place) : std::next(place);
    }
    return left;
}

}  // namespace kith::collaboration
