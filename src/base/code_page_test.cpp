#include "base/code_page.hpp"

#include <gtest/gtest.h>

namespace kith {
namespace {

char16_t of(const char* name, unsigned char byte) { return upper_half_of(name)[byte - 0x80U]; }

TEST(CodePage, KnowsWhatEachEncodingWritesItsLettersAs) {
    EXPECT_EQ(of("windows-1252", 0x80), u'€');
    EXPECT_EQ(of("windows-1252", 0xE5), u'å');
    EXPECT_EQ(of("ISO-8859-15", 0xA4), u'€');
    EXPECT_EQ(of("macintosh", 0x8C), u'å');
    EXPECT_EQ(of("ibm-850", 0x9B), u'ø');
}

TEST(CodePage, GivesNothingForBytesThatNoTextHas) {
    EXPECT_EQ(of("windows-1252", 0x81), 0);
    EXPECT_EQ(of("ISO-8859-15", 0x85), 0);
}

}  // namespace
}  // namespace kith
