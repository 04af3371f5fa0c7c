#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "http/message.hpp"

namespace kith::http {

/// Reads one HTTP/1 request from bytes as they come. Stricter than it must be wherever two readers
/// of the same bytes could see two requests (RFC 9112, 11.2): one Content-Length, not together with
/// Transfer-Encoding, no coding but chunked, CRLF only, one Host.
class RequestParser {
public:
    struct Limits {
        std::size_t head_bytes = 16 * 1024;
        std::size_t head_fields = 100;
    };
    enum class Status { NeedMore, Head, Done, Failed };
    struct Step {
        Status status;
        std::size_t consumed;  // the rest is to be fed again, with more behind it
    };

    explicit RequestParser(Limits limits);
    ~RequestParser();

    /// `Head` comes once, when the head is whole; `Done` when the body is. A request without a body
    /// is Done at the next call, which may be given no bytes.
    Step feed(std::string_view bytes);

    [[nodiscard]] Request& request();
    /// Percent-encoded, without query; for the router.
    [[nodiscard]] std::string_view raw_path() const;
    [[nodiscard]] bool keeps_alive() const;
    [[nodiscard]] bool expects_continue() const;
    [[nodiscard]] bool has_body() const;
    [[nodiscard]] std::optional<std::uint64_t> content_length() const;

    /// After Head: how many bytes of body are taken, whatever its framing.
    void limit_body(std::size_t bytes);
    /// After Head: the body goes to this open file instead of the request's `body`.
    void body_to(int file);

    struct Failure {
        int status = 400;
        std::string_view code;
    };
    /// After Failed.
    [[nodiscard]] Failure failure() const;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace kith::http
