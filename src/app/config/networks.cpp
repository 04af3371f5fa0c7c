#include "app/config/networks.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>
#include <cstring>
#include <string>

#include "base/text.hpp"

namespace kith::app {

bool Networks::read(std::string_view text, Bytes& out, bool& v4) {
    const std::string address(text);
    std::array<std::uint8_t, 4> four{};
    v4 = ::inet_pton(AF_INET, address.c_str(), four.data()) == 1;
    if (v4) {
        out = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, four[0], four[1], four[2], four[3]};
        return true;
    }
    return ::inet_pton(AF_INET6, address.c_str(), out.data()) == 1;
}

Result<Networks> Networks::parse(std::string_view list) {
    Networks out;
    while (!list.empty()) {
        auto part = list.substr(0, list.find(','));
        list.remove_prefix(std::min(list.size(), part.size() + 1));
        part = text::trim(part);
        if (part.empty()) continue;
        const Error wrong{.kind = ErrorKind::Invalid, .code = "config.not_networks",
                          .params = {{"key", "trusted_proxies"}, {"given", std::string(part)}}};
        const auto slash = part.find('/');
        Network network;
        bool v4 = false;
        if (!read(part.substr(0, slash), network.address, v4)) return wrong;
        if (slash != std::string_view::npos) {
            const auto given = part.substr(slash + 1);
            int bits = -1;
            const auto [end, problem] = std::from_chars(given.data(), given.data() + given.size(), bits);
            if (problem != std::errc() || end != given.data() + given.size() || bits < 0 || bits > (v4 ? 32 : 128)) return wrong;
            network.bits = v4 ? bits + 96 : bits;
        }
        out.networks_.push_back(network);
    }
    return out;
}

bool Networks::contains(std::string_view address) const {
    if (networks_.empty()) return false;
    Bytes bytes{};
    bool v4 = false;
    if (!read(address, bytes, v4)) return false;
    return std::ranges::any_of(networks_, [&](const Network& network) {
        const auto whole = static_cast<std::size_t>(network.bits / 8);
        if (std::memcmp(bytes.data(), network.address.data(), whole) != 0) return false;
        const int rest = network.bits % 8;
        if (rest == 0) return true;
        const int mask = 0xff << (8 - rest);
        return ((bytes[whole] ^ network.address[whole]) & mask & 0xff) == 0;
    });
}

}  // namespace kith::app
