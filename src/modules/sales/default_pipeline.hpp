#pragma once

#include "records/workspace.hpp"

namespace kith::sales {

/// One pipeline with the stages most teams start from, named in the workspace's language. Nothing, if
/// there is a pipeline already.
Result<void> install_default_pipeline(records::Writer& writer);

}  // namespace kith::sales
