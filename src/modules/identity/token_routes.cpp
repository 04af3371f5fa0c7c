#include "modules/body_reader.hpp"
#include "modules/identity/api_tokens.hpp"
#include "modules/identity/routes.hpp"
#include "modules/identity/token_limits.hpp"

namespace kith::identity {
namespace {

Result<void> needs_session(const Call& call) {
    if (call.session.is_set()) return {};
    return Error{.kind = ErrorKind::Forbidden, .code = "auth.session_needed"};
}

void write_time(json::Writer& out, std::string_view name, const std::optional<Instant>& at) {
    out.key(name);
    at ? out.value(*at) : out.null();
}

}  // namespace

Result<http::Response> get_tokens(Call& call) {
    std::string body;
    json::Writer out(body);
    out.begin_object().key("tokens").begin_array();
    for (const auto& token : api_tokens_of(call.workspace, call.actor.user)) {
        out.begin_object().member("id", token.id).member("name", token.name).member("created_at", token.created_at);
        write_time(out, "expires_at", token.expires_at);
        write_time(out, "last_used_at", token.last_used_at);
        write_limits(out, token.limits.get());
        out.end_object();
    }
    out.end_array().end_object();
    return http::Response::json(std::move(body));
}

Result<http::Response> post_token(Call& call) {
    KITH_CHECK(needs_session(call));
    BodyReader body(call.body);
    const auto name = body.required_text("name");
    if (name.size() > 200) body.error("name", "token.name_too_long", {{"max", "200"}});
    std::optional<Instant> expires;
    if (const auto given = body.text("expires_at"); given && !given->empty()) {
        expires = Instant::parse(*given);
        if (!expires) body.error("expires_at", "field.not_a_time");
    }
    std::vector<FieldError> wrong;
    auto limits = read_limits(*call.workspace.schema(), body.value("read_only"), body.value("scopes"), wrong);
    for (auto& problem : wrong) body.error(problem.field, problem.code, problem.params);
    KITH_CHECK(body.finish());
    KITH_TRY(const auto token, add_api_token(call.workspace, call.actor, call.actor.user, name, expires, std::move(limits)));
    std::string answer;
    json::Writer(answer).begin_object().member("id", token.id).member("token", token.token).end_object();
    auto response = http::Response::json(std::move(answer), 201);
    response.with("Cache-Control", "no-store");
    return response;
}

Result<http::Response> delete_token(Call& call) {
    KITH_CHECK(needs_session(call));
    KITH_TRY(const auto id, call.id());
    KITH_CHECK(remove_api_token(call.workspace, call.actor, call.actor.user, id));
    return http::Response::no_content();
}

}  // namespace kith::identity
