#include "base/phone.hpp"

#include <gtest/gtest.h>

namespace kith {
namespace {

std::string normal(std::string_view text, std::string_view country) {
    return normalize_phone(text, country).value_or("none");
}

TEST(NormalizePhone, KeepsInternationalNumbers) {
    EXPECT_EQ(normal("+47 22 33 44 55", ""), "+4722334455");
    EXPECT_EQ(normal("+44 (0)20 7946 0123", "NO"), "+442079460123");
    EXPECT_EQ(normal("(+46) 070-174 06 05", ""), "+46701740605");
    EXPECT_EQ(normal("tel:+1-202-555-0143", ""), "+12025550143");
    EXPECT_EQ(normal("+39 06 698 12345", ""), "+390669812345");
    EXPECT_EQ(normal("\xC2\xA0+49\xC2\xA0" "30\xE2\x80\x93" "23125 000", ""), "+493023125000");
}

TEST(NormalizePhone, KnowsInternationalPrefixes) {
    EXPECT_EQ(normal("0047 22334455", "SE"), "+4722334455");
    EXPECT_EQ(normal("0047 22334455", ""), "+4722334455");
    EXPECT_EQ(normal("011 47 22334455", "US"), "+4722334455");
}

TEST(NormalizePhone, ReadsNationalNumbers) {
    EXPECT_EQ(normal("22 33 44 55", "NO"), "+4722334455");
    EXPECT_EQ(normal("02222", "NO"), "+4702222");
    EXPECT_EQ(normal("070-174 06 05", "SE"), "+46701740605");
    EXPECT_EQ(normal("32 12 34 56", "DK"), "+4532123456");
    EXPECT_EQ(normal("030/23125 000", "DE"), "+493023125000");
    EXPECT_EQ(normal("020 7946 0123", "GB"), "+442079460123");
    EXPECT_EQ(normal("(202) 555-0143", "US"), "+12025550143");
    EXPECT_EQ(normal("1-202-555-0143", "US"), "+12025550143");
    EXPECT_EQ(normal("06 30 123 4567", "HU"), "+36301234567");
}

TEST(NormalizePhone, TakesACallingCodeWithoutPlusWhereItCanBeNothingElse) {
    EXPECT_EQ(normal("4722334455", "NO"), "+4722334455");
    EXPECT_EQ(normal("4532123456", "DK"), "+4532123456");
}

TEST(NormalizePhone, RefusesWhatIsNoNumber) {
    for (const auto* wrong : {"", "+", "call me", "22 33 44 55 ext. 12", "+47 22", "+47 2233445566", "22+33445566",
                              "++4722334455", "+999 123456789", "123456789012345678901234", "22,33"}) {
        EXPECT_EQ(normal(wrong, "NO"), "none") << wrong;
    }
    EXPECT_EQ(normal("22334455", ""), "none");
    EXPECT_EQ(normal("22334455", "ZZ"), "none");
}

}  // namespace
}  // namespace kith
