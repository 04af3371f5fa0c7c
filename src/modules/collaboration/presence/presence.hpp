#pragma once

#include <chrono>
#include <compare>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "base/id.hpp"

namespace kith::collaboration {

/// Somebody who looks at a record now, and the field they write in.
struct Present {
    Id user;
    std::string name;
    std::string editing;  // "" for none
    friend bool operator==(const Present&, const Present&) = default;
};

struct PlaceSeen {
    std::string object;
    Id record;
    friend auto operator<=>(const PlaceSeen&, const PlaceSeen&) = default;
};

/// {"object","id","users":[{"id","name","editing"}]}
std::string present_json(const PlaceSeen& place, const std::vector<Present>& present);

/// Who is where, in memory: what a restart forgets is told anew within twenty seconds. Thread-safe.
class Presence {
public:
    using Clock = std::chrono::steady_clock;
    static constexpr std::chrono::seconds kStays{45};

    /// True when the others did not know.
    bool put(const PlaceSeen& place, const Present& who, Clock::time_point now = Clock::now());
    bool remove(const PlaceSeen& place, Id user);
    [[nodiscard]] std::vector<Present> at(const PlaceSeen& place) const;
    /// Forgets those who were not heard of for kStays; gives the places they left.
    std::vector<PlaceSeen> expire(Clock::time_point now = Clock::now());

private:
    struct Entry {
        Present who;
        Clock::time_point heard;
    };
    mutable std::mutex mutex_;
    std::map<PlaceSeen, std::vector<Entry>> places_;
};

}  // namespace kith::collaboration
