#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.hpp"

namespace kith::http {

struct Listener {
    int socket = -1;
    int family = 0;
};

/// `count` listening sockets on one address ("127.0.0.1", "::1", "[::]", "localhost") and port; 0
/// becomes a free one. Never shares the port with another program, though several sockets of ours
/// share it. `http.port_in_use`, `http.cannot_bind` (params `address`, `port`, `problem`).
Result<std::vector<Listener>> listen_on(const std::string& address, std::uint16_t& port, int count);

}  // namespace kith::http
