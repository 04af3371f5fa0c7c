#include "base/json.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "base/json_problem.hpp"

namespace kith::json {
namespace {

std::string problem(std::string_view text) {
    const auto parsed = parse(text);
    if (parsed) return "none";
    const auto& error = parsed.error();
    if (error.code != "json.malformed") return error.code;
    return error.params.at(1).second + "@" + error.params.at(0).second;
}

TEST(JsonParse, ReadsEveryKindOfValue) {
    const auto parsed = parse(R"( {"a":1,"b":[true,false,null],"c":"x\u00e6\n","d":2.5,"e":{}} )");
    ASSERT_TRUE(parsed);
    EXPECT_EQ(*(*parsed)["a"].integer(), 1);
    EXPECT_EQ((*parsed)["a"].number(), 1.0);
    EXPECT_EQ((*parsed)["b"].array()->size(), 3U);
    EXPECT_EQ(parsed->text("c"), "xæ\n");
    EXPECT_EQ((*parsed)["d"].number(), 2.5);
    EXPECT_TRUE((*parsed)["e"].object()->empty());
    EXPECT_TRUE((*parsed)["missing"].is_null());
    EXPECT_EQ(parsed->find("missing"), nullptr);
}

TEST(JsonParse, SaysWhatIsWrongAndWhere) {
    EXPECT_EQ(problem(""), "empty@0");
    EXPECT_EQ(problem("  "), "empty@2");
    EXPECT_EQ(problem("{\"a\":1"), "cut_off@6");
    EXPECT_EQ(problem("{\"a\" 1}"), "colon@5");
    EXPECT_EQ(problem("[1 2]"), "comma@3");
    EXPECT_EQ(problem("[1,]"), "value@3");
    EXPECT_EQ(problem("{a:1}"), "name@1");
    EXPECT_EQ(problem("{} x"), "trailing@3");
    EXPECT_EQ(problem("1 2"), "trailing@2");
    EXPECT_EQ(problem("[01]"), "number@1");
    EXPECT_EQ(problem("[1.]"), "number@1");
    EXPECT_EQ(problem("[-]"), "number@1");
    EXPECT_EQ(problem("[1e400]"), "number_range@1");
    EXPECT_EQ(problem("[9223372036854775808]"), "number_range@1");
    EXPECT_EQ(problem("[123456789012345678901234567890]"), "number_range@1");
    EXPECT_EQ(problem("\"\xFF\""), "utf8@1");
    EXPECT_EQ(problem("\"a\nb\""), "control@2");
    EXPECT_EQ(problem("\"\\x\""), "escape@1");
    EXPECT_EQ(problem("\"\\ud800\""), "surrogate@1");
    EXPECT_EQ(problem("nul"), "cut_off@0");
    EXPECT_EQ(problem("nope"), "value@0");
    EXPECT_EQ(problem("\xEF\xBB\xBF\xEF\xBB\xBF{}"), "value@3");
}

TEST(JsonParse, TakesTheEdgesOfNumbers) {
    EXPECT_EQ(*parse("9223372036854775807")->integer(), std::numeric_limits<std::int64_t>::max());
    EXPECT_EQ(*parse("-9223372036854775808")->integer(), std::numeric_limits<std::int64_t>::min());
    EXPECT_EQ(parse("1e308")->number(), 1e308);
    EXPECT_EQ(parse("1e-400")->number(), 0.0);
    EXPECT_EQ(parse("9223372036854775808.0")->number(), 9223372036854775808.0);
}

TEST(JsonParse, SkipsOneByteOrderMark) { EXPECT_TRUE(parse("\xEF\xBB\xBF{\"a\":1}")); }

TEST(JsonParse, RefusesANameTwice) {
    EXPECT_EQ(problem(R"({"a":1,"a":2})"), "json.duplicate_name");
    EXPECT_EQ(problem(R"({"a":1,"\u0061":2})"), "json.duplicate_name");
    std::string many = "{";
    for (int i = 0; i < 100; ++i) many += "\"k" + std::to_string(i) + "\":0,";
    EXPECT_EQ(problem(many + "\"k7\":1}"), "json.duplicate_name");
    EXPECT_EQ(problem(many + "\"other\":1}"), "none");
}

TEST(JsonParse, RefusesTooDeepNesting) {
    const auto nested = [](std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); };
    EXPECT_EQ(problem(nested(kMaxDepth)), "none");
    EXPECT_EQ(problem(nested(kMaxDepth + 1)), "json.too_deep");
    EXPECT_EQ(problem(std::string(2'000'000, '[')), "json.too_deep");
    std::string scalars = std::string(kMaxDepth, '[') + "1" + std::string(kMaxDepth, ']');
    EXPECT_EQ(problem(scalars), "none");
}

TEST(JsonParse, ReadsALargeDocumentAndThenASmallOne) {
    std::string large = "[";
    for (int i = 0; i < 300'000; ++i) large += "12345,";
    large += "0]";
    EXPECT_EQ(parse(large)->array()->size(), 300'001U);
    EXPECT_TRUE(parse("[]"));
}

TEST(JsonWrite, GivesBackWhatWasRead) {
    const std::string text =
        R"({"a":[1,-2.5,true,false,null,"q\"\\\n\u0001/æ🎉"],"b":{},"c":[],"":"","d":{"e":{"f":[[]]}}})";
    const auto parsed = parse(text);
    ASSERT_TRUE(parsed);
    EXPECT_EQ(write(*parsed), text);
    EXPECT_EQ(*parse(write(*parsed)), *parsed);
}

TEST(JsonWrite, WritesTextOfAnyLengthWhileTheOutputGrows) {
    Array texts;
    for (std::size_t length = 0; length < 300; ++length) {
        texts.emplace_back(std::string(length, 'x'));
        texts.emplace_back(std::string(length, 'x') + "\n\"é\x01");
    }
    EXPECT_EQ(*parse(write(Value(texts))), Value(texts));
}

TEST(JsonWrite, WritesPreparedKeysLikeOthers) {
    std::string out;
    const auto quoted = prepare_key("a\"b");
    Writer w(out);
    w.begin_object().prepared_key(prepare_key("first")).value(1).prepared_key(quoted).null().member("last", true).end_object();
    EXPECT_EQ(out, R"({"first":1,"a\"b":null,"last":true})");
}

TEST(JsonWrite, WritesDoublesThatCanBeReadBack) {
    for (const double d : {0.1, -2.5, 12345678901234567890.0, 1e15, 999999999999999.0, 5e-324, 1.7976931348623157e308}) {
        EXPECT_EQ(parse(write(Value(d)))->number(), d);
    }
    EXPECT_EQ(write(Value(-0.0)), "0");
}

TEST(JsonWrite, WritesOurTypes) {
    std::string out;
    Writer(out)
        .begin_object()
        .member("id", Id{42})
        .member("day", Date::of(2026, 11, 23))
        .member("at", Instant{0})
        .member("sum", Money{125050, "NOK"})
        .member("nan", std::numeric_limits<double>::quiet_NaN())
        .member("tenth", 0.1)
        .key("list")
        .begin_array()
        .value(1)
        .value("two")
        .null()
        .begin_array()
        .end_array()
        .end_array()
        .key("raw")
        .raw("{}")
        .end_object();
    EXPECT_EQ(out,
              R"({"id":"42","day":"2026-11-23","at":"1970-01-01T00:00:00Z","sum":{"amount":"1250.50","currency":"NOK"},)"
              R"("nan":null,"tenth":0.1,"list":[1,"two",null,[]],"raw":{}})");
}

}  // namespace
}  // namespace kith::json
