#include "http/outgoing.hpp"

#include <fcntl.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <ctime>
#include <utility>

#include "base/log.hpp"
#include "http/byte_range.hpp"
#include "http/compress.hpp"
#include "http/tokens.hpp"

namespace kith::http {

namespace {

constexpr std::size_t kWorthCompressing = 1024;
constexpr int kBrotliQuality = 4;
constexpr int kGzipLevel = 5;

constexpr std::array<bool, 256> kTokenBytes = [] {
    std::array<bool, 256> made{};
    for (int c = ' ' + 1; c < 127; ++c)
        made[static_cast<std::size_t>(c)] = !std::string_view("()<>@,;:\\\"/[]?={}").contains(static_cast<char>(c));
    return made;
}();

bool is_token(std::string_view name) {
    return !name.empty() && std::ranges::all_of(name, [](char c) { return kTokenBytes[static_cast<unsigned char>(c)]; });
}

bool is_header_value(std::string_view value) {
    return std::ranges::none_of(value, [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return (byte < 32 && c != '\t') || byte == 127;
    });
}

/// The server writes these itself; twice they would contradict each other.
bool is_own(std::string_view name) {
    static constexpr std::array<std::string_view, 5> kOwn{"content-length", "connection", "transfer-encoding",
                                                          "date", "x-request-id"};
    return std::ranges::any_of(kOwn, [&](std::string_view own) { return equals_ignoring_case(own, name); });
}

bool is_well_formed(const Response& response) {
    if (!is_header_value(response.content_type)) return false;
    return std::ranges::all_of(response.headers, [](const auto& header) {
        return is_token(header.first) && is_header_value(header.second);
    });
}

std::string_view header_of(const Response& response, std::string_view lower_name) {
    for (const auto& [name, value] : response.headers)
        if (equals_ignoring_case(name, lower_name)) return value;
    return {};
}

/// RFC 9110, 13.1.2: weak comparison.
bool matches_etag(std::string_view if_none_match, std::string_view etag) {
    if (etag.empty()) return false;
    const auto opaque = [](std::string_view tag) { return tag.starts_with("W/") ? tag.substr(2) : tag; };
    bool found = trim_blanks(if_none_match) == "*";
    for_each_token(if_none_match, [&](std::string_view tag) { found = found || opaque(tag) == opaque(etag); });
    return found;
}

std::string_view date_line() {
    thread_local std::time_t second = 0;
    thread_local std::array<char, 64> line{};
    thread_local std::size_t length = 0;
    if (const auto now = std::time(nullptr); now != second) {
        second = now;
        // strftime would follow the process's locale for the names.
        static constexpr const char* kDays[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
        static constexpr const char* kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                  "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
        std::tm utc{};
        gmtime_r(&now, &utc);
        length = static_cast<std::size_t>(std::snprintf(
            line.data(), line.size(), "Date: %s, %02d %s %04d %02d:%02d:%02d GMT\r\n", kDays[utc.tm_wday],
            utc.tm_mday, kMonths[utc.tm_mon], utc.tm_year + 1900, utc.tm_hour, utc.tm_min, utc.tm_sec));
    }
    return {line.data(), length};
}

void add_line(std::string& head, std::string_view name, std::string_view value) {
    head.append(name).append(": ").append(value).append("\r\n");
}

void begin_head(std::string& head, const Response& response, const Request* request) {
    head.reserve(1024);
    head.append("HTTP/1.1 ").append(std::to_string(response.status)).append(" ");
    head.append(reason_of(response.status)).append("\r\n").append(date_line());
    if (!response.content_type.empty()) add_line(head, "Content-Type", response.content_type);
    if (request != nullptr && !request->id.empty()) add_line(head, "X-Request-Id", request->id);
    for (const auto& [name, value] : response.headers)
        if (!is_own(name)) add_line(head, name, value);
    head.append(response.fixed_head);
}

bool has_no_body(int status) { return status == 204 || status == 304 || status < 200; }

/// Puts the smaller bytes in the body's place and names them, if the client takes them.
void compress(Response& response, std::string& body, std::shared_ptr<const std::string>& shared,
              std::string_view accepted) {
    const bool prepared = shared && (response.shared_brotli || response.shared_gzip);
    if (!response.compressible || !header_of(response, "content-encoding").empty() ||
        !(prepared || is_compressible(response.content_type)))
        return;
    const std::string_view plain = shared ? std::string_view(*shared) : std::string_view(body);
    if (!prepared && plain.size() < kWorthCompressing) return;
    response.with("Vary", "Accept-Encoding");
    auto encoding = negotiate_encoding(accepted);
    if (prepared) {
        if (encoding == Encoding::Brotli && !response.shared_brotli) encoding = Encoding::Gzip;
        const auto& smaller = encoding == Encoding::Brotli ? response.shared_brotli : response.shared_gzip;
        if (encoding == Encoding::Identity || !smaller || !accepted.contains(name_of(encoding))) return;
        shared = smaller;
    } else {
        if (encoding == Encoding::Identity) return;
        auto smaller = encoding == Encoding::Brotli ? brotli_compress(plain, kBrotliQuality)
                                                    : gzip_compress(plain, kGzipLevel);
        if (!smaller || smaller->size() >= plain.size()) return;
        body = std::move(*smaller);
        shared = nullptr;
    }
    response.with("Content-Encoding", std::string(name_of(encoding)));
}

/// The answer's own file goes whatever becomes of the answer.
struct RemovedAfter {
    const Response& response;
    ~RemovedAfter() {
        if (response.remove_body_file && !response.body_file.empty()) ::unlink(response.body_file.c_str());
    }
};

/// Answers a range asked for by making `response` 206 or 416; gives what is to be sent of `size` bytes.
ByteRange choose_part(Response& response, const Request* request, std::uint64_t size) {
    const ByteRange whole{0, size};
    if (!response.ranges || response.status != 200) return whole;
    response.with("Accept-Ranges", "bytes");
    if (request == nullptr || request->method != Method::Get) return whole;
    const auto asked = request->header("range");
    const auto same = request->header("if-range");
    if (asked.empty() || (!same.empty() && same != header_of(response, "etag"))) return whole;
    const auto range = read_range(asked, size);
    if (!range) return whole;
    if (range->length == 0) {
        response.status = 416;
        response.with("Content-Range", "bytes */" + std::to_string(size));
        return {0, 0};
    }
    response.status = 206;
    response.with("Content-Range", "bytes " + std::to_string(range->from) + "-" +
                                       std::to_string(range->from + range->length - 1) + "/" + std::to_string(size));
    return *range;
}

}  // namespace

std::string_view reason_of(int status) {
    switch (status) {
        case 200: return "OK";
        case 201: return "Created";
        case 202: return "Accepted";
        case 204: return "No Content";
        case 206: return "Partial Content";
        case 301: return "Moved Permanently";
        case 302: return "Found";
        case 303: return "See Other";
        case 304: return "Not Modified";
        case 307: return "Temporary Redirect";
        case 308: return "Permanent Redirect";
        case 400: return "Bad Request";
        case 401: return "Unauthorized";
        case 403: return "Forbidden";
        case 404: return "Not Found";
        case 405: return "Method Not Allowed";
        case 406: return "Not Acceptable";
        case 408: return "Request Timeout";
        case 409: return "Conflict";
        case 410: return "Gone";
        case 412: return "Precondition Failed";
        case 413: return "Content Too Large";
        case 415: return "Unsupported Media Type";
        case 416: return "Range Not Satisfiable";
        case 417: return "Expectation Failed";
        case 422: return "Unprocessable Content";
        case 428: return "Precondition Required";
        case 429: return "Too Many Requests";
        case 431: return "Request Header Fields Too Large";
        case 500: return "Internal Server Error";
        case 501: return "Not Implemented";
        case 502: return "Bad Gateway";
        case 503: return "Service Unavailable";
        case 504: return "Gateway Timeout";
        case 505: return "HTTP Version Not Supported";
        case 507: return "Insufficient Storage";
        default: return "Unknown";
    }
}

std::optional<Outgoing> Outgoing::make(Response&& response, const Request* request, bool keep_alive) {
    if (!is_well_formed(response) || response.status < 200 || response.status > 599) {
        log::error("http.response_malformed", {{"status", std::to_string(response.status)}});
        return std::nullopt;
    }
    const RemovedAfter removed{response};
    Outgoing out;
    out.keep_alive_ = keep_alive;
    const bool reads = request != nullptr && (request->method == Method::Get || request->method == Method::Head);
    if (reads && response.status == 200 &&
        matches_etag(request->header("if-none-match"), header_of(response, "etag"))) {
        response.status = 304;
        response.content_type.clear();
    }
    out.status_ = response.status;
    if (!has_no_body(response.status)) {
        if (!response.body_file.empty()) {
            out.file_ = ::open(response.body_file.c_str(), O_RDONLY | O_CLOEXEC);
            struct stat facts{};
            if (out.file_ < 0 || ::fstat(out.file_, &facts) != 0 || !S_ISREG(facts.st_mode)) {
                log::error("http.body_file_missing", {{"problem", std::to_string(errno)}});
                return std::nullopt;
            }
            const auto part = choose_part(response, request, static_cast<std::uint64_t>(facts.st_size));
            out.status_ = response.status;
            out.file_left_ = part.length;
            if (part.from > 0 && ::lseek(out.file_, static_cast<off_t>(part.from), SEEK_SET) < 0) return std::nullopt;
        } else {
            out.shared_ = std::move(response.shared_body);
            out.body_ = std::move(response.body);
            if (request != nullptr) compress(response, out.body_, out.shared_, request->header("accept-encoding"));
        }
    }
    const std::uint64_t length =
        out.file_ >= 0 ? out.file_left_ : (out.shared_ ? out.shared_->size() : out.body_.size());
    begin_head(out.head_, response, request);
    if (!has_no_body(response.status)) add_line(out.head_, "Content-Length", std::to_string(length));
    out.head_.append(keep_alive ? "Connection: keep-alive\r\n\r\n" : "Connection: close\r\n\r\n");
    out.has_body_ = length > 0 && !(request != nullptr && request->method == Method::Head);
    if (!out.has_body_) out.file_left_ = 0;
    out.size_ = out.head_.size() + (out.has_body_ ? length : 0);
    return out;
}

std::string Outgoing::stream_head(const Response& response, const Request& request) {
    Response head;
    head.content_type = "text/event-stream; charset=utf-8";
    head.headers = response.headers;
    head.fixed_head = response.fixed_head;
    // The last is for nginx, which would otherwise hold events back.
    head.with("Cache-Control", "no-store").with("X-Accel-Buffering", "no");
    if (!is_well_formed(head)) head.headers.clear();
    std::string bytes;
    begin_head(bytes, head, &request);
    bytes.append("Connection: close\r\n\r\n");
    return bytes;
}

Outgoing::Outgoing(Outgoing&& other) noexcept
    : head_(std::move(other.head_)), body_(std::move(other.body_)), shared_(std::move(other.shared_)),
      has_body_(other.has_body_), file_(std::exchange(other.file_, -1)), file_left_(other.file_left_),
      sent_(other.sent_), size_(other.size_), status_(other.status_), keep_alive_(other.keep_alive_) {}

Outgoing& Outgoing::operator=(Outgoing&& other) noexcept {
    if (this != &other) {
        std::destroy_at(this);
        std::construct_at(this, std::move(other));
    }
    return *this;
}

Outgoing::~Outgoing() {
    if (file_ >= 0) ::close(file_);
}

std::string_view Outgoing::body_in_memory() const {
    if (!has_body_ || file_ >= 0) return {};
    return shared_ ? std::string_view(*shared_) : std::string_view(body_);
}

std::size_t Outgoing::left() const {
    return head_.size() + body_in_memory().size() - sent_ + static_cast<std::size_t>(file_left_);
}

Outgoing::Progress Outgoing::send_to(int socket) {
    const auto body = body_in_memory();
    while (sent_ < head_.size() + body.size()) {
        std::array<iovec, 2> parts{};
        std::size_t count = 0;
        const auto add = [&](std::string_view bytes) {
            if (!bytes.empty()) parts[count++] = {const_cast<char*>(bytes.data()), bytes.size()};
        };
        add(std::string_view(head_).substr(std::min(sent_, head_.size())));
        add(body.substr(sent_ > head_.size() ? sent_ - head_.size() : 0));
        msghdr message{};
        message.msg_iov = parts.data();
        message.msg_iovlen = count;
        const auto written = ::sendmsg(socket, &message, MSG_NOSIGNAL | (file_left_ > 0 ? MSG_MORE : 0));
        if (written >= 0) {
            sent_ += static_cast<std::size_t>(written);
        } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
            return Progress::Blocked;
        } else if (errno != EINTR) {
            return Progress::Failed;
        }
    }
    return file_left_ > 0 ? send_file(socket) : Progress::Done;
}

Outgoing::Progress Outgoing::send_file(int socket) {
    constexpr std::uint64_t kPiece = 1u << 20;
    while (file_left_ > 0) {
        const auto sent = ::sendfile(socket, file_, nullptr, static_cast<std::size_t>(std::min(file_left_, kPiece)));
        if (sent > 0) {
            file_left_ -= static_cast<std::uint64_t>(sent);
        } else if (sent == 0) {
            return Progress::Failed;  // the file shrank: the promised length cannot be kept
        } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
            return Progress::Blocked;
        } else if (errno != EINTR) {
            return Progress::Failed;
        }
    }
    return Progress::Done;
}

}  // namespace kith::http
