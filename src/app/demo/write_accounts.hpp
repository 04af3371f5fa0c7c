#pragma once

#include <vector>

#include "app/demo/demo.hpp"
#include "app/demo/model.hpp"

namespace kith::demo {

inline Money kroner(std::int64_t amount) { return {amount * 100, "NOK"}; }

/// What stands in the workspace so far, by the indexes of the model.
struct Written {
    std::vector<Id> users, products, stages, accounts;
    DemoSummary summary;
};

/// Hooks would work out again, row by row, what the model already knows.
inline const records::WriteOptions kAsRule{.without_after_hooks = true, .as_rule = true, .version = {}, .seen = {}};

/// The account and all that belongs to it.
Result<void> write_account(records::Writer& writer, const Account& account, Written& written);

}  // namespace kith::demo
