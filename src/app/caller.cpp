#include "app/caller.hpp"

#include <algorithm>

#include "base/i18n.hpp"
#include "base/text.hpp"
#include "modules/identity/identity.hpp"

namespace kith::app {
namespace {

Error refuse(ErrorKind kind, std::string code) { return {.kind = kind, .code = std::move(code)}; }

bool changes(http::Method method) {
    return method != http::Method::Get && method != http::Method::Head && method != http::Method::Options;
}

Caller known(identity::SignedIn who, bool by_cookie) {
    return {.actor = std::move(who.actor), .session = who.session, .signed_in = true, .by_cookie = by_cookie};
}

Networks& trusted_networks() {
    static Networks networks;
    return networks;
}

/// "https://kith.example:8443" and the Host "kith.example:8443".
bool same_host(std::string_view origin, std::string_view host) {
    const auto scheme = origin.find("://");
    if (scheme == std::string_view::npos) return false;  // "null": a sandboxed page
    return text::lower_ascii(origin.substr(scheme + 3)) == text::lower_ascii(host);
}

}  // namespace

Result<Caller> find_caller(records::Workspace& workspace, const http::Request& request) {
    Caller caller;
    caller.actor.language = i18n::negotiate(request.header("accept-language"));
    if (const auto header = request.header("authorization"); !header.empty()) {
        const auto scheme = text::lower_ascii(header.substr(0, 7));
        auto who = scheme == "bearer " ? identity::find_api_token(workspace, text::trim(header.substr(7)))
                                       : std::nullopt;
        if (!who) {
            const bool expired = scheme == "bearer " && identity::api_token_has_expired(workspace, text::trim(header.substr(7)));
            return refuse(ErrorKind::Unauthenticated, expired ? "auth.token_expired" : "auth.required");
        }
        return known(std::move(*who), false);
    }
    if (const auto cookie = request.cookie(identity::kSessionCookie); !cookie.empty()) {
        if (auto who = identity::find_session(workspace, cookie)) return known(std::move(*who), true);
    }
    return caller;
}

Result<void> check_access(const Caller& caller, Access access) {
    if (access == Access::Public) return {};
    if (!caller.signed_in) return refuse(ErrorKind::Unauthenticated, "auth.required");
    const auto role = caller.actor.acts_as();
    const bool may = access == Access::SignedIn || role == Role::Administrator ||
                     (access == Access::Manager && role == Role::Manager);
    return may ? Result<void>() : refuse(ErrorKind::Forbidden, "auth.forbidden");
}

Result<void> check_limits(const Caller& caller, const Route& route) {
    const auto& limits = caller.actor.limits;
    if (limits == nullptr || route.access == Access::Public) return {};
    const std::string_view path = route.path;
    const auto one_of = [&](std::initializer_list<std::string_view> words, auto fits) {
        return std::any_of(words.begin(), words.end(), [&](std::string_view word) { return fits(word); });
    };
    const bool asks = one_of({"/query", "/totals", "/filter-text"}, [&](std::string_view end) { return path.ends_with(end); });
    if (limits->read_only && changes(route.method) && !asks) return refuse(ErrorKind::Forbidden, "token.read_only");
    // What modules work out over all records knows no limits by object.
    const bool of_records = one_of({"/objects", "/records", "/search", "/changes", "/events", "/session", "/files", "/bulk"},
                                   [&](std::string_view start) { return path.starts_with(start); });
    if (!limits->objects.empty() && !of_records) return refuse(ErrorKind::Forbidden, "token.not_for_this");
    return {};
}

Result<void> check_forgery(const Caller& caller, const http::Request& request, Access access) {
    if (!changes(request.method) || (caller.signed_in && !caller.by_cookie)) return {};
    const auto origin = request.header("origin");
    const bool foreign = !origin.empty() && !same_host(origin, request.header("host"));
    if (foreign || request.header("sec-fetch-site") == "cross-site") {
        return refuse(ErrorKind::Forbidden, "auth.origin");
    }
    // Signing in and setting up have no session yet; what they carry is the proof.
    if (access == Access::Public) return {};
    if (!identity::csrf_matches(request.cookie(identity::kSessionCookie), request.header("x-csrf-token"))) {
        return refuse(ErrorKind::Forbidden, "auth.csrf");
    }
    return {};
}

bool is_loopback(std::string_view address) {
    return address.starts_with("127.") || address == "::1" || address.starts_with("::ffff:127.");
}

void trust_proxies(Networks proxies) { trusted_networks() = std::move(proxies); }

bool is_trusted_proxy(std::string_view address) { return is_loopback(address) || trusted_networks().contains(address); }

void use_forwarded_address(http::Request& request) {
    const auto header = request.header("x-forwarded-for");
    if (header.empty() || !is_trusted_proxy(request.remote)) return;
    // The last one is what the proxy itself saw; those before it are the client's own words.
    const auto comma = header.rfind(',');
    const auto last = text::trim(comma == std::string_view::npos ? header : header.substr(comma + 1));
    if (!last.empty() && last.size() <= 45) request.remote = std::string(last);
}

}  // namespace kith::app
