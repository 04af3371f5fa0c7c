#include "app/commands/commands.hpp"
#include "app/composition.hpp"
#include "app/console.hpp"
#include "base/json.hpp"
#include "modules/identity/identity.hpp"

namespace kith::app {
namespace {

const Actor& system_actor() {
    static const Actor actor = Actor::system("cli");
    return actor;
}

Error no_such_user(const std::string& email) {
    return {.kind = ErrorKind::NotFound, .code = "cli.no_such_user", .params = {{"email", email}}};
}

/// From standard input, or made here and to be shown once.
struct Password {
    std::string text;
    bool made_here;
};

Password password_for(const Arguments& arguments) {
    if (arguments.flag("password-stdin")) return {read_line(), false};
    return {identity::random_password(), true};
}

void report(const Arguments& arguments, Id id, const std::string& email, const Password& password,
            std::string_view done) {
    if (arguments.json()) {
        std::string text;
        json::Writer out(text);
        out.begin_object().member("id", id).member("email", email);
        if (password.made_here) out.member("password", password.text);
        out.end_object();
        print_line(text);
        return;
    }
    print_line(say(done, {{"email", email}}));
    if (password.made_here) print_line(say("cli.user_password", {{"password", password.text}}));
}

Result<void> add(const Arguments& arguments) {
    KITH_TRY(const auto workspace, open_workspace({.db = arguments.db(), .create = true}));
    KITH_CHECK(workspace->install());
    const auto email = arguments.text("email");
    const auto password = password_for(arguments);
    const auto settings = workspace->settings();
    KITH_TRY(auto values, records::read_texts(*workspace->schema()->find("user"),
                                              {{"name", arguments.text("name")},
                                               {"email", email},
                                               {"role", arguments.has("role") ? arguments.text("role") : "rep"},
                                               {"language", arguments.has("language") ? arguments.text("language") : settings.language},
                                               {"time_zone", settings.time_zone}}));
    values.set("active", true);
    KITH_TRY(const auto id, workspace->write(system_actor(), [&](records::Writer& writer) {
        return writer.create("user", values);
    }));
    if (auto set = identity::set_password(*workspace, system_actor(), id, password.text); !set) {
        // Nobody is left behind who cannot sign in because the password was refused.
        (void)workspace->write(system_actor(), [&](records::Writer& writer) { return writer.bin("user", id); });
        return std::move(set).error();
    }
    report(arguments, id, email, password, "cli.user_added");
    return {};
}

Result<void> list(const Arguments& arguments) {
    KITH_TRY(const auto workspace, open_workspace({.db = arguments.db()}));
    std::string text;
    json::Writer out(text);
    out.begin_object().key("users").begin_array();
    KITH_CHECK(workspace->read(system_actor(), [&](records::Reader& reader) {
        return reader.each("user", {}, [&](const records::Record& user) {
            out.begin_object().member("id", user.id).member("name", user.text("name"));
            out.member("email", user.text("email")).member("role", user.text("role"));
            out.member("active", user.boolean("active")).end_object();
            if (!arguments.json()) {
                std::string line(user.text("email").empty() ? "-" : user.text("email"));
                line.append("\t").append(user.text("name")).append("\t").append(user.text("role"));
                if (!user.boolean("active")) line.append("\t").append(say("cli.user_not_active"));
                print_line(line);
            }
            return true;
        });
    }));
    out.end_array().end_object();
    if (arguments.json()) print_line(text);
    return {};
}

Result<void> password(const Arguments& arguments) {
    KITH_TRY(const auto workspace, open_workspace({.db = arguments.db()}));
    const auto email = arguments.text("email");
    const auto id = identity::find_user(*workspace, email);
    if (!id) return no_such_user(email);
    const auto fresh = password_for(arguments);
    KITH_CHECK(identity::set_password(*workspace, system_actor(), *id, fresh.text));
    report(arguments, *id, email, fresh, "cli.user_password_set");
    return {};
}

Result<void> add_token(const Arguments& arguments) {
    KITH_TRY(const auto workspace, open_workspace({.db = arguments.db()}));
    const auto email = arguments.text("email");
    const auto id = identity::find_user(*workspace, email);
    if (!id) return no_such_user(email);
    std::optional<Instant> expires;
    if (arguments.has("expires")) {
        const auto day = Date::parse(arguments.text("expires"));
        if (!day) {
            return Error{.kind = ErrorKind::Invalid, .code = "cli.not_a_date",
                         .params = {{"given", arguments.text("expires")}}};
        }
        expires = instant_of(day->plus_days(1), 0, workspace->settings().time_zone);
    }
    KITH_TRY(const auto token, identity::add_api_token(*workspace, system_actor(), *id, arguments.text("name"), expires));
    std::string text;
    json::Writer(text).begin_object().member("id", token.id).member("token", token.token).end_object();
    print_line(arguments.json() ? text : token.token);
    return {};
}

}  // namespace

Command user_add_command() {
    return {.name = "user add", .help = "cli.user_add",
            .options = {{"email", OptionKind::RequiredText, "cli.option_email"},
                        {"name", OptionKind::RequiredText, "cli.option_name"},
                        {"role", OptionKind::Text, "cli.option_role", {"rep", "manager", "administrator"}},
                        {"language", OptionKind::Text, "cli.option_language", {"en", "nb"}},
                        {"password-stdin", OptionKind::Flag, "cli.option_password_stdin"}},
            .run = add};
}

Command user_list_command() { return {.name = "user list", .help = "cli.user_list", .options = {}, .run = list}; }

Command user_password_command() {
    return {.name = "user password", .help = "cli.user_set_password",
            .options = {{"email", OptionKind::RequiredText, "cli.option_email"},
                        {"password-stdin", OptionKind::Flag, "cli.option_password_stdin"}},
            .run = password};
}

Command token_add_command() {
    return {.name = "token add", .help = "cli.token_add",
            .options = {{"email", OptionKind::RequiredText, "cli.option_email"},
                        {"name", OptionKind::RequiredText, "cli.option_token_name"},
                        {"expires", OptionKind::Text, "cli.option_expires"}},
            .run = add_token};
}

}  // namespace kith::app
