#include <gtest/gtest.h>

#include <set>

#include "records/search.hpp"
#include "records/testing/shop.hpp"
#include "records/timeline.hpp"

namespace kith::records {

using testing::Shop;
using testing::words;

class Reading : public ::testing::Test {
protected:
    Id customer(std::string name, Values values = {}) { return shop_.add("customer", values.set("name", std::move(name))); }

    /// All pages of a query, names in order.
    std::string pages(Query query) {
        std::string out;
        shop_.workspace().read(shop_.administrator(), [&](Reader& reader) {
            for (int page = 0; page < 100; ++page) {
                auto found = reader.query(query);
                if (!found) {
                    out += " error " + words(found.error());
                    return;
                }
                for (const auto& record : found->records) out += (out.empty() ? "" : " ") + record.title();
                if (found->cursor.empty()) return;
                query.cursor = found->cursor;
            }
            out += " …never ends";
        });
        return out;
    }
    Query sorted(std::string field, bool descending, int limit) {
        Query query;
        query.object = "customer";
        query.sort = {{std::move(field), descending}};
        query.limit = limit;
        return query;
    }

    Shop shop_;
};

TEST_F(Reading, PagesByKeyWithEmptyValuesFirstRisingAndLastFalling) {
    customer("b", {{"size", std::int64_t{2}}});
    customer("n1");
    customer("a", {{"size", std::int64_t{1}}});
    customer("n2");
    customer("c", {{"size", std::int64_t{2}}});
    for (int limit = 1; limit <= 6; ++limit) {
        EXPECT_EQ(pages(sorted("size", false, limit)), "n1 n2 a b c") << limit;
        EXPECT_EQ(pages(sorted("size", true, limit)), "c b a n2 n1") << limit;
    }
}

TEST_F(Reading, SortsNamesAsNorwegiansDo) {
    for (const auto* name : {"Ås", "Bø", "Æsop", "abel", "Zorro", "Øst", "Bod"}) customer(name);
    EXPECT_EQ(pages(sorted("name", false, 2)), "abel Bod Bø Zorro Æsop Øst Ås");
}

TEST_F(Reading, PagesBySeveralKeys) {
    customer("a2", {{"country", std::string("NO")}, {"size", std::int64_t{2}}});
    customer("b", {{"size", std::int64_t{9}}});
    customer("a1", {{"country", std::string("NO")}, {"size", std::int64_t{1}}});
    customer("c", {{"country", std::string("DE")}});
    for (int limit = 1; limit <= 4; ++limit) {
        auto query = sorted("country", false, limit);
        query.sort.push_back({"size", true});
        EXPECT_EQ(pages(query), "b c a2 a1") << limit;
    }
}

TEST_F(Reading, SortsAReferenceByWhatItRefersTo) {
    const auto z = customer("Z");
    const auto a = customer("A");
    customer("under-z", {{"parent", z}});
    customer("under-a", {{"parent", a}});
    EXPECT_EQ(pages(sorted("parent", true, 1)), "under-z under-a A Z");
}

TEST_F(Reading, CountsExactlyAndCapped) {
    for (int i = 0; i < 5; ++i) customer("c" + std::to_string(i));
    shop_.workspace().read(shop_.administrator(), [&](Reader& reader) {
        Query query;
        query.object = "customer";
        query.limit = 2;
        query.count = CountMode::Exact;
        EXPECT_EQ(*reader.query(query)->count, 5);
        query.count = CountMode::Capped;
        EXPECT_EQ(*reader.query(query)->count, 5);
        EXPECT_EQ(*reader.count("customer"), 5);
    });
}

TEST_F(Reading, WritesAPageAsJsonWithTitlesOfReferences) {
    const auto parent = customer("Mor", {{"city", std::string("Oslo")}});
    customer("Datter", {{"parent", parent}, {"worth", Money{5000, "NOK"}}});
    shop_.workspace().read(shop_.administrator(), [&](Reader& reader) {
        Query query;
        query.object = "customer";
        query.fields = {"name", "parent", "worth"};
        query.expand = {"parent"};
        query.limit = 1;
        std::string text;
        json::Writer out(text);
        ASSERT_TRUE(reader.write_json(out, query));
        const auto page = json::parse(text);
        ASSERT_TRUE(page) << text;
        const auto& record = (*(*page)["records"].array())[0];
        EXPECT_EQ(record["fields"].text("name"), "Datter");
        EXPECT_EQ(record["fields"]["worth"].text("amount"), "50.00");
        EXPECT_EQ((*page)["related"][parent.to_string()].text("title"), "Mor");
        EXPECT_EQ((*page)["related"][parent.to_string()].text("subtitle"), "Oslo");
        EXPECT_NE((*page)["cursor"].string(), nullptr);
    });
}

TEST_F(Reading, TakesAFixedNumberOfStatementsWhateverTheData) {
    std::set<int> budgets;
    for (int round = 0; round < 3; ++round) {
        for (int i = 0; i < 20; ++i) customer("r" + std::to_string(round) + "-" + std::to_string(i), {{"parent", customer("p")}});
        shop_.workspace().read(shop_.administrator(), [&](Reader& reader) {
            Query query;
            query.object = "customer";
            query.expand = {"parent"};
            query.filter = *json::parse(R"({"field":"parent","op":"not_empty"})");
            query.count = CountMode::Capped;
            std::string text;
            json::Writer out(text);
            const int before = reader.sql().statements();
            ASSERT_TRUE(reader.write_json(out, query));
            budgets.insert(reader.sql().statements() - before);
        });
    }
    EXPECT_EQ(budgets, std::set<int>{3});
}

TEST_F(Reading, FiltersByEveryKindOfCondition) {
    const auto oslo = customer("Aker", {{"city", std::string("Oslo")}, {"country", std::string("NO")}, {"size", std::int64_t{10}},
                                        {"worth", Money{100'00, "NOK"}}, {"since", Date::of(2026, 11, 1)}, {"tags", std::vector<std::string>{"x"}}});
    customer("Berg", {{"city", std::string("Bergen")}, {"country", std::string("NO")}, {"size", std::int64_t{20}},
                      {"worth", Money{100'00, "EUR"}}, {"since", Date::of(2025, 1, 1)}, {"active", false}, {"parent", oslo}});
    customer("Cph", {{"country", std::string("DK")}, {"seen", *Instant::parse("2026-11-22T23:30:00Z")}});
    const auto found = [&](std::string_view filter) { return shop_.found("customer", filter); };
    EXPECT_EQ(found(R"({"field":"country","op":"eq","value":"NO"})"), "Aker Berg");
    EXPECT_EQ(found(R"({"field":"city","op":"ne","value":"Oslo"})"), "Berg Cph");
    EXPECT_EQ(found(R"({"not":{"field":"city","op":"eq","value":"Oslo"}})"), "Berg Cph");
    EXPECT_EQ(found(R"({"field":"city","op":"is_empty"})"), "Cph");
    EXPECT_EQ(found(R"({"field":"city","op":"contains","value":"ERG"})"), "Berg");
    EXPECT_EQ(found(R"({"field":"name","op":"starts_with","value":"c"})"), "Cph");
    EXPECT_EQ(found(R"({"field":"size","op":"between","value":[10,15]})"), "Aker");
    EXPECT_EQ(found(R"({"field":"country","op":"not_in","value":["NO"]})"), "Cph");
    EXPECT_EQ(found(R"({"field":"worth","op":"ge","value":{"amount":"50","currency":"NOK"}})"), "Aker");
    EXPECT_EQ(found(R"({"field":"worth","op":"ge","value":50})"), "Aker");
    EXPECT_EQ(found(R"({"field":"active","op":"eq","value":false})"), "Berg");
    EXPECT_EQ(found(R"({"field":"tags","op":"contains","value":"x"})"), "Aker");
    EXPECT_EQ(found(R"({"field":"since","op":"within_last","value":{"days":30}})"), "Aker");
    EXPECT_EQ(found(R"({"field":"since","op":"before","value":"2026-01-01"})"), "Berg");
    EXPECT_EQ(found(R"({"field":"since","op":"eq","value":"this_month"})"), "Aker");
    EXPECT_EQ(found(R"({"field":"seen","op":"on","value":"2026-11-23"})"), "Cph") << "23:30 UTC is the 23rd in Oslo";
    EXPECT_EQ(found(R"({"field":"parent.city","op":"eq","value":"Oslo"})"), "Berg");
    EXPECT_EQ(found(R"({"field":"parent.city","op":"is_empty"})"), "Aker Cph");
    EXPECT_EQ(found(R"({"field":"customer.city","op":"eq","value":"Oslo"})"), "Aker");
    EXPECT_EQ(found(R"({"or":[{"field":"country","op":"eq","value":"DK"},{"and":[{"field":"size","op":"gt","value":10}]}]})"), "Berg Cph");
    EXPECT_EQ(found(R"({"field":"id","op":"eq","value":")" + oslo.to_string() + R"("})"), "Aker");
}

TEST_F(Reading, FiltersByRelatedRecords) {
    const auto a = customer("A");
    const auto b = customer("B");
    customer("C");
    for (int i = 0; i < 3; ++i) shop_.add("visit", {{"subject", std::string("v")}, {"customer", a}, {"minutes", std::int64_t{30}}, {"price", Money{1000, "NOK"}}});
    shop_.add("visit", {{"subject", std::string("w")}, {"customer", b}, {"minutes", std::int64_t{10}}});
    const auto found = [&](std::string_view filter) { return shop_.found("customer", filter); };
    EXPECT_EQ(found(R"({"related":"visits"})"), "A B");
    EXPECT_EQ(found(R"({"related":"visits","none":true})"), "C");
    EXPECT_EQ(found(R"({"related":"visits","count":{"op":"ge","value":2}})"), "A");
    EXPECT_EQ(found(R"({"related":"visits","where":{"field":"minutes","op":"lt","value":20}})"), "B");
    EXPECT_EQ(found(R"({"related":"visits","sum":{"field":"minutes","op":"ge","value":90}})"), "A");
    EXPECT_EQ(found(R"({"related":"visits","sum":{"field":"price","op":"lt","value":{"amount":"1","currency":"NOK"}}})"), "B C");
}

TEST_F(Reading, SaysWhereAFilterIsWrong) {
    const auto found = [&](std::string_view filter) { return shop_.found("customer", filter); };
    EXPECT_EQ(found(R"({"and":[{"field":"size","op":"eq","value":1},{"field":"nope","op":"eq","value":1}]})"), "error: filter.and.1.field filter.unknown_field");
    EXPECT_EQ(found(R"({"field":"size","op":"is","value":1})"), "error: filter.op filter.unknown_op");
    EXPECT_EQ(found(R"({"field":"size","op":"contains","value":"1"})"), "error: filter.op filter.op_not_for_type");
    EXPECT_EQ(found(R"({"field":"size","op":"eq","value":"many"})"), "error: filter.value field.not_an_integer");
    EXPECT_EQ(found(R"({"field":"since","op":"within_last","value":{"moons":3}})"), "error: filter.value filter.not_a_period");
    EXPECT_EQ(found(R"({"related":"children.parent"})"), "error: filter.related filter.unknown_related");
    EXPECT_EQ(found(R"([1])"), "error: filter filter.not_a_condition");
    std::string deep = R"({"field":"size","op":"eq","value":1})";
    for (int i = 0; i < 28; ++i) deep = R"({"not":)" + deep + "}";
    EXPECT_NE(found(deep).find("filter.too_deep"), std::string::npos);
}

TEST_F(Reading, FindsWordsByTheirBeginningWithoutDiacritics) {
    customer("Nordfjord Havbruk AS", {{"email", std::string("post@nordfjord.example")}});
    const auto smaller = customer("Sørlandets Blåbær");
    const auto found = [&](std::string_view typed) {
        return shop_.workspace().read(shop_.administrator(), [&](Reader& reader) {
            std::string out;
            const auto groups = search(reader, {.typed = std::string(typed)});
            EXPECT_TRUE(groups);
            for (const auto& group : *groups)
                for (const auto& hit : group.hits) out += (out.empty() ? "" : ", ") + hit.title + (hit.matched.field->name == "name" ? "" : " by " + hit.matched.field->name);
            return out;
        });
    };
    EXPECT_EQ(found("nord"), "Nordfjord Havbruk AS");
    EXPECT_EQ(found("havbruk nord"), "Nordfjord Havbruk AS");
    EXPECT_EQ(found("SORL blab"), "Sørlandets Blåbær");
    EXPECT_EQ(found("post@nord"), "Nordfjord Havbruk AS by email");
    EXPECT_EQ(found("\"' OR *"), "");
    EXPECT_EQ(found("--"), "");
    auto renamed = shop_.workspace().write(shop_.administrator(), [&](Writer& writer) {
        return writer.update("customer", smaller, {{"name", std::string("Bringebær")}});
    });
    EXPECT_TRUE(renamed);
    EXPECT_EQ(found("sorl"), "");
    EXPECT_EQ(found("bringe"), "Bringebær");
}

TEST_F(Reading, FindsTheNewestOfMoreWordsThanAnybodyLists) {
    for (int i = 0; i < 90; ++i) customer("Firmament" + std::to_string(100 + i), {{"city", std::string(i % 30 == 0 ? "Oslo" : "Kiel")}});
    for (int i = 0; i < 250; ++i) customer("Firm " + std::to_string(i));
    const auto found = [&](std::string_view typed) {
        return shop_.workspace().read(shop_.administrator(), [&](Reader& reader) {
            std::string out;
            const auto groups = search(reader, {.typed = std::string(typed), .limit = 3});
            EXPECT_TRUE(groups);
            for (const auto& group : *groups)
                for (const auto& hit : group.hits) out += (out.empty() ? "" : ", ") + hit.title;
            return out;
        });
    };
    // Behind the newest that begin alike, by the first of those words; then by all of them.
    EXPECT_EQ(found("firma"), "Firmament164, Firmament163, Firmament162");
    EXPECT_EQ(found("firmament1"), "Firmament164, Firmament163, Firmament162");
    EXPECT_EQ(found("firmament189"), "Firmament189");
    for (int i = 0; i < 3; ++i) customer("Firmament" + std::to_string(200 + i));
    EXPECT_EQ(found("firma"), "Firmament202, Firmament201, Firmament200");
}

TEST_F(Reading, RefusesACursorOfAnotherQuery) {
    customer("a");
    customer("b");
    auto query = sorted("size", false, 1);
    query.cursor = "bm90IGEgY3Vyc29y";
    EXPECT_EQ(pages(query), " error cursor query.bad_cursor");
}

TEST_F(Reading, TellsTheTimelineNewestFirstPageByPage) {
    const auto id = customer("A");
    for (int day = 1; day <= 3; ++day) {
        shop_.clock().at.micros += 86'400'000'000;
        shop_.add("visit", {{"subject", "visit " + std::to_string(day)}, {"customer", id}, {"body", std::string("went well")}});
    }
    auto done = shop_.workspace().write(shop_.administrator(), [&](Writer& writer) { return writer.update("customer", id, {{"city", std::string("Oslo")}}); });
    EXPECT_TRUE(done);
    std::string out;
    shop_.workspace().read(shop_.administrator(), [&](Reader& reader) {
        std::string cursor;
        for (int page = 0; page < 10; ++page) {
            auto found = timeline(reader, "customer", id, 2, cursor);
            ASSERT_TRUE(found);
            for (const auto& entry : found->entries) out += entry.kind + ":" + entry.title + " ";
            cursor = found->cursor;
            if (cursor.empty()) break;
        }
    });
    EXPECT_EQ(out, "visit:visit 3 update: visit:visit 2 visit:visit 1 create: ");
}

TEST_F(Reading, FindsTheSameWhicheverIndexLeads) {
    // Enough for each condition alone to find many, so that the page is walked to along the sort's index.
    const auto made = shop_.workspace().write(shop_.administrator(), [](Writer& writer) -> Result<void> {
        for (int i = 0; i < 4'200; ++i)
            KITH_CHECK(writer.create("customer", {{"name", "c" + std::to_string(10'000 + i)},
                                                  {"city", std::string(i % 2 == 0 ? "Oslo" : "Kiel")},
                                                  {"size", std::int64_t{i < 2'100 ? 1 : 2}}}));
        return {};
    });
    ASSERT_TRUE(made);
    auto query = sorted("name", true, 3);
    const auto first_page = [&](std::string_view filter) {
        query.filter = std::move(*json::parse(filter));
        std::string out;
        shop_.workspace().read(shop_.administrator(), [&](Reader& reader) {
            const auto page = reader.query(query);
            for (const auto& record : page->records) out += record.title() + " ";
        });
        return out;
    };
    EXPECT_EQ(first_page(R"({"field":"city","op":"eq","value":"Oslo"})"), "c14198 c14196 c14194 ");
    EXPECT_EQ(first_page(R"({"and":[{"field":"city","op":"eq","value":"Oslo"},{"field":"size","op":"eq","value":1}]})"),
              "c12098 c12096 c12094 ");
    EXPECT_EQ(first_page(R"({"and":[{"field":"city","op":"eq","value":"Kiel"},{"field":"name","op":"lt","value":"c10004"}]})"),
              "c10003 c10001 ");
    EXPECT_EQ(first_page(R"({"and":[{"field":"city","op":"eq","value":"Oslo"},{"field":"name","op":"starts_with","value":"x"}]})"),
              "");
}

}  // namespace kith::records
