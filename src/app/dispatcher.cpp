#include "app/dispatcher.hpp"

#include <algorithm>

#include "app/caller.hpp"
#include "app/idempotency.hpp"
#include "base/i18n.hpp"
#include "base/log.hpp"
#include "base/text.hpp"
#include "http/problem.hpp"
#include "records/merged.hpp"

namespace kith::app {
namespace {

/// The body as JSON, where the route takes JSON and there is one.
Result<json::Value> read_body(const Route& route, const http::Request& request) {
    if (route.doc.request == nullptr || request.body.empty()) return json::Value();
    const auto type = request.header("content-type");
    const auto plain = text::lower_ascii(text::trim(type.substr(0, type.find(';'))));
    if (plain != "application/json") {
        return Error{.kind = ErrorKind::Unsupported,
                     .code = "request.not_json",
                     .params = {{"type", plain.empty() ? "-" : plain.substr(0, 100)}}};
    }
    return json::parse(request.body);
}

/// A list of entity tags, of which ours is one; weak and strong alike.
bool names_tag(std::string_view header, std::string_view tag) {
    if (text::trim(header) == "*") return true;
    while (!header.empty()) {
        const auto comma = header.find(',');
        auto one = text::trim(header.substr(0, comma));
        if (one.starts_with("W/")) one.remove_prefix(2);
        if (one == tag) return true;
        if (comma == std::string_view::npos) break;
        header.remove_prefix(comma + 1);
    }
    return false;
}

/// 304 when the client has what this answer holds.
void answer_if_changed(const http::Request& request, http::Response& response) {
    const auto given = request.header("if-none-match");
    if (given.empty() || response.status != 200) return;
    for (const auto& [name, value] : response.headers) {
        if (name == "ETag" && names_tag(given, value)) {
            response.status = 304;
            response.body.clear();
            response.content_type.clear();
            return;
        }
    }
}

bool has_header(const http::Response& response, std::string_view name) {
    return std::ranges::any_of(response.headers, [&](const auto& header) { return header.first == name; });
}

void log_failure(const http::Request& request, std::string_view code, std::string_view detail) {
    log::error("request.failed", {{"request", request.id}, {"path", request.path}, {"code", std::string(code)},
                                  {"problem", std::string(detail)}});
}

}  // namespace

void add_security_headers(http::Response& response) {
    // What people uploaded brings its own, narrower policy.
    if (has_header(response, "Content-Security-Policy")) {
        response.fixed_head =
            "X-Content-Type-Options: nosniff\r\n"
            "Referrer-Policy: same-origin\r\n"
            "X-Frame-Options: DENY\r\n";
        return;
    }
    response.fixed_head =
        "X-Content-Type-Options: nosniff\r\n"
        "Referrer-Policy: same-origin\r\n"
        "X-Frame-Options: DENY\r\n"
        "Content-Security-Policy: default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; object-src 'none'; base-uri 'none'; "
        "form-action 'self'; frame-ancestors 'none'\r\n";
}

http::Response guarded(const http::Request& request, const std::string& language,
                       const std::function<http::Response()>& make) {
    try {
        return make();
    } catch (const db::Failure& failure) {
        log_failure(request, failure.code(), failure.what());
        // A lost disk or database is said in words; anything else of the database is our mistake.
        const bool known = failure.kind() == ErrorKind::Unavailable;
        return http::problem(Error{.kind = known ? ErrorKind::Unavailable : ErrorKind::Internal,
                             .code = known ? failure.code() : "http.internal"},
                       language, request.id);
    } catch (const std::exception& exception) {
        log_failure(request, "http.internal", exception.what());
        return http::problem(Error{.code = "http.internal"}, language, request.id);
    }
}

Dispatcher::Dispatcher(Workspaces& workspaces, std::span<const Module> modules)
    : workspaces_(workspaces), modules_(modules) {}

void Dispatcher::mount(http::Router& router) {
    for (const auto& module : modules_) {
        for (const auto& route : module.routes) {
            http::Gate gate;
            if (route.options.body_to_file) gate = [this, &route](http::Request& request) { return refusal(route, request); };
            router.add(route.method, std::string("/api/v1") + route.path,
                       [this, &route](http::Request& request) { return answer(route, request); }, route.options,
                       std::move(gate));
        }
    }
}

/// Runs `make(language)`; its error, and what it throws, becomes a problem document.
template <class Make>
http::Response answered(const http::Request& request, const Make& make) {
    std::string language = i18n::negotiate(request.header("accept-language"));
    auto response = guarded(request, language, [&] {
        Result<http::Response> result = make(language);
        if (result) return std::move(*result);
        const auto& error = result.error();
        if (error.kind == ErrorKind::Internal) log_failure(request, error.code, error.detail);
        return http::problem(error, language, request.id);
    });
    add_security_headers(response);
    // Business data belongs in no cache but the browser's own, and there only checked anew, by who saw it: a record's
    // tag is its version, which another person, or another workspace, has as well.
    if (!has_header(response, "Cache-Control")) response.with("Cache-Control", "private, no-cache").with("Vary", "Cookie, Authorization");
    return response;
}

http::Response Dispatcher::answer(const Route& route, http::Request& request) {
    return answered(request, [&](std::string& language) { return handle(route, request, language); });
}

std::optional<http::Response> Dispatcher::refusal(const Route& route, http::Request& request) {
    bool admitted = false;
    auto response = answered(request, [&](std::string& language) -> Result<http::Response> {
        use_forwarded_address(request);
        KITH_TRY(const auto workspace, workspaces_.of(request));
        if (!workspace) return Error{.kind = ErrorKind::Unauthenticated, .code = "auth.required"};
        KITH_CHECK(admit(*workspace, route, request, language));
        admitted = true;
        return http::Response();
    });
    if (admitted) return std::nullopt;
    return response;
}

/// Who asks, if they may here.
Result<Caller> Dispatcher::admit(records::Workspace& workspace, const Route& route, http::Request& request, std::string& language) {
    KITH_TRY(auto caller, find_caller(workspace, request));
    language = caller.actor.language;
    KITH_CHECK(check_access(caller, route.access));
    KITH_CHECK(check_limits(caller, route));
    KITH_CHECK(check_forgery(caller, request, route.access));
    return caller;
}

namespace {

/// A record that was merged into another is asked for: leads the request to that one. Never to bin it.
bool lead_to_survivor(const Route& route, Call& call, const Error& error) {
    if (error.code != "record.not_found" || route.method == http::Method::Delete || !std::string_view(route.path).starts_with("/records/{object}/{id}")) return false;
    const auto id = Id::parse(call.request.param("id"));
    if (!id) return false;
    const auto survivor = call.workspace.database().read([&](db::Transaction& tx) { return records::survivor_of(tx, *id); });
    if (!survivor.is_set()) return false;
    for (auto& [name, value] : call.request.path_params)
        if (name == "id") value = survivor.to_string();
    return true;
}

/// Of the record, or what of it, that answered.
std::string address_of(const http::Request& request) {
    std::string out = "/api/v1/records/" + std::string(request.param("object")) + "/" + std::string(request.param("id"));
    std::string_view rest = request.path;
    for (int parts = 0; parts < 5 && !rest.empty(); ++parts) rest.remove_prefix(std::min(rest.find('/', 1), rest.size()));
    return out + std::string(rest);
}

}  // namespace

Result<http::Response> Dispatcher::handle(const Route& route, http::Request& request, std::string& language) {
    use_forwarded_address(request);
    KITH_TRY(const auto workspace, workspaces_.of(request));
    if (!workspace) {
        KITH_CHECK(check_forgery({}, request, Access::Public));
        KITH_TRY(auto body, read_body(route, request));
        return workspaces_.handle_outside(route, request, std::move(body));
    }
    KITH_TRY(auto caller, admit(*workspace, route, request, language));
    KITH_TRY(auto body, read_body(route, request));

    std::optional<IdempotentRequest> idempotent;
    if (request.method == http::Method::Post && caller.signed_in && request.body_file.empty()) {
        KITH_TRY(idempotent, IdempotentRequest::begin(*workspace, caller.actor.user, request));
        if (idempotent && idempotent->earlier()) return *idempotent->earlier();
    }
    Call call{.request = request, .workspace = *workspace, .actor = std::move(caller.actor),
              .session = caller.session, .body = std::move(body)};
    try {
        auto instead = workspaces_.handle_instead(route, call);
        auto result = instead ? std::move(*instead) : route.handle(call);
        if (!result && lead_to_survivor(route, call, result.error())) {
            result = route.handle(call);
            if (result) result->with("Content-Location", address_of(call.request));
        }
        if (idempotent) result ? idempotent->finish(*result) : idempotent->forget();
        if (result && request.method == http::Method::Get) answer_if_changed(request, *result);
        // Till its stream is taken over, which then tells of itself, the workspace stays open.
        if (result && result->on_stream) {
            result->on_stream = [workspace, take = std::move(result->on_stream)](std::shared_ptr<http::EventStream> stream) {
                take(std::move(stream));
            };
        }
        return result;
    } catch (...) {
        if (idempotent) idempotent->forget();
        throw;
    }
}

}  // namespace kith::app
