#pragma once

#include "records/filter/period.hpp"
#include "records/filter/tree.hpp"
#include "records/workspace.hpp"

namespace kith::records {

/// What relative periods and "me" mean to whoever reads: today in their time zone, weeks as their country has
/// them. A job has no place of its own and takes the workspace's.
inline filter::Context filter_context(const Reader& reader) {
    const auto settings = reader.workspace().settings();
    const auto& actor = reader.actor();
    const auto& zone = actor.user.is_set() ? actor.time_zone : settings.time_zone;
    return {local_date(reader.now(), zone), zone, actor.user, settings.currency, actor.role, reader.now(),
            filter::first_weekday_in(settings.country)};
}

}  // namespace kith::records
