#include "load.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <string_view>
#include <thread>

namespace kith::bench {

namespace {

using Clock = std::chrono::steady_clock;

struct Client {
    int socket = -1;
    std::string received;
    Clock::time_point sent;
};

double seconds_of(const timeval& t) { return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6; }

double cpu_of_process() {
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    return seconds_of(usage.ru_utime) + seconds_of(usage.ru_stime);
}

double cpu_of_thread() {
    timespec t{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_nsec) / 1e9;
}

int connect_to(std::uint16_t port) {
    const int fd = ::socket(AF_INET, SOCK_STREAM, 0);
    const int on = 1;
    ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0) return fd;
    ::close(fd);
    return -1;
}

/// The length of the answer that stands at the front, 0 when it is not whole yet.
std::size_t answer_length(std::string_view bytes) {
    const auto head = bytes.find("\r\n\r\n");
    if (head == std::string_view::npos) return 0;
    const auto field = bytes.find("Content-Length: ");
    const auto body = field < head ? std::strtoull(bytes.data() + field + 16, nullptr, 10) : 0;
    return bytes.size() >= head + 4 + body ? head + 4 + body : 0;
}

Load run(std::uint16_t port, const std::vector<std::string>& requests, int connections,
         std::chrono::milliseconds duration) {
    Load result;
    const int epoll = ::epoll_create1(0);
    std::vector<Client> clients(static_cast<std::size_t>(connections));
    std::size_t next = 0;
    const auto send_next = [&](Client& client) {
        const auto& request = requests[next++ % requests.size()];
        client.sent = Clock::now();
        if (::send(client.socket, request.data(), request.size(), MSG_NOSIGNAL) < 0) ++result.failed;
    };
    for (auto& client : clients) {
        client.socket = connect_to(port);
        epoll_event event{};
        event.events = EPOLLIN;
        event.data.ptr = &client;
        ::epoll_ctl(epoll, EPOLL_CTL_ADD, client.socket, &event);
    }
    const double cpu_before = cpu_of_process() - cpu_of_thread();
    const auto begin = Clock::now();
    for (auto& client : clients) send_next(client);
    std::vector<float> took;
    took.reserve(1u << 20);
    std::array<epoll_event, 256> events{};
    std::array<char, 64 * 1024> piece{};
    while (Clock::now() - begin < duration) {
        const int count = ::epoll_wait(epoll, events.data(), static_cast<int>(events.size()), 100);
        for (int i = 0; i < count; ++i) {
            auto& client = *static_cast<Client*>(events[static_cast<std::size_t>(i)].data.ptr);
            const auto got = ::recv(client.socket, piece.data(), piece.size(), MSG_DONTWAIT);
            if (got <= 0) {
                ++result.failed;
                ::epoll_ctl(epoll, EPOLL_CTL_DEL, client.socket, nullptr);
                continue;
            }
            client.received.append(piece.data(), static_cast<std::size_t>(got));
            const auto length = answer_length(client.received);
            if (length == 0) continue;
            if (!client.received.starts_with("HTTP/1.1 2")) ++result.failed;
            client.received.erase(0, length);
            took.push_back(std::chrono::duration<float, std::micro>(Clock::now() - client.sent).count());
            send_next(client);
        }
    }
    const double wall = std::chrono::duration<double>(Clock::now() - begin).count();
    const double cpu = cpu_of_process() - cpu_of_thread() - cpu_before;
    for (auto& client : clients) ::close(client.socket);
    ::close(epoll);
    if (took.empty()) return result;
    result.per_second = static_cast<double>(took.size()) / wall;
    result.server_cpu_us = cpu * 1e6 / static_cast<double>(took.size());
    std::ranges::sort(took);
    result.p50_us = took[took.size() / 2];
    result.p99_us = took[took.size() * 99 / 100];
    return result;
}

}  // namespace

Load load(std::uint16_t port, const std::vector<std::string>& requests, int connections,
          std::chrono::milliseconds duration) {
    Load result;
    std::thread thread([&] { result = run(port, requests, connections, duration); });
    thread.join();
    return result;
}

}  // namespace kith::bench
