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

// notifications/notification_routes.cpp
Result<http::Response> get_notifications(Call& call);
Result<http::Response> post_notifications_read(Call& call);
// notifications/follower_routes.cpp
Result<http::Response> get_followers(Call& call);
Result<http::Response> put_follower(Call& call);
Result<http::Response> delete_follower(Call& call);
// notifications/task_route.cpp
Result<http::Response> get_tasks(Call& call);
// tags/tag_routes.cpp
Result<http::Response> get_tags(Call& call);
Result<http::Response> post_tags(Call& call);
// presence/presence_routes.cpp
Result<http::Response> put_presence(Call& call);
Result<http::Response> delete_presence(Call& call);

}  // namespace kith::collaboration
