#include "modules/body_reader.hpp"
#include "modules/identity/routes.hpp"
#include "modules/identity/session_json.hpp"
#include "modules/identity/set_up.hpp"

namespace kith::identity {

Result<http::Response> get_workspace(Call& call) {
    std::string body;
    json::Writer out(body);
    write_workspace(out, call.workspace);
    return http::Response::json(std::move(body));
}

Result<http::Response> patch_workspace(Call& call) {
    BodyReader body(call.body);
    auto settings = call.workspace.settings();
    settings.name = body.text("name").value_or(settings.name);
    settings.currency = body.text("currency").value_or(settings.currency);
    settings.time_zone = body.text("time_zone").value_or(settings.time_zone);
    settings.language = body.text("language").value_or(settings.language);
    settings.country = body.text("country").value_or(settings.country);
    for (auto& problem : settings_problems(settings)) {
        body.error(problem.field, std::move(problem.code), std::move(problem.params));
    }
    KITH_CHECK(body.finish());
    KITH_CHECK(call.workspace.change_settings(settings));
    return get_workspace(call);
}

}  // namespace kith::identity
