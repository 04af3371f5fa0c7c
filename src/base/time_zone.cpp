#include <date/tz.h>

#include <cassert>
#include <exception>

#include "base/time.hpp"

/// Time zones through the date library, which reads the system's tz database. Its headers are heavy,
/// so they stay in this file.
namespace kith {

namespace {

using Micros = std::chrono::microseconds;
using SysTime = date::sys_time<Micros>;
using LocalTime = date::local_time<Micros>;

constexpr std::int64_t kMicrosPerDay = 86'400'000'000;
constexpr std::int64_t kMicrosPerMinute = 60'000'000;

/// Null for a name the system does not know, also when it has no tz database at all.
const date::time_zone* find_zone(std::string_view name) {
    if (name.empty() || name == "UTC") return nullptr;
    try {
        return date::locate_zone(name);
    } catch (const std::exception&) {
        return nullptr;
    }
}

std::int64_t local_micros(Instant at, std::string_view zone) {
    const auto* found = find_zone(zone);
    if (found == nullptr) return at.micros;
    return found->to_local(SysTime{Micros{at.micros}}).time_since_epoch().count();
}

std::int64_t floor_days(std::int64_t micros) {
    return micros / kMicrosPerDay - (micros % kMicrosPerDay < 0 ? 1 : 0);
}

}  // namespace

bool is_time_zone(std::string_view name) { return name == "UTC" || find_zone(name) != nullptr; }

Date local_date(Instant at, std::string_view zone) {
    return {static_cast<std::int32_t>(floor_days(local_micros(at, zone)))};
}

int local_minutes(Instant at, std::string_view zone) {
    const std::int64_t local = local_micros(at, zone);
    return static_cast<int>((local - floor_days(local) * kMicrosPerDay) / kMicrosPerMinute);
}

Instant instant_of(Date day, int minutes, std::string_view zone) {
    const std::int64_t local = day.days * kMicrosPerDay + minutes * kMicrosPerMinute;
    const auto* found = find_zone(zone);
    if (found == nullptr) return {local};
    // In a gap both choices give the moment of the change; in an overlap the earliest is wanted.
    return {found->to_sys(LocalTime{Micros{local}}, date::choose::earliest).time_since_epoch().count()};
}

}  // namespace kith
