#include "base/text.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace kith::text {
namespace {

TEST(Utf8, AcceptsOnlyWellFormedText) {
    EXPECT_TRUE(is_valid_utf8(""));
    EXPECT_TRUE(is_valid_utf8("plain ASCII, longer than eight"));
    EXPECT_TRUE(is_valid_utf8("Blåbærsyltetøy 日本 🎉"));
    for (const auto* wrong : {"\x80", "\xC0\xAF", "\xC3", "abcdefgh\xFF", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xE0\x80\x80",
                              "\xF8\x88\x80\x80\x80", "12345678\xC3"}) {
        EXPECT_FALSE(is_valid_utf8(wrong));
    }
}

TEST(Nfc, ComposesMarks) {
    EXPECT_EQ(nfc("plain"), "plain");
    EXPECT_EQ(nfc("A\xCC\x8Angstrom"), "Ångstrom");
    EXPECT_EQ(nfc("Ørsted"), "Ørsted");
}

TEST(Fold, TakesCaseAndDiacriticsAway) {
    EXPECT_EQ(fold("Nordic Sensor AS"), "nordic sensor as");
    EXPECT_EQ(fold("Ålesund Sjømat & Færøy"), "alesund sjomat faeroy");
    EXPECT_EQ(fold("Weiß & Söhne GmbH"), "weiss sohne gmbh");
    EXPECT_EQ(fold("STRAẞE"), "strasse");
    EXPECT_EQ(fold("Łódź Đorđe Þór Œuvre"), "lodz dorde thor oeuvre");
    EXPECT_EQ(fold("A\xCC\x8Angstro\xCC\x88m"), "angstrom");
    EXPECT_EQ(fold("İstanbul ısı"), "istanbul isi");
    EXPECT_EQ(fold("Ĳssel ǆ"), "ijssel dz");
}

TEST(Fold, MakesOneSpaceOfWhatIsNoWord) {
    EXPECT_EQ(fold("  a -- b\t\n(c)  "), "a b c");
    EXPECT_EQ(fold("ola.nordmann@firma.example"), "ola nordmann firma example");
    EXPECT_EQ(fold("O\xE2\x80\x99" "Brien\xC2\xA0 1\xC2\xBD"), "o brien 11 2");
    EXPECT_EQ(fold(""), "");
    EXPECT_EQ(fold("…—!"), "");
}

TEST(Fold, HandlesOtherScripts) {
    EXPECT_EQ(fold("ΑΘΉΝΑ Ж"), "αθηνα ж");
    EXPECT_EQ(fold("東京 タワー"), "東京 タワー");
    EXPECT_EQ(fold("がぎ"), "がぎ");
    EXPECT_EQ(fold("서울"), "서울");
    EXPECT_EQ(fold("ＡＢＣ１２３"), "abc123");
}

TEST(Fold, ChangesNothingTheSecondTime) {
    for (char32_t c = 1; c < 0x3000; ++c) {
        std::string one = "a";
        if (c < 0x80) {
            one += static_cast<char>(c);
        } else if (c < 0x800) {
            one += static_cast<char>(0xC0 | (c >> 6));
            one += static_cast<char>(0x80 | (c & 0x3F));
        } else {
            one += static_cast<char>(0xE0 | (c >> 12));
            one += static_cast<char>(0x80 | ((c >> 6) & 0x3F));
            one += static_cast<char>(0x80 | (c & 0x3F));
        }
        const auto once = fold(one);
        ASSERT_EQ(fold(once), once) << static_cast<unsigned>(c);
    }
}

TEST(Fold, LivesThroughBrokenBytes) {
    for (const auto* wrong : {"\xC3", "a\xFF" "b", "\xC3(", "\xE2\x82"}) EXPECT_NO_FATAL_FAILURE((void)fold(wrong));
}

TEST(Compare, SortsAsInNorwegian) {
    std::vector<std::string> names{"Åse", "Øyvind", "ærlig", "Zebra", "anne", "Anne", "Aase", "Ola"};
    std::sort(names.begin(), names.end(), [](const auto& a, const auto& b) { return compare(a, b) < 0; });
    EXPECT_EQ(names.front(), "anne");
    EXPECT_EQ(names[3], "Zebra");
    EXPECT_EQ(names[4], "ærlig");
    EXPECT_EQ(names[5], "Øyvind");
    EXPECT_EQ(compare("same", "same"), 0);
    EXPECT_NE(compare("Å", "A\xCC\x8A"), 0);  // equal to the eye, but the order must be total
    EXPECT_FALSE(collation_version().empty());
}

TEST(Trim, TakesWhiteSpaceOffBothEnds) {
    EXPECT_EQ(trim("  a b \r\n"), "a b");
    EXPECT_EQ(trim("\xC2\xA0 x\xC2\xA0"), "x");
    EXPECT_EQ(trim(" \t "), "");
    EXPECT_EQ(trim(""), "");
}

TEST(Length, CountsCharacters) {
    EXPECT_EQ(length(""), 0U);
    EXPECT_EQ(length("Åse 🎉"), 5U);
}

TEST(EditDistance, CountsEdits) {
    EXPECT_EQ(edit_distance("", "", 5), 0);
    EXPECT_EQ(edit_distance("kitten", "sitting", 10), 3);
    EXPECT_EQ(edit_distance("ab", "ba", 10), 1);
    EXPECT_EQ(edit_distance("ca", "abc", 10), 3);
    EXPECT_EQ(edit_distance("Åse", "Ase", 10), 1);
    EXPECT_EQ(edit_distance("", "abc", 10), 3);
}

TEST(EditDistance, GivesUpAtTheLimit) {
    EXPECT_EQ(edit_distance("kitten", "sitting", 2), 2);
    EXPECT_EQ(edit_distance("kitten", "sitting", 3), 3);
    EXPECT_EQ(edit_distance("a", "abcdefgh", 3), 3);
    EXPECT_EQ(edit_distance("abcdef", "abcdfe", 2), 1);
    EXPECT_EQ(edit_distance("a", "b", 0), 0);
}

}  // namespace
}  // namespace kith::text
