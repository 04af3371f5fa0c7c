#include "app/service_manager.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <cstring>
#include <string>

#include "base/log.hpp"

namespace kith::app {
namespace {

std::string_view variable(const char* name) {
    const char* value = std::getenv(name);
    return value == nullptr ? std::string_view{} : std::string_view(value);
}

std::int64_t number_in(const char* name) {
    const auto text = variable(name);
    std::int64_t out = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), out);
    return problem == std::errc() && end == text.data() + text.size() ? out : 0;
}

}  // namespace

void tell_service_manager(std::string_view state) {
    const auto path = variable("NOTIFY_SOCKET");
    sockaddr_un to{};
    to.sun_family = AF_UNIX;
    if (path.size() < 2 || path.size() >= sizeof to.sun_path || (path[0] != '/' && path[0] != '@')) return;
    std::memcpy(to.sun_path, path.data(), path.size());
    if (path[0] == '@') to.sun_path[0] = '\0';  // a name of the kernel's, and no file
    const int socket = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (socket < 0) return;
    const auto length = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + path.size());
    if (::sendto(socket, state.data(), state.size(), MSG_NOSIGNAL, reinterpret_cast<const sockaddr*>(&to), length) < 0)
        log::warning("serve.not_notified", {{"problem", std::strerror(errno)}});
    ::close(socket);
}

Watchdog::Watchdog(std::function<bool()> alive) : alive_(std::move(alive)) {
    const auto micros = number_in("WATCHDOG_USEC");
    const auto pid = number_in("WATCHDOG_PID");
    if (micros <= 0 || (pid != 0 && pid != ::getpid()) || variable("NOTIFY_SOCKET").empty()) return;
    // Three times in that time: one answer may be late.
    thread_ = std::thread([this, every = std::chrono::microseconds(micros / 3)] { work(every); });
}

Watchdog::~Watchdog() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
        changed_.notify_all();
    }
    if (thread_.joinable()) thread_.join();
}

void Watchdog::work(std::chrono::microseconds every) {
    std::unique_lock lock(mutex_);
    while (!stopping_) {
        lock.unlock();
        const bool alive = alive_();
        lock.lock();
        if (alive)
            tell_service_manager("WATCHDOG=1");
        else if (!stopping_)
            log::error("serve.does_not_answer");
        changed_.wait_for(lock, every, [&] { return stopping_; });
    }
}

bool answers_health(const std::string& address, std::uint16_t port, std::chrono::milliseconds patience) {
    sockaddr_storage to{};
    socklen_t length = 0;
    // Where it listens on all addresses, loopback is one of them.
    if (auto& v4 = reinterpret_cast<sockaddr_in&>(to); ::inet_pton(AF_INET, address == "0.0.0.0" ? "127.0.0.1" : address.c_str(), &v4.sin_addr) == 1) {
        v4.sin_family = AF_INET;
        v4.sin_port = htons(port);
        length = sizeof v4;
    } else if (auto& v6 = reinterpret_cast<sockaddr_in6&>(to); ::inet_pton(AF_INET6, address == "::" ? "::1" : address.c_str(), &v6.sin6_addr) == 1) {
        v6.sin6_family = AF_INET6;
        v6.sin6_port = htons(port);
        length = sizeof v6;
    } else {
        return false;
    }
    const int socket = ::socket(to.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (socket < 0) return false;
    timeval wait{};
    wait.tv_sec = static_cast<time_t>(patience.count() / 1000);
    wait.tv_usec = static_cast<suseconds_t>(patience.count() % 1000 * 1000);
    ::setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &wait, sizeof wait);
    ::setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof wait);
    constexpr std::string_view kAsk = "GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    char byte = 0;
    const bool answered = ::connect(socket, reinterpret_cast<const sockaddr*>(&to), length) == 0 &&
                          ::send(socket, kAsk.data(), kAsk.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(kAsk.size()) &&
                          ::recv(socket, &byte, 1, 0) == 1;
    ::close(socket);
    return answered;
}

}  // namespace kith::app
