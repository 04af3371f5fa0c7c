#include "base/geo.hpp"

#include <gtest/gtest.h>

namespace kith::geo {
namespace {

std::string code(std::string_view text) { return country_code(text).value_or("none"); }

TEST(CountryCode, TakesCodes) {
    EXPECT_EQ(code("NO"), "NO");
    EXPECT_EQ(code(" se "), "SE");
    EXPECT_EQ(code("NOR"), "NO");
    EXPECT_EQ(code("usa"), "US");
    EXPECT_EQ(code("UK"), "GB");
    EXPECT_EQ(code("XX"), "none");
}

TEST(CountryCode, TakesNamesInSeveralLanguages) {
    EXPECT_EQ(code("Norway"), "NO");
    EXPECT_EQ(code("NORGE"), "NO");
    EXPECT_EQ(code("Noreg"), "NO");
    EXPECT_EQ(code("Norwegen"), "NO");
    EXPECT_EQ(code("Deutschland"), "DE");
    EXPECT_EQ(code("Tyskland"), "DE");
    EXPECT_EQ(code("España"), "ES");
    EXPECT_EQ(code("espana"), "ES");
    EXPECT_EQ(code("Österrike"), "AT");
    EXPECT_EQ(code("日本"), "JP");
    EXPECT_EQ(code("Suomi"), "FI");
}

TEST(CountryCode, TakesUsualShortForms) {
    EXPECT_EQ(code("United States"), "US");
    EXPECT_EQ(code("The United States of America"), "US");
    EXPECT_EQ(code("U.S.A."), "US");
    EXPECT_EQ(code("England"), "GB");
    EXPECT_EQ(code("Korea"), "KR");
    EXPECT_EQ(code("Holland"), "NL");
    EXPECT_EQ(code("Czech Republic"), "CZ");
    EXPECT_EQ(code("Turkey"), "TR");
}

TEST(CountryCode, ForgivesOneWrongLetterInALongName) {
    EXPECT_EQ(code("Philipines"), "PH");
    EXPECT_EQ(code("Untied Kingdom"), "GB");
    EXPECT_EQ(code("Irak"), "IQ");
    EXPECT_EQ(code("Norwaj"), "none");
    EXPECT_EQ(code("Atlantis"), "none");
    EXPECT_EQ(code(""), "none");
    EXPECT_EQ(code("--"), "none");
}

TEST(CountryName, IsInTheLanguage) {
    EXPECT_EQ(country_name("en", "DE"), "Germany");
    EXPECT_EQ(country_name("nb", "DE"), "Tyskland");
    EXPECT_EQ(country_name("nb", "ZZ"), "ZZ");
}

TEST(CountryName, LeadsBackToItsCode) {
    for (const auto* known : {"NO", "SE", "DK", "DE", "GB", "US", "KR", "CD", "CG", "NE", "NG", "AT", "AU", "DM", "DO"}) {
        EXPECT_EQ(code(country_name("en", known)), known);
        EXPECT_EQ(code(country_name("nb", known)), known);
    }
}

}  // namespace
}  // namespace kith::geo
