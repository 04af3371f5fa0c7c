#include "records/search_move.hpp"

#include <gtest/gtest.h>

#include "db/testing/test_url.hpp"
#include "records/metadata/change_object.hpp"
#include "records/search.hpp"
#include "records/search_index.hpp"
#include "records/testing/shop.hpp"

namespace kith::records {
namespace {

class SearchMove : public ::testing::Test {
protected:
    void SetUp() override {
        const auto made = shop_.workspace().write(shop_.administrator(), [&](Writer& writer) -> Result<void> {
            for (int i = 0; i < 2'500; ++i) {
                KITH_TRY(const auto id, writer.create("customer", {{"name", "Number " + std::to_string(i)}, {"city", "Town" + std::to_string(i)}}));
                ids_.push_back(id);
            }
            return {};
        });
        ASSERT_TRUE(made);
    }

    void set_search(const char* field, bool search) {
        const auto changed = shop_.workspace().write(shop_.administrator(), [&](Writer& writer) {
            return change_object(writer, {.object = "customer",
                                          .delta = json::Object{{"fields", json::Array{json::Object{{"name", field}, {"search", search}}}}}});
        });
        ASSERT_TRUE(changed) << changed.error().code;
    }
    void set_city(std::size_t which, const char* city) {
        ASSERT_TRUE(shop_.workspace().write(shop_.administrator(), [&](Writer& writer) { return writer.update("customer", ids_[which], {{"city", std::string(city)}}); }));
    }
    void step() { ASSERT_TRUE(*tend_search(shop_.workspace(), std::chrono::microseconds(1))); }
    void finish() {
        for (int i = 0; i < 10'000 && *tend_search(shop_.workspace(), std::chrono::milliseconds(50)); ++i) {
        }
    }
    std::size_t found(std::string_view typed) {
        return shop_.workspace().read(shop_.administrator(), [&](Reader& reader) {
            std::size_t hits = 0;
            auto groups = search(reader, {.typed = std::string(typed)});
            for (const auto& group : *groups)
                for (const auto& hit : group.hits) hits += hit.matched.how == How::Fuzzy ? 0 : 1;
            return hits;
        });
    }
    /// What the index itself holds, also of words by which nobody asks any more.
    std::int64_t in_index(const std::string& word) {
        return shop_.workspace().read(shop_.administrator(), [&](Reader& reader) {
            const auto engine = reader.sql().engine();
            auto rows = reader.sql().query("SELECT count(*) FROM s_customer WHERE " + search_condition(engine, *reader.schema().find("customer"), "$1"),
                                           search_asked(engine, word));
            return rows.next() ? rows->integer(0) : -1;
        });
    }

    testing::Shop shop_;
    std::vector<Id> ids_;
};

TEST_F(SearchMove, BringsAFieldInSomeRecordsAtATimeWhileOthersWrite) {
    set_search("city", true);
    EXPECT_EQ(found("number 2400"), 1u);  // by the fields of before all the time
    EXPECT_EQ(found("town2400"), 0u);
    set_city(3, "Before");
    step();
    step();
    EXPECT_EQ(in_index("\"~town7\""), 1);
    EXPECT_EQ(found("before"), 1u);
    EXPECT_EQ(found("town2400"), 0u);
    set_city(7, "Behind");   // brought over already
    set_city(2400, "Ahead"); // not yet
    shop_.add("customer", {{"name", std::string("Newcomer")}, {"city", std::string("Fresh")}});
    EXPECT_EQ(found("fresh"), 1u);
    EXPECT_EQ(in_index("\"~town7\""), 0);
    ASSERT_TRUE(shop_.workspace().write(shop_.administrator(), [&](Writer& writer) { return writer.bin("customer", ids_[2401]); }));
    finish();
    for (const char* word : {"ahead", "behind", "before", "town2402", "number 2400", "newcomer fresh"}) EXPECT_EQ(found(word), 1u) << word;
    for (const char* word : {"\"~town7\"", "\"~town2400\"", "\"~town2401\"", "\"~town3\""}) EXPECT_EQ(in_index(word), 0) << word;
    EXPECT_EQ(in_index("\"number\""), 2'499);
}

TEST_F(SearchMove, TakesAFieldOutAgainAndBeginsAnewWhenChangedOnTheWay) {
    set_search("city", true);
    step();
    set_search("city", false);  // before it was over
    EXPECT_EQ(in_index("\"number\""), 0);
    set_city(0, "Now");
    set_city(2400, "Then");
    finish();
    EXPECT_EQ(in_index("\"number\""), 2'500);
    EXPECT_EQ(in_index("\"~town5\""), 0);
    EXPECT_EQ(found("number 2400"), 1u);
    set_search("city", true);
    finish();
    EXPECT_EQ(in_index("\"~town5\""), 1);
    set_search("city", false);
    finish();
    EXPECT_EQ(in_index("\"~town5\" OR \"~now\" OR \"~then\""), 0);
    EXPECT_EQ(in_index("\"number\""), 2'500);
}

TEST_F(SearchMove, PutsThePiecesOfAnIndexTogether) {
    if (db::testing::on_postgres()) GTEST_SKIP() << "PostgreSQL has no such pieces";
    const auto pieces = [&] {
        return shop_.workspace().read(shop_.administrator(), [&](Reader& reader) {
            auto rows = reader.sql().query("SELECT count(DISTINCT segid) FROM s_customer_idx");
            return rows.next() ? rows->integer(0) : -1;
        });
    };
    for (int i = 0; i < 60; ++i) {
        const auto made = shop_.workspace().write(shop_.administrator(), [&](Writer& writer) -> Result<void> {
            for (int j = 0; j < 40; ++j) KITH_CHECK(writer.create("customer", {{"name", "Piece " + std::to_string(i * 40 + j)}}));
            return {};
        });
        ASSERT_TRUE(made);
    }
    ASSERT_GE(pieces(), 6);
    finish();
    EXPECT_LT(pieces(), 6);
    EXPECT_FALSE(*tend_search(shop_.workspace(), std::chrono::milliseconds(1)));
    EXPECT_EQ(in_index("\"piece\""), 2'400);
    EXPECT_EQ(in_index("\"number\""), 2'500);
    EXPECT_EQ(found("piece 2399"), 1u);
}

}  // namespace
}  // namespace kith::records
