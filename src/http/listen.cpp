#include "http/listen.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

namespace kith::http {

namespace {

constexpr int kBacklog = 1024;

struct Address {
    sockaddr_storage storage{};
    socklen_t length = 0;

    sockaddr* get() { return reinterpret_cast<sockaddr*>(&storage); }
    [[nodiscard]] int family() const { return storage.ss_family; }
    void set_port(std::uint16_t port) {
        if (family() == AF_INET6)
            reinterpret_cast<sockaddr_in6*>(&storage)->sin6_port = htons(port);
        else
            reinterpret_cast<sockaddr_in*>(&storage)->sin_port = htons(port);
    }
    [[nodiscard]] std::uint16_t port() const {
        return ntohs(family() == AF_INET6 ? reinterpret_cast<const sockaddr_in6*>(&storage)->sin6_port
                                          : reinterpret_cast<const sockaddr_in*>(&storage)->sin_port);
    }
};

bool read_address(std::string text, Address& address) {
    if (text == "localhost") text = "127.0.0.1";
    if (text.size() > 2 && text.front() == '[' && text.back() == ']') text = text.substr(1, text.size() - 2);
    auto* v4 = reinterpret_cast<sockaddr_in*>(&address.storage);
    if (::inet_pton(AF_INET, text.c_str(), &v4->sin_addr) == 1) {
        v4->sin_family = AF_INET;
        address.length = sizeof *v4;
        return true;
    }
    auto* v6 = reinterpret_cast<sockaddr_in6*>(&address.storage);
    if (::inet_pton(AF_INET6, text.c_str(), &v6->sin6_addr) == 1) {
        v6->sin6_family = AF_INET6;
        address.length = sizeof *v6;
        return true;
    }
    return false;
}

/// A bound socket, or -1 and errno.
int bind_to(Address& address, bool shared) {
    const int fd = ::socket(address.family(), SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0) return -1;
    const int on = 1;
    ::setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (shared) ::setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, &on, sizeof on);
    if (::bind(fd, address.get(), address.length) == 0 && ::getsockname(fd, address.get(), &address.length) == 0)
        return fd;
    const int problem = errno;
    ::close(fd);
    errno = problem;
    return -1;
}

}  // namespace

Result<std::vector<Listener>> listen_on(const std::string& address, std::uint16_t& port, int count) {
    std::vector<Listener> listeners;
    const auto failed = [&](int problem) {
        for (const auto& listener : listeners) ::close(listener.socket);
        return Error{.kind = ErrorKind::Unavailable,
                     .code = problem == EADDRINUSE ? "http.port_in_use" : "http.cannot_bind",
                     .params = {{"address", address},
                                {"port", std::to_string(port)},
                                {"problem", std::strerror(problem)}}};
    };
    Address bound;
    if (!read_address(address, bound)) return failed(EADDRNOTAVAIL);
    bound.set_port(port);
    if (count > 1) {
        // With SO_REUSEPORT a second server would quietly take half of the first one's clients: so
        // ask without it first whether the port is free.
        const int probe = bind_to(bound, false);
        if (probe < 0) return failed(errno);
        ::close(probe);
    }
    for (int i = 0; i < count; ++i) {
        const int fd = bind_to(bound, count > 1);
        if (fd < 0) return failed(errno);
        listeners.push_back({fd, bound.family()});
        if (::listen(fd, kBacklog) != 0) return failed(errno);
    }
    port = bound.port();
    return listeners;
}

}  // namespace kith::http
