#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "http/message.hpp"

namespace kith::http {

std::string_view reason_of(int status);

/// The bytes of one answer and how far they have got. Moves from the worker, which sends what the
/// socket takes at once, to the I/O thread, which sends the rest.
class Outgoing {
public:
    /// Compresses, answers `If-None-Match`, and writes the head. None when the response cannot be
    /// sent as it is: a header that would break out of its line, a body file that is not there.
    /// `request` may be null (an answer to what could not be read).
    static std::optional<Outgoing> make(Response&& response, const Request* request, bool keep_alive);
    /// The head of an event stream: no length, ends with the connection.
    static std::string stream_head(const Response& response, const Request& request);

    Outgoing(Outgoing&& other) noexcept;
    Outgoing& operator=(Outgoing&& other) noexcept;
    ~Outgoing();

    enum class Progress { Done, Blocked, Failed };
    /// Sends until all is sent or the socket (non-blocking) takes no more.
    Progress send_to(int socket);

    [[nodiscard]] int status() const { return status_; }
    /// Head and body.
    [[nodiscard]] std::size_t size() const { return size_; }
    /// Bytes not sent yet.
    [[nodiscard]] std::size_t left() const;
    [[nodiscard]] bool keep_alive() const { return keep_alive_; }

private:
    Outgoing() = default;
    Progress send_file(int socket);
    [[nodiscard]] std::string_view body_in_memory() const;

    std::string head_;
    std::string body_;
    std::shared_ptr<const std::string> shared_;
    bool has_body_ = false;  // false for HEAD, 204, 304
    int file_ = -1;
    std::uint64_t file_left_ = 0;
    std::size_t sent_ = 0;  // of head and body in memory
    std::size_t size_ = 0;
    int status_ = 200;
    bool keep_alive_ = true;
};

}  // namespace kith::http
