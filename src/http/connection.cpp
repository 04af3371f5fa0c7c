#include "http/connection.hpp"

#include <sys/socket.h>
#include <unistd.h>

#include <boost/asio/post.hpp>
#include <cstring>
#include <exception>
#include <random>
#include <utility>

#include "base/error.hpp"
#include "base/log.hpp"

namespace kith::http {

namespace {

constexpr std::size_t kIdleBuffer = 2 * 1024;
constexpr std::size_t kBodyBuffer = 64 * 1024;
constexpr std::size_t kMaxThrownAway = 16u << 20;
constexpr std::chrono::seconds kLinger{3};
constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";

}  // namespace

/// One request and its answer.
struct Connection::Exchange {
    explicit Exchange(RequestParser::Limits limits) : parser(limits) {}
    ~Exchange() {
        if (upload >= 0) ::close(upload);
        // A handler that wanted to keep the file has moved it.
        if (!upload_path.empty()) ::unlink(upload_path.c_str());
    }
    Exchange(const Exchange&) = delete;
    Exchange& operator=(const Exchange&) = delete;

    RequestParser parser;
    Router::Match match;
    bool has_head = false;
    Clock::time_point body_begun;
    std::size_t body_bytes = 0;
    int upload = -1;
    std::string upload_path;
    Clock::time_point received;
    std::optional<Outgoing> outgoing;
};

Connection::Connection(Socket socket, List& list, Service& service, std::string remote)
    : socket_(std::move(socket)), fd_(socket_.native_handle()), list_(list), service_(service),
      remote_(std::move(remote)) {
    service_.open_connections.fetch_add(1, std::memory_order_relaxed);
}

Connection::~Connection() { service_.open_connections.fetch_sub(1, std::memory_order_relaxed); }

template <class Action>
void Connection::post(Action action) {
    boost::asio::post(socket_.get_executor(), [self = shared_from_this(), action] { action(*self); });
}

void Connection::start(List::iterator self) {
    self_ = self;
    set_deadline(service_.options.keep_alive);
    read();
}

void Connection::set_deadline(Clock::duration from_now) {
    deadline_.store((Clock::now() + from_now).time_since_epoch().count(), std::memory_order_relaxed);
}

/// The next bytes come soon, and all of them not by drops.
void Connection::set_body_deadline() {
    const auto& options = service_.options;
    const std::chrono::seconds earned(exchange_->body_bytes / options.least_body_rate);
    const auto due = exchange_->body_begun + options.body_idle_timeout + earned;
    set_deadline(std::min<Clock::duration>(options.body_idle_timeout, due - Clock::now()));
}

bool Connection::is_idle() const { return !exchange_ && begin_ == end_; }

void Connection::check_time(Clock::time_point now) {
    const auto phase = phase_.load(std::memory_order_acquire);
    if (phase == Phase::Streaming) {
        if (now < next_beat_) return;
        next_beat_ = now + service_.options.heartbeat;
        if (stream_) stream_->beat();
        return;
    }
    if (phase == Phase::Handling || phase == Phase::Resuming) {
        if (!sending_) return;
    } else if (phase == Phase::Reading && is_idle() && service_.stopping) {
        return close();
    }
    if (now.time_since_epoch().count() < deadline_.load(std::memory_order_relaxed)) return;
    if (phase == Phase::Reading && !is_idle())
        refuse(408, "http.too_slow");
    else
        close();
}

void Connection::drain() {
    const auto phase = phase_.load(std::memory_order_acquire);
    if (phase == Phase::Streaming && stream_) say_retry();
    if (phase == Phase::Streaming || (phase == Phase::Reading && is_idle())) close();
}

/// Each another time, so that the server they go to next does not meet all of them at once.
void Connection::say_retry() {
    const auto most = std::max<std::int64_t>(1, service_.options.reconnect_within.count());
    static thread_local std::minstd_rand random{std::random_device{}()};
    stream_->say_retry(std::chrono::milliseconds(std::uniform_int_distribution<std::int64_t>(most / 10, most)(random)));
}

void Connection::abort() {
    const auto phase = phase_.load(std::memory_order_acquire);
    if ((phase == Phase::Handling || phase == Phase::Resuming) && !sending_)
        ::shutdown(fd_, SHUT_RDWR);
    else
        close();
}

void Connection::close() {
    if (phase_.exchange(Phase::Closed) == Phase::Closed) return;
    if (stream_) {
        stream_->detach();
        service_.event_streams.fetch_sub(1, std::memory_order_relaxed);
    }
    stream_ = nullptr;
    exchange_ = nullptr;
    boost::system::error_code ignored;
    socket_.close(ignored);
    const auto keep = shared_from_this();
    list_.erase(self_);
}

// Reading.

bool Connection::make_room() {
    if (begin_ == end_) begin_ = end_ = 0;
    if (end_ < buffer_.size()) return true;
    if (begin_ > 0) {
        std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
        end_ -= begin_;
        begin_ = 0;
        return true;
    }
    // What the parser leaves in the buffer is a head, or a chunk's line or trailer: bounded alike.
    if (buffer_.size() >= std::max(service_.options.max_header_bytes, kIdleBuffer) * 2) return false;
    buffer_.resize(std::max(kIdleBuffer, buffer_.size() * 2));
    return true;
}

void Connection::read() {
    if (reading_ || eof_ || !make_room()) return;
    reading_ = true;
    socket_.async_read_some(
        boost::asio::buffer(buffer_.data() + end_, buffer_.size() - end_),
        [self = shared_from_this()](const boost::system::error_code& ec, std::size_t n) { self->on_read(ec, n); });
}

void Connection::on_read(const boost::system::error_code& ec, std::size_t bytes) {
    reading_ = false;
    end_ += bytes;
    eof_ = eof_ || ec;
    auto phase = phase_.load(std::memory_order_acquire);
    // Should the worker end meanwhile, the exchange fails and says so.
    if (phase == Phase::Handling && phase_.compare_exchange_strong(phase, Phase::Resuming)) return;
    switch (phase) {
        case Phase::Reading: return advance();
        case Phase::Streaming:
        case Phase::Lingering:
            begin_ = end_ = 0;
            thrown_away_ += bytes;
            if (eof_ || thrown_away_ > kMaxThrownAway) return close();
            return read();
        default: return;
    }
}

void Connection::advance() {
    while (true) {
        if (begin_ == end_ && !exchange_) break;
        if (!exchange_) {
            exchange_ = std::make_unique<Exchange>(
                RequestParser::Limits{.head_bytes = service_.options.max_header_bytes});
            set_deadline(service_.options.header_timeout);
        } else if (exchange_->has_head) {
            set_body_deadline();
        }
        const auto step = exchange_->parser.feed({buffer_.data() + begin_, end_ - begin_});
        begin_ += step.consumed;
        if (exchange_->has_head) exchange_->body_bytes += step.consumed;
        if (step.status == RequestParser::Status::Done) return dispatch();
        if (step.status == RequestParser::Status::Failed) {
            const auto failure = exchange_->parser.failure();
            return refuse(failure.status, failure.code);
        }
        if (step.status == RequestParser::Status::NeedMore) break;
        if (!on_head()) return;
    }
    if (eof_) return close();
    if (!make_room()) return refuse(400, "http.malformed_request");
    read();
}

bool Connection::on_head() {
    auto& exchange = *exchange_;
    auto& request = exchange.parser.request();
    exchange.has_head = true;
    const auto& trusts = service_.options.trusts;
    if (!request.id.empty() && trusts && !trusts(remote_)) request.id.clear();
    if (request.id.empty()) request.id = service_.next_request_id();
    request.remote = remote_;
    exchange.match = service_.router.match(request.method, exchange.parser.raw_path());
    if (exchange.match.handler == nullptr) {
        if (exchange.match.allow.empty())
            refuse(404, "http.no_such_path");
        else
            refuse(405, "http.method_not_allowed", exchange.match.allow);
        return false;
    }
    request.path_params = std::move(exchange.match.params);
    const auto& options = *exchange.match.options;
    if (exchange.parser.content_length().value_or(0) > options.max_body) {
        refuse(413, "http.body_too_large");
        return false;
    }
    exchange.parser.limit_body(options.max_body);
    if (!exchange.parser.has_body()) return true;
    if (exchange.match.gate == nullptr) return begin_body();
    ask_gate();
    return false;
}

void Connection::ask_gate() {
    phase_.store(Phase::Resuming, std::memory_order_release);
    if (!service_.pool.submit([self = shared_from_this()] { self->run_gate(); })) refuse_overload();
}

void Connection::pass_gate() {
    if (phase_.load() == Phase::Closed) return;
    phase_.store(Phase::Reading, std::memory_order_release);
    if (begin_body()) advance();
}

bool Connection::begin_body() {
    auto& exchange = *exchange_;
    exchange.body_begun = Clock::now();
    set_body_deadline();
    if (exchange.match.options->body_to_file) {
        exchange.upload = service_.open_upload(exchange.upload_path);
        if (exchange.upload < 0) {
            refuse(503, "http.upload_not_stored");
            return false;
        }
        exchange.parser.body_to(exchange.upload);
        exchange.parser.request().body_file = exchange.upload_path;
    }
    if (begin_ == end_) {
        if (exchange.parser.expects_continue())
            // So few bytes always fit into a socket that nothing waits for.
            [[maybe_unused]] const auto sent = ::send(fd_, kContinue.data(), kContinue.size(), MSG_NOSIGNAL);
    }
    if (exchange.parser.content_length().value_or(kBodyBuffer) > kIdleBuffer && buffer_.size() < kBodyBuffer)
        buffer_.resize(kBodyBuffer);
    return true;
}

void Connection::dispatch() {
    if (exchange_->upload >= 0) ::close(std::exchange(exchange_->upload, -1));
    exchange_->received = Clock::now();
    // Bytes of a next request wait in the buffer; it is read when this one is answered.
    const bool more = begin_ != end_ || eof_;
    if (!more && buffer_.size() > 2 * kIdleBuffer) {
        buffer_ = std::vector<char>(kIdleBuffer);
        begin_ = end_ = 0;
    }
    phase_.store(more ? Phase::Resuming : Phase::Handling, std::memory_order_release);
    if (service_.pool.submit([self = shared_from_this()] { self->run(); })) {
        if (!more) read();
        return;
    }
    refuse_overload();
}

void Connection::refuse_overload() {
    phase_.store(Phase::Resuming, std::memory_order_release);
    answer(error_response(503, "http.overloaded").with("Retry-After", "1"));
}

Response Connection::error_response(int status, std::string_view code) {
    const bool has_head = exchange_ && exchange_->has_head;
    Error error{.code = std::string(code)};
    if (status == 413 && has_head)
        error.params.emplace_back("kib", std::to_string(exchange_->match.options->max_body / 1024));
    auto response = service_.on_error(status, error, has_head ? &exchange_->parser.request() : nullptr);
    response.status = status;
    return response;
}

void Connection::refuse(int status, std::string_view code, std::string allow) {
    if (!exchange_) exchange_ = std::make_unique<Exchange>(RequestParser::Limits{});
    exchange_->received = Clock::now();
    auto response = error_response(status, code);
    if (!allow.empty()) response.with("Allow", std::move(allow));
    phase_.store(Phase::Resuming, std::memory_order_release);
    answer(std::move(response));
}

void Connection::resume() {
    if (phase_.load() != Phase::Resuming) return;
    phase_.store(Phase::Reading, std::memory_order_release);
    advance();
}

// Answering.

void Connection::run() {
    const log::RequestScope scope(exchange_->parser.request().id);
    Response response;
    try {
        response = (*exchange_->match.handler)(exchange_->parser.request());
    } catch (const std::exception& problem) {
        log::error("http.handler_failed", {{"route", std::string(exchange_->match.route)}, {"problem", problem.what()}});
        response = error_response(500, "http.internal");
    }
    answer(std::move(response));
}

void Connection::run_gate() {
    const log::RequestScope scope(exchange_->parser.request().id);
    std::optional<Response> refusal;
    try {
        refusal = (*exchange_->match.gate)(exchange_->parser.request());
    } catch (const std::exception& problem) {
        log::error("http.handler_failed", {{"route", std::string(exchange_->match.route)}, {"problem", problem.what()}});
        refusal = error_response(500, "http.internal");
    }
    if (refusal) return answer(std::move(*refusal));
    post([](Connection& self) { self.pass_gate(); });
}

void Connection::answer(Response response) {
    auto& exchange = *exchange_;
    const bool read_whole = exchange.has_head && !exchange.parser.has_body();
    const auto* request = exchange.has_head ? &exchange.parser.request() : nullptr;
    if (response.on_stream && request != nullptr && request->method == Method::Get)
        return answer_stream(std::move(response));
    const bool keep_alive = read_whole && exchange.parser.keeps_alive() && !service_.stopping && !service_.letting_go;
    exchange.outgoing = Outgoing::make(std::move(response), request, keep_alive);
    if (!exchange.outgoing)
        exchange.outgoing = Outgoing::make(error_response(500, "http.internal"), request, keep_alive);
    if (!exchange.outgoing) exchange.outgoing = Outgoing::make(Response::text("", 500), request, false);
    switch (exchange.outgoing->send_to(fd_)) {
        case Outgoing::Progress::Done: return finish();
        case Outgoing::Progress::Blocked: return post([](Connection& self) { self.continue_sending(); });
        case Outgoing::Progress::Failed: return post([](Connection& self) { self.close(); });
    }
}

void Connection::continue_sending() {
    if (phase_.load() == Phase::Closed) return;
    sending_ = true;
    const auto before = exchange_->outgoing->left();
    switch (exchange_->outgoing->send_to(fd_)) {
        case Outgoing::Progress::Done: sending_ = false; return finish();
        case Outgoing::Progress::Failed: return close();
        case Outgoing::Progress::Blocked: break;
    }
    if (exchange_->outgoing->left() != before) set_deadline(service_.options.body_idle_timeout);
    socket_.async_wait(Socket::wait_write, [self = shared_from_this()](const boost::system::error_code& ec) {
        if (!ec) self->continue_sending();
    });
}

void Connection::finish() {
    auto& exchange = *exchange_;
    if (service_.observer && exchange.has_head) {
        service_.observer(exchange.parser.request(), exchange.match.route, exchange.outgoing->status(),
                          exchange.outgoing->size(),
                          std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - exchange.received));
    }
    if (!exchange.outgoing->keep_alive()) return post([](Connection& self) { self.begin_lingering(); });
    exchange_ = nullptr;
    set_deadline(service_.options.keep_alive);
    auto expected = Phase::Handling;
    if (!phase_.compare_exchange_strong(expected, Phase::Reading, std::memory_order_acq_rel))
        post([](Connection& self) { self.resume(); });
}

void Connection::begin_lingering() {
    if (phase_.load() == Phase::Closed) return;
    if (eof_) return close();
    phase_.store(Phase::Lingering);
    exchange_ = nullptr;
    begin_ = end_ = 0;
    ::shutdown(fd_, SHUT_WR);
    set_deadline(kLinger);
    read();
}

// Streaming.

void Connection::answer_stream(Response response) {
    auto& exchange = *exchange_;
    const std::weak_ptr<Connection> weak = weak_from_this();
    const auto executor = socket_.get_executor();
    const auto later = [weak, executor](void (Connection::*action)()) {
        return [weak, executor, action] {
            boost::asio::post(executor, [weak, action] {
                if (const auto self = weak.lock()) ((*self).*action)();
            });
        };
    };
    stream_ = std::make_shared<SocketEventStream>(fd_, Outgoing::stream_head(response, exchange.parser.request()),
                                                  later(&Connection::wait_to_write), later(&Connection::leave_stream));
    service_.event_streams.fetch_add(1, std::memory_order_relaxed);
    stream_->flush();
    if (service_.observer)
        service_.observer(exchange.parser.request(), exchange.match.route, 200, 0,
                          std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - exchange.received));
    const std::shared_ptr<EventStream> stream = stream_;
    try {
        response.on_stream(stream);
    } catch (const std::exception& problem) {
        log::error("http.handler_failed", {{"problem", problem.what()}});
        stream->close();
    }
    // Last: from there on the exchange is no longer this thread's.
    post([](Connection& self) { self.enter_stream(); });
}

void Connection::enter_stream() {
    if (phase_.load() == Phase::Closed) return;
    exchange_ = nullptr;
    phase_.store(Phase::Streaming);
    next_beat_ = Clock::now() + service_.options.heartbeat;
    begin_ = end_ = 0;
    if (eof_ || service_.stopping || !stream_->is_open()) return close();
    read();
}

void Connection::leave_stream() {
    // Closed before it was entered: enter_stream() sees it.
    if (phase_.load() == Phase::Streaming) close();
}

void Connection::wait_to_write() {
    if (phase_.load() == Phase::Closed) return;
    socket_.async_wait(Socket::wait_write, [self = shared_from_this()](const boost::system::error_code& ec) {
        if (!ec && self->stream_) self->stream_->flush();
    });
}

}  // namespace kith::http
