#include "records/search_words.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "base/text.hpp"
#include "records/search_query.hpp"

namespace kith::records {
namespace {

TEST(SearchFold, LetsSpellingsOfOneSoundMeet) {
    EXPECT_EQ(search_fold("Ødegård"), search_fold("Oedegaard"));
    EXPECT_EQ(search_fold("Ødegård"), search_fold("Odegard"));
    EXPECT_EQ(search_fold("Bær & Bløt"), search_fold("Baer  bloet"));
    EXPECT_EQ(search_fold("Weiß"), search_fold("WEISS"));
    EXPECT_EQ(search_fold("Café"), search_fold("cafe"));
    // What is typed letter by letter stays a beginning.
    const std::string whole = search_fold("Haakon Goerans");
    for (const auto* typed : {"H", "Ha", "Haa", "Haak", "Haakon G", "Haakon Goe"}) EXPECT_TRUE(whole.starts_with(search_fold(typed))) << typed;
}

TEST(SearchFold, FindsTheNumberInAText) {
    EXPECT_EQ(number_in("NO 999 888 777 MVA", 6), "999888777");
    EXPECT_EQ(number_in("+47 22 33 44 55", 6), "4722334455");
    EXPECT_EQ(number_in("(0)70-123 45 67", 6), "0701234567");
    EXPECT_EQ(number_in("Room 12", 6), "");
}

TEST(Edits, AreCountedToTheNearestBeginning) {
    EXPECT_EQ(edits_to_beginning("nordlys", "nordlys", 3), 0);
    EXPECT_EQ(edits_to_beginning("nordl", "nordlys", 3), 0);
    EXPECT_EQ(edits_to_beginning("nrodlys", "nordlys", 3), 1);
    EXPECT_EQ(edits_to_beginning("nordlus", "nordlysene", 3), 1);
    EXPECT_EQ(edits_to_beginning("ordlys", "nordlys", 3), 1);
    EXPECT_EQ(edits_to_beginning("nnordlys", "nordlys", 3), 1);
    EXPECT_EQ(edits_to_beginning("maskin", "nordlys", 3), 3);
}

/// The same by way of the plain distance, beginning by beginning.
TEST(Edits, AgreeWithThePlainDistance) {
    std::uint32_t state = 7;
    const auto word = [&] {
        std::string out;
        for (std::uint32_t i = 0; i < 3 + (state >> 28U) % 6; ++i) {
            state = state * 1664525U + 1013904223U;
            out += static_cast<char>('a' + (state >> 16U) % 3);
        }
        return out;
    };
    for (int i = 0; i < 3'000; ++i) {
        const auto typed = word();
        const auto known = word();
        int least = 3;
        for (std::size_t size = 0; size <= known.size(); ++size) least = std::min(least, text::edit_distance(typed, known.substr(0, size), 3));
        EXPECT_EQ(edits_to_beginning(typed, known, 3), least) << typed << " " << known;
    }
}

TEST(Edits, AreForgivenByTheWordsLength) {
    EXPECT_EQ(edits_forgiven("nor"), 0);
    EXPECT_EQ(edits_forgiven("nord"), 1);
    EXPECT_EQ(edits_forgiven("nordlys"), 1);
    EXPECT_EQ(edits_forgiven("nordlyset"), 2);
    EXPECT_EQ(edits_forgiven("99988877"), 0);
}

}  // namespace
}  // namespace kith::records
