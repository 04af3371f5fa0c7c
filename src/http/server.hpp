#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "http/router.hpp"

namespace kith::http {

struct ServerOptions {
    std::string address = "127.0.0.1";
    std::uint16_t port = 8080;  // 0: any free one, see Server::port()
    int io_threads = 1;
    int workers = 64;           // threads that run handlers; most of them sleep in a group commit
    std::size_t max_header_bytes = 16 * 1024;  // 431
    std::chrono::seconds header_timeout{10};   // a slow header or body is cut off (408)
    std::chrono::seconds body_idle_timeout{20};
    std::size_t least_body_rate = 1024;  // bytes a second, once body_idle_timeout has passed
    std::chrono::seconds keep_alive{75};
    std::size_t max_connections = 10'000;
    std::size_t max_queued = 4'096;  // requests waiting for a worker; past it 503 with Retry-After
    std::chrono::milliseconds heartbeat{15'000};  // of event streams: a comment, so that proxies keep them
    std::string upload_folder = {};                 // for routes with body_to_file
    /// Who may name a request (X-Request-Id) for others; without it, anybody.
    std::function<bool(std::string_view remote)> trusts = {};
    std::chrono::milliseconds reconnect_within{3'000};  // event streams, when the server stops: not all at once
};

/// HTTP/1.1: keep-alive, pipelining in order, HEAD, 100-continue, chunked requests, Accept-Encoding
/// (brotli, gzip), ranges of files. Handlers are synchronous and run on the worker pool; I/O threads
/// only move bytes. An answer to what never reached a handler (400, 404, 405, 408, 413, 431, 500,
/// 503) is made by `on_error`.
class Server {
public:
    /// `on_error(status, error, request or null)` makes the problem document.
    using ErrorPage = std::function<Response(int status, const Error& error, const Request* request)>;
    /// Called after each answer, on an I/O or worker thread.
    using Observer = std::function<void(const Request& request, std::string_view route, int status,
                                        std::size_t bytes, std::chrono::microseconds took)>;

    Server(ServerOptions options, const Router& router, ErrorPage on_error, Observer observer);
    ~Server();

    /// Binds and starts. `http.port_in_use`, `http.cannot_bind` (params `address`, `port`).
    Result<void> start();
    [[nodiscard]] std::uint16_t port() const;
    /// From now on each answer ends its connection, so that who has one looks for another server.
    void let_go();
    /// Stops accepting, tells event streams when to come back, lets running requests end (at most `grace`),
    /// closes the rest, joins.
    void stop(std::chrono::seconds grace);

    struct Stats {
        std::int64_t open_connections = 0;
        std::int64_t busy_workers = 0;
        std::int64_t queued = 0;
        std::int64_t event_streams = 0;
        std::int64_t refused_connections = 0;  // over max_connections
    };
    [[nodiscard]] Stats stats() const;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace kith::http
