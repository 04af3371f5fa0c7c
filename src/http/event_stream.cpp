#include "http/event_stream.hpp"

#include <sys/socket.h>

#include <algorithm>
#include <cerrno>

namespace kith::http {

namespace {

/// A name or id is one line; what would break out of it is cut off.
std::string_view one_line(std::string_view text) { return text.substr(0, text.find_first_of(std::string_view("\r\n\0", 3))); }

std::string frame_of(std::string_view event, std::string_view data, std::string_view id) {
    std::string frame;
    frame.reserve(data.size() + event.size() + id.size() + 32);
    if (!id.empty()) frame.append("id: ").append(one_line(id)).append("\n");
    if (!event.empty()) frame.append("event: ").append(one_line(event)).append("\n");
    while (true) {
        const auto end = data.find_first_of("\r\n");
        frame.append("data: ").append(data.substr(0, end)).append("\n");
        if (end == std::string_view::npos) break;
        data.remove_prefix(end + (data.substr(end).starts_with("\r\n") ? 2 : 1));
    }
    return frame.append("\n");
}

}  // namespace

SocketEventStream::SocketEventStream(int socket, std::string head, std::function<void()> want_write,
                                     std::function<void()> on_close)
    : socket_(socket), waiting_(std::move(head)), want_write_(std::move(want_write)), on_close_(std::move(on_close)) {}

bool SocketEventStream::send(std::string_view event, std::string_view data, std::string_view id) {
    return push(frame_of(event, data, id));
}

void SocketEventStream::beat() { push(":\n\n"); }

void SocketEventStream::say_retry(std::chrono::milliseconds after) { push("retry: " + std::to_string(after.count()) + "\n\n"); }

bool SocketEventStream::push(std::string_view bytes) {
    const std::lock_guard lock(mutex_);
    if (!open_) return false;
    if (waiting_.size() + bytes.size() > kMaxUnsent) {
        open_ = false;
        if (on_close_) on_close_();
        return false;
    }
    waiting_.append(bytes);
    if (!asked_) send_waiting();
    return open_;
}

void SocketEventStream::send_waiting() {
    std::size_t sent = 0;
    while (open_ && sent < waiting_.size()) {
        const auto written = ::send(socket_, waiting_.data() + sent, waiting_.size() - sent, MSG_NOSIGNAL);
        if (written >= 0) {
            sent += static_cast<std::size_t>(written);
        } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
            asked_ = true;
            if (want_write_) want_write_();
            break;
        } else if (errno != EINTR) {
            open_ = false;
            if (on_close_) on_close_();
        }
    }
    waiting_.erase(0, sent);
}

void SocketEventStream::flush() {
    const std::lock_guard lock(mutex_);
    asked_ = false;
    send_waiting();
}

void SocketEventStream::close() {
    const std::lock_guard lock(mutex_);
    if (!open_) return;
    open_ = false;
    if (on_close_) on_close_();
}

bool SocketEventStream::is_open() const {
    const std::lock_guard lock(mutex_);
    return open_;
}

void SocketEventStream::detach() {
    std::function<void()> want_write;
    std::function<void()> on_close;
    const std::lock_guard lock(mutex_);
    open_ = false;
    waiting_ = {};
    want_write.swap(want_write_);
    on_close.swap(on_close_);
}

}  // namespace kith::http
