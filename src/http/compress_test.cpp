#include "http/compress.hpp"

#include <gtest/gtest.h>

namespace kith::http {
namespace {

TEST(NegotiateEncoding, TakesTheBestTheClientKnows) {
    EXPECT_EQ(negotiate_encoding(""), Encoding::Identity);
    EXPECT_EQ(negotiate_encoding("gzip, deflate, br"), Encoding::Brotli);
    EXPECT_EQ(negotiate_encoding("gzip;q=1.0, br;q=0.5"), Encoding::Gzip);
    EXPECT_EQ(negotiate_encoding("GZIP"), Encoding::Gzip);
    EXPECT_EQ(negotiate_encoding("br;q=0, gzip;q=0.0"), Encoding::Identity);
    EXPECT_EQ(negotiate_encoding("*"), Encoding::Brotli);
    EXPECT_EQ(negotiate_encoding("br;q=0, *"), Encoding::Gzip);
    EXPECT_EQ(negotiate_encoding("identity, zstd"), Encoding::Identity);
    EXPECT_EQ(negotiate_encoding(",;q=,br;q=x"), Encoding::Identity);
}

TEST(IsCompressible, KnowsTextFromPictures) {
    for (const auto* type : {"application/json", "text/html; charset=utf-8", "application/problem+json",
                             "image/svg+xml", "text/javascript"})
        EXPECT_TRUE(is_compressible(type)) << type;
    for (const auto* type : {"image/png", "font/woff2", "application/zip", ""})
        EXPECT_FALSE(is_compressible(type)) << type;
}

TEST(Compress, MakesTextSmaller) {
    std::string text;
    for (int i = 0; i < 500; ++i) text += "{\"name\":\"account\"},";
    EXPECT_LT(brotli_compress(text, 4)->size(), text.size() / 10);
    EXPECT_LT(gzip_compress(text, 5)->size(), text.size() / 10);
    EXPECT_TRUE(gzip_compress("", 5));
}

}  // namespace
}  // namespace kith::http
