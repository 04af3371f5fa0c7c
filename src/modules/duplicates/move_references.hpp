#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "records/workspace.hpp"

namespace kith::duplicates {

/// Whatever refers to `from`, of any object, refers to `to`; `merged`: all that become one with it, so that none of
/// them comes to refer to itself. Counts by object; `duplicates.too_much` beyond kMostMoved.
Result<void> move_references(records::Writer& all, const records::Object& object, Id from, Id to, const std::vector<Id>& merged,
                             std::map<std::string, std::int64_t>& moved);

}  // namespace kith::duplicates
