#include "http/service.hpp"

#include <fcntl.h>
#include <stdlib.h>

#include <array>
#include <random>

namespace kith::http {

std::string Service::next_request_id() {
    static const std::uint64_t start = [] {
        std::random_device random;
        return (static_cast<std::uint64_t>(random()) << 32) ^ random();
    }();
    static constexpr char kHex[] = "0123456789abcdef";
    // splitmix64's mixer: each count gives another id, and neighbours look unlike.
    std::uint64_t id = start + (next_id_.fetch_add(1, std::memory_order_relaxed) + 1) * 0x9e3779b97f4a7c15u;
    id = (id ^ (id >> 30)) * 0xbf58476d1ce4e5b9u;
    id = (id ^ (id >> 27)) * 0x94d049bb133111ebu;
    id ^= id >> 31;
    std::string text(16, '0');
    for (auto& c : text) {
        c = kHex[id >> 60];
        id <<= 4;
    }
    return text;
}

int Service::open_upload(std::string& path) const {
    path = (options.upload_folder.empty() ? std::string("/tmp") : options.upload_folder) + "/kith-upload-XXXXXX";
    const int file = ::mkostemp(path.data(), O_CLOEXEC);
    if (file < 0) path.clear();
    return file;
}

}  // namespace kith::http
