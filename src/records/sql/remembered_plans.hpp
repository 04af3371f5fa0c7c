#pragma once

#include <chrono>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

namespace kith::records {

/// Which of a filter's conditions find too many to start from, one bit a condition.
struct Wide {
    std::uint64_t page = 0;   // for a page of the list
    std::uint64_t count = 0;  // for counting all of it
};

/// That, remembered for a while: asking the indexes costs more than most lists, and an answer that is a few
/// seconds old picks the same way. Thread-safe.
class RememberedPlans {
public:
    /// None when it is to be asked anew.
    [[nodiscard]] std::optional<Wide> find(const std::string& key) const {
        const std::lock_guard lock(mutex_);
        const auto it = known_.find(key);
        if (it == known_.end() || Clock::now() - it->second.since > kValid) return std::nullopt;
        return it->second.wide;
    }
    void keep(std::string key, Wide wide) {
        const std::lock_guard lock(mutex_);
        if (known_.size() >= kMost) known_.clear();
        known_[std::move(key)] = {wide, Clock::now()};
    }

private:
    using Clock = std::chrono::steady_clock;
    static constexpr std::chrono::seconds kValid{10};
    static constexpr std::size_t kMost = 2000;

    struct Known {
        Wide wide;
        Clock::time_point since;
    };
    mutable std::mutex mutex_;
    std::unordered_map<std::string, Known> known_;
};

}  // namespace kith::records
