#include "base/log.hpp"

#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <string>
#include <utility>

#include "base/json.hpp"
#include "base/secret.hpp"
#include "base/time.hpp"

/// Written straight to standard error: a line is one JSON object made by our own writer and goes out
/// in one write(2), which a logging library would only wrap. Whoever runs the server redirects it.
namespace kith::log {

namespace {

std::atomic<Level> threshold{Level::Info};
std::atomic<Format> line_format{Format::Json};
thread_local std::string_view request_of_thread;

std::string_view name_of(Level level) {
    switch (level) {
        case Level::Debug: return "debug";
        case Level::Info: return "info";
        case Level::Warning: return "warning";
        case Level::Error: return "error";
    }
    return "error";
}

/// What may stand there of a fact's value.
std::string_view told(const std::pair<std::string, std::string>& fact) {
    return names_secret(fact.first) ? std::string_view("********") : std::string_view(fact.second);
}

void write_json(std::string& line, Level level, std::string_view event, std::string_view request, const Params& facts) {
    json::Writer out(line);
    out.begin_object().member("time", Instant::now()).member("level", name_of(level)).member("event", event);
    if (!request.empty()) out.member("request", request);
    for (const auto& fact : facts) out.member(fact.first, told(fact));
    out.end_object();
}

/// `2026-11-23T09:12:33.123456Z warning http.slow_request request=5f… path="/a b"`
void write_text(std::string& line, Level level, std::string_view event, std::string_view request, const Params& facts) {
    const auto add = [&](std::string_view name, std::string_view value) {
        line.append(" ").append(name).append("=");
        const bool plain = !value.empty() && std::ranges::none_of(value, [](char c) {
            return static_cast<unsigned char>(c) <= ' ' || c == '"' || c == '=' || c == 127;
        });
        if (plain)
            line.append(value);
        else
            json::Writer(line).value(value);  // quoted, so that a line stays one line
    };
    line.append(Instant::now().to_string()).append(" ").append(name_of(level)).append(" ").append(event);
    if (!request.empty()) add("request", request);
    for (const auto& fact : facts) add(fact.first, told(fact));
}

}  // namespace

void set_level(Level level) { threshold.store(level, std::memory_order_relaxed); }
void set_format(Format format) { line_format.store(format, std::memory_order_relaxed); }

RequestScope::RequestScope(std::string_view id) : before_(std::exchange(request_of_thread, id)) {}
RequestScope::~RequestScope() { request_of_thread = before_; }
std::string_view current_request() { return request_of_thread; }

void write(Level level, std::string_view event, const Params& facts) {
    if (level < threshold.load(std::memory_order_relaxed)) return;
    const bool names_request = std::ranges::any_of(facts, [](const auto& fact) { return fact.first == "request"; });
    const auto request = names_request ? std::string_view{} : request_of_thread;
    std::string line;
    line.reserve(256);
    if (line_format.load(std::memory_order_relaxed) == Format::Text)
        write_text(line, level, event, request, facts);
    else
        write_json(line, level, event, request, facts);
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
