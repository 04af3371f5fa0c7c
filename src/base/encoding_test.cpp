#include "base/encoding.hpp"

#include <gtest/gtest.h>

namespace kith {

TEST(Base64Url, MatchesTheVectorsOfRfc4648) {
    EXPECT_EQ(base64url(""), "");
    EXPECT_EQ(base64url("f"), "Zg");
    EXPECT_EQ(base64url("fo"), "Zm8");
    EXPECT_EQ(base64url("foobar"), "Zm9vYmFy");
    EXPECT_EQ(base64url("\xff\xfe"), "__4");
}

TEST(Base64Url, ReadsWhatItWrote) {
    std::string bytes;
    for (int i = 0; i < 256; ++i) bytes += static_cast<char>(i);
    for (std::size_t n = 0; n <= bytes.size(); ++n)
        EXPECT_EQ(from_base64url(base64url(bytes.substr(0, n))), bytes.substr(0, n));
}

TEST(Base64Url, RefusesWhatIsNotOfTheAlphabet) {
    EXPECT_FALSE(from_base64url("Zg=="));
    EXPECT_FALSE(from_base64url("Z"));
    EXPECT_FALSE(from_base64url("Zm 8"));
}

}  // namespace kith
