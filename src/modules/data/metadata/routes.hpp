#pragma once

#include "modules/module.hpp"

/// Objects, fields, roles and shares: what administrators make of the workspace while it runs.
namespace kith::data {

// object_routes.cpp
Result<http::Response> get_metadata(Call& call);
Result<http::Response> get_object_metadata(Call& call);
Result<http::Response> create_object(Call& call);
Result<http::Response> patch_object(Call& call);
Result<http::Response> create_field(Call& call);
Result<http::Response> patch_field(Call& call);
// role_routes.cpp
Result<http::Response> get_roles(Call& call);
Result<http::Response> create_role(Call& call);
Result<http::Response> patch_role(Call& call);
Result<http::Response> delete_role(Call& call);
// share_routes.cpp
Result<http::Response> get_shares(Call& call);
Result<http::Response> create_share(Call& call);
Result<http::Response> delete_share(Call& call);

}  // namespace kith::data
