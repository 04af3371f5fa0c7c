#pragma once

#include <span>

#include "modules/module.hpp"

/// The module's HTTP API; each handler stands in the file of what it is about.
namespace kith::collaboration {

std::span<const Route> routes();
extern const char* const kSchemas;

// files/file_routes.cpp
Result<http::Response> post_file(Call& call);
Result<http::Response> get_content(Call& call);
Result<http::Response> get_preview(Call& call);
Result<http::Response> get_file_limits(Call& call);
Result<http::Response> put_file_limits(Call& call);

}  // namespace kith::collaboration
