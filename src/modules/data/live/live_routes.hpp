#pragma once

#include "modules/module.hpp"

namespace kith::data {

/// `GET /changes?after=&limit=`: the change log from a sequence number on, as far as the caller may see
/// it: {"changes":[{sequence,at,actor,source,change_set,object,id,kind,version,fields:{name:[old,new]}}],
/// "last":…,"more":…}; the next call's `after` is `last`.
Result<http::Response> get_changes(Call& call);
/// `GET /events`: server-sent events, see LiveUpdates; after the event named by `Last-Event-ID` (or
/// `after`), else from now on.
Result<http::Response> get_events(Call& call);

}  // namespace kith::data
