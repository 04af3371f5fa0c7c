#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace kith::testing {

struct Answer {
    int status = 0;  // 0: the connection ended before a whole head came
    std::vector<std::pair<std::string, std::string>> headers;  // names in lower case
    std::string body;

    [[nodiscard]] std::string_view header(std::string_view lower_name) const;
};

/// A blocking HTTP/1.1 client on one connection, for tests only. Every wait ends after `patience`.
class HttpClient {
public:
    explicit HttpClient(std::uint16_t port, const std::string& address = "127.0.0.1",
                        std::chrono::milliseconds patience = std::chrono::seconds(10));
    ~HttpClient();
    HttpClient(const HttpClient&) = delete;
    HttpClient& operator=(const HttpClient&) = delete;

    /// Bytes as they are. False when the other side has closed.
    bool send(std::string_view bytes);
    /// The next answer; `head_only` for the answer to HEAD. Without Content-Length: until the end.
    Answer receive(bool head_only = false);
    /// What has come, at least `bytes` of it unless the connection ends first.
    std::string receive_bytes(std::size_t bytes);
    /// All until `end` has come, with it.
    std::string receive_until(std::string_view end);
    /// True when the other side ends the connection and sends nothing before.
    bool is_closed();
    /// Whether something to receive, or the end, is there already.
    [[nodiscard]] bool has_more() const;
    void shut_down();
    [[nodiscard]] int socket() const { return socket_; }

    Answer request(std::string_view method, std::string_view path, std::string_view body = {},
                   const std::vector<std::pair<std::string, std::string>>& headers = {});
    Answer get(std::string_view path) { return request("GET", path); }

private:
    bool fill();

    int socket_ = -1;
    std::string buffer_;
};

}  // namespace kith::testing
