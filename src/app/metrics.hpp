#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "app/readiness.hpp"
#include "base/metrics.hpp"
#include "http/server.hpp"
#include "records/workspace.hpp"

namespace kith::app {

/// Counts answers by route and status, and how long they took; writes them in Prometheus' text
/// format with what the process and the server hold now. Thread-safe.
class Metrics {
public:
    Metrics();
    void answered(http::Method method, std::string_view route, int status, std::chrono::microseconds took);
    [[nodiscard]] std::string text(const http::Server::Stats& server, const std::function<void(metrics::Exposition&)>& data, const std::string& data_folder,
                                   const std::vector<Readiness::Answer>& readiness, bool draining) const;

private:
    struct Route {
        std::array<std::atomic<std::int64_t>, 600> by_status{};
        metrics::Histogram seconds{0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5};
    };
    void write_requests(metrics::Exposition& out) const;
    Route& route_of(http::Method method, std::string_view route);

    std::uint64_t number_ = 0;  // tells this one from another that lived at the same address
    mutable std::mutex mutex_;  // guards the map; counting itself takes no lock
    std::map<std::pair<std::string, std::string>, std::unique_ptr<Route>, std::less<>> routes_;
};

/// Resident memory of this process, in bytes; 0 where the system does not tell.
std::int64_t resident_bytes();

}  // namespace kith::app
