#include "http/io_thread.hpp"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <algorithm>
#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <chrono>
#include <exception>
#include <string>
#include <string_view>
#include <thread>
#include <utility>

#include "base/log.hpp"
#include "http/connection.hpp"

namespace kith::http {

namespace {

namespace asio = boost::asio;
using Executor = asio::io_context::executor_type;
using Acceptor = asio::basic_socket_acceptor<asio::ip::tcp, Executor>;
using Clock = Connection::Clock;
using Timer = asio::basic_waitable_timer<Clock, asio::wait_traits<Clock>, Executor>;

constexpr std::string_view kTooMany =
    "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 5\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

}  // namespace

struct IoThread::Impl {
    Impl(Service& shared, int listening_socket, int family)
        : service(shared),
          acceptor(context, family == AF_INET6 ? asio::ip::tcp::v6() : asio::ip::tcp::v4(), listening_socket),
          ticker(context),
          pause(context) {
        using std::chrono::milliseconds;
        const auto& o = service.options;
        const auto shortest = std::min({milliseconds(o.header_timeout), milliseconds(o.body_idle_timeout),
                                        milliseconds(o.keep_alive), o.heartbeat});
        tick_every = std::clamp<milliseconds>(shortest / 4, milliseconds(20), milliseconds(1000));
    }

    void accept() {
        acceptor.async_accept([this](const boost::system::error_code& ec, Socket socket) {
            if (ec == asio::error::operation_aborted || !acceptor.is_open()) return;
            if (ec) {
                // Out of files, most likely: trying again at once would only burn the processor.
                log::warning("http.accept_failed", {{"problem", ec.message()}});
                pause.expires_after(std::chrono::milliseconds(100));
                pause.async_wait([this](const boost::system::error_code& stopped) {
                    if (!stopped) accept();
                });
                return;
            }
            take(std::move(socket));
            accept();
        });
    }

    void take(Socket socket) {
        boost::system::error_code ec;
        socket.native_non_blocking(true, ec);
        const int on = 1;
        ::setsockopt(socket.native_handle(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        if (service.open_connections >= static_cast<std::int64_t>(service.options.max_connections)) {
            service.refused_connections.fetch_add(1, std::memory_order_relaxed);
            [[maybe_unused]] const auto sent =
                ::send(socket.native_handle(), kTooMany.data(), kTooMany.size(), MSG_NOSIGNAL);
            return;
        }
        const auto peer = socket.remote_endpoint(ec);
        if (ec) return;  // gone already
        auto connection =
            std::make_shared<Connection>(std::move(socket), connections, service, peer.address().to_string(ec));
        connections.push_back(connection);
        connection->start(std::prev(connections.end()));
    }

    void tick() {
        ticker.expires_after(tick_every);
        ticker.async_wait([this](const boost::system::error_code& ec) {
            if (ec) return;
            const auto now = Clock::now();
            for_each([now](Connection& connection) { connection.check_time(now); });
            tick();
        });
    }

    /// `action` may close its connection, which leaves the list.
    template <class Action>
    void for_each(const Action& action) {
        for (auto next = connections.begin(); next != connections.end();) action(**next++);
    }

    void run() {
        while (true) {
            try {
                context.run();
                return;
            } catch (const std::exception& problem) {
                // Out of memory or a bug in one connection; the others go on.
                log::error("http.io_failed", {{"problem", problem.what()}});
            }
        }
    }

    Service& service;
    asio::io_context context{1};
    Acceptor acceptor;
    Timer ticker;
    Timer pause;
    std::chrono::milliseconds tick_every{1000};
    Connection::List connections;
    std::thread thread;
};

IoThread::IoThread(Service& service, int listening_socket, int family)
    : impl_(std::make_unique<Impl>(service, listening_socket, family)) {}

IoThread::~IoThread() { stop(); }

void IoThread::start() {
    impl_->accept();
    impl_->tick();
    impl_->thread = std::thread([impl = impl_.get()] { impl->run(); });
}

void IoThread::drain() {
    asio::post(impl_->context, [impl = impl_.get()] {
        boost::system::error_code ignored;
        impl->acceptor.close(ignored);
        impl->for_each([](Connection& connection) { connection.drain(); });
    });
}

void IoThread::abort() {
    asio::post(impl_->context, [impl = impl_.get()] {
        impl->for_each([](Connection& connection) { connection.abort(); });
    });
}

void IoThread::stop() {
    if (!impl_->thread.joinable()) return;
    asio::post(impl_->context, [impl = impl_.get()] {
        boost::system::error_code ignored;
        impl->acceptor.close(ignored);
        impl->ticker.cancel();
        impl->pause.cancel();
        impl->for_each([](Connection& connection) { connection.close(); });
        impl->context.stop();
    });
    impl_->thread.join();
}

}  // namespace kith::http
