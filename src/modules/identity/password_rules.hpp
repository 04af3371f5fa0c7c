#pragma once

#include <string_view>
#include <vector>

#include "base/error.hpp"

namespace kith::identity {

inline constexpr int kPasswordMin = 10;    // characters
inline constexpr int kPasswordMax = 200;

/// All that is wrong with a new password, as errors of the field `password`; empty when it will do.
std::vector<FieldError> password_problems(std::string_view password, std::string_view email,
                                          std::string_view name);

}  // namespace kith::identity
