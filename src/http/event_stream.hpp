#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>

#include "http/message.hpp"

namespace kith::http {

/// Server-sent events on a non-blocking socket. Whoever sends writes to the socket itself; what it
/// does not take waits in a bounded buffer for the I/O thread, which calls flush().
/// Thread-safe. The socket stays the connection's: it calls detach() before it closes it.
class SocketEventStream final : public EventStream {
public:
    static constexpr std::size_t kMaxUnsent = 1u << 20;

    /// `want_write` is called (on any thread, once until the next flush()) when bytes wait for the
    /// socket; `on_close` when the stream is to be closed from this side. Both
    /// are called with the stream's lock held: they only post.
    SocketEventStream(int socket, std::string head, std::function<void()> want_write,
                      std::function<void()> on_close);

    bool send(std::string_view event, std::string_view data, std::string_view id) override;
    void close() override;
    [[nodiscard]] bool is_open() const override;

    /// A comment line, so that proxies keep the connection.
    void beat();
    /// Says how long to wait before coming back; goes out before a close() that follows, if the socket takes it.
    void say_retry(std::chrono::milliseconds after);
    /// At the start, for the head; then for the I/O thread, when the socket can take bytes again.
    void flush();
    /// The socket is about to be closed. Callbacks are dropped.
    void detach();

private:
    bool push(std::string_view bytes);
    /// With the mutex held.
    void send_waiting();

    mutable std::mutex mutex_;
    int socket_;
    std::string waiting_;
    bool open_ = true;
    bool asked_ = false;  // want_write was called and no flush has come yet
    std::function<void()> want_write_;
    std::function<void()> on_close_;
};

}  // namespace kith::http
