#include "modules/body_reader.hpp"
#include "modules/identity/identity.hpp"
#include "modules/identity/routes.hpp"
#include "modules/identity/session_json.hpp"
#include "modules/identity/set_up.hpp"

namespace kith::identity {

Result<http::Response> get_setup(Call& call) {
    const auto settings = call.workspace.settings();
    std::string body;
    json::Writer(body)
        .begin_object()
        .member("needed", setup_needed(call.workspace))
        .member("demo", settings.demo)
        .member("name", settings.name)
        .end_object();
    return http::Response::json(std::move(body));
}

Result<http::Response> post_setup(Call& call) {
    BodyReader body(call.body);
    Setup setup;
    setup.settings = call.workspace.settings();
    setup.settings.name = body.required_text("workspace_name");
    setup.name = body.required_text("name");
    setup.email = body.required_text("email");
    setup.password = body.secret("password");
    setup.settings.language = body.text("language").value_or(setup.settings.language);
    setup.settings.currency = body.text("currency").value_or(setup.settings.currency);
    setup.settings.country = body.text("country").value_or(setup.settings.country);
    setup.settings.time_zone = body.text("time_zone").value_or(setup.settings.time_zone);
    KITH_CHECK(body.finish());
    KITH_TRY(const auto session, set_up(call.workspace, setup, call.request.remote));
    return session_answer(call, session.user, session.token, true);
}

}  // namespace kith::identity
