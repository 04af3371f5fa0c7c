#include "base/log.hpp"

#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <string>

#include "base/json.hpp"
#include "base/time.hpp"

/// Written straight to standard error: a line is one JSON object made by our own writer and goes out
/// in one write(2), which a logging library would only wrap. Whoever runs the server redirects it.
namespace kith::log {

namespace {

std::atomic<Level> threshold{Level::Info};

std::string_view name_of(Level level) {
    switch (level) {
        case Level::Debug: return "debug";
        case Level::Info: return "info";
        case Level::Warning: return "warning";
        case Level::Error: return "error";
    }
    return "error";
}

}  // namespace

void set_level(Level level) { threshold.store(level, std::memory_order_relaxed); }

void write(Level level, std::string_view event, const Params& facts) {
    if (level < threshold.load(std::memory_order_relaxed)) return;
    std::string line;
    line.reserve(256);
    json::Writer out(line);
    out.begin_object().member("time", Instant::now()).member("level", name_of(level)).member("event", event);
    for (const auto& [name, value] : facts) out.member(name, value);
    out.end_object();
    line += '\n';
    // Nothing can be done about a log that cannot be written, so a failure is let go.
    for (std::size_t sent = 0; sent < line.size();) {
        const auto n = ::write(STDERR_FILENO, line.data() + sent, line.size() - sent);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return;
        sent += static_cast<std::size_t>(n);
    }
}

}  // namespace kith::log
