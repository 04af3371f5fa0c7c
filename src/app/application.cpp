#include "app/application.hpp"

#include <filesystem>

#include "app/caller.hpp"
#include "app/composition.hpp"
#include "app/openapi.hpp"
#include "app/service_manager.hpp"
#include "base/log.hpp"
#include "http/problem.hpp"
#include "modules/collaboration/collaboration.hpp"
#include "modules/data/data.hpp"

namespace kith::app {
namespace {

http::Response plain(std::string body, int status = 200) {
    auto response = http::Response::text(std::move(body), status);
    response.with("Cache-Control", "no-store");
    return response;
}

/// What a server that was killed had half received. Another one may share the folder, so only what is
/// older than any upload in progress.
void remove_stale_uploads(const std::filesystem::path& folder) {
    namespace fs = std::filesystem;
    std::error_code ignored;
    fs::permissions(folder, fs::perms::owner_all, ignored);
    for (const auto& entry : fs::directory_iterator(folder, ignored)) {
        const auto age = fs::file_time_type::clock::now() - entry.last_write_time(ignored);
        if (entry.is_regular_file(ignored) && age > std::chrono::hours(1)) fs::remove(entry.path(), ignored);
    }
}

/// Without telling by the time it takes how much of it was right.
bool same_secret(std::string_view left, std::string_view right) {
    unsigned differing = left.size() == right.size() ? 0 : 1;
    for (std::size_t i = 0; i < left.size(); ++i)
        differing |= static_cast<unsigned>(static_cast<unsigned char>(left[i]) ^ static_cast<unsigned char>(right.empty() ? 0 : right[i % right.size()]));
    return differing == 0;
}

}  // namespace

Application::Application(records::Workspace& workspace, ServeOptions options)
    : Application(std::make_unique<OneWorkspace>(workspace), nullptr, std::move(options)) {}

Application::Application(Workspaces& workspaces, ServeOptions options) : Application(nullptr, &workspaces, std::move(options)) {}

Application::Application(std::unique_ptr<Workspaces> own, Workspaces* workspaces, ServeOptions options)
    : own_(std::move(own)), workspaces_(workspaces != nullptr ? *workspaces : *own_), options_(std::move(options)),
      dispatcher_(workspaces_, modules()), runner_(jobs::kinds(), {.threads = options_.job_threads}) {
    mount();
}

void start_in_background(records::Workspace& workspace) {
    collaboration::start_watch(workspace);
    imports::start_watch(workspace);
}

Application::~Application() { stop(std::chrono::seconds(5)); }

void Application::mount() {
    dispatcher_.mount(router_);
    workspaces_.mount(router_);
    web_.mount(router_, [this](http::Request& request) { return web_page(request); });
    router_.otherwise([this](http::Request& request) { return other_page(request); });
    router_.add(http::Method::Get, "/healthz", [](http::Request&) { return plain("ok\n"); });
    router_.add(http::Method::Get, "/readyz", [this](http::Request& request) {
        return guarded(request, "en", [this] { return readiness_page(); });
    });
    // Opening brought the tables up to date, or there would be no server to ask.
    readiness_.add("migrations", [] { return Result<void>(); });
    readiness_.add("database_read", [this] {
        workspaces_.database().read([](db::Transaction& tx) { (void)tx.query("select 1").next(); });
        return Result<void>();
    });
    readiness_.add("database_write", [this] {
        auto* const workspace = workspaces_.only();
        return workspaces_.database().write([&](db::Transaction& tx) -> Result<void> {
            if (workspace == nullptr) tx.execute("update directory_revision set value = value");
            else tx.execute("insert into readiness (id, at) values (1, $1) on conflict (id) do update set at = excluded.at", workspace->clock().now());
            return {};
        });
    });
    router_.add(http::Method::Get, "/metrics", [this](http::Request& request) {
        return guarded(request, "en", [&] { return metrics_page(request); });
    });
    router_.add(http::Method::Get, "/api/v1/openapi.json", [this](http::Request&) {
        auto response = http::Response::json(api_description());
        add_security_headers(response);
        return response;
    });
}

std::string Application::api_description() {
    const auto schema = workspaces_.schema();
    const std::lock_guard lock(openapi_mutex_);
    if (openapi_.empty() || openapi_version_ != schema->version()) {
        openapi_ = openapi_document(*schema, modules());
        openapi_version_ = schema->version();
    }
    return openapi_;
}

http::Response Application::readiness_page() {
    const auto answers = readiness_.ask();
    const bool ready = !draining_ && all_good(answers);
    auto response = http::Response::json(readiness_json(answers, draining_), ready ? 200 : 503);
    response.with("Cache-Control", "no-store");
    if (!ready) response.with("Retry-After", "5");
    return response;
}

http::Response Application::metrics_page(const http::Request& request) {
    // A proxy on this machine speaks for whoever is behind it, so then only an administrator may look.
    const bool local = is_loopback(request.remote) && request.header("x-forwarded-for").empty();
    const bool has_token = !options_.metrics_token.empty() && same_secret(request.header("authorization"), "Bearer " + options_.metrics_token);
    if (!local && !has_token) {
        auto* const workspace = workspaces_.only();
        if (workspace == nullptr) return http::problem({.kind = ErrorKind::Forbidden, .code = "auth.forbidden"}, "en", request.id);
        const auto caller = find_caller(*workspace, request);
        if (!caller) return http::problem(caller.error(), "en", request.id);
        if (const auto may = check_access(*caller, Access::Administrator); !may) {
            return http::problem(may.error(), caller->actor.language, request.id);
        }
    }
    auto response = plain(metrics_.text(server_->stats(), [this](metrics::Exposition& out) { workspaces_.write_figures(out); }, options_.data_folder, readiness_.ask(), draining_));
    response.content_type = "text/plain; version=0.0.4; charset=utf-8";
    return response;
}

/// What no other route has: the app's own addresses are its page.
http::Response Application::other_page(const http::Request& request) {
    return web_.is_page(request) ? web_page(request) : error_page(404, {.code = "http.no_such_path"}, &request);
}

http::Response Application::web_page(const http::Request& request) {
    auto instead = workspaces_.page_instead(request);
    if (!instead) return web_.page(request);
    add_security_headers(*instead);
    return std::move(*instead);
}

http::Response Application::error_page(int status, const Error& error, const http::Request* request) {
    auto response = http::error_page(status, error, request);
    add_security_headers(response);
    return response;
}

void Application::observe(const http::Request& request, std::string_view route, int status, std::size_t bytes,
                          std::chrono::microseconds took) {
    metrics_.answered(request.method, route, status, took);
    if (options_.slow_request.count() > 0 && took >= options_.slow_request) {
        log::warning("http.slow_request", {{"request", request.id}, {"method", std::string(http::name_of(request.method))},
                                           {"route", std::string(route)}, {"status", std::to_string(status)},
                                           {"micros", std::to_string(took.count())}});
    }
    if (!options_.access_log) return;
    // The route and not the address: what people search for is theirs.
    log::info("http.request", {{"request", request.id}, {"method", std::string(http::name_of(request.method))},
                               {"route", std::string(route)}, {"status", std::to_string(status)},
                               {"bytes", std::to_string(bytes)}, {"micros", std::to_string(took.count())},
                               {"remote", request.remote}});
}

Result<void> Application::start() {
    http::ServerOptions options;
    options.address = options_.address;
    options.port = options_.port;
    options.io_threads = options_.io_threads;
    options.workers = options_.workers;
    options.max_connections = options_.max_connections;
    options.keep_alive = options_.keep_alive;
    options.trusts = is_trusted_proxy;
    options.upload_folder = (std::filesystem::path(options_.data_folder) / "uploads").string();
    std::error_code failed;
    std::filesystem::create_directories(options.upload_folder, failed);
    if (failed) {
        return Error{.kind = ErrorKind::Invalid,
                     .code = "serve.no_upload_folder",
                     .params = {{"path", options.upload_folder}, {"problem", failed.message()}}};
    }
    remove_stale_uploads(options.upload_folder);
    server_ = std::make_unique<http::Server>(
        options, router_,
        [this](int status, const Error& error, const http::Request* request) {
            return error_page(status, error, request);
        },
        [this](const http::Request& request, std::string_view route, int status, std::size_t bytes,
               std::chrono::microseconds took) { observe(request, route, status, bytes, took); });
    KITH_CHECK(server_->start());
    if (auto* const workspace = workspaces_.only(); workspace != nullptr) {
        start_in_background(*workspace);
        runner_.add(*workspace);
        runner_.start();
    }
    return {};
}

std::uint16_t Application::port() const { return server_->port(); }

void Application::drain() {
    draining_ = true;
    if (server_) server_->let_go();
}

bool Application::answers() const {
    constexpr std::chrono::seconds kPatience{5};
    return answers_health(options_.address, port(), kPatience);
}

void Application::stop(std::chrono::seconds grace) {
    runner_.stop();
    if (server_) server_->stop(grace);
    readiness_.stop();
    server_.reset();
}

}  // namespace kith::app
