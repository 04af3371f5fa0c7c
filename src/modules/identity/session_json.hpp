#pragma once

#include <string_view>

#include "modules/module.hpp"

namespace kith::identity {

/// `{"user":{…},"csrf_token":…,"workspace":{…}}`, and the cookie when the session is new.
Result<http::Response> session_answer(Call& call, Id user, std::string_view token, bool with_cookie);
void write_workspace(json::Writer& out, records::Workspace& workspace);
/// `; Secure` too when a proxy says that the browser came by HTTPS.
http::Response& set_session_cookie(http::Response& response, const http::Request& request, std::string_view token,
                                   std::int64_t seconds);

}  // namespace kith::identity
