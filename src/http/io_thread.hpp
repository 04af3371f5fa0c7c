#pragma once

#include <cstdint>
#include <memory>

namespace kith::http {

struct Service;

/// One thread that accepts from one listening socket and moves the bytes of what it accepted.
/// All members may be called from any thread.
class IoThread {
public:
    /// Takes the listening socket (bound, non-blocking, of that family: AF_INET or AF_INET6).
    IoThread(Service& service, int listening_socket, int family);
    ~IoThread();

    void start();
    /// Accepts no more, ends streams and idle connections.
    void drain();
    /// Cuts clients off whose requests still run.
    void abort();
    /// After the workers have ended: closes the rest and joins.
    void stop();

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace kith::http
