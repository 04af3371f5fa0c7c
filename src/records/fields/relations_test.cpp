#include <gtest/gtest.h>

#include "records/past.hpp"
#include "records/testing/shop.hpp"

namespace kith::records {
namespace {

constexpr std::string_view kPartners =
    R"(,{"name":"partners","type":"relation","many":true,"to":"customer","label":{"en":"Partners"},"inverse":"partner_of","inverse_label":{"en":"Partner of"}}
       ,{"name":"partner_count","type":"rollup","label":{"en":"Of how many"},"rollup":{"related":"partner_of","function":"count"}}
       ,{"name":"partner_size","type":"rollup","label":{"en":"Size"},"rollup":{"related":"partner_of","function":"sum","field":"size","where":{"field":"size","op":"gt","value":1}}})";

class RelationsToMany : public ::testing::Test {
protected:
    RelationsToMany() : shop(kPartners) {
        one = shop.add("customer", {{"name", std::string("One")}, {"size", std::int64_t{5}}});
        two = shop.add("customer", {{"name", std::string("Two")}, {"size", std::int64_t{7}}});
        three = shop.add("customer", {{"name", std::string("Three")}, {"size", std::int64_t{9}}, {"partners", list({one, two})}});
        four = shop.add("customer", {{"name", std::string("Four")}, {"size", std::int64_t{2}}, {"partners", list({two})}});
    }
    static FieldValue list(std::initializer_list<Id> ids) {
        std::vector<std::string> out;
        for (const Id id : ids) out.push_back(id.to_string());
        return out;
    }
    std::string found(const std::string& filter) {
        auto text = filter;
        for (const auto& [name, id] : {std::pair{"$1", one}, std::pair{"$2", two}})
            for (auto at = text.find(name); at != std::string::npos; at = text.find(name)) text.replace(at, 2, "\"" + id.to_string() + "\"");
        return shop.found("customer", text);
    }

    testing::Shop shop;
    Id one, two, three, four;
};

TEST_F(RelationsToMany, AreFoundFromBothSides) {
    EXPECT_EQ(found(R"({"field":"partners","op":"contains","value":$2})"), "Four Three");
    EXPECT_EQ(found(R"({"field":"partners","op":"contains","value":[$1,$2]})"), "Three");
    EXPECT_EQ(found(R"({"field":"partners","op":"eq","value":$2})"), "Four Three");
    EXPECT_EQ(found(R"({"field":"partners","op":"eq","value":[$2]})"), "Four");
    EXPECT_EQ(found(R"({"field":"partners","op":"in","value":[$1]})"), "Three");
    EXPECT_EQ(found(R"({"field":"partners","op":"not_in","value":[$1]})"), "Four One Two");
    EXPECT_EQ(found(R"({"field":"partners","op":"is_empty"})"), "One Two");
    EXPECT_EQ(found(R"({"related":"partner_of","where":{"field":"size","op":"gt","value":8}})"), "One Two");
    EXPECT_EQ(found(R"({"related":"partner_of","count":{"op":"eq","value":2}})"), "Two");
    EXPECT_EQ(found(R"({"related":"partner_of","none":true})"), "Four Three");
    EXPECT_EQ(found(R"({"field":"partner_count","op":"eq","value":2})"), "Two");
    EXPECT_EQ(found(R"({"field":"partner_size","op":"eq","value":11})"), "Two");
    EXPECT_EQ(found(R"({"field":"partners","op":"contains","value":"x"})"), "error: filter.value field.not_a_reference");
}

TEST_F(RelationsToMany, ChangeWithTheirHistory) {
    const auto changed = shop.workspace().write(shop.rep(), [&](Writer& writer) { return writer.update("customer", three, {{"partners", list({two})}}); });
    ASSERT_TRUE(changed);
    EXPECT_EQ(found(R"({"related":"partner_of"})"), "Two");
    shop.workspace().read(shop.rep(), [&](Reader& reader) {
        const auto changes = reader.changes_of(three, 0, 1);
        const auto both = field_changes(*reader.schema().find("customer"), changes.at(0).fields_json);
        ASSERT_EQ(both.size(), 1U);
        EXPECT_EQ(both[0].before, list({one, two}));
        EXPECT_EQ(both[0].after, list({two}));
    });
    (void)shop.workspace().write(shop.administrator(), [&](Writer& writer) { return writer.purge("customer", four); });
    EXPECT_EQ(found(R"({"field":"partner_count","op":"eq","value":1})"), "Two");
}

TEST_F(RelationsToMany, LeadToRecordsThatAreThere) {
    EXPECT_EQ(shop.refused("customer", {{"name", std::string("Five")}, {"partners", list({one, {12345}})}}, shop.rep()), "partners field.no_such_record");
    (void)shop.workspace().write(shop.administrator(), [&](Writer& writer) { return writer.bin("customer", one); });
    const auto kept = shop.workspace().write(shop.rep(), [&](Writer& writer) { return writer.update("customer", three, {{"partners", list({two, one, four})}}); });
    EXPECT_TRUE(kept) << testing::words(kept.error());
}

TEST_F(RelationsToMany, AreReadWithTheirTitlesInTwoStatements) {
    shop.workspace().read(shop.rep(), [&](Reader& reader) {
        Query query;
        query.object = "customer";
        query.fields = {"name", std::string("partners")};
        query.expand = {"partners"};
        std::string out;
        json::Writer writer(out);
        const int before = reader.sql().statements();
        ASSERT_TRUE(reader.write_json(writer, query));
        EXPECT_EQ(reader.sql().statements() - before, 2);
        EXPECT_NE(out.find("\"partners\":[\"" + one.to_string() + "\",\"" + two.to_string() + "\"]"), std::string::npos) << out;
        EXPECT_NE(out.find(R"("title":"Two")"), std::string::npos) << out;
    });
}

}  // namespace
}  // namespace kith::records
