#include <gtest/gtest.h>

#include "records/fields/field_kind.hpp"
#include "records/testing/shop.hpp"

namespace kith::records {
namespace {

Field of_type(FieldType type) {
    Field field;
    field.name = "it";
    field.type = type;
    return field;
}

/// As JSON; or what is wrong.
std::string read(FieldType type, std::string_view text) {
    const auto field = of_type(type);
    const auto value = read_text(field, text);
    if (!value) return value.error().fields.front().field + " " + value.error().fields.front().code;
    std::string out;
    json::Writer writer(out);
    write_value(writer, field, *value);
    return out;
}

TEST(PartsFields, TakeAnAddressApart) {
    EXPECT_EQ(read(FieldType::Address, "Storgata 1, 0155 Oslo, Norge"),
              R"({"street":"Storgata 1","postal_code":"0155","city":"Oslo","country":"NO"})");
    EXPECT_EQ(read(FieldType::Address, "c/o Hansen\nStorgata 1\n0155 Oslo\nViken\nNO"),
              R"({"street":"c/o Hansen, Storgata 1","postal_code":"0155","city":"Oslo","region":"Viken","country":"NO"})");
    EXPECT_EQ(read(FieldType::Address, "Somewhere"), R"({"street":"Somewhere"})");
    EXPECT_EQ(read(FieldType::Address, R"({"city":" Oslo ","country":"norge"})"), R"({"city":"Oslo","country":"NO"})");
    EXPECT_EQ(read(FieldType::Address, R"({"city":"","street":null})"), "null");
    EXPECT_EQ(read(FieldType::Address, R"({"town":"Oslo"})"), "it field.unknown_part");
    EXPECT_EQ(read(FieldType::Address, R"({"country":"Atlantis"})"), "it.country field.not_a_country");
    EXPECT_EQ(read(FieldType::Address, R"({"city":5})"), "it.city field.not_text");
}

TEST(PartsFields, TakeANameApart) {
    EXPECT_EQ(read(FieldType::PersonName, "Kari Anne Nordmann"), R"({"given":"Kari Anne","family":"Nordmann"})");
    EXPECT_EQ(read(FieldType::PersonName, "Nordmann, Kari"), R"({"given":"Kari","family":"Nordmann"})");
    EXPECT_EQ(read(FieldType::PersonName, "Kari"), R"({"given":"Kari"})");
}

FieldValue json_value(std::string_view text) { return *json::parse(text); }

TEST(PartsFields, AreKeptFoundAndSortedByTheirParts) {
    testing::Shop shop;
    shop.add("customer", {{"name", std::string("Aas")}, {"address", json_value(R"({"street":"Storgata 1","city":"Oslo","country":"NO"})")},
                          {"contact", json_value(R"({"given":"Kari","family":"Nordmann"})")}});
    const Id other = shop.add("customer", {{"name", std::string("Bo")}, {"address", json_value(R"({"city":"Bergen","country":"NO"})")}});
    shop.add("customer", {{"name", std::string("Cai")}});
    EXPECT_EQ(shop.found("customer", R"({"field":"address.city","op":"eq","value":"Oslo"})"), "Aas");
    EXPECT_EQ(shop.found("customer", R"({"field":"address.country","op":"eq","value":"Norway"})"), "Aas Bo");
    EXPECT_EQ(shop.found("customer", R"({"field":"address","op":"contains","value":"bergen"})"), "Bo");
    EXPECT_EQ(shop.found("customer", R"({"field":"address","op":"is_empty"})"), "Cai");
    EXPECT_EQ(shop.found("customer", R"({"field":"contact","op":"starts_with","value":"kari n"})"), "Aas");
    EXPECT_EQ(shop.found("customer", R"({"field":"address.town","op":"eq","value":"x"})"), "error: filter.field filter.unknown_field");
    shop.workspace().read(shop.administrator(), [&](Reader& reader) {
        const auto record = *reader.get("customer", other);
        EXPECT_EQ(json::write(std::get<json::Value>(record["address"])), R"({"city":"Bergen","country":"NO"})");
        Query query;
        query.object = "customer";
        query.sort = {{"address.city", false}};
        query.limit = 2;
        const auto page = *reader.query(query);
        EXPECT_EQ(page.records[0].text("name"), "Cai");
        EXPECT_EQ(page.records[1].text("name"), "Bo");
        query.cursor = page.cursor;
        EXPECT_EQ(reader.query(query)->records[0].text("name"), "Aas");
        query.cursor.clear();
        query.sort.clear();
        query.search = "storgata";
        EXPECT_EQ(reader.query(query)->records.size(), 1U);
    });
}

TEST(RichTextFields, AreCleanedAndFoundByWhatIsToBeRead) {
    testing::Shop shop;
    auto field = of_type(FieldType::RichText);
    EXPECT_EQ(std::get<std::string>(*read_text(field, "<b>Ring</b> <script>x</script>Kari")), "<p><strong>Ring</strong> Kari</p>");
    EXPECT_TRUE(is_empty(*read_text(field, "<p> </p>")));
    field.max = 10;
    EXPECT_EQ(read_text(field, "a text that is too long").error().fields[0].code, "field.too_long");
    shop.add("customer", {{"name", std::string("Aas")}, {"story", std::string("<p>A <strong>strong</strong>er offer</p>")}});
    EXPECT_EQ(shop.found("customer", R"({"field":"story","op":"contains","value":"stronger"})"), "Aas");
    EXPECT_EQ(shop.found("customer", R"({"field":"story","op":"contains","value":"strong>"})"), "Aas");
    EXPECT_EQ(shop.found("customer", R"({"field":"story","op":"contains","value":"p a"})"), "");
    EXPECT_EQ(shop.found("customer", R"({"field":"story","op":"eq","value":"x"})"), "error: filter.op filter.op_not_for_type");
    shop.workspace().read(shop.administrator(), [&](Reader& reader) {
        Query query;
        query.object = "customer";
        query.search = "stronger";
        EXPECT_EQ(reader.query(query)->records.size(), 1U);
    });
}

}  // namespace
}  // namespace kith::records
