#include "http/message.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace kith::http {
namespace {

TEST(PercentDecode, ReadsWhatPercentEncodeWrote) {
    EXPECT_TRUE(rc::check([](const std::string& text) {
        RC_ASSERT(percent_decode(percent_encode(text), false) == text);
        RC_ASSERT(percent_decode(percent_encode(text), true) == text);
    }));
}

TEST(PercentDecode, RefusesHalfAndWrongEscapes) {
    for (const auto* text : {"%", "%4", "a%4", "%zz", "%4g", "%%41", "% 1"})
        EXPECT_FALSE(percent_decode(text, false)) << text;
}

TEST(PercentDecode, TakesPlusAsSpaceInQueriesOnly) {
    EXPECT_EQ(percent_decode("a+b%2B", true), "a b+");
    EXPECT_EQ(percent_decode("a+b%2B", false), "a+b+");
}

TEST(Request, FindsQueryParametersDecoded) {
    Request request;
    request.query = "q=bl%C3%A5+b%C3%A6r&empty=&flag&q=second&a%26b=1";
    EXPECT_EQ(request.query_param("q"), "blå bær");
    EXPECT_EQ(request.query_param("empty"), "");
    EXPECT_EQ(request.query_param("flag"), "");
    EXPECT_EQ(request.query_param("a&b"), "1");
    EXPECT_FALSE(request.query_param("Q"));
    EXPECT_FALSE(request.query_param(""));
}

TEST(Request, FindsCookies) {
    Request request;
    request.headers = {{"cookie", "a=1; kith_session=abc=; quoted=\"x\""}, {"cookie", "b=2"}};
    EXPECT_EQ(request.cookie("a"), "1");
    EXPECT_EQ(request.cookie("kith_session"), "abc=");
    EXPECT_EQ(request.cookie("quoted"), "x");
    EXPECT_EQ(request.cookie("b"), "2");
    EXPECT_EQ(request.cookie("session"), "");
}

}  // namespace
}  // namespace kith::http
