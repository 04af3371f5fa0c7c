#pragma once

#include "modules/module.hpp"

namespace kith::imports {

Result<http::Response> list_mappings(Call& call);
Result<http::Response> forget_mapping(Call& call);

}  // namespace kith::imports
