#include "modules/data/import/suggest_mapping.hpp"

#include <gtest/gtest.h>

#include "modules/shipped.hpp"

namespace kith::imports {
namespace {

using Rows = std::vector<std::vector<std::string>>;

Suggestion best_for(std::vector<std::string> header, Rows rows, std::string_view file_name) {
    static const auto schema = shipped_schema();
    EXPECT_TRUE(schema.has_value());
    Detected file;
    file.header = std::move(header);
    file.rows = std::move(rows);
    return suggest(*schema, columns_of(file), file_name).front();
}

std::string field_of(const Suggestion& suggestion, int column) {
    for (const auto& target : suggestion.mapping.columns)
        if (target.column == column) return target.field;
    return "";
}

std::vector<std::string> fields_of(const Suggestion& suggestion, int columns) {
    std::vector<std::string> out;
    for (int i = 0; i < columns; ++i) out.push_back(field_of(suggestion, i));
    return out;
}

using Names = std::vector<std::string>;

TEST(SuggestMapping, KnowsAListOfCompanies) {
    const auto found = best_for({"account", "sector", "year_established", "revenue", "employees", "office_location", "subsidiary_of"},
                                {{"Fjordtech", "technology", "1996", "1100.04", "2822", "United States", ""},
                                 {"Nordlys", "medical", "1999", "251.41", "495", "Kenya", "Fjordtech"}}, "list.csv");
    EXPECT_EQ(found.mapping.object, "account");
    EXPECT_EQ(fields_of(found, 7), (Names{"name", "industry", "founded", "annual_revenue", "employees", "country", "parent"}));
}

TEST(SuggestMapping, KnowsPeopleWhoBuy) {
    const auto found = best_for({"customer_id", "revenue", "most_recent_visit", "number_of_orders", "recency_days", "first_name", "last_name", "email"},
                                {{"22086", "777", "2006-05-14", "9", "232", "Kari", "Lie", "kari@example.com"}}, "customers.csv");
    EXPECT_EQ(found.mapping.object, "account");
    EXPECT_EQ(fields_of(found, 8), (Names{"external_id", "stated_revenue", "last_order_on", "order_count", "", "first_name", "last_name", "email"}));
    ASSERT_EQ(found.mapping.constants.size(), 1u);
    EXPECT_EQ(found.mapping.constants[0].text, "person");
}

TEST(SuggestMapping, KnowsASalesPipelineAndNamesItsDeals) {
    const auto found = best_for({"opportunity_id", "sales_agent", "product", "account", "deal_stage", "engage_date", "close_date", "close_value"},
                                {{"1C1I7A6R", "Kari Lie", "Pump 500", "Fjordtech", "Won", "2016-10-20", "2017-03-01", "1054"}}, "sales_pipeline.csv");
    EXPECT_EQ(found.mapping.object, "deal");
    EXPECT_EQ(fields_of(found, 8), (Names{"external_id", "owner", "product", "account", "stage", "opened_on", "closed_on", "amount"}));
    ASSERT_EQ(found.mapping.constants.size(), 1u);
    EXPECT_EQ(found.mapping.constants[0].field, "name");
    EXPECT_EQ(found.mapping.constants[0].text, "{product} – {account}");
}

TEST(SuggestMapping, KnowsTeamsProductsAndOrders) {
    const auto team = best_for({"sales_agent", "manager", "regional_office"}, {{"Kari Lie", "Ola Vik", "Central"}}, "sales_teams.csv");
    EXPECT_EQ(team.mapping.object, "user");
    EXPECT_EQ(fields_of(team, 3), (Names{"name", "manager", "team"}));
    const auto product = best_for({"product", "series", "sales_price"}, {{"Pump 500", "Pump", "550"}}, "products.csv");
    EXPECT_EQ(product.mapping.object, "product");
    EXPECT_EQ(fields_of(product, 3), (Names{"name", "product_line", "price"}));
    const auto order = best_for({"customer_id", "order_date", "revenue", "first_name", "last_name", "email"},
                                {{"Kari Lie", "2004-12-20", "32", "Kari", "Lie", "kari@example.com"}}, "data_orders.csv");
    EXPECT_EQ(order.mapping.object, "order");
    EXPECT_EQ(field_of(order, 0), "account");
    EXPECT_EQ(field_of(order, 1), "ordered_on");
    EXPECT_EQ(field_of(order, 2), "amount");
}

TEST(SuggestMapping, KnowsNorwegianHeadersAndOwnersByEmail) {
    const auto found = best_for({"Kundenavn", "Bransje", "Postnr", "Sted", "Land", "E-post", "Tlf", "Ansvarlig e-post"},
                                {{"Fjord AS", "Fisk", "5003", "Bergen", "Norge", "post@fjord.example", "55 12 34 56", "kari@example.com"}}, "kunder.csv");
    EXPECT_EQ(found.mapping.object, "account");
    EXPECT_EQ(fields_of(found, 8), (Names{"name", "industry", "postal_code", "city", "country", "email", "phone", "owner"}));
    EXPECT_EQ(found.mapping.columns.back().by, "email");
}

TEST(SuggestMapping, TakesAnAddressByItsLooksAndLeavesTheUnknown) {
    const auto found = best_for({"First Name", "Last Name", "Reach", "Shoe size"}, {{"Kari", "Lie", "kari@example.com", "40"}}, "contacts.csv");
    EXPECT_EQ(found.mapping.object, "contact");
    EXPECT_EQ(field_of(found, 2), "email");
    EXPECT_EQ(field_of(found, 3), "");
}

TEST(SuggestMapping, ValuesSpeakAgainstAName) {
    const auto found = best_for({"Name", "Email"}, {{"Fjord AS", "ring us"}, {"Nord AS", "none"}}, "accounts.csv");
    EXPECT_EQ(field_of(found, 1), "");
}

TEST(Mapping, IsCheckedAgainstObjectAndFile) {
    const auto schema = shipped_schema();
    Detected file;
    file.header = {"Name", "Owner"};
    const auto columns = columns_of(file);
    const auto code = [&](std::string_view text) {
        const auto mapping = read_mapping(*json::parse(text), columns);
        if (!mapping) return mapping.error().code;
        const auto checked = check(*mapping, *schema, columns);
        return checked ? std::string() : checked.error().code;
    };
    EXPECT_EQ(code(R"({"object":"account","columns":[{"column":"name","field":"name"},{"index":1,"field":"owner","by":"email"}],"match":"name"})"), "");
    EXPECT_EQ(code(R"({"object":"planet"})"), "import.unknown_object");
    EXPECT_EQ(code(R"({"object":"account","columns":[{"index":0,"field":"nam"}]})"), "import.unknown_field");
    EXPECT_EQ(code(R"({"object":"account","columns":[{"index":0,"field":"category"}]})"), "import.read_only_field");
    EXPECT_EQ(code(R"({"object":"account","columns":[{"index":0,"field":"name"},{"index":1,"field":"name"}]})"), "import.field_twice");
    EXPECT_EQ(code(R"({"object":"account","columns":[{"index":7,"field":"name"}]})"), "import.no_such_column");
    EXPECT_EQ(code(R"({"object":"account","columns":[{"column":"Nom","field":"name"}]})"), "import.no_such_column");
    EXPECT_EQ(code(R"({"object":"account","columns":[{"index":0,"field":"name"}],"match":"email"})"), "import.cannot_match");
    EXPECT_EQ(code(R"({"object":"account","columns":[{"index":0,"field":"owner","by":"shoe"}]})"), "import.unknown_key");
}

TEST(SuggestMapping, GoesByValuesWhereColumnsHaveNoNames) {
    const auto found = best_for({"", "Column 2", "3", "F4", ""},
                                {{"Fjord AS", "974760673", "+47 22 33 44 55", "Norway", "post@fjord.example"},
                                 {"Nord AB", "985399077", "+46 8 12 34 56", "Sweden", "post@nord.example"},
                                 {"Vest AS", "889640782", "+47 55 33 44 55", "Norge", "post@vest.example"}}, "accounts.csv");
    EXPECT_EQ(found.mapping.object, "account");
    EXPECT_EQ(fields_of(found, 5), (Names{"name", "organization_number", "phone", "country", "email"}));
}

TEST(SuggestMapping, GoesByValuesAgainstAName) {
    const auto found = best_for({"Name", "Phone", "Fax"}, {{"Kari Lie", "kari@example.no", "+47 22 33 44 55"}, {"Ola Moe", "ola@example.no", "+47 22 33 44 56"}}, "contacts.csv");
    EXPECT_EQ(found.mapping.object, "contact");
    EXPECT_EQ(fields_of(found, 3), (Names{"name", "email", ""}));
}

}  // namespace
}  // namespace kith::imports
