#include "modules/data/import/offer_fields.hpp"

#include <gtest/gtest.h>

#include "modules/shipped.hpp"

namespace kith::imports {
namespace {

/// The offer for one column of these values.
NewField offer(std::string_view name, const std::vector<std::string>& values) {
    static const auto schema = shipped_schema();
    Detected file;
    file.header = {std::string(name)};
    for (const auto& value : values) file.rows.push_back({value});
    return offer_field(*schema->find("contact"), columns_of(file).front());
}

TEST(OfferFields, KnowTheTypeThatValuesLookLike) {
    EXPECT_EQ(offer("x", {"12", "7", "1 000"}).type, "integer");
    EXPECT_EQ(offer("x", {"1,5", "2"}).type, "decimal");
    EXPECT_EQ(offer("x", {"1 200 kr", "900 kr"}).type, "money");
    EXPECT_EQ(offer("x", {"25 %", "3 %"}).type, "percent");
    EXPECT_EQ(offer("x", {"31.12.2026", "2026-01-01"}).type, "date");
    EXPECT_EQ(offer("x", {"2026-01-01 08:30", "2026-01-02 09:00"}).type, "datetime");
    EXPECT_EQ(offer("x", {"yes", "no"}).type, "boolean");
    EXPECT_EQ(offer("x", {"x", "", "X"}).type, "boolean");
    EXPECT_EQ(offer("x", {"a@example.no", "b@example.no"}).type, "email");
    EXPECT_EQ(offer("x", {"https://a.example", "www.b.example"}).type, "url");
    EXPECT_EQ(offer("x", {"+47 22 33 44 55"}).type, "phone");
    EXPECT_EQ(offer("x", {"0150", "0250"}).type, "text");
    EXPECT_EQ(offer("x", {"one\ntwo"}).type, "long_text");
    EXPECT_EQ(offer("x", {"Kari", "Ola"}).type, "text");
}

TEST(OfferFields, OfferChoicesWhereFewTextsComeAgain) {
    const auto size = offer("Size", {"Large", "Small", "large", "Large", "Small", "Small"});
    EXPECT_EQ(size.type, "select");
    ASSERT_EQ(size.options.size(), 2u);
    EXPECT_EQ(size.options[1].value, "small");
    EXPECT_EQ(offer("Likes", {"a; b", "b", "a", "a", "b; a", "a", "b"}).type, "multi_select");
    EXPECT_EQ(offer("City", {"Oslo", "Bergen", "Voss", "Bodø", "Moss", "Oslo"}).type, "text");
}

TEST(OfferFields, FindNamesThatAreFree) {
    EXPECT_EQ(offer("Contract value (NOK)", {"1"}).name, "contract_value_nok");
    EXPECT_EQ(offer("E-mail", {"a"}).name, "e_mail");
    EXPECT_EQ(offer("phone", {"a"}).name, "phone_2");
    EXPECT_EQ(offer("北京", {"a"}).name, "column_1");
    EXPECT_EQ(offer("北京", {"a"}).labels.at("en"), "北京");
}

TEST(OfferFields, LeaveOutWhatGoesSomewhereOrIsEmpty) {
    const auto schema = shipped_schema();
    Detected file;
    file.header = {"a", "b", "c", "d"};
    file.rows = {{"1", "2", "", "4"}};
    const auto columns = columns_of(file);
    Mapping mapping;
    mapping.columns.push_back({0, "name", "", false, 1});
    mapping.constants.push_back({"source", "file {d}"});
    const auto offers = offer_fields(*schema->find("contact"), mapping, columns);
    ASSERT_EQ(offers.size(), 1u);
    EXPECT_EQ(offers[0].column, 1);
}

}  // namespace
}  // namespace kith::imports
