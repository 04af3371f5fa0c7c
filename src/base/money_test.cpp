#include "base/money.hpp"

#include <gtest/gtest.h>

namespace kith {
namespace {

TEST(Money, KnowsCurrenciesAndTheirDigits) {
    EXPECT_TRUE(is_currency("NOK"));
    EXPECT_TRUE(is_currency("ZWG"));
    for (const auto* wrong : {"", "NO", "nok", "QQQ", "OK ", "ED ", "NOKK"}) EXPECT_FALSE(is_currency(wrong)) << wrong;
    EXPECT_EQ(minor_digits("NOK"), 2);
    EXPECT_EQ(minor_digits("JPY"), 0);
    EXPECT_EQ(minor_digits("ISK"), 0);
    EXPECT_EQ(minor_digits("KWD"), 3);
}

TEST(Money, WritesAmounts) {
    EXPECT_EQ(format_amount({125050, "NOK"}), "1250.50");
    EXPECT_EQ(format_amount({5, "NOK"}), "0.05");
    EXPECT_EQ(format_amount({-5, "NOK"}), "-0.05");
    EXPECT_EQ(format_amount({1500, "JPY"}), "1500");
    EXPECT_EQ(format_amount({1, "KWD"}), "0.001");
    EXPECT_EQ(format_amount({INT64_MIN, "NOK"}), "-92233720368547758.08");
}

TEST(Money, ReadsAmounts) {
    EXPECT_EQ(parse_amount("1250.5", "NOK"), 125050);
    EXPECT_EQ(parse_amount("-3", "NOK"), -300);
    EXPECT_EQ(parse_amount("1.000", "NOK"), 100);
    EXPECT_EQ(parse_amount("7", "JPY"), 7);
    EXPECT_EQ(parse_amount("7.00", "JPY"), 7);
    EXPECT_EQ(parse_amount("92233720368547758.07", "NOK"), INT64_MAX);
    for (const auto* wrong : {"", "-", ".5", "5.", "1,5", "1 000", "1.005", "92233720368547758.08", "1e3", "+1", "0x1",
                              "999999999999999999999"}) {
        EXPECT_FALSE(parse_amount(wrong, "NOK")) << wrong;
    }
    EXPECT_FALSE(parse_amount("7.5", "JPY"));
}

}  // namespace
}  // namespace kith
