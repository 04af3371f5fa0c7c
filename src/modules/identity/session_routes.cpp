#include "base/i18n.hpp"
#include "modules/body_reader.hpp"
#include "modules/identity/identity.hpp"
#include "modules/identity/routes.hpp"
#include "modules/identity/session_json.hpp"
#include "modules/identity/sessions.hpp"
#include "modules/identity/set_password.hpp"
#include "modules/identity/users.hpp"

namespace kith::identity {

Result<http::Response> post_session(Call& call) {
    BodyReader body(call.body);
    const auto email = body.required_text("email");
    const auto password = body.secret("password");
    (void)body.text("workspace");  // a choice for who belongs to several; here there is one
    KITH_CHECK(body.finish());
    KITH_TRY(const auto session, sign_in(call.workspace, email, password, call.request.remote));
    return session_answer(call, session.user, session.token, true);
}

Result<http::Response> enter(Call& call, Id user) {
    KITH_TRY(const auto session, begin_session(call.workspace, user, call.request.remote));
    return session_answer(call, session.user, session.token, true);
}

void leave(Call& call) {
    if (call.session.is_set()) end_session(call.workspace, call.actor, call.session, call.request.remote);
}

Result<http::Response> get_session(Call& call) {
    const auto token = call.session.is_set() ? call.request.cookie(kSessionCookie) : std::string_view();
    return session_answer(call, call.actor.user, token, false);
}

Result<http::Response> delete_session(Call& call) {
    if (call.session.is_set()) end_session(call.workspace, call.actor, call.session, call.request.remote);
    auto response = http::Response::no_content();
    return set_session_cookie(response, call.request, "", 0);
}

Result<http::Response> patch_me(Call& call) {
    BodyReader body(call.body);
    const auto schema = call.workspace.schema();
    const records::Object& object = *schema->find(kUser);
    records::Values values;
    for (const auto* name : {"language", "time_zone", "phone", "job_title"}) {
        const auto given = body.text(name);
        if (!given) continue;
        auto value = given->empty() ? Result<records::FieldValue>(records::FieldValue()) : records::read_value(*object.field(name), *given);
        if (value)
            values.set(name, std::move(*value));
        else
            for (const auto& problem : value.error().fields) body.error(name, problem.code, problem.params);
    }
    KITH_CHECK(body.finish());
    // A rep may not edit users, but this much of themselves.
    Actor self = call.actor;
    self.role = Role::Administrator;
    KITH_CHECK(call.workspace.write(
        self, [&](records::Writer& writer) { return writer.update(kUser, self.user, values); }));
    const auto token = call.session.is_set() ? call.request.cookie(kSessionCookie) : std::string_view();
    return session_answer(call, call.actor.user, token, false);
}

Result<http::Response> post_password(Call& call) {
    KITH_TRY(const auto user, call.id());
    const bool own = user == call.actor.user;
    if (!own && call.actor.acts_as() != Role::Administrator) {
        return Error{.kind = ErrorKind::Forbidden, .code = "password.not_yours"};
    }
    // A token is for programs; whoever finds one must not be able to keep the account.
    if (!call.session.is_set()) return Error{.kind = ErrorKind::Forbidden, .code = "auth.session_needed"};
    BodyReader body(call.body);
    const auto password = body.secret("password");
    const auto current = own ? body.secret("current_password") : std::string();
    KITH_CHECK(body.finish());
    if (own) {
        KITH_TRY(const bool right, is_password_of(call.workspace, user, current));
        if (!right) {
            return Error{.kind = ErrorKind::Invalid,
                         .code = "password.refused",
                         .fields = {{"current_password", "password.current_wrong", {}}}};
        }
    }
    KITH_CHECK(set_password(call.workspace, call.actor, user, password, own ? call.session : Id{}, call.request.remote));
    return http::Response::no_content();
}

}  // namespace kith::identity
