#pragma once

#include <atomic>
#include <chrono>
#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace kith {

/// A record's id: 63 bits, time-ordered: 41 bits of milliseconds since 2024-01-01 UTC, 10 bits of
/// node number, 12 bits of sequence. A decimal string in JSON (JavaScript's numbers end at 2^53).
struct Id {
    std::int64_t value = 0;

    [[nodiscard]] bool is_set() const noexcept { return value != 0; }
    [[nodiscard]] std::string to_string() const { return std::to_string(value); }
    /// Digits only, 1 to 2^63 - 1; anything else is no id.
    static std::optional<Id> parse(std::string_view text);
    friend auto operator<=>(Id, Id) = default;
};

/// Node numbers are 0 to 1023.
constexpr std::int64_t kMostNodes = 1024;

/// Makes ids; safe to call from any thread. Never gives an id twice, also when the clock is set
/// back (it then goes on from the last millisecond it used).
class IdGenerator {
public:
    explicit IdGenerator(std::int64_t node_number = 0) : node_(node_number) {}
    Id next();

    /// From here on with this number, and later than `after`: whoever had the number before may have had another clock.
    void use(std::int64_t node_number, Id after);
    /// The number is ours until then; once that is past, `renew` is called before an id is made, and may throw. The
    /// function is set once, before others make ids.
    void sure_for(std::chrono::milliseconds time) { sure_until_ = (std::chrono::steady_clock::now() + time).time_since_epoch().count(); }
    void on_unsure(std::function<void()> renew) { renew_ = std::move(renew); }
    [[nodiscard]] std::int64_t node() const { return node_; }
    /// None that was made is higher.
    [[nodiscard]] Id highest() const;

private:
    std::atomic<std::int64_t> node_;
    std::atomic<std::int64_t> last_{0};  // milliseconds << 12 | sequence
    std::atomic<std::chrono::steady_clock::rep> sure_until_{std::chrono::steady_clock::duration::max().count()};
    std::function<void()> renew_;
};

}  // namespace kith

template <>
struct std::hash<kith::Id> {
    std::size_t operator()(kith::Id id) const noexcept { return std::hash<std::int64_t>{}(id.value); }
};
