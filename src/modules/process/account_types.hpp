#pragma once

#include <optional>
#include <string_view>

#include "records/workspace.hpp"

/// Expand while there is an open upsell or cross-sell deal, otherwise Retain; a person may say otherwise
/// until a day.
namespace kith::process {

/// Sets the account's type by the rule, unless a pin still holds.
Result<void> update_type(records::Writer& writer, Id account);
/// All accounts; gives how many were written.
Result<std::int64_t> update_types(records::Workspace& workspace, const Actor& actor);

Result<void> pin_type(records::Writer& writer, Id account, std::string_view type, std::string_view reason,
                      std::optional<Date> until);
Result<void> unpin_type(records::Writer& writer, Id account);

/// The hook on deals.
Result<void> after_deal(records::Writer& writer, const records::Record* before, const records::Record* after);

}  // namespace kith::process
