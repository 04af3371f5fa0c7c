#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace kith::http {

enum class Method { Get, Head, Post, Put, Patch, Delete, Options };
std::string_view name_of(Method method);

using Headers = std::vector<std::pair<std::string, std::string>>;

/// A request whose head and body were read whole. Owned by the connection while a handler runs.
struct Request {
    Method method = Method::Get;
    std::string path;    // percent-decoded, without query
    std::string query;   // raw, without '?'
    Headers headers;     // names in lower case
    std::string body;    // empty when body_file is set
    std::string body_file;  // path of the upload for routes with `body_to_file`; removed after the response unless moved
    std::string remote;  // peer address, without port
    std::string id;      // request id: the X-Request-Id given (if sane) or a new one
    std::vector<std::pair<std::string, std::string>> path_params;

    /// The first header of that name (lower case), or "".
    [[nodiscard]] std::string_view header(std::string_view lower_name) const;
    /// The `{name}` part of the route's path, or "".
    [[nodiscard]] std::string_view param(std::string_view name) const;
    /// A query parameter, percent-decoded; none if absent.
    [[nodiscard]] std::optional<std::string> query_param(std::string_view name) const;
    [[nodiscard]] std::string_view cookie(std::string_view name) const;
};

/// The open end of a server-sent-events answer. Thread-safe; sends nothing once the client is gone.
class EventStream {
public:
    virtual ~EventStream() = default;
    /// One event; `data` may have several lines. False when the client is gone or too slow (over
    /// 1 MiB unsent, then it is closed).
    virtual bool send(std::string_view event, std::string_view data, std::string_view id = {}) = 0;
    virtual void close() = 0;
    [[nodiscard]] virtual bool is_open() const = 0;
};

struct Response {
    int status = 200;
    std::string content_type;  // with charset; none for an empty body
    std::string body;
    std::shared_ptr<const std::string> shared_body;  // a static file's bytes, sent without a copy
    std::shared_ptr<const std::string> shared_brotli;  // the same, compressed once by the caller; may be null
    std::shared_ptr<const std::string> shared_gzip;
    std::string body_file;                           // a file to stream from disk
    bool ranges = false;            // of body_file: a part is given to who asks for it (RFC 9110, 14)
    bool remove_body_file = false;  // once it is opened; it was made for this answer alone
    Headers headers;
    std::string_view fixed_head;  // more header lines, whole and well formed, of static storage: "Name: value\r\n"…
    bool compressible = true;
    /// Set: the answer is `text/event-stream`; called once with the open stream.
    std::function<void(std::shared_ptr<EventStream>)> on_stream;

    static Response json(std::string body, int status = 200);
    static Response text(std::string body, int status = 200);
    static Response no_content();
    Response& with(std::string name, std::string value);
};

/// RFC 3986 percent-decoding; '+' is a space in queries. None when malformed.
std::optional<std::string> percent_decode(std::string_view text, bool plus_is_space);
std::string percent_encode(std::string_view text);

}  // namespace kith::http
