#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <system_error>

#include "app/commands/commands.hpp"
#include "app/composition.hpp"
#include "app/console.hpp"
#include "app/demo/demo.hpp"
#include "base/json.hpp"
#include "modules/identity/identity.hpp"
#include "modules/process/process.hpp"

namespace kith::app {
namespace {

namespace fs = std::filesystem;

Error cannot_write(const std::string& path, const std::string& why) {
    return {.kind = ErrorKind::Unavailable, .code = "cli.cannot_write", .params = {{"path", path}, {"problem", why}}};
}

std::string system_text() { return std::error_code(errno, std::generic_category()).message(); }

/// Readable by its owner alone, from the first byte on.
Result<void> write_private(const std::string& path, const std::string& text) {
    ::unlink(path.c_str());
    const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0) return cannot_write(path, system_text());
    const bool whole = ::write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size()) && ::fsync(file) == 0;
    const auto problem = system_text();
    ::close(file);
    return whole ? Result<void>() : cannot_write(path, problem);
}

/// Where files of imports and exports would lie; a demo has none.
void remove_folders(const std::string& path) {
    std::error_code ignored;
    for (const auto* ending : {".imports", ".exports"}) fs::remove_all(path + ending, ignored);
}

void remove_database(const std::string& path) {
    remove_folders(path);
    std::error_code ignored;
    for (const auto* ending : {"", "-wal", "-shm", ".lock"}) fs::remove(path + ending, ignored);
}

struct SignIn {
    demo::DemoPerson person;
    std::string password;
};

Result<std::vector<SignIn>> make(const std::string& db, const Arguments& arguments) {
    KITH_TRY(const auto opened, open_workspace({.db = db, .exclusive = true, .create = true}));
    auto& workspace = *opened;
    demo::DemoOptions options;
    options.customers = static_cast<int>(arguments.number("customers", options.customers));
    options.seed = static_cast<std::uint64_t>(arguments.number("seed", 1));
    options.today = local_date(workspace.clock().now(), workspace.settings().time_zone);
    options.language = console_language();
    KITH_TRY(const auto made, demo::make_demo(workspace, options));
    // What the rules say of the made-up customers, and their year, so that Monday's list is there at once.
    auto actor = Actor::system("demo");
    actor.language = options.language;
    KITH_CHECK(process::refresh_accounts(workspace, actor));
    KITH_CHECK(process::categorize(workspace, actor, {}, true));
    KITH_CHECK(process::make_plan(workspace, actor, {}, false));
    std::vector<SignIn> out;
    for (const auto& person : made.people) {
        out.push_back({person, identity::random_password()});
        KITH_CHECK(identity::set_password(workspace, Actor::system("demo"), person.id, out.back().password));
    }
    return out;
}

std::string role_name(Role role) {
    if (role == Role::Administrator) return "administrator";
    return role == Role::Manager ? "manager" : "rep";
}

std::string as_text(const std::vector<SignIn>& all) {
    std::string out = say("cli.demo_sign_ins");
    for (const auto& [person, password] : all) {
        auto line = "\n  " + person.email;
        line.resize(std::max<std::size_t>(line.size() + 2, 40), ' ');
        out += line + password + "   " + person.name + ", " + say("cli.role_" + role_name(person.role));
    }
    return out;
}

std::string as_json(const std::vector<SignIn>& all) {
    std::string text;
    json::Writer out(text);
    out.begin_object().key("sign_ins").begin_array();
    for (const auto& [person, password] : all) {
        out.begin_object().member("email", person.email).member("name", person.name)
            .member("role", role_name(person.role)).member("password", password).end_object();
    }
    out.end_array().end_object();
    return text;
}

Result<void> run_demo(const Arguments& arguments) {
    const auto target = arguments.db();
    if (fs::exists(target)) {
        return Error{.kind = ErrorKind::Conflict, .code = "cli.file_exists", .params = {{"path", target}}};
    }
    // Under another name until all of it is there: a demo that is stopped half-way leaves no data file.
    const auto making = target + ".making";
    remove_database(making);
    auto made = make(making, arguments);
    if (!made) {
        remove_database(making);
        return std::move(made).error();
    }
    std::error_code why;
    fs::remove(making + ".lock", why);
    remove_folders(making);
    const auto text = as_text(*made);
    KITH_CHECK(write_private((fs::path(target).parent_path() / "demo-sign-ins.txt").string(), text + "\n"));
    fs::rename(making, target, why);
    if (why) return cannot_write(target, why.message());
    print_line(arguments.json() ? as_json(*made) : text);
    return {};
}

}  // namespace

Command demo_command() {
    return {.name = "demo", .help = "cli.demo",
            .options = {{"customers", OptionKind::Number, "cli.option_customers"},
                        {"seed", OptionKind::Number, "cli.option_seed"}},
            .run = run_demo};
}

}  // namespace kith::app
