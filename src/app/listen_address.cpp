#include "app/listen_address.hpp"

#include <charconv>

namespace kith::app {

Result<ListenAddress> parse_listen(std::string_view text) {
    const Error wrong{.kind = ErrorKind::Invalid, .code = "serve.bad_address", .params = {{"given", std::string(text)}}};
    const auto colon = text.rfind(':');
    if (colon == std::string_view::npos) return wrong;
    ListenAddress out;
    auto host = text.substr(0, colon);
    const auto port = text.substr(colon + 1);
    const auto [end, problem] = std::from_chars(port.data(), port.data() + port.size(), out.port);
    if (port.empty() || problem != std::errc() || end != port.data() + port.size()) return wrong;
    if (host.starts_with('[') && host.ends_with(']')) {
        host = host.substr(1, host.size() - 2);
    } else if (host.find(':') != std::string_view::npos) {
        return wrong;  // an IPv6 address without its brackets: which colon is the port's?
    }
    out.host = host.empty() || host == "localhost" ? "127.0.0.1" : std::string(host);
    return out;
}

std::string url_of(const std::string& host, std::uint16_t port) {
    const bool v6 = host.find(':') != std::string::npos;
    return "http://" + (v6 ? "[" + host + "]" : host) + ":" + std::to_string(port);
}

}  // namespace kith::app
