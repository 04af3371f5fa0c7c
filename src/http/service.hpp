#pragma once

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <string>
#include <utility>

#include "http/router.hpp"
#include "http/server.hpp"
#include "http/worker_pool.hpp"

namespace kith::http {

/// What all connections of a server share. Outlives them.
struct Service {
    Service(ServerOptions server_options, const Router& routes, Server::ErrorPage error_page,
            Server::Observer watcher)
        : options(std::move(server_options)), router(routes), on_error(std::move(error_page)),
          observer(std::move(watcher)), pool(std::max(1, options.workers), options.max_queued) {}

    const ServerOptions options;
    const Router& router;
    const Server::ErrorPage on_error;
    const Server::Observer observer;
    WorkerPool pool;
    std::atomic<bool> stopping{false};
    std::atomic<bool> letting_go{false};  // still serving, but no connection outlives its request
    std::atomic<std::int64_t> open_connections{0};
    std::atomic<std::int64_t> event_streams{0};
    std::atomic<std::int64_t> refused_connections{0};

    /// A new request's id: unique in this process, hard to guess from others.
    std::string next_request_id();
    /// An open file for an upload; its path comes in `path`. -1: none could be made.
    [[nodiscard]] int open_upload(std::string& path) const;

private:
    std::atomic<std::uint64_t> next_id_{0};
};

}  // namespace kith::http
