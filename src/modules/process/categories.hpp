#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "modules/process/process.hpp"
#include "modules/process/thresholds.hpp"

/// A to D from revenue over the trailing months, by the table of thresholds; pinned by hand until a day.
namespace kith::process {

struct Move {
    Id account;
    std::string name, from, to;
    Money revenue;
    json::Value reason;
};

struct Preview {
    Categorized counts;
    std::vector<Move> moves;  // dearest first, at most kMostMoves
};
inline constexpr std::size_t kMostMoves = 1000;

Preview preview_categories(records::Workspace& workspace, const Actor& actor, std::optional<Date> as_of);

Result<void> pin_category(records::Writer& writer, Id account, std::string_view category,
                          std::string_view reason, std::optional<Date> until);
/// Back to the thresholds, at once.
Result<void> unpin_category(records::Writer& writer, Id account);

/// The hook on thresholds: A begins no lower than B, B no lower than C.
Result<void> before_threshold(records::Writer& writer, const records::Record* before, records::Values& values);

/// The hook on accounts: a new one gets its type and category right away.
Result<void> before_account(records::Writer& writer, const records::Record* before, records::Values& values);

}  // namespace kith::process
