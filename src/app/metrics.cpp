#include "app/metrics.hpp"

#include <unistd.h>

#include <fstream>

#include "app/process_figures.hpp"
#include "base/log.hpp"

namespace kith::app {

std::int64_t resident_bytes() {
    std::ifstream statm("/proc/self/statm");
    std::int64_t total = 0, resident = 0;
    statm >> total >> resident;
    return resident * ::sysconf(_SC_PAGESIZE);
}

Metrics::Metrics() {
    static std::atomic<std::uint64_t> made{0};
    number_ = ++made;
}

Metrics::Route& Metrics::route_of(http::Method method, std::string_view route) {
    // The last route of this thread is mostly the next one too.
    thread_local struct { std::uint64_t of; http::Method method; std::string path; Route* found; } last{};
    if (last.of == number_ && last.method == method && last.path == route) return *last.found;
    const std::lock_guard lock(mutex_);
    auto& slot = routes_[{std::string(http::name_of(method)), std::string(route)}];
    if (!slot) slot = std::make_unique<Route>();
    last = {number_, method, std::string(route), slot.get()};
    return *slot;
}

void Metrics::answered(http::Method method, std::string_view route, int status, std::chrono::microseconds took) {
    auto& counts = route_of(method, route.empty() ? "none" : route);
    const auto code = status >= 0 && status < static_cast<int>(counts.by_status.size()) ? status : 0;
    counts.by_status[static_cast<std::size_t>(code)].fetch_add(1, std::memory_order_relaxed);
    counts.seconds.count(std::chrono::duration<double>(took).count());
}

void Metrics::write_requests(metrics::Exposition& out) const {
    const std::lock_guard lock(mutex_);
    const auto labels_of = [](const auto& key) { return metrics::label("method", key.first) + "," + metrics::label("route", key.second); };
    out.about("kith_http_requests_total", "counter", "Answers by method, route and status.");
    for (const auto& [key, route] : routes_) {
        for (std::size_t status = 0; status < route->by_status.size(); ++status) {
            const auto n = route->by_status[status].load(std::memory_order_relaxed);
            if (n == 0) continue;
            out.sample("kith_http_requests_total", labels_of(key) + "," + metrics::label("status", std::to_string(status)), static_cast<double>(n));
        }
    }
    out.about("kith_http_request_seconds", "histogram", "From the request's last byte to the answer's last.");
    for (const auto& [key, route] : routes_) route->seconds.write(out, "kith_http_request_seconds", labels_of(key));
}

std::string Metrics::text(const http::Server::Stats& server, const std::function<void(metrics::Exposition&)>& data, const std::string& data_folder,
                          const std::vector<Readiness::Answer>& readiness, bool draining) const {
    metrics::Exposition out;
    write_requests(out);
    out.single("kith_http_connections", "gauge", "Open connections.", static_cast<double>(server.open_connections));
    out.single("kith_http_connections_refused_total", "counter", "Connections over max_connections.", static_cast<double>(server.refused_connections));
    out.single("kith_http_event_streams", "gauge", "Open event streams.", static_cast<double>(server.event_streams));
    out.single("kith_workers_busy", "gauge", "Workers that run a handler.", static_cast<double>(server.busy_workers));
    out.single("kith_requests_queued", "gauge", "Requests that wait for a worker.", static_cast<double>(server.queued));
    out.single("kith_ready", "gauge", "1 when /readyz says yes.", !draining && all_good(readiness) ? 1 : 0);
    out.single("kith_draining", "gauge", "1 after a signal to stop.", draining ? 1 : 0);
    out.about("kith_ready_check", "gauge", "1 for each check of /readyz that is good.");
    for (const auto& check : readiness) out.sample("kith_ready_check", metrics::label("check", check.name), check.good ? 1 : 0);
    metrics::write_all(out);
    // With the database away, the rest is wanted all the more.
    try {
        data(out);
    } catch (const db::Failure& failure) {
        log::warning("metrics.without_database", {{"problem", failure.what()}});
    }
    write_process_figures(out, data_folder);
    return out.take();
}

}  // namespace kith::app
