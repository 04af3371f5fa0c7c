#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace kith::bench {

struct Load {
    double per_second = 0;
    double server_cpu_us = 0;  // of this process without the loading thread, per request
    double p50_us = 0;
    double p99_us = 0;
    std::int64_t failed = 0;  // not 2xx, or broken off
};

/// Keeps one request under way on each connection (loopback, keep-alive) for that long, taking the
/// requests in turn, from one thread of its own over epoll.
Load load(std::uint16_t port, const std::vector<std::string>& requests, int connections,
          std::chrono::milliseconds duration);

}  // namespace kith::bench
