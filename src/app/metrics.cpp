#include "app/metrics.hpp"

#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <vector>

namespace kith::app {
namespace {

class Lines {
public:
    Lines& about(const char* name, const char* type, const char* help) {
        out_.append("# HELP ").append(name).append(" ").append(help).append("\n");
        out_.append("# TYPE ").append(name).append(" ").append(type).append("\n");
        return *this;
    }
    Lines& sample(std::string_view name, std::string_view labels, double value) {
        char number[32];
        std::snprintf(number, sizeof number, "%.17g", value);
        out_.append(name).append(labels.empty() ? "" : "{").append(labels).append(labels.empty() ? " " : "} ");
        out_.append(number).append("\n");
        return *this;
    }
    Lines& single(const char* name, const char* type, const char* help, double value) {
        return about(name, type, help).sample(name, "", value);
    }
    std::string take() { return std::move(out_); }

private:
    std::string out_;
};

std::string short_number(double value) {
    char number[32];
    std::snprintf(number, sizeof number, "%g", value);
    return number;
}

}  // namespace

std::int64_t resident_bytes() {
    std::ifstream statm("/proc/self/statm");
    std::int64_t total = 0, resident = 0;
    statm >> total >> resident;
    return resident * ::sysconf(_SC_PAGESIZE);
}

Metrics::Metrics() : started_(std::chrono::steady_clock::now()) {
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
    const double seconds = static_cast<double>(took.count()) / 1e6;
    std::size_t bucket = 0;
    while (bucket < kBounds.size() && seconds > kBounds[bucket]) ++bucket;
    counts.buckets[bucket].fetch_add(1, std::memory_order_relaxed);
    counts.micros.fetch_add(took.count(), std::memory_order_relaxed);
}

std::string Metrics::text(const http::Server::Stats& server, records::Workspace& workspace) const {
    Lines out;
    {
        const std::lock_guard lock(mutex_);
        out.about("kith_http_requests_total", "counter", "Answers by method, route and status.");
        for (const auto& [key, route] : routes_) {
            const auto labels = "method=\"" + key.first + "\",route=\"" + key.second + "\"";
            for (std::size_t status = 0; status < route->by_status.size(); ++status) {
                const auto n = route->by_status[status].load(std::memory_order_relaxed);
                if (n == 0) continue;
                out.sample("kith_http_requests_total", labels + ",status=\"" + std::to_string(status) + "\"",
                           static_cast<double>(n));
            }
        }
        out.about("kith_http_request_seconds", "histogram", "From the request's last byte to the answer's first.");
        for (const auto& [key, route] : routes_) {
            const auto labels = "method=\"" + key.first + "\",route=\"" + key.second + "\"";
            std::int64_t sum = 0;
            for (std::size_t i = 0; i <= kBounds.size(); ++i) {
                sum += route->buckets[i].load(std::memory_order_relaxed);
                const auto bound = i < kBounds.size() ? short_number(kBounds[i]) : std::string("+Inf");
                out.sample("kith_http_request_seconds_bucket", labels + ",le=\"" + bound + "\"",
                           static_cast<double>(sum));
            }
            out.sample("kith_http_request_seconds_sum", labels,
                       static_cast<double>(route->micros.load(std::memory_order_relaxed)) / 1e6);
            out.sample("kith_http_request_seconds_count", labels, static_cast<double>(sum));
        }
    }
    const std::chrono::duration<double> up = std::chrono::steady_clock::now() - started_;
    out.single("kith_http_connections", "gauge", "Open connections.", static_cast<double>(server.open_connections));
    out.single("kith_workers_busy", "gauge", "Workers that run a handler.", static_cast<double>(server.busy_workers));
    out.single("kith_requests_queued", "gauge", "Requests that wait for a worker.", static_cast<double>(server.queued));
    out.single("kith_database_bytes", "gauge", "Bytes of the database on disk.",
               static_cast<double>(workspace.database().size_bytes()));
    out.single("process_resident_memory_bytes", "gauge", "Resident memory.", static_cast<double>(resident_bytes()));
    out.single("kith_uptime_seconds", "gauge", "Since the start.", up.count());
    return out.take();
}

}  // namespace kith::app
