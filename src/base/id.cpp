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

void IdGenerator::use(std::int64_t node_number, Id after) {
    // What was made between the last time its highest id was told and its end is covered by some seconds more.
    constexpr std::int64_t kMargin = 15'000;
    if (after.is_set()) {
        const auto least = ((after.value >> (kNodeBits + kSequenceBits)) + kMargin) << kSequenceBits;
        auto last = last_.load();
        while (last < least && !last_.compare_exchange_weak(last, least)) {
        }
    }
    node_ = node_number;
}

Id IdGenerator::highest() const {
    const auto last = last_.load();
    return {last == 0 ? 0 : ((last >> kSequenceBits) << (kNodeBits + kSequenceBits)) | (kNodeMask << kSequenceBits) | kSequenceMask};
}

Id IdGenerator::next() {
    const auto sure_until = sure_until_.load(std::memory_order_relaxed);
    if (sure_until != std::chrono::steady_clock::duration::max().count() && renew_ && std::chrono::steady_clock::now().time_since_epoch().count() > sure_until) renew_();
    const std::int64_t now = (Instant::now().micros / 1000 - kEpochMillis) << kSequenceBits;
    std::int64_t last = last_.load(std::memory_order_relaxed);
    std::int64_t mine = 0;
    // A full sequence runs on into the next millisecond; a clock set back changes nothing.
    do {
        mine = now > last ? now : last + 1;
    } while (!last_.compare_exchange_weak(last, mine, std::memory_order_relaxed));
    return {((mine >> kSequenceBits) << (kNodeBits + kSequenceBits)) | ((node_.load(std::memory_order_relaxed) & kNodeMask) << kSequenceBits) |
            (mine & kSequenceMask)};
}

}  // namespace kith
