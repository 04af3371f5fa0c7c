#pragma once

#include "modules/module.hpp"

/// Pipelines, deals, products, orders and subscriptions: their rules. The records themselves are read
/// and written as all others.
namespace kith::sales {

Module module();

}  // namespace kith::sales
