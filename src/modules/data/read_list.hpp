#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "http/message.hpp"

namespace kith::data {

/// "name,-city" as its parts; empty ones left out.
std::vector<std::string> split_names(std::string_view list);
/// `?limit=`: 1 to `most`, `standard` when not given; `query.limit_out_of_range`.
Result<int> read_limit(const http::Request& request, int standard, int most);

}  // namespace kith::data
