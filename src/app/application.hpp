#pragma once

#include <atomic>
#include <chrono>
#include <memory>
#include <mutex>
#include <string>

#include "app/dispatcher.hpp"
#include "app/metrics.hpp"
#include "app/web_files.hpp"
#include "http/server.hpp"
#include "records/workspace.hpp"

namespace kith::app {

struct ServeOptions {
    std::string address = "127.0.0.1";
    std::uint16_t port = 8080;
    std::string data_folder;  // uploads lie below it
    bool access_log = true;
};

/// The server with everything on it: the API, the web app, health, metrics. Start and stop from one
/// thread.
class Application {
public:
    Application(records::Workspace& workspace, ServeOptions options);
    ~Application();

    Result<void> start();
    [[nodiscard]] std::uint16_t port() const;
    /// From now on /readyz says no, so that a balancer sends nobody more.
    void drain();
    void stop(std::chrono::seconds grace);

private:
    void mount();
    http::Response metrics_page(const http::Request& request);
    http::Response other_page(const http::Request& request);
    http::Response error_page(int status, const Error& error, const http::Request* request);
    void observe(const http::Request& request, std::string_view route, int status, std::size_t bytes,
                 std::chrono::microseconds took);

    records::Workspace& workspace_;
    ServeOptions options_;
    http::Router router_;
    Dispatcher dispatcher_;
    WebFiles web_;
    Metrics metrics_;
    /// Made anew after the objects changed.
    std::string api_description();
    std::mutex openapi_mutex_;
    std::string openapi_;
    std::int64_t openapi_version_ = 0;
    std::atomic<bool> draining_{false};
    std::unique_ptr<http::Server> server_;
};

}  // namespace kith::app
