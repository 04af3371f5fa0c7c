#include "base/id.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <thread>
#include <vector>

#include "base/time.hpp"

namespace kith {
namespace {

TEST(Id, ReadsDigitsOnly) {
    EXPECT_EQ(Id::parse("42"), Id{42});
    EXPECT_EQ(Id::parse("9223372036854775807"), Id{9223372036854775807});
    for (const auto* wrong : {"", "0", "-1", "+1", " 1", "1 ", "1.0", "9223372036854775808", "x"}) {
        EXPECT_FALSE(Id::parse(wrong)) << wrong;
    }
}

TEST(IdGenerator, CarriesTimeAndNode) {
    IdGenerator generator(5);
    const std::int64_t before = Instant::now().micros / 1000;
    const auto id = generator.next().value;
    const std::int64_t after = Instant::now().micros / 1000;
    const std::int64_t millis = (id >> 22) + Date::of(2024, 1, 1).days * std::int64_t{86'400'000};
    EXPECT_LE(before, millis);
    EXPECT_GE(after, millis);
    EXPECT_EQ((id >> 12) & 1023, 5);
}

TEST(IdGenerator, NeverGivesAnIdTwiceAcrossThreads) {
    constexpr int kEach = 20'000;
    IdGenerator generator;
    std::vector<std::vector<Id>> made(4);
    {
        std::vector<std::jthread> threads;
        for (auto& mine : made) {
            threads.emplace_back([&] {
                for (int i = 0; i < kEach; ++i) mine.push_back(generator.next());
            });
        }
    }
    std::vector<Id> all;
    for (const auto& mine : made) {
        EXPECT_TRUE(std::is_sorted(mine.begin(), mine.end()));
        all.insert(all.end(), mine.begin(), mine.end());
    }
    std::sort(all.begin(), all.end());
    EXPECT_EQ(std::adjacent_find(all.begin(), all.end()), all.end());
}

}  // namespace
}  // namespace kith
