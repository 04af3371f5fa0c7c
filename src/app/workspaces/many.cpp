#include "app/workspaces/many.hpp"

#include <map>

#include "app/application.hpp"
#include "app/workspaces/names.hpp"
#include "app/workspaces/operator_api.hpp"
#include "app/workspaces/sign_in.hpp"
#include "base/i18n.hpp"
#include "base/text.hpp"
#include "modules/identity/identity.hpp"
#include "modules/shipped.hpp"

namespace kith::app {

namespace {

/// "Acme.Kith.Example.:8443" is acme.kith.example.
std::string host_of(const http::Request& request) {
    auto host = text::lower_ascii(text::trim(request.header("host")));
    if (const auto end = host.rfind(']'); end != std::string::npos) return host.substr(0, end + 1);
    host = host.substr(0, host.find(':'));
    if (host.ends_with('.')) host.pop_back();
    return host;
}

/// Who runs the server looks at it by these.
bool is_this_machine(std::string_view host) { return host == "localhost" || host == "[::1]" || host.starts_with("127."); }

bool is_route(const Route& route, http::Method method, std::string_view path) { return route.method == method && route.path == path; }

std::string_view given_token(const http::Request& request) {
    const auto header = request.header("authorization");
    if (text::lower_ascii(header.substr(0, 7)) == "bearer ") return text::trim(header.substr(7));
    return header.empty() ? request.cookie(identity::kSessionCookie) : std::string_view();
}

std::string html_escaped(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c == '<') out += "&lt;";
        else if (c == '>') out += "&gt;";
        else if (c == '&') out += "&amp;";
        else if (c == '"') out += "&quot;";
        else out += c;
    }
    return out;
}

http::Response page_in_words(int status, const std::string& language, const Error& error) {
    const auto words = html_escaped(i18n::text(language, error.code, error.params));
    http::Response response;
    response.status = status;
    response.content_type = "text/html; charset=utf-8";
    response.body = "<!doctype html>\n<html lang=\"" + language + "\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">"
                    "<title>Kith</title>\n<body style=\"font: 1rem/1.5 system-ui, sans-serif; max-width: 36rem; margin: 15vh auto; padding: 0 1rem\">\n"
                    "<h1 style=\"font-size: 1.4rem\">Kith</h1>\n<p>" + words + "</p>\n</html>\n";
    response.with("Cache-Control", "no-store");
    return response;
}

}  // namespace

Result<ManyOptions> many_options(const Configuration& configuration) {
    ManyOptions out;
    if (const auto& domain = configuration.text("base_domain"); !domain.empty()) {
        const auto host = workspace_host(domain);
        if (!host) return Error{.kind = ErrorKind::Invalid, .code = "workspace.not_a_host", .params = {{"value", domain.substr(0, 60)}}};
        out.base_domain = *host;
    }
    out.operator_api = configuration.flag("operator_api");
    out.job_threads = static_cast<int>(configuration.number("job_threads"));
    out.pool.started = start_in_background;
    out.pool.idle = std::chrono::minutes(configuration.number("idle_minutes"));
    out.pool.most_open = static_cast<std::size_t>(configuration.number("most_open"));
    return out;
}

ManyWorkspaces::ManyWorkspaces(Directory& directory, ManyOptions options)
    : directory_(directory), options_(std::move(options)),
      schema_(std::make_shared<const records::Schema>(shipped_schema().value())),
      runner_(jobs::kinds(), {.threads = options_.job_threads}), pool_(directory, with_jobs(options_.pool)) {
    runner_.start();
}

/// The jobs of all that are open are run by the same threads, in turn.
PoolOptions ManyWorkspaces::with_jobs(PoolOptions pool) {
    pool.started = [this, then = std::move(pool.started)](records::Workspace& workspace) {
        if (then) then(workspace);
        runner_.add(workspace);
    };
    pool.busy = [this](records::Workspace& workspace) { return runner_.is_busy(workspace); };
    pool.ending = [this](records::Workspace& workspace) { runner_.remove(workspace); };
    return pool;
}

Result<std::optional<WorkspaceEntry>> ManyWorkspaces::of_host(const http::Request& request) {
    const auto host = host_of(request);
    if (auto entry = directory_.by_host(host)) return entry;
    const auto& base = options_.base_domain;
    if (base.empty() || host == base || is_this_machine(host)) return std::optional<WorkspaceEntry>();
    if (host.size() > base.size() + 1 && host.ends_with("." + base)) {
        if (auto entry = directory_.by_slug(std::string_view(host).substr(0, host.size() - base.size() - 1))) return entry;
    }
    return Error{.kind = ErrorKind::NotFound, .code = "workspace.unknown_host", .params = {{"host", host.substr(0, 100)}}};
}

Result<Lease> ManyWorkspaces::of(const http::Request& request) {
    KITH_TRY(auto entry, of_host(request));
    if (!entry) {
        // Who signs in anew comes from nowhere, whatever session is left.
        if (request.method == http::Method::Post && request.path == "/api/v1/session") return Lease();
        entry = directory_.by_tag(identity::tag_of_token(given_token(request)));
        if (!entry) return Lease();
    }
    return pool_.open(*entry);
}

Result<http::Response> ManyWorkspaces::handle_outside(const Route& route, http::Request& request, json::Value body) {
    if (is_route(route, http::Method::Post, "/session")) return sign_in_somewhere(*this, request, body);
    if (is_route(route, http::Method::Get, "/setup")) return http::Response::json(R"({"needed":false,"demo":false,"name":"Kith"})");
    if (is_route(route, http::Method::Post, "/setup")) return Error{.kind = ErrorKind::Forbidden, .code = "workspace.no_setup"};
    return Error{.kind = ErrorKind::Unauthenticated, .code = "auth.required"};
}

std::optional<Result<http::Response>> ManyWorkspaces::handle_instead(const Route& route, Call& call) {
    // Whose server it is makes workspaces and their first administrators, not whoever comes first.
    if (is_route(route, http::Method::Post, "/setup")) return Error{.kind = ErrorKind::Forbidden, .code = "workspace.no_setup"};
    if (is_route(route, http::Method::Get, "/setup")) {
        const auto settings = call.workspace.settings();
        std::string body;
        json::Writer(body).begin_object().member("needed", false).member("demo", settings.demo).member("name", settings.name).end_object();
        return http::Response::json(std::move(body));
    }
    if (is_route(route, http::Method::Get, "/session/workspaces")) return own_workspaces(*this, call);
    if (is_route(route, http::Method::Post, "/session/workspace")) return change_workspace(*this, call);
    if (is_route(route, http::Method::Delete, "/session")) forget_proofs(*this, call);
    return std::nullopt;
}

std::optional<http::Response> ManyWorkspaces::page_instead(const http::Request& request) {
    const auto language = i18n::negotiate(request.header("accept-language"));
    const auto entry = of_host(request);
    if (!entry) return page_in_words(404, language, entry.error());
    if (*entry && (*entry)->state != WorkspaceState::Active) {
        return page_in_words(403, language, {.code = "workspace.suspended", .params = {{"name", (*entry)->name}}});
    }
    return std::nullopt;
}

void ManyWorkspaces::write_figures(metrics::Exposition& out) {
    std::map<std::string_view, int> by_state;
    const auto all = directory_.all();
    for (const auto& entry : *all) ++by_state[name_of(entry.state)];
    out.about("kith_workspaces", "gauge", "Workspaces of this server, by state.");
    for (const auto& [state, count] : by_state) out.sample("kith_workspaces", metrics::label("state", state), count);
    out.single("kith_workspaces_open", "gauge", "Workspaces that are open.", static_cast<double>(pool_.open_count()));
}

void ManyWorkspaces::mount(http::Router& router) {
    if (options_.operator_api) mount_operator_api(router, *this);
}

}  // namespace kith::app
