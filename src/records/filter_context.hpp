#pragma once

#include "records/filter/period.hpp"
#include "records/filter/tree.hpp"
#include "records/workspace.hpp"

namespace kith::records {

/// The team of whoever reads; not set without one.
inline Id team_of(const Reader& reader) {
    auto rows = reader.sql().query("SELECT team FROM r_user WHERE id = $1", reader.actor().user);
    return rows.next() ? rows->id(0) : Id{};
}

/// What relative periods and "me" mean to whoever reads: today in their time zone, weeks as their country has
/// them. A job has no place of its own and takes the workspace's.
inline filter::Context filter_context(const Reader& reader) {
    const auto settings = reader.workspace().settings();
    const auto& actor = reader.actor();
    const auto& zone = actor.user.is_set() ? actor.time_zone : settings.time_zone;
    return {local_date(reader.now(), zone), zone, actor.user, settings.currency, actor.role, reader.now(),
            filter::first_weekday_in(settings.country), [&reader] { return team_of(reader); }};
}

}  // namespace kith::records
