#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace kith::app {

/// Addresses, single or by prefix: "10.0.0.0/8, 2001:db8::/32, 192.0.2.7". IPv4 and its form within IPv6 are one.
class Networks {
public:
    /// `config.not_networks`.
    static Result<Networks> parse(std::string_view text);
    [[nodiscard]] bool contains(std::string_view address) const;

private:
    using Bytes = std::array<std::uint8_t, 16>;
    struct Network {
        Bytes address{};
        int bits = 128;
    };
    static bool read(std::string_view text, Bytes& out, bool& v4);

    std::vector<Network> networks_;
};

}  // namespace kith::app
