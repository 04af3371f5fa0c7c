#include "modules/identity/set_up.hpp"

#include <algorithm>

#include "base/geo.hpp"
#include "base/i18n.hpp"
#include "base/text.hpp"
#include "modules/identity/password_rules.hpp"
#include "modules/identity/secrets.hpp"
#include "modules/identity/set_password.hpp"
#include "modules/identity/users.hpp"
#include "records/audit/audit.hpp"

namespace kith::identity {
namespace {

bool nobody_can_sign_in(db::Transaction& tx) {
    return !tx.query("select 1 from user_secret limit 1").next();
}

Error done() { return {.kind = ErrorKind::Conflict, .code = "setup.done"}; }

}  // namespace

std::vector<FieldError> settings_problems(const records::Settings& settings) {
    std::vector<FieldError> out;
    if (settings.name.empty()) out.push_back({"name", "field.required", {}});
    if (text::length(settings.name) > 200) out.push_back({"name", "workspace.name_too_long", {{"max", "200"}}});
    if (!is_currency(settings.currency)) out.push_back({"currency", "workspace.not_a_currency", {}});
    if (!is_time_zone(settings.time_zone)) out.push_back({"time_zone", "workspace.not_a_time_zone", {}});
    if (!i18n::is_language(settings.language)) out.push_back({"language", "workspace.not_a_language", {}});
    if (!geo::is_country(settings.country)) out.push_back({"country", "workspace.not_a_country", {}});
    return out;
}

bool setup_needed(records::Workspace& workspace) {
    return workspace.database().read([](db::Transaction& tx) { return nobody_can_sign_in(tx); });
}

Result<NewSession> set_up(records::Workspace& workspace, const Setup& setup, std::string_view address) {
    if (!setup_needed(workspace)) return done();
    auto problems = password_problems(setup.password, setup.email, setup.name);
    for (auto& problem : settings_problems(setup.settings)) {
        if (problem.field == "name") problem.field = "workspace_name";
        problems.push_back(std::move(problem));
    }
    auto user = records::read_texts(*workspace.schema()->find(kUser), {{"name", setup.name},
                                                                      {"email", setup.email},
                                                                      {"role", "administrator"},
                                                                      {"language", setup.settings.language},
                                                                      {"time_zone", setup.settings.time_zone}});
    if (!user) {
        for (auto& problem : user.error().fields) {
            const bool told = std::ranges::find(problems, problem.field, &FieldError::field) != problems.end();
            if (!told) problems.push_back(std::move(problem));
        }
    }
    if (!problems.empty()) {
        return Error{.kind = ErrorKind::Invalid, .code = "setup.invalid", .fields = std::move(problems)};
    }
    KITH_TRY(const auto hash, hash_password(setup.password));
    user->set("active", true);
    return workspace.write(Actor::system("app"), [&](records::Writer& writer) -> Result<NewSession> {
        if (!nobody_can_sign_in(writer.sql())) return done();
        KITH_CHECK(workspace.change_settings(writer.sql(), setup.settings));
        KITH_CHECK(workspace.install(writer));
        // Somebody of that address may be here already, from an import of users.
        auto id = user_with_email(workspace, writer.sql(), setup.email).value_or(Id{});
        if (id.is_set()) {
            KITH_CHECK(writer.update(kUser, id, *user));
        } else {
            KITH_TRY(id, writer.create(kUser, *user));
        }
        store_password(writer.sql(), id, hash, writer.now());
        Actor first = Actor::system("app");
        first.user = id;
        first.name = setup.name;
        audit::record(writer.sql(), first, "workspace.set_up", {}, {.address = address});
        return start_session(workspace, writer.sql(), id, address);
    });
}

Result<void> make_first_administrator(records::Workspace& workspace, const records::Settings& settings, const FirstAdministrator& first) {
    const Setup setup{settings, first.name, first.email, first.password};
    KITH_TRY(const auto session, set_up(workspace, setup, ""));
    // Nobody is at a page to use it.
    return workspace.database().write([&](db::Transaction& tx) -> Result<void> {
        end_sessions_of(tx, session.user);
        return {};
    });
}

}  // namespace kith::identity
