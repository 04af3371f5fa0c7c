#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace kith::demo {

/// SplitMix64 (Steele, Lea, Flood 2014). Not <random>: its distributions differ between libraries, and
/// a seed must give the same demo everywhere.
class Random {
public:
    explicit Random(std::uint64_t seed) : state_(seed) {}
    /// A stream of its own for one thing (an account), so that a change to one leaves the others alone.
    Random(std::uint64_t seed, std::uint64_t stream) : state_(seed) {
        state_ = next() ^ (stream * 0xD1B54A32D192ED03U);
        state_ = next();  // mixed twice, or neighbouring streams would be one sequence, shifted
    }

    std::uint64_t next() {
        std::uint64_t z = (state_ += 0x9E3779B97F4A7C15U);
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
        return z ^ (z >> 31);
    }
    /// 0 to n - 1. The bias for small n is far below what anybody could see.
    std::size_t below(std::size_t n) { return static_cast<std::size_t>(next() % n); }
    int between(int least, int most) { return least + static_cast<int>(below(static_cast<std::size_t>(most - least + 1))); }
    /// 0 to 1, without 1.
    double real() { return static_cast<double>(next() >> 11) * 0x1.0p-53; }
    bool chance(double probability) { return real() < probability; }
    template <class T>
    const T& pick(std::span<const T> items) { return items[below(items.size())]; }
    /// Fills a pattern: # any digit, ~ 0 to 4, @ a letter of British postcodes' second half.
    std::string fill(std::string_view pattern) {
        constexpr std::string_view kLetters = "ABDEFGHJLNPQRSTUWXYZ";
        std::string out(pattern);
        for (char& c : out) {
            if (c == '#') c = static_cast<char>('0' + below(10));
            else if (c == '~') c = static_cast<char>('0' + below(5));
            else if (c == '@') c = kLetters[below(kLetters.size())];
        }
        return out;
    }

private:
    std::uint64_t state_;
};

}  // namespace kith::demo
