#pragma once

#include "modules/module.hpp"

/// The module's HTTP API.
namespace kith::duplicates {

extern const char* const kSchemas;

// pair_routes.cpp
Result<http::Response> get_pairs(Call& call);
Result<http::Response> get_objects(Call& call);
Result<http::Response> dismiss_pair(Call& call);
Result<http::Response> reopen_pair(Call& call);
// find_routes.cpp
Result<http::Response> check_duplicates(Call& call);
Result<http::Response> post_find(Call& call);
Result<http::Response> get_find(Call& call);
Result<http::Response> cancel_finding(Call& call);
Result<http::Response> get_settings(Call& call);
Result<http::Response> put_settings(Call& call);
// merge_routes.cpp
Result<http::Response> merge_records(Call& call);

}  // namespace kith::duplicates
