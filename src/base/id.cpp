#include "base/id.hpp"

#include <charconv>

#include "base/time.hpp"

namespace kith {

namespace {

constexpr std::int64_t kEpochMillis = 1'704'067'200'000;  // 2024-01-01T00:00:00Z
constexpr int kNodeBits = 10;
constexpr int kSequenceBits = 12;
constexpr std::int64_t kSequenceMask = (1 << kSequenceBits) - 1;
constexpr std::int64_t kNodeMask = (1 << kNodeBits) - 1;

}  // namespace

std::optional<Id> Id::parse(std::string_view text) {
    if (text.empty() || text.front() < '0' || text.front() > '9') return std::nullopt;
    Id id;
    const char* end = text.data() + text.size();
    const auto [stop, problem] = std::from_chars(text.data(), end, id.value);
    if (problem != std::errc{} || stop != end || id.value < 1) return std::nullopt;
    return id;
}

Id IdGenerator::next() {
    const std::int64_t now = (Instant::now().micros / 1000 - kEpochMillis) << kSequenceBits;
    std::int64_t last = last_.load(std::memory_order_relaxed);
    std::int64_t mine = 0;
    // A full sequence runs on into the next millisecond; a clock set back changes nothing.
    do {
        mine = now > last ? now : last + 1;
    } while (!last_.compare_exchange_weak(last, mine, std::memory_order_relaxed));
    return {((mine >> kSequenceBits) << (kNodeBits + kSequenceBits)) | ((node_ & kNodeMask) << kSequenceBits) |
            (mine & kSequenceMask)};
}

}  // namespace kith
