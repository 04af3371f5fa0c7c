#pragma once

#include "records/workspace.hpp"

namespace kith::sales {

/// A deal's stage decides its state, and the other way round: a deal moved to a won stage is won and
/// closed today; one marked as lost goes to its pipeline's lost stage; one without a stage starts in
/// the first of the default pipeline. A stage of another pipeline takes the deal there.
records::Hook deal_rules();

}  // namespace kith::sales
