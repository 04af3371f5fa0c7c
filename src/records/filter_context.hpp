#pragma once

#include "records/filter/tree.hpp"
#include "records/workspace.hpp"

namespace kith::records {

/// What relative periods and "me" mean to whoever reads.
inline filter::Context filter_context(const Reader& reader) {
    return {reader.today(), reader.actor().time_zone, reader.actor().user, reader.workspace().settings().currency,
            reader.actor().role};
}

}  // namespace kith::records
