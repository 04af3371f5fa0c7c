// One of Beast's assertions is wrong: an empty chunked body whose last CRLF is split trips it.
#define BOOST_DISABLE_ASSERTS
#include "http/request_parser.hpp"

#include <unistd.h>

#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <boost/beast/http/basic_parser.hpp>
#include <cerrno>
#include <limits>

#include "base/text.hpp"
#include "http/tokens.hpp"

namespace kith::http {

namespace {

namespace beast = boost::beast;
namespace bhttp = boost::beast::http;

std::string_view view(beast::string_view text) { return {text.data(), text.size()}; }

std::optional<Method> method_of(bhttp::verb verb) {
    switch (verb) {
        case bhttp::verb::get: return Method::Get;
        case bhttp::verb::head: return Method::Head;
        case bhttp::verb::post: return Method::Post;
        case bhttp::verb::put: return Method::Put;
        case bhttp::verb::patch: return Method::Patch;
        case bhttp::verb::delete_: return Method::Delete;
        case bhttp::verb::options: return Method::Options;
        default: return std::nullopt;
    }
}

/// `http://host/path` (proxies send it) names the same resource as `/path`.
std::string_view without_authority(std::string_view target) {
    for (const std::string_view scheme : {"http://", "https://"}) {
        if (!equals_ignoring_case(target.substr(0, scheme.size()), scheme)) continue;
        const auto path = target.find_first_of("/?", scheme.size());
        return path == std::string_view::npos ? std::string_view("/") : target.substr(path);
    }
    return target;
}

bool is_clean(std::string_view decoded) {
    return !decoded.contains('\0') && text::is_valid_utf8(decoded);
}

bool is_sane_id(std::string_view id) {
    return !id.empty() && id.size() <= 64 && std::ranges::all_of(id, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
               c == '_' || c == '.';
    });
}

class Parser final : public bhttp::basic_parser<true> {
public:
    explicit Parser(RequestParser::Limits limits) : limits_(limits) {
        header_limit(static_cast<std::uint32_t>(limits.head_bytes));
        // Ours is counted below, by route. (No limit at all would refuse any length: Boost 1.74 compares
        // the length with an empty optional.)
        body_limit(std::numeric_limits<std::uint64_t>::max());
    }

    Request request;
    std::string raw_path;
    RequestParser::Failure failure;
    bool expects_continue = false;
    std::size_t max_body = 0;
    int file = -1;

private:
    static constexpr std::size_t kReserve = 64 * 1024;

    void fail(int status, std::string_view code, beast::error_code& ec) {
        failure = {status, code};
        ec = bhttp::error::bad_value;
    }

    void on_request_impl(bhttp::verb verb, beast::string_view, beast::string_view target, int version,
                         beast::error_code& ec) override {
        const auto method = method_of(verb);
        if (!method) return fail(501, "http.unknown_method", ec);
        request.method = *method;
        http11_ = version == 11;
        std::string_view path = without_authority(view(target));
        head_bytes_ = target.size();
        if (path.contains('#')) return fail(400, "http.malformed_target", ec);
        if (const auto query = path.find('?'); query != std::string_view::npos) {
            request.query = path.substr(query + 1);
            path = path.substr(0, query);
        }
        if (path.empty() && path.data() != target.data()) path = "/";
        if (!path.starts_with('/')) return fail(400, "http.malformed_target", ec);
        raw_path = path;
        auto decoded = percent_decode(path, false);
        const auto query = percent_decode(request.query, true);
        if (!decoded || !query || !is_clean(*decoded) || !is_clean(*query))
            return fail(400, "http.malformed_target", ec);
        request.path = std::move(*decoded);
    }

    void on_response_impl(int, beast::string_view, int, beast::error_code&) override {}

    void on_field_impl(bhttp::field, beast::string_view name, beast::string_view value,
                       beast::error_code& ec) override {
        head_bytes_ += name.size() + value.size() + 4;
        // Also of trailers, which nobody may use to slip in a header past the checks.
        if (head_bytes_ > limits_.head_bytes || ++fields_ > limits_.head_fields)
            return fail(431, "http.header_too_large", ec);
        if (head_done_) return;
        std::string lower(view(name));
        std::ranges::transform(lower, lower.begin(), lower_of);
        const auto text = view(value);
        if (lower == "host" && ++hosts_ > 1) return fail(400, "http.malformed_host", ec);
        if (lower == "content-length" && (++lengths_ > 1 || text.contains(',')))
            return fail(400, "http.malformed_length", ec);
        if (lower == "transfer-encoding" && !equals_ignoring_case(text, "chunked"))
            return fail(501, "http.unknown_transfer_encoding", ec);
        if (lower == "expect") {
            if (!equals_ignoring_case(text, "100-continue")) return fail(417, "http.unknown_expectation", ec);
            expects_continue = http11_;
        }
        if (lower == "x-request-id" && request.id.empty() && is_sane_id(text)) request.id = text;
        request.headers.emplace_back(std::move(lower), text);
    }

    void on_header_impl(beast::error_code& ec) override {
        head_done_ = true;
        if (http11_ && hosts_ != 1) return fail(400, "http.malformed_host", ec);
        // An HTTP/1.0 proxy may not know chunks, and then sees another end of the request.
        if (!http11_ && chunked()) return fail(400, "http.malformed_length", ec);
    }

    void on_body_init_impl(const boost::optional<std::uint64_t>& length, beast::error_code&) override {
        if (length && file < 0) request.body.reserve(std::min<std::size_t>(*length, kReserve));
    }

    std::size_t on_body_impl(beast::string_view bytes, beast::error_code& ec) override {
        if (bytes.size() > max_body - taken_) {
            fail(413, "http.body_too_large", ec);
            return 0;
        }
        taken_ += bytes.size();
        if (file < 0)
            request.body.append(bytes.data(), bytes.size());
        else
            write_out(view(bytes), ec);
        return bytes.size();
    }

    void on_chunk_header_impl(std::uint64_t size, beast::string_view, beast::error_code& ec) override {
        if (size > max_body - taken_) fail(413, "http.body_too_large", ec);
    }

    std::size_t on_chunk_body_impl(std::uint64_t, beast::string_view bytes, beast::error_code& ec) override {
        return on_body_impl(bytes, ec);
    }

    void on_finish_impl(beast::error_code&) override {}

    void write_out(std::string_view bytes, beast::error_code& ec) {
        while (!bytes.empty()) {
            const auto written = ::write(file, bytes.data(), bytes.size());
            if (written < 0 && errno == EINTR) continue;
            if (written <= 0) return fail(503, "http.upload_not_stored", ec);
            bytes.remove_prefix(static_cast<std::size_t>(written));
        }
    }

    RequestParser::Limits limits_;
    std::size_t head_bytes_ = 0;
    std::size_t fields_ = 0;
    int hosts_ = 0;
    int lengths_ = 0;
    bool http11_ = true;
    bool head_done_ = false;
    std::size_t taken_ = 0;
};

}  // namespace

struct RequestParser::Impl {
    explicit Impl(Limits limits) : parser(limits) {}
    Parser parser;
    bool told_head = false;
};

RequestParser::RequestParser(Limits limits) : impl_(std::make_unique<Impl>(limits)) {}
RequestParser::~RequestParser() = default;

RequestParser::Step RequestParser::feed(std::string_view bytes) {
    auto& parser = impl_->parser;
    std::size_t consumed = 0;
    while (true) {
        if (parser.is_header_done() && !impl_->told_head) {
            impl_->told_head = true;
            return {Status::Head, consumed};
        }
        if (parser.is_done()) return {Status::Done, consumed};
        if (bytes.empty()) return {Status::NeedMore, consumed};
        beast::error_code ec;
        const auto used = parser.put(boost::asio::const_buffer(bytes.data(), bytes.size()), ec);
        consumed += used;
        bytes.remove_prefix(used);
        if (ec == bhttp::error::need_more) return {Status::NeedMore, consumed};
        if (ec) {
            const bool framing = ec == bhttp::error::bad_content_length ||
                                 ec == bhttp::error::bad_transfer_encoding ||
                                 ec == bhttp::error::bad_chunk || ec == bhttp::error::bad_chunk_extension;
            if (ec == bhttp::error::header_limit) parser.failure = {431, "http.header_too_large"};
            if (parser.failure.code.empty())
                parser.failure = {400, framing ? "http.malformed_length" : "http.malformed_request"};
            return {Status::Failed, consumed};
        }
    }
}

Request& RequestParser::request() { return impl_->parser.request; }
std::string_view RequestParser::raw_path() const { return impl_->parser.raw_path; }
bool RequestParser::keeps_alive() const { return impl_->parser.keep_alive(); }
bool RequestParser::expects_continue() const { return impl_->parser.expects_continue; }
bool RequestParser::has_body() const { return impl_->told_head && !impl_->parser.is_done(); }

std::optional<std::uint64_t> RequestParser::content_length() const {
    const auto length = impl_->parser.content_length();
    return length ? std::optional(*length) : std::nullopt;
}

void RequestParser::limit_body(std::size_t bytes) { impl_->parser.max_body = bytes; }
void RequestParser::body_to(int file) { impl_->parser.file = file; }
RequestParser::Failure RequestParser::failure() const { return impl_->parser.failure; }

}  // namespace kith::http
