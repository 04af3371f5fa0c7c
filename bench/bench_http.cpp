#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string_view>
#include <thread>
#include <vector>

#include "http/problem.hpp"
#include "http/server.hpp"
#include "load.hpp"

/// Requests a second of a handler that does nothing, over keep-alive connections on loopback, and
/// the server's processor time for each; beside it the least a server can do: one thread that
/// answers whatever it receives with the same bytes. Usage: bench_http [connections] [milliseconds]
namespace {

using namespace kith;

constexpr std::string_view kAnswer =
    "HTTP/1.1 200 OK\r\nDate: Mon, 23 Nov 2026 07:00:00 GMT\r\nContent-Type: text/plain; charset=utf-8\r\n"
    "X-Request-Id: 0123456789abcdef\r\nContent-Length: 3\r\nConnection: keep-alive\r\n\r\nok\n";

class BareServer {
public:
    BareServer() {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t length = sizeof address;
        ::bind(listening_, reinterpret_cast<sockaddr*>(&address), length);
        ::listen(listening_, 1024);
        ::getsockname(listening_, reinterpret_cast<sockaddr*>(&address), &length);
        port_ = ntohs(address.sin_port);
        thread_ = std::thread([this] { run(); });
    }
    ~BareServer() {
        stopping_ = true;
        thread_.join();
        ::close(listening_);
    }
    [[nodiscard]] std::uint16_t port() const { return port_; }

private:
    void run() {
        const int epoll = ::epoll_create1(0);
        const auto watch = [&](int fd) {
            epoll_event event{};
            event.events = EPOLLIN;
            event.data.fd = fd;
            ::epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event);
        };
        watch(listening_);
        std::array<epoll_event, 256> events{};
        std::array<char, 4096> bytes{};
        while (!stopping_) {
            const int count = ::epoll_wait(epoll, events.data(), static_cast<int>(events.size()), 50);
            for (int i = 0; i < count; ++i) {
                const int fd = events[static_cast<std::size_t>(i)].data.fd;
                if (fd == listening_) {
                    const int client = ::accept4(fd, nullptr, nullptr, SOCK_NONBLOCK);
                    const int on = 1;
                    ::setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
                    watch(client);
                } else if (::recv(fd, bytes.data(), bytes.size(), 0) <= 0 ||
                           ::send(fd, kAnswer.data(), kAnswer.size(), MSG_NOSIGNAL) < 0) {
                    ::close(fd);
                }
            }
        }
        ::close(epoll);
    }

    int listening_ = ::socket(AF_INET, SOCK_STREAM, 0);
    std::uint16_t port_ = 0;
    std::atomic<bool> stopping_ = false;
    std::thread thread_;
};

}  // namespace

int main(int argc, char** argv) {
    const int connections = argc > 1 ? std::atoi(argv[1]) : 64;
    const std::chrono::milliseconds each(argc > 2 ? std::atoi(argv[2]) : 1500);
    const std::string request = "GET /healthz HTTP/1.1\r\nHost: localhost\r\nUser-Agent: bench\r\n\r\n";

    http::Router router;
    router.add(http::Method::Get, "/healthz", [](http::Request&) { return http::Response::text("ok\n"); });
    http::Server server({.port = 0}, router, http::error_page, nullptr);
    if (!server.start()) return 1;
    BareServer bare;

    // In turn, so that a noisy neighbour meets both.
    std::vector<bench::Load> ours;
    std::vector<bench::Load> least;
    for (int i = 0; i < 5; ++i) {
        ours.push_back(bench::load(server.port(), {request}, connections, each));
        least.push_back(bench::load(bare.port(), {request}, connections, each));
    }
    const auto median = [](std::vector<bench::Load>& runs) {
        std::ranges::sort(runs, {}, &bench::Load::per_second);
        return runs[runs.size() / 2];
    };
    const auto a = median(ours);
    const auto b = median(least);
    const auto line = [](const char* name, const bench::Load& run) {
        std::printf("%-12s %8.0f requests/s  %5.2f us CPU each  p50 %5.0f us  p99 %5.0f us  %lld failed\n", name,
                    run.per_second, run.server_cpu_us, run.p50_us, run.p99_us, static_cast<long long>(run.failed));
    };
    line("kith", a);
    line("bare epoll", b);
    std::printf("ratio        %8.2f\n", a.per_second / b.per_second);
    server.stop(std::chrono::seconds(1));
    return a.failed == 0 ? 0 : 1;
}
