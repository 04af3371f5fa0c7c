#include <gtest/gtest.h>

#include <limits>

#include "records/filter/period.hpp"
#include "records/filter/tree.hpp"
#include "records/testing/shop.hpp"

namespace kith::records::filter {

using records::testing::Shop;

class Filters : public ::testing::Test {
protected:
    Id customer(std::string name, Values values = {}) { return shop_.add("customer", values.set("name", std::move(name))); }
    Id visit(Id of, Values values) { return shop_.add("visit", values.set("customer", of).set("subject", std::string("v"))); }
    std::string found(std::string_view filter) { return shop_.found("customer", filter); }
    static Instant at(std::string_view text) { return *Instant::parse(text); }

    Shop shop_;  // it is Monday 2026-11-23, 09:00 in Oslo
};

TEST_F(Filters, TakeTheNewestOfTheRelatedAndAmongEqualsTheLastMade) {
    const auto a = customer("A");
    const auto b = customer("B");
    const auto c = customer("C");
    customer("D");
    visit(a, {{"at", at("2026-11-01T10:00:00Z")}, {"minutes", std::int64_t{10}}});
    visit(a, {{"at", at("2026-11-02T10:00:00Z")}, {"minutes", std::int64_t{20}}});
    visit(b, {{"at", at("2026-11-02T10:00:00Z")}, {"minutes", std::int64_t{20}}});
    visit(b, {{"at", at("2026-11-02T10:00:00Z")}, {"minutes", std::int64_t{10}}});
    visit(c, {{"minutes", std::int64_t{20}}, {"at", at("2026-11-03T10:00:00Z")}});
    EXPECT_EQ(found(R"({"related":"visits","latest":{"by":"at","where":{"field":"minutes","op":"eq","value":20}}})"), "A C");
    EXPECT_EQ(found(R"({"related":"visits","latest":{"where":{"field":"minutes","op":"eq","value":20}}})"), "A C") << "by the timeline's time";
    EXPECT_EQ(found(R"({"related":"visits","where":{"field":"minutes","op":"eq","value":10},"latest":{"where":{"field":"at","op":"before","value":"2026-11-02"}}})"), "A");
    EXPECT_EQ(found(R"({"not":{"related":"visits","latest":{"where":{"field":"minutes","op":"eq","value":20}}}})"), "B D");
    EXPECT_EQ(found(R"({"related":"visits","latest":{"by":"minutes"}})"), "error: filter.latest.by filter.latest_by_date");
    EXPECT_EQ(found(R"({"related":"visits","latest":{"by":"at","where":{"field":"x","op":"eq","value":1}}})"), "error: filter.latest.where.field filter.unknown_field");
    EXPECT_EQ(found(R"({"related":"visits","none":true,"latest":{}})"), "error: filter filter.one_of_related");
}

TEST_F(Filters, CountBackAndAheadFromNow) {
    customer("now", {{"seen", at("2026-11-23T07:00:00Z")}, {"since", Date::of(2026, 11, 23)}});
    customer("week", {{"seen", at("2026-11-16T23:30:00Z")}, {"since", Date::of(2026, 11, 16)}});
    customer("ahead", {{"seen", at("2026-11-23T10:00:00Z")}, {"since", Date::of(2026, 12, 1)}});
    EXPECT_EQ(found(R"({"field":"seen","op":"within_last","value":{"hours":1}})"), "now");
    EXPECT_EQ(found(R"({"field":"seen","op":"within_next","value":{"hours":2}})"), "ahead");
    EXPECT_EQ(found(R"({"field":"seen","op":"before","value":{"hours":-2}})"), "week");
    EXPECT_EQ(found(R"({"field":"since","op":"before","value":{"days":-6}})"), "week");
    EXPECT_EQ(found(R"({"field":"since","op":"after","value":{"days":7}})"), "ahead");
    EXPECT_EQ(found(R"({"field":"since","op":"on","value":{"weeks":-1}})"), "week");
    EXPECT_EQ(found(R"({"field":"seen","op":"between","value":["2026-11-17","today"]})"), "ahead now week") << "23:30 UTC is the 17th in Oslo";
    EXPECT_EQ(found(R"({"field":"seen","op":"in","value":["2026-11-17","2026-11-18"]})"), "week");
    EXPECT_EQ(found(R"({"field":"since","op":"in","value":["2026-11-16","next_month"]})"), "ahead week");
    EXPECT_EQ(found(R"({"field":"since","op":"within_last","value":{"hours":1}})"), "error: filter.value filter.not_a_period");
    EXPECT_EQ(found(R"({"field":"seen","op":"between","value":["today","soon"]})"), "error: filter.value.1 filter.not_a_period");
}

TEST_F(Filters, BeginWeeksWhereTheCountryDoes) {
    const auto monday = Date::of(2026, 11, 23);
    EXPECT_EQ(named_period("this_week", monday)->first, monday);
    EXPECT_EQ(named_period("this_week", monday, first_weekday_in("US"))->first, Date::of(2026, 11, 22));
    EXPECT_EQ(named_period("last_week", Date::of(2026, 11, 22), first_weekday_in("US"))->second, Date::of(2026, 11, 21));
    EXPECT_EQ(named_period("next_week", Date::of(2026, 11, 22), first_weekday_in("NO"))->first, monday);
    EXPECT_EQ(first_weekday_in("EG"), 6);
    EXPECT_EQ(first_weekday_in("A"), 1);
}

TEST_F(Filters, CompareSeveralChoicesAndAmounts) {
    customer("xy", {{"tags", std::vector<std::string>{"x", "y"}}, {"worth", Money{100'00, "NOK"}}});
    customer("x", {{"tags", std::vector<std::string>{"x"}}, {"worth", Money{200'00, "EUR"}}});
    customer("none");
    EXPECT_EQ(found(R"({"field":"tags","op":"eq","value":["y","x"]})"), "xy");
    EXPECT_EQ(found(R"({"field":"tags","op":"eq","value":"x"})"), "x");
    EXPECT_EQ(found(R"({"field":"tags","op":"ne","value":"x"})"), "none xy");
    EXPECT_EQ(found(R"({"field":"tags","op":"contains","value":["x","y"]})"), "xy");
    EXPECT_EQ(found(R"({"field":"tags","op":"in","value":["x","y"]})"), "x xy");
    EXPECT_EQ(found(R"({"field":"worth","op":"ne","value":"100 NOK"})"), "none x");
    EXPECT_EQ(found(R"({"field":"worth","op":"in","value":[100,"200 EUR"]})"), "x xy");
    EXPECT_EQ(found(R"({"field":"worth","op":"between","value":["50 NOK","100 NOK"]})"), "xy");
    EXPECT_EQ(found(R"({"field":"worth","op":"between","value":["50 NOK","100 EUR"]})"), "error: filter.value.1 filter.two_currencies");
    EXPECT_EQ(found(R"({"field":"tags","op":"in","value":["x","nope"]})"), "error: filter.value.1 field.not_an_option");
}

TEST_F(Filters, ReadWhatIsEqualAsRecordsHaveIt) {
    customer("no", {{"country", std::string("NO")}, {"email", std::string("post@x.example")}, {"city", std::string("A-B")}});
    EXPECT_EQ(found(R"({"field":"country","op":"eq","value":"Norway"})"), "no");
    EXPECT_EQ(found(R"({"field":"email","op":"in","value":["post@X.EXAMPLE"]})"), "no");
    EXPECT_EQ(found(R"({"field":"city","op":"contains","value":"-"})"), "no") << "signs alone are looked for as they are";
    EXPECT_EQ(found(R"({"field":"city","op":"contains","value":"/"})"), "");
}

TEST_F(Filters, AddUpWhatNoWholeNumberHolds) {
    const auto a = customer("A");
    for (int i = 0; i < 3; ++i) visit(a, {{"price", Money{std::numeric_limits<std::int64_t>::max() - 1, "NOK"}}});
    EXPECT_EQ(found(R"({"related":"visits","sum":{"field":"price","op":"gt","value":100}})"), "A");
    EXPECT_EQ(found(R"({"related":"visits","sum":{"field":"body","op":"gt","value":100}})"), "error: filter.sum.field filter.cannot_sum");
}

TEST_F(Filters, MayBeNestedAsDeepAsTheySay) {
    const auto parent = customer("parent", {{"size", std::int64_t{1}}});
    customer("child", {{"size", std::int64_t{1}}, {"parent", parent}});
    // The dearest forms, for the database's own limits: several levels of related records, then others.
    const auto nested = [](int related, int others) {
        std::string tree = R"({"field":"parent.parent.parent.size","op":"ne","value":1})";
        for (int i = 0; i < others; ++i)
            tree = i % 2 == 0 ? R"({"not":)" + tree + "}" : R"({"or":[{"field":"size","op":"eq","value":7},)" + tree + R"(,{"field":"tags","op":"ne","value":"x"}]})";
        for (int i = 0; i < related; ++i)
            tree = (i % 2 == 0 ? R"({"related":"children","sum":{"field":"size","op":"ge","value":0},"where":)" : R"({"related":"children","none":true,"where":)") + tree + "}";
        return tree;
    };
    for (const auto& [related, others] : {std::pair{0, 24}, std::pair{2, 22}, std::pair{3, 20}, std::pair{4, 14}, std::pair{5, 7}, std::pair{6, 0}})
        EXPECT_EQ(found(nested(related, others)).find("error"), std::string::npos) << related << " " << others << found(nested(related, others));
    EXPECT_NE(found(nested(0, 25)).find(" filter.too_deep"), std::string::npos);
    EXPECT_NE(found(nested(4, 15)).find(" filter.too_nested"), std::string::npos);
    std::string related = R"({"related":"children"})";
    for (int i = 0; i < kMaxRelatedDepth; ++i) related = R"({"related":"children","where":)" + related + "}";
    EXPECT_NE(found(related).find("where.related filter.related_too_deep"), std::string::npos);
    std::string list;
    for (int i = 0; i < 10'001; ++i) list += (i == 0 ? "" : ",") + std::to_string(i);
    EXPECT_EQ(found(R"({"field":"size","op":"in","value":[)" + list + "]}"), "error: filter.value filter.too_many");
    EXPECT_EQ(found(R"({"field":"city","op":"contains","value":")" + std::string(1'001, 'a') + "\"}"), "error: filter.value field.too_long");
    EXPECT_EQ(found(R"({"field":"parent.parent.parent.parent.size","op":"eq","value":1})"), "error: filter.field filter.path_too_long");
}

}  // namespace kith::records::filter
