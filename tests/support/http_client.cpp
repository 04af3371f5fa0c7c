#include "support/http_client.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <cstdlib>

namespace kith::testing {

std::string_view Answer::header(std::string_view lower_name) const {
    for (const auto& [name, value] : headers)
        if (name == lower_name) return value;
    return {};
}

HttpClient::HttpClient(std::uint16_t port, const std::string& address, std::chrono::milliseconds patience) {
    const bool v6 = address.contains(':');
    socket_ = ::socket(v6 ? AF_INET6 : AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const timeval wait{patience.count() / 1000, (patience.count() % 1000) * 1000};
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof wait);
    ::setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &wait, sizeof wait);
    const int on = 1;
    ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    sockaddr_in v4{};
    v4.sin_family = AF_INET;
    v4.sin_port = htons(port);
    sockaddr_in6 six{};
    six.sin6_family = AF_INET6;
    six.sin6_port = htons(port);
    const int parsed = v6 ? ::inet_pton(AF_INET6, address.c_str(), &six.sin6_addr)
                          : ::inet_pton(AF_INET, address.c_str(), &v4.sin_addr);
    const auto* to = v6 ? reinterpret_cast<const sockaddr*>(&six) : reinterpret_cast<const sockaddr*>(&v4);
    if (parsed == 1 && ::connect(socket_, to, v6 ? sizeof six : sizeof v4) == 0) return;
    ::close(socket_);
    socket_ = -1;
}

HttpClient::~HttpClient() {
    if (socket_ >= 0) ::close(socket_);
}

bool HttpClient::send(std::string_view bytes) {
    while (!bytes.empty()) {
        const auto sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
}

bool HttpClient::fill() {
    char piece[16 * 1024];
    const auto got = ::recv(socket_, piece, sizeof piece, 0);
    if (got <= 0) return false;
    buffer_.append(piece, static_cast<std::size_t>(got));
    return true;
}

std::string HttpClient::receive_bytes(std::size_t bytes) {
    while (buffer_.size() < bytes && fill()) {
    }
    auto out = buffer_.substr(0, bytes);
    buffer_.erase(0, out.size());
    return out;
}

std::string HttpClient::receive_until(std::string_view end) {
    while (!buffer_.contains(end))
        if (!fill()) return receive_bytes(buffer_.size());
    return receive_bytes(buffer_.find(end) + end.size());
}

Answer HttpClient::receive(bool head_only) {
    Answer answer;
    const auto head = receive_until("\r\n\r\n");
    if (!head.starts_with("HTTP/1.1 ") || !head.ends_with("\r\n\r\n")) return answer;
    answer.status = std::atoi(head.c_str() + 9);
    std::string_view lines(head);
    lines.remove_prefix(lines.find("\r\n") + 2);
    while (!lines.starts_with("\r\n")) {
        const auto line = lines.substr(0, lines.find("\r\n"));
        lines.remove_prefix(line.size() + 2);
        std::string name(line.substr(0, line.find(':')));
        std::ranges::transform(name, name.begin(), [](unsigned char c) { return std::tolower(c); });
        answer.headers.emplace_back(name, line.substr(std::min(line.size(), name.size() + 2)));
    }
    if (head_only || answer.status == 204 || answer.status == 304 || answer.status < 200) return answer;
    const std::string length(answer.header("content-length"));
    if (length.empty()) {
        while (fill()) {
        }
        answer.body = receive_bytes(buffer_.size());
    } else {
        answer.body = receive_bytes(std::strtoull(length.c_str(), nullptr, 10));
    }
    return answer;
}

bool HttpClient::is_closed() {
    if (!buffer_.empty()) return false;
    char byte = 0;
    const auto got = ::recv(socket_, &byte, 1, 0);
    return got == 0 || (got < 0 && errno == ECONNRESET);
}

bool HttpClient::has_more() const {
    pollfd waiting{.fd = socket_, .events = POLLIN, .revents = 0};
    return !buffer_.empty() || ::poll(&waiting, 1, 0) > 0;
}

void HttpClient::shut_down() { ::shutdown(socket_, SHUT_WR); }

Answer HttpClient::request(std::string_view method, std::string_view path, std::string_view body,
                           const std::vector<std::pair<std::string, std::string>>& headers) {
    std::string bytes;
    bytes.append(method).append(" ").append(path).append(" HTTP/1.1\r\nHost: test\r\n");
    for (const auto& [name, value] : headers) bytes.append(name).append(": ").append(value).append("\r\n");
    if (!body.empty() || (method != "GET" && method != "HEAD"))
        bytes.append("Content-Length: ").append(std::to_string(body.size())).append("\r\n");
    bytes.append("\r\n").append(body);
    send(bytes);
    return receive(method == "HEAD");
}

}  // namespace kith::testing
