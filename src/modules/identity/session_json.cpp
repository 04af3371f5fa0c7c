#include "modules/identity/session_json.hpp"

#include "modules/identity/identity.hpp"
#include "modules/identity/secrets.hpp"
#include "modules/identity/users.hpp"
#include "records/metadata/roles.hpp"

namespace kith::identity {

std::string csrf_token(std::string_view session_token) { return keyed_hash(session_token, "csrf"); }

bool csrf_matches(std::string_view session_token, std::string_view given) {
    return same_secret(csrf_token(session_token), given);
}

void write_workspace(json::Writer& out, records::Workspace& workspace) {
    const auto settings = workspace.settings();
    out.begin_object()
        .member("name", settings.name)
        .member("currency", settings.currency)
        .member("time_zone", settings.time_zone)
        .member("language", settings.language)
        .member("country", settings.country)
        .member("demo", settings.demo)
        .member("today", local_date(workspace.clock().now(), settings.time_zone))
        .end_object();
}

http::Response& set_session_cookie(http::Response& response, const http::Request& request, std::string_view token,
                                   std::int64_t seconds) {
    std::string cookie(kSessionCookie);
    cookie.append("=").append(token).append("; Path=/; HttpOnly; SameSite=Strict; Max-Age=");
    cookie.append(std::to_string(seconds));
    if (request.header("x-forwarded-proto") == "https") cookie.append("; Secure");
    return response.with("Set-Cookie", cookie);
}

Result<http::Response> session_answer(Call& call, Id user, std::string_view token, bool with_cookie) {
    const auto record = call.workspace.database().read(
        [&](db::Transaction& tx) { return load_user(call.workspace, tx, user); });
    if (!record) return Error{.kind = ErrorKind::Unauthenticated, .code = "auth.required"};
    const auto actor = actor_of(*call.workspace.schema(), *record, "app");
    std::string body;
    json::Writer out(body);
    out.begin_object().key("user").begin_object();
    out.member("id", user).member("name", actor.name).member("email", record->text("email"));
    out.member("role", record->text("role")).member("level", records::name_of(actor.acts_as())).member("language", actor.language);
    out.member("time_zone", actor.time_zone).end_object();
    if (!token.empty()) out.member("csrf_token", csrf_token(token));
    out.key("workspace");
    write_workspace(out, call.workspace);
    out.end_object();
    auto response = http::Response::json(std::move(body));
    response.with("Cache-Control", "no-store");
    if (with_cookie) set_session_cookie(response, call.request, token, 90LL * 24 * 3600);
    return response;
}

}  // namespace kith::identity
