#pragma once

#include <cstdint>

#include "records/workspace.hpp"

namespace kith::process {

/// Gives accounts that nobody owns to whoever won most with them, as files from other systems often name
/// the seller on the deal alone. Accounts without a deal stay without; coverage tells of them. Gives how
/// many found an owner.
Result<std::int64_t> assign_from_deals(records::Workspace& workspace, const Actor& actor);

}  // namespace kith::process
