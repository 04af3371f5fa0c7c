#include "http/byte_range.hpp"

#include <gtest/gtest.h>

namespace kith::http {
namespace {

TEST(ByteRange, TakesTheThreeForms) {
    const auto first = read_range("bytes=0-99", 1000);
    ASSERT_TRUE(first);
    EXPECT_EQ(first->from, 0u);
    EXPECT_EQ(first->length, 100u);
    const auto rest = read_range("bytes=990-", 1000);
    EXPECT_EQ(rest->from, 990u);
    EXPECT_EQ(rest->length, 10u);
    const auto last = read_range("bytes=-5", 1000);
    EXPECT_EQ(last->from, 995u);
    EXPECT_EQ(last->length, 5u);
}

TEST(ByteRange, EndsWithTheFile) {
    EXPECT_EQ(read_range("bytes=900-5000", 1000)->length, 100u);
    EXPECT_EQ(read_range("bytes=-5000", 1000)->length, 1000u);
}

TEST(ByteRange, KnowsWhatIsNotThere) {
    EXPECT_EQ(read_range("bytes=1000-", 1000)->length, 0u);
    EXPECT_EQ(read_range("bytes=-0", 1000)->length, 0u);
    EXPECT_EQ(read_range("bytes=0-", 0)->length, 0u);
}

TEST(ByteRange, IgnoresWhatIsNoSingleRange) {
    for (const auto* header : {"bytes=5-1", "bytes=a-b", "bytes=-", "items=0-1", "bytes=0-1,4-5", "bytes=", "bytes=1",
                               "bytes=99999999999999999999-"})
        EXPECT_FALSE(read_range(header, 1000)) << header;
}

}  // namespace
}  // namespace kith::http
