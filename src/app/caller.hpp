#pragma once

#include "app/config/networks.hpp"
#include "http/message.hpp"
#include "modules/module.hpp"

/// Who sends a request, and whether they may send it here.
namespace kith::app {

struct Caller {
    Actor actor;
    Id session;
    bool signed_in = false;
    bool by_cookie = false;
};

/// From `Authorization: Bearer`, else the session cookie. A bearer token that stands for nobody is
/// `auth.required`; a cookie that does is nobody's request.
Result<Caller> find_caller(records::Workspace& workspace, const http::Request& request);
/// `auth.required`, `auth.forbidden`.
/// A token with limits opens the routes of records, and with `read_only` those that read: `token.read_only`,
/// `token.not_for_this`.
Result<void> check_limits(const Caller& caller, const Route& route);
Result<void> check_access(const Caller& caller, Access access);
/// `auth.origin` for another site's page; `auth.csrf` for a session without its token.
Result<void> check_forgery(const Caller& caller, const http::Request& request, Access access);
/// Behind a proxy on this machine, the address the proxy saw.
void use_forwarded_address(http::Request& request);
bool is_loopback(std::string_view address);
/// Machines beside this one whose X-Forwarded-For and X-Request-Id count. Once, before anybody is served.
void trust_proxies(Networks proxies);
bool is_trusted_proxy(std::string_view address);

}  // namespace kith::app
