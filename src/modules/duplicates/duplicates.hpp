#pragma once

#include "modules/module.hpp"

/// Records that are one and the same person or company: found, told while one types, merged.
namespace kith::duplicates {

Module module();

}  // namespace kith::duplicates
