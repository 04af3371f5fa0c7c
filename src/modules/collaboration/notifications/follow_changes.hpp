#pragma once

#include "records/workspace.hpp"

namespace kith::collaboration {

/// Reads the change log from where it had come to, makes tags of new words that were used, and tells those who follow a record, got it assigned or
/// are mentioned in it, as far as they may see it. The place it has come to is kept with what it told, so
/// each change is told of once, also after a crash.
Result<void> follow_changes(records::Workspace& workspace);

/// A workspace that has a past when this is first asked begins with what comes.
Result<void> begin_following(records::Workspace& workspace);

}  // namespace kith::collaboration
