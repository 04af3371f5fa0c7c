#pragma once

#include "records/workspace.hpp"

namespace kith::sales {

/// A line without an amount gets quantity × unit price less its discount, rounded to the currency's
/// smallest unit; an order's amount is the sum of its lines, when they share one currency.
records::Hook order_line_rules();

}  // namespace kith::sales
