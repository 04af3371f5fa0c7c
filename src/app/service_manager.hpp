#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

namespace kith::app {

/// What systemd wants to hear of a service of Type=notify, written to the socket it names in NOTIFY_SOCKET.
/// Where none is named, nothing is said.
void tell_service_manager(std::string_view state);

/// Tells it, within the time of WATCHDOG_USEC, that `alive()` still answers; what hangs is then started anew.
class Watchdog {
public:
    explicit Watchdog(std::function<bool()> alive);
    Watchdog(const Watchdog&) = delete;
    Watchdog& operator=(const Watchdog&) = delete;
    ~Watchdog();

private:
    void work(std::chrono::microseconds every);

    std::function<bool()> alive_;
    std::mutex mutex_;
    std::condition_variable changed_;
    bool stopping_ = false;
    std::thread thread_;
};

/// Whether a server on this machine answers `GET /healthz` within `patience`, with whatever status.
bool answers_health(const std::string& address, std::uint16_t port, std::chrono::milliseconds patience);

}  // namespace kith::app
