#pragma once

#include <atomic>
#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "http/event_stream.hpp"
#include "http/outgoing.hpp"
#include "http/request_parser.hpp"
#include "http/router.hpp"
#include "http/service.hpp"

namespace kith::http {

/// The concrete executor: type erasure would cost an allocation and a virtual call an operation.
using Socket = boost::asio::basic_stream_socket<boost::asio::ip::tcp, boost::asio::io_context::executor_type>;

/// One client. Belongs to its I/O thread, which alone reads, waits and closes. While a request is
/// with the workers (`Phase::Handling`), its exchange belongs to the worker that runs it, and that
/// worker sends the answer itself; the I/O thread is only asked when the socket is full, when more
/// was read meanwhile, or when the connection is to end. So a request costs one thread hop.
class Connection : public std::enable_shared_from_this<Connection> {
public:
    using List = std::list<std::shared_ptr<Connection>>;
    using Clock = std::chrono::steady_clock;

    Connection(Socket socket, List& list, Service& service, std::string remote);
    ~Connection();

    void start(List::iterator self);
    /// Once a tick: closes what is too slow or idle for too long, lets streams beat.
    void check_time(Clock::time_point now);
    /// The server stops: ends streams and what waits for a request.
    void drain();
    /// The time to stop is over. A running handler keeps its exchange, but its client is cut off.
    void abort();
    /// No worker runs any more.
    void close();

private:
    enum class Phase : std::uint8_t {
        Reading,   // idle, or a request is half read
        Handling,  // with the workers, or the answer is being sent
        Resuming,  // the same, and the I/O thread wants to know when it is over
        Streaming,
        Lingering,  // our side is shut; what still comes is thrown away, so that the answer arrives
        Closed,
    };
    struct Exchange;

    // On the I/O thread.
    void read();
    void on_read(const boost::system::error_code& ec, std::size_t bytes);
    void advance();
    bool make_room();
    bool on_head();
    /// Asks the route's gate, on a worker: it may read the database.
    void ask_gate();
    void pass_gate();
    bool begin_body();
    void dispatch();
    void refuse(int status, std::string_view code, std::string allow = {});
    void refuse_overload();
    void resume();
    void continue_sending();
    void begin_lingering();
    void enter_stream();
    void leave_stream();
    void say_retry();
    void wait_to_write();

    // On a worker, or on the I/O thread when no worker has the exchange.
    void run();
    void run_gate();
    void answer(Response response);
    void answer_stream(Response response);
    void finish();

    [[nodiscard]] bool is_idle() const;
    void set_deadline(Clock::duration from_now);
    void set_body_deadline();
    Response error_response(int status, std::string_view code);
    template <class Action>
    void post(Action action);

    Socket socket_;
    const int fd_;
    List& list_;
    List::iterator self_;
    Service& service_;
    const std::string remote_;

    std::atomic<Phase> phase_{Phase::Reading};
    std::atomic<Clock::rep> deadline_{0};
    std::unique_ptr<Exchange> exchange_;
    std::shared_ptr<SocketEventStream> stream_;
    Clock::time_point next_beat_;

    // I/O thread only.
    std::vector<char> buffer_;
    std::size_t begin_ = 0;
    std::size_t end_ = 0;
    std::size_t thrown_away_ = 0;
    bool reading_ = false;
    bool sending_ = false;
    bool eof_ = false;
};

}  // namespace kith::http
