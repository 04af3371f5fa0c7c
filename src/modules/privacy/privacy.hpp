#pragma once

#include "modules/module.hpp"

/// What people are promised about their data: consents with their source, all that is held of a person in one
/// file, erasure that reaches everything, rules for how long records are kept, a register of processing.
namespace kith::privacy {

Module module();

/// A server begins with this workspace: retention rules that are in use run each night, in the workspace's
/// time zone, until it is closed.
void start_nights(records::Workspace& workspace);

}  // namespace kith::privacy
