#include "http/server.hpp"

#include <algorithm>
#include <csignal>
#include <thread>
#include <utility>
#include <vector>

#include "http/io_thread.hpp"
#include "http/listen.hpp"
#include "http/service.hpp"

namespace kith::http {

struct Server::Impl {
    Impl(ServerOptions options, const Router& router, ErrorPage on_error, Observer observer)
        : service(std::move(options), router, std::move(on_error), std::move(observer)) {}

    Service service;
    std::vector<std::unique_ptr<IoThread>> threads;
    std::uint16_t port = 0;
    bool running = false;
};

Server::Server(ServerOptions options, const Router& router, ErrorPage on_error, Observer observer)
    : impl_(std::make_unique<Impl>(std::move(options), router, std::move(on_error), std::move(observer))) {}

Server::~Server() { stop(std::chrono::seconds(0)); }

Result<void> Server::start() {
    std::signal(SIGPIPE, SIG_IGN);
    const auto& options = impl_->service.options;
    auto port = options.port;
    KITH_TRY(const auto listeners, listen_on(options.address, port, std::max(1, options.io_threads)));
    impl_->port = port;
    for (const auto& listener : listeners)
        impl_->threads.push_back(std::make_unique<IoThread>(impl_->service, listener.socket, listener.family));
    for (auto& thread : impl_->threads) thread->start();
    impl_->running = true;
    return {};
}

std::uint16_t Server::port() const { return impl_->port; }

void Server::let_go() { impl_->service.letting_go = true; }

void Server::stop(std::chrono::seconds grace) {
    if (!std::exchange(impl_->running, false)) return;
    auto& service = impl_->service;
    service.stopping = true;
    for (auto& thread : impl_->threads) thread->drain();
    const auto until = std::chrono::steady_clock::now() + grace;
    while (service.open_connections > 0 && std::chrono::steady_clock::now() < until)
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    for (auto& thread : impl_->threads) thread->abort();
    service.pool.stop();
    for (auto& thread : impl_->threads) thread->stop();
}

Server::Stats Server::stats() const {
    const auto& service = impl_->service;
    return {service.open_connections, service.pool.busy(), service.pool.queued(), service.event_streams, service.refused_connections};
}

}  // namespace kith::http
