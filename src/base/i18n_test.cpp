#include "base/i18n.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace kith::i18n {
namespace {

class I18n : public ::testing::Test {
protected:
    static void SetUpTestSuite() {
        load({{"en", R"({"test.hello": "Hello {name}", "test.only_english": "English",
                         "test.rows": "{count, plural, =0 {no rows} one {one row} other {# rows}} in {name}",
                         "test.kind": "{kind, select, a {first {name}} other {rest}}"})"},
              {"nb", R"({"test.hello": "Hei {name}", "test.rows": "{count, plural, one {én rad} other {{count} rader}}"})"}});
    }
};

TEST_F(I18n, FillsPlaces) {
    EXPECT_EQ(text("en", "test.hello", {{"name", "Kari"}}), "Hello Kari");
    EXPECT_EQ(text("nb", "test.hello", {{"name", "{name}"}}), "Hei {name}");
    EXPECT_EQ(text("nb", "test.hello"), "Hei {name}");
}

TEST_F(I18n, ChoosesTheFormByNumber) {
    EXPECT_EQ(text("en", "test.rows", {{"count", "1"}, {"name", "f.csv"}}), "one row in f.csv");
    EXPECT_EQ(text("en", "test.rows", {{"count", "0"}, {"name", "f.csv"}}), "no rows in f.csv");
    EXPECT_EQ(text("en", "test.rows", {{"count", "12"}, {"name", "f.csv"}}), "12 rows in f.csv");
    EXPECT_EQ(text("nb", "test.rows", {{"count", "12"}}), "12 rader");
}

TEST_F(I18n, SelectsByWord) {
    EXPECT_EQ(text("en", "test.kind", {{"kind", "a"}, {"name", "x"}}), "first x");
    EXPECT_EQ(text("en", "test.kind", {{"kind", "b"}}), "rest");
    EXPECT_EQ(text("en", "test.kind"), "rest");
}

TEST_F(I18n, FallsBackToEnglishThenToTheKey) {
    EXPECT_EQ(text("nb", "test.only_english"), "English");
    EXPECT_EQ(text("nb", "test.nowhere"), "test.nowhere");
    EXPECT_EQ(text("xx", "test.hello", {{"name", "A"}}), "Hello A");
    EXPECT_FALSE(has("nb", "test.only_english"));
    EXPECT_TRUE(has("en", "test.only_english"));
}

TEST_F(I18n, RefusesTwoTextsForOneKey) {
    EXPECT_THROW(load({{"en", R"({"test.hello": "Other"})"}}), std::logic_error);
    EXPECT_THROW(load({{"en", "{"}}), std::logic_error);
    EXPECT_THROW(load({{"en", R"({"test.number": 1})"}}), std::logic_error);
    EXPECT_NO_THROW(load({{"en", R"({"test.hello": "Hello {name}"})"}}));
}

TEST_F(I18n, NegotiatesTheLanguage) {
    EXPECT_EQ(negotiate("nb-NO,nb;q=0.9,en;q=0.8"), "nb");
    EXPECT_EQ(negotiate("nn"), "nb");
    EXPECT_EQ(negotiate("no"), "nb");
    EXPECT_EQ(negotiate("de-DE, en;q=0.3, nb;q=0.7"), "nb");
    EXPECT_EQ(negotiate("de"), "en");
    EXPECT_EQ(negotiate("nb;q=0"), "en");
    EXPECT_EQ(negotiate(""), "en");
    EXPECT_EQ(negotiate(";;,q=,*;q=x"), "en");
}

TEST_F(I18n, WritesNumbersAndMoney) {
    EXPECT_EQ(number("en", 1234567.5, 2), "1,234,567.50");
    EXPECT_EQ(number("nb", 1234.5, 2), "1\u00A0234,50");
    EXPECT_EQ(number("nb", -999), "\u2212999");
    EXPECT_EQ(number("en", -0.001, 1), "0.0");
    EXPECT_EQ(number("en", 100), "100");
    EXPECT_EQ(money("nb", 24'000'000, "NOK"), "240\u00A0000\u00A0NOK");
    EXPECT_EQ(money("en", 24'000'050, "NOK"), "240,000.50\u00A0NOK");
    EXPECT_EQ(money("en", 1500, "JPY"), "1,500\u00A0JPY");
}

}  // namespace
}  // namespace kith::i18n
