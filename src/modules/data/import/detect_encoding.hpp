#pragma once

#include <string_view>

#include "modules/data/import/dialect.hpp"

namespace kith::imports {

/// From a file's beginning and, where that is ASCII, from what stands around its first other bytes.
Encoding detect_encoding(std::string_view beginning, std::string_view around_first_other);

}  // namespace kith::imports
