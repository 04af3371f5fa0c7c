#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdlib>
#include <stdexcept>
#include <string>
#include <string_view>

namespace kith::bench {

/// One connection kept open, one request at a time: what a single person's browser does. `token` signs in.
class Connection {
public:
    Connection(std::uint16_t port, std::string token) : socket_(::socket(AF_INET, SOCK_STREAM, 0)), token_(std::move(token)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        const int on = 1;
        ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        if (::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) throw std::runtime_error("no connection");
    }
    ~Connection() { ::close(socket_); }
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    [[nodiscard]] std::string request(std::string_view method, std::string_view path, std::string_view body = {}) const {
        return std::string(method) + " /api/v1" + std::string(path) + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + token_ +
               "\r\nContent-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + std::string(body);
    }
    /// The body of the answer; throws where that is not 2xx.
    std::string answer(std::string_view request) {
        while (!request.empty()) {
            const auto sent = ::send(socket_, request.data(), request.size(), MSG_NOSIGNAL);
            if (sent <= 0) throw std::runtime_error("cannot send");
            request.remove_prefix(static_cast<std::size_t>(sent));
        }
        std::size_t head = 0;
        while ((head = got_.find("\r\n\r\n")) == std::string::npos) receive();
        const auto at = got_.find("Content-Length: ");
        const std::size_t size = head + 4 + (at < head ? std::strtoul(got_.c_str() + at + 16, nullptr, 10) : 0);
        while (got_.size() < size) receive();
        std::string body = got_.substr(head + 4, size - head - 4);
        const bool good = got_.starts_with("HTTP/1.1 2");
        got_.erase(0, size);
        if (!good) throw std::runtime_error("refused: " + body);
        return body;
    }
    std::string ask(std::string_view method, std::string_view path, std::string_view body = {}) { return answer(request(method, path, body)); }

private:
    void receive() {
        char piece[64 * 1024];
        const auto some = ::recv(socket_, piece, sizeof piece, 0);
        if (some <= 0) throw std::runtime_error("the connection ended");
        got_.append(piece, static_cast<std::size_t>(some));
    }

    int socket_;
    std::string token_;
    std::string got_;
};

}  // namespace kith::bench
