#include <gtest/gtest.h>

#include "records/testing/shop.hpp"
#include "records/workspace.hpp"

namespace kith::records {

using testing::Shop;
using testing::words;

class Writing : public ::testing::Test {
protected:
    Record get(Id id, std::string_view object = "customer") {
        return shop_.workspace().read(shop_.administrator(), [&](Reader& reader) { return *reader.get(object, id); });
    }
    std::string update(Id id, const Values& values, const WriteOptions& options = {}) {
        auto done = shop_.workspace().write(shop_.administrator(),
                                            [&](Writer& writer) { return writer.update("customer", id, values, options); });
        return done ? "v" + std::to_string(*done) : words(done.error());
    }
    std::vector<Change> log_of(Id id) {
        return shop_.workspace().read(shop_.administrator(), [&](Reader& reader) { return reader.changes_of(id, 0, 100); });
    }

    Shop shop_;
};

TEST_F(Writing, GivesBackWhatWasCreated) {
    const auto id = shop_.add("customer", {{"name", std::string("Ærlig & sønn")},
                                           {"worth", Money{125050, "NOK"}},
                                           {"since", Date::of(2024, 2, 29)},
                                           {"tags", std::vector<std::string>{"x", "y"}},
                                           {"share", 12.5}});
    const auto record = get(id);
    EXPECT_EQ(record.title(), "Ærlig & sønn");
    EXPECT_EQ(*record.money("worth"), (Money{125050, "NOK"}));
    EXPECT_EQ(*record.date("since"), Date::of(2024, 2, 29));
    EXPECT_EQ(std::get<std::vector<std::string>>(record["tags"]), (std::vector<std::string>{"x", "y"}));
    EXPECT_EQ(std::get<double>(record["share"]), 12.5);
    EXPECT_TRUE(record.boolean("active"));
    EXPECT_EQ(record.version, 1);
}

TEST_F(Writing, TellsAllThatIsWrongAtOnce) {
    EXPECT_EQ(shop_.refused("customer", {{"size", std::int64_t{3}}, {"nothing", true}, {"parent", Id{99}}}, shop_.administrator()),
              "nothing field.unknown; parent field.no_such_record; name field.required");
}

TEST_F(Writing, RefusesAValueOfTheWrongKindInsteadOfLosingIt) {
    EXPECT_EQ(shop_.refused("customer", {{"name", std::string("A")}, {"size", std::string("3")}}, shop_.administrator()),
              "size field.wrong_type");
}

TEST_F(Writing, ComposesANameOfItsParts) {
    const auto id = shop_.add("customer", {{"first", std::string("Kari")}, {"last", std::string("Nordmann")}});
    EXPECT_EQ(get(id).title(), "Kari Nordmann");
    EXPECT_EQ(update(id, {{"last", std::string("Hansen")}}), "v2");
    EXPECT_EQ(get(id).title(), "Kari Hansen");
}

TEST_F(Writing, WritesAndLogsOnlyWhatDiffers) {
    const auto id = shop_.add("customer", {{"name", std::string("A")}, {"city", std::string("Oslo")}});
    EXPECT_EQ(update(id, {{"name", std::string("A")}}), "v1");
    EXPECT_EQ(update(id, {{"name", std::string("B")}, {"city", std::string("Oslo")}}), "v2");
    const auto log = log_of(id);
    ASSERT_EQ(log.size(), 2U);
    EXPECT_EQ(log[0].fields_json, R"({"name":["A","B"]})");
    EXPECT_EQ(log[1].kind, "create");
    EXPECT_EQ(log[1].fields_json, "");
}

TEST_F(Writing, RefusesAStaleVersionAndShowsBothValues) {
    const auto id = shop_.add("customer", {{"name", std::string("A")}});
    EXPECT_EQ(update(id, {{"name", std::string("B")}}, {.version = 1}), "v2");
    auto stale = shop_.workspace().write(shop_.administrator(), [&](Writer& writer) {
        return writer.update("customer", id, {{"name", std::string("C")}}, {.version = 1});
    });
    ASSERT_FALSE(stale);
    EXPECT_EQ(stale.error().kind, ErrorKind::Conflict);
    EXPECT_EQ(stale.error().extra_json, R"("version":2,"conflicts":[{"field":"name","yours":"C","theirs":"B"}])");
    EXPECT_EQ(get(id).title(), "B");
}

TEST_F(Writing, AcceptsTheValuesSeenInPlaceOfAVersion) {
    const auto id = shop_.add("customer", {{"name", std::string("A")}, {"city", std::string("Oslo")}});
    EXPECT_EQ(update(id, {{"city", std::string("Bergen")}}), "v2");
    EXPECT_EQ(update(id, {{"name", std::string("B")}}, {.seen = Values{{"name", std::string("A")}}}), "v3");
    EXPECT_EQ(update(id, {{"name", std::string("C")}}, {.seen = Values{{"name", std::string("A")}}}), "record.stale");
}

TEST_F(Writing, KeepsUniqueValuesUnique) {
    shop_.add("customer", {{"name", std::string("A")}, {"email", std::string("a@x.no")}});
    EXPECT_EQ(shop_.refused("customer", {{"name", std::string("B")}, {"email", std::string("a@x.no")}}, shop_.administrator()),
              "email field.not_unique");
}

TEST_F(Writing, CountsAnEmptyValueInAUniqueSet) {
    shop_.add("limit", {{"city", std::string("Oslo")}});
    shop_.add("limit", {{"city", std::string("Oslo")}, {"country", std::string("NO")}});
    EXPECT_EQ(shop_.refused("limit", {{"city", std::string("Oslo")}}, shop_.administrator()), "city field.not_unique");
}

TEST_F(Writing, KeepsTheRightsOfRolesAndFields) {
    EXPECT_EQ(shop_.refused("user", {{"name", std::string("X")}}, shop_.rep()), "object.not_found");
    EXPECT_EQ(shop_.refused("customer", {{"name", std::string("A")}, {"grade", std::string("a")}}, shop_.rep()),
              "grade field.not_allowed");
    EXPECT_EQ(shop_.refused("customer", {{"name", std::string("A")}, {"score", std::int64_t{1}}}, shop_.administrator()),
              "score field.read_only");
    EXPECT_EQ(shop_.refused("customer", {{"name", std::string("A")}, {"secret", std::string("s")}}, shop_.rep()),
              "secret field.unknown");
    const auto id = shop_.add("customer", {{"name", std::string("A")}});
    const auto binned = shop_.workspace().write(shop_.rep(), [&](Writer& writer) { return writer.bin("customer", id); });
    ASSERT_FALSE(binned);
    EXPECT_EQ(binned.error().kind, ErrorKind::Forbidden);
}

TEST_F(Writing, HidesAFieldFromThoseWhoMayNotReadIt) {
    const auto id = shop_.add("customer", {{"name", std::string("A")}, {"secret", std::string("s")}});
    shop_.workspace().read(shop_.rep(), [&](Reader& reader) {
        EXPECT_EQ(reader.get("customer", id)->text("secret"), "");
        std::string text;
        json::Writer out(text);
        EXPECT_TRUE(reader.write_json(out, "customer", id));
        EXPECT_EQ(text.find("secret"), std::string::npos);
        Query query;
        query.object = "customer";
        query.filter = *json::parse(R"({"field":"secret","op":"eq","value":"s"})");
        EXPECT_EQ(words(reader.query(query).error()), "filter.field filter.unknown_field");
    });
}

TEST_F(Writing, BinsAndRestores) {
    const auto id = shop_.add("customer", {{"name", std::string("Gone")}, {"email", std::string("g@x.no")}});
    const auto admin = shop_.administrator();
    EXPECT_TRUE(shop_.workspace().write(admin, [&](Writer& writer) { return writer.bin("customer", id); }));
    EXPECT_EQ(shop_.found("customer", "null"), "");
    const auto other = shop_.add("customer", {{"name", std::string("New")}, {"email", std::string("g@x.no")}});
    auto restored = shop_.workspace().write(admin, [&](Writer& writer) { return writer.restore("customer", id); });
    ASSERT_FALSE(restored);
    EXPECT_EQ(words(restored.error()), "email field.not_unique");
    EXPECT_TRUE(shop_.workspace().write(admin, [&](Writer& writer) { return writer.bin("customer", other); }));
    EXPECT_TRUE(shop_.workspace().write(admin, [&](Writer& writer) { return writer.restore("customer", id); }));
    EXPECT_EQ(shop_.found("customer", "null"), "Gone");
}

TEST_F(Writing, LeavesNothingBehindWhenRefusedLater) {
    auto done = shop_.workspace().write(shop_.administrator(), [&](Writer& writer) -> Result<void> {
        KITH_CHECK(writer.create("customer", {{"name", std::string("Half")}}));
        return Error{ErrorKind::Invalid, "test.refused", {}, {}, {}, {}};
    });
    EXPECT_FALSE(done);
    EXPECT_EQ(shop_.found("customer", "null"), "");
}

TEST_F(Writing, PurgesARecordWithItsTrace) {
    const auto id = shop_.add("customer", {{"name", std::string("Nordfjord")}});
    EXPECT_TRUE(shop_.workspace().write(shop_.administrator(), [&](Writer& writer) { return writer.purge("customer", id); }));
    EXPECT_TRUE(log_of(id).empty());
    EXPECT_TRUE(shop_.workspace().database().integrity_problems().empty());
}

}  // namespace kith::records
