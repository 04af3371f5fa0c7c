#pragma once

#include <atomic>
#include <chrono>
#include <memory>
#include <mutex>
#include <string>

#include "app/dispatcher.hpp"
#include "app/metrics.hpp"
#include "app/readiness.hpp"
#include "app/web_files.hpp"
#include "app/workspaces/workspaces.hpp"
#include "http/server.hpp"
#include "records/jobs/runner.hpp"
#include "records/workspace.hpp"

namespace kith::app {

struct ServeOptions {
    std::string address = "127.0.0.1";
    std::uint16_t port = 8080;
    std::string data_folder;  // uploads lie below it
    bool access_log = true;
    std::chrono::milliseconds slow_request{2'000};  // written to the log from then on; 0: never
    std::string metrics_token;                      // who has it may read /metrics; "": nobody so
    int io_threads = 1;
    int workers = 64;
    std::size_t max_connections = 10'000;
    std::chrono::seconds keep_alive{75};
    int job_threads = 1;                            // 0: a worker beside it runs the jobs
};

/// The server with everything on it: the API, the web app, health, metrics. Start and stop from one
/// thread.
class Application {
public:
    Application(records::Workspace& workspace, ServeOptions options);
    /// Of many workspaces; it, and what its answers come from, must outlive this.
    Application(Workspaces& workspaces, ServeOptions options);
    ~Application();

    Result<void> start();
    [[nodiscard]] std::uint16_t port() const;
    /// From now on /readyz says no and connections end with their answers, so that a balancer sends nobody more.
    void drain();
    /// Whether a request to itself is answered.
    [[nodiscard]] bool answers() const;
    void stop(std::chrono::seconds grace);

private:
    Application(std::unique_ptr<Workspaces> own, Workspaces* workspaces, ServeOptions options);
    void mount();
    http::Response readiness_page();
    http::Response metrics_page(const http::Request& request);
    http::Response web_page(const http::Request& request);
    http::Response other_page(const http::Request& request);
    http::Response error_page(int status, const Error& error, const http::Request* request);
    void observe(const http::Request& request, std::string_view route, int status, std::size_t bytes,
                 std::chrono::microseconds took);

    std::unique_ptr<Workspaces> own_;
    Workspaces& workspaces_;
    ServeOptions options_;
    http::Router router_;
    Dispatcher dispatcher_;
    WebFiles web_;
    Metrics metrics_;
    Readiness readiness_;
    /// Made anew after the objects changed.
    std::string api_description();
    std::mutex openapi_mutex_;
    std::string openapi_;
    std::int64_t openapi_version_ = 0;
    std::atomic<bool> draining_{false};
    std::unique_ptr<http::Server> server_;
    jobs::JobRunner runner_;
};

/// What a served workspace has running beside requests, until it is closed.
void start_in_background(records::Workspace& workspace);

}  // namespace kith::app
