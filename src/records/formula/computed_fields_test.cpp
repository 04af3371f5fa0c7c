#include <gtest/gtest.h>

#include "records/past.hpp"
#include "records/testing/shop.hpp"
#include "records/totals.hpp"

namespace kith::records {
namespace {

constexpr std::string_view kFields = R"json(
    ,{"name":"double","type":"formula","label":{"en":"Double"},"formula":"size * 2"}
    ,{"name":"half","type":"formula","label":{"en":"Half"},"formula":"worth / 2"}
    ,{"name":"shout","type":"formula","label":{"en":"Shout"},"formula":"upper(name) & '!'"}
    ,{"name":"days","type":"formula","label":{"en":"Days"},"formula":"days_between(since, today())"}
    ,{"name":"of_parent","type":"formula","label":{"en":"Of parent"},"formula":"parent.double + double"}
    ,{"name":"visit_count","type":"rollup","label":{"en":"Visits"},"rollup":{"related":"visits","function":"count"}}
    ,{"name":"lately","type":"rollup","label":{"en":"Lately"},"rollup":{"related":"visits","function":"count","where":{"field":"at","op":"within_last","value":{"days":7}}}}
    ,{"name":"spent","type":"rollup","label":{"en":"Spent"},"rollup":{"related":"visits","function":"sum","field":"price"}}
    ,{"name":"longest","type":"rollup","label":{"en":"Longest"},"rollup":{"related":"visits","function":"max","field":"minutes"}}
    ,{"name":"last_subject","type":"rollup","label":{"en":"Last"},"rollup":{"related":"visits","function":"last","field":"subject","by":"at"}}
    ,{"name":"per_visit","type":"formula","label":{"en":"Per visit"},"formula":"spent / visit_count"}
    ,{"name":"branch_visits","type":"rollup","label":{"en":"Branches"},"rollup":{"related":"children","function":"sum","field":"visit_count","where":{"field":"double","op":"gt","value":2}}}
    ,{"name":"a","type":"formula","label":{"en":"A"},"formula":"b + 1"}
    ,{"name":"b","type":"formula","label":{"en":"B"},"formula":"a + 1"}
    ,{"name":"lost","type":"formula","label":{"en":"Lost"},"formula":"gone & 'x'"}
    ,{"name":"on_lost","type":"formula","label":{"en":"On lost"},"formula":"lost & 'y'"}
    ,{"name":"no_sum","type":"rollup","label":{"en":"No sum"},"rollup":{"related":"visits","function":"sum","field":"subject"}}
    ,{"name":"circle","type":"rollup","label":{"en":"Circle"},"rollup":{"related":"children","function":"sum","field":"circle"}}
    ,{"name":"filtered_circle","type":"rollup","label":{"en":"Circle"},"rollup":{"related":"children","function":"count","where":{"field":"filtered_circle","op":"gt","value":1}}})json";

FieldValue nok(std::int64_t minor) { return Money{minor, "NOK"}; }

class ComputedFields : public ::testing::Test {
protected:
    ComputedFields() : shop(kFields) {
        parent = shop.add("customer", {{"name", std::string("Aas")}, {"size", std::int64_t{10}}, {"worth", nok(5000)}, {"since", *Date::parse("2026-11-20")}});
        child = shop.add("customer", {{"name", std::string("Bø")}, {"size", std::int64_t{3}}, {"worth", nok(300)}, {"parent", parent}});
        shop.add("customer", {{"name", std::string("Cai")}});
        visit("First", "2026-10-01T08:00:00Z", 10, Money{1000, "NOK"});
        visit("Second", "2026-11-20T08:00:00Z", 25, Money{500, "NOK"});
    }
    Id visit(const std::string& subject, const char* at, std::int64_t minutes, const Money& price) {
        return shop.add("visit", {{"subject", subject}, {"customer", child}, {"at", *Instant::parse(at)}, {"minutes", minutes}, {"price", price}});
    }
    /// A field of a customer, as JSON.
    std::string shown(Id id, std::string_view field) {
        return shop.workspace().read(shop.rep(), [&](Reader& reader) {
            const auto record = *reader.get("customer", id);
            std::string out;
            json::Writer writer(out);
            write_value(writer, *record.object->field(field), record[field]);
            return out;
        });
    }
    std::string sorted(std::string_view field, bool descending, int limit) {
        return shop.workspace().read(shop.administrator(), [&](Reader& reader) {
            Query query;
            query.object = "customer";
            query.sort = {{std::string(field), descending}};
            query.limit = limit;
            std::string out;
            do {
                const auto page = *reader.query(query);
                for (const auto& record : page.records) out += (out.empty() ? "" : " ") + record.title();
                query.cursor = page.cursor;
            } while (!query.cursor.empty());
            return out;
        });
    }
    std::string problem(std::string_view field) {
        const auto schema = shop.workspace().schema();
        const auto& problem = schema->find("customer")->field(field)->problem;
        return problem ? problem->field + " " + problem->code : "";
    }

    testing::Shop shop;
    Id parent, child;
};

TEST_F(ComputedFields, AreRightWheneverTheyAreRead) {
    EXPECT_EQ(shown(parent, "double"), "20");
    EXPECT_EQ(shown(parent, "half"), R"({"amount":"25.00","currency":"NOK"})");
    EXPECT_EQ(shown(child, "shout"), "\"BØ!\"");
    EXPECT_EQ(shown(parent, "days"), "3");
    EXPECT_EQ(shown(child, "of_parent"), "26");
    EXPECT_EQ(shown(parent, "of_parent"), "null");
    EXPECT_EQ(shown(child, "visit_count"), "2");
    EXPECT_EQ(shown(parent, "visit_count"), "0");
    EXPECT_EQ(shown(child, "lately"), "1");
    EXPECT_EQ(shown(child, "spent"), R"({"amount":"15.00","currency":"NOK"})");
    EXPECT_EQ(shown(child, "longest"), "25");
    EXPECT_EQ(shown(child, "last_subject"), "\"Second\"");
    EXPECT_EQ(shown(child, "per_visit"), R"({"amount":"7.50","currency":"NOK"})");
    EXPECT_EQ(shown(parent, "per_visit"), "null");
    EXPECT_EQ(shown(parent, "branch_visits"), "2");
    shop.clock().at = *Instant::parse("2026-12-24T08:00:00Z");
    EXPECT_EQ(shown(parent, "days"), "34");
    EXPECT_EQ(shown(child, "lately"), "0");
    visit("Third", "2026-12-20T08:00:00Z", 5, Money{100, "EUR"});
    EXPECT_EQ(shown(child, "spent"), "null");  // of two currencies
    EXPECT_EQ(shown(child, "last_subject"), "\"Third\"");
}

TEST_F(ComputedFields, AreFilteredSortedAndTotalled) {
    EXPECT_EQ(shop.found("customer", R"({"field":"double","op":"ge","value":6})"), "Aas Bø");
    EXPECT_EQ(shop.found("customer", R"({"field":"half","op":"gt","value":"2 NOK"})"), "Aas");
    EXPECT_EQ(shop.found("customer", R"({"field":"shout","op":"contains","value":"bo"})"), "Bø");
    EXPECT_EQ(shop.found("customer", R"({"field":"lately","op":"eq","value":1})"), "Bø");
    EXPECT_EQ(shop.found("customer", R"({"field":"parent.double","op":"eq","value":20})"), "Bø");
    EXPECT_EQ(shop.found("customer", R"({"field":"days","op":"is_empty"})"), "Bø Cai");
    EXPECT_EQ(shop.found("visit", R"({"field":"customer.lately","op":"eq","value":1})").substr(0, 12), "First Second");
    EXPECT_EQ(sorted("double", true, 2), "Aas Bø Cai");
    EXPECT_EQ(sorted("double", false, 1), "Cai Bø Aas");
    EXPECT_EQ(sorted("visit_count", true, 1), "Bø Cai Aas");
    EXPECT_EQ(sorted("shout", false, 1), "Bø Cai Aas");  // aa is å, the last
    EXPECT_EQ(sorted("half", true, 1), "Aas Bø Cai");
    shop.workspace().read(shop.administrator(), [&](Reader& reader) {
        TotalsQuery totals;
        totals.query.object = "customer";
        totals.group = "visit_count";
        totals.sums = {"double", "half"};
        std::string out;
        json::Writer writer(out);
        ASSERT_TRUE(write_totals(writer, reader, totals));
        EXPECT_NE(out.find(R"("double":26)"), std::string::npos) << out;
        EXPECT_NE(out.find(R"("amount":"26.50")"), std::string::npos) << out;
    });
}

TEST_F(ComputedFields, CostAPageNoMoreStatements) {
    for (int i = 0; i < 60; ++i) visit("More", "2026-11-21T08:00:00Z", 1, Money{1, "NOK"});
    shop.workspace().read(shop.rep(), [&](Reader& reader) {
        Query query;
        query.object = "customer";
        const int before = reader.sql().statements();
        std::string out;
        json::Writer writer(out);
        ASSERT_TRUE(reader.write_json(writer, query));
        EXPECT_EQ(reader.sql().statements() - before, 1);
    });
}

TEST_F(ComputedFields, SayWhyTheyAreEmpty) {
    EXPECT_EQ(problem("double"), "");
    EXPECT_EQ(problem("a"), "formula formula.cycle");
    EXPECT_EQ(problem("b"), "formula formula.cycle");
    EXPECT_EQ(problem("lost"), "formula formula.unknown_field");
    EXPECT_EQ(problem("on_lost"), "formula formula.broken_field");
    EXPECT_EQ(problem("no_sum"), "rollup.field rollup.not_a_number");
    EXPECT_EQ(problem("circle"), "rollup.field formula.cycle");
    EXPECT_EQ(problem("filtered_circle"), "rollup.where formula.cycle");
    EXPECT_EQ(shown(child, "lost"), "null");
    EXPECT_EQ(shown(child, "a"), "null");
}

TEST_F(ComputedFields, AreNotWrittenAndAsOfThePastWhenAskedSo) {
    EXPECT_EQ(shop.refused("customer", {{"name", std::string("D")}, {"double", std::int64_t{4}}}, shop.administrator()), "double field.read_only");
    shop.workspace().read(shop.rep(), [&](Reader& reader) {
        const auto then = *record_as_of(reader, "customer", child, reader.now());
        EXPECT_EQ(then.integer("double"), 6);
        EXPECT_TRUE(then.unknown.empty());
        EXPECT_EQ(then.integer("size"), 3);
    });
}

TEST_F(ComputedFields, TellWhoseRecordsTheyAreMadeOf) {
    const auto schema = shop.workspace().schema();
    EXPECT_EQ(schema->find("visit")->feeds, std::vector<std::string>{"customer"});
    EXPECT_TRUE(schema->find("user")->feeds.empty());
}

constexpr std::string_view kRules = R"json(,"rules":[
    {"name":"size_needed","formula":"active and size > 100 and is_empty(worth)","label":{"en":"Say what a large one is worth.","nb":"Si hva en stor er verdt."},"field":"worth"},
    {"name":"not_own_parent","formula":"parent = parent.parent","label":{"en":"A circle of parents."}},
    {"name":"broken","formula":"gone > 1","label":{"en":"Never told."}}])json";

TEST(Rules, RefuseWhatMakesThemTrue) {
    testing::Shop shop("", kRules);
    EXPECT_EQ(shop.refused("customer", {{"name", std::string("A")}, {"size", std::int64_t{200}}}, shop.rep()), "worth record.rule");
    const Id id = shop.add("customer", {{"name", std::string("A")}, {"size", std::int64_t{20}}});
    const auto change = [&](const Values& values, const std::string& language) {
        auto actor = shop.rep();
        actor.language = language;
        const auto done = shop.workspace().write(actor, [&](Writer& writer) { return writer.update("customer", id, values); });
        return done ? std::string("done") : done.error().code + " " + done.error().params.front().second;
    };
    EXPECT_EQ(change({{"size", std::int64_t{500}}}, "nb"), "record.rule Si hva en stor er verdt.");
    EXPECT_EQ(change({{"size", std::int64_t{500}}, {"worth", nok(1)}}, "en"), "done");
    EXPECT_EQ(change({{"worth", FieldValue{}}}, "en"), "record.rule Say what a large one is worth.");
    EXPECT_EQ(change({{"city", std::string("Oslo")}}, "en"), "done");
}

TEST(Rules, LetARecordAloneThatWasAgainstThemBefore) {
    testing::Shop shop("", kRules);
    Id id;
    (void)shop.workspace().write(shop.administrator(), [&](Writer& writer) -> Result<void> {
        KITH_TRY(id, writer.create("customer", {{"name", std::string("A")}, {"size", std::int64_t{200}}}, {.as_rule = true}));
        return {};
    });
    const auto done = shop.workspace().write(shop.rep(), [&](Writer& writer) { return writer.update("customer", id, {{"city", std::string("Oslo")}}); });
    EXPECT_TRUE(done);
}

}  // namespace
}  // namespace kith::records
