#pragma once

#include <span>

#include "modules/module.hpp"

/// The module's HTTP API; each handler stands in the file of what it is about.
namespace kith::identity {

std::span<const Route> routes();
/// Component schemas that the routes name.
extern const char* const kSchemas;

// setup_routes.cpp
Result<http::Response> get_setup(Call& call);
Result<http::Response> post_setup(Call& call);
// session_routes.cpp
Result<http::Response> post_session(Call& call);
Result<http::Response> get_session(Call& call);
Result<http::Response> delete_session(Call& call);
Result<http::Response> patch_me(Call& call);
Result<http::Response> post_password(Call& call);
// token_routes.cpp
Result<http::Response> get_tokens(Call& call);
Result<http::Response> post_token(Call& call);
Result<http::Response> delete_token(Call& call);
// workspace_routes.cpp
Result<http::Response> get_workspace(Call& call);
Result<http::Response> patch_workspace(Call& call);

}  // namespace kith::identity
