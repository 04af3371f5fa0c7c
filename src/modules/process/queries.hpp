#pragma once

#include <string_view>

namespace kith::process {

/// The statement of that name in sql/*.sql. A name that is not there is a bug and asserts.
std::string_view statement(std::string_view name);

}  // namespace kith::process
