#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace kith::app {

struct ListenAddress {
    std::string host;
    std::uint16_t port = 0;
};

/// "127.0.0.1:8080", "[::1]:8080", ":8080" (this machine only). `serve.bad_address`.
Result<ListenAddress> parse_listen(std::string_view text);
std::string url_of(const std::string& host, std::uint16_t port);

}  // namespace kith::app
