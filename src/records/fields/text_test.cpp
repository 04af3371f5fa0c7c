#include <gtest/gtest.h>

#include "records/record.hpp"

namespace kith::records {
namespace {

std::string read(const Field& field, std::string_view text) {
    const auto value = read_text(field, text);
    if (!value) return value.error().fields.empty() ? value.error().code : value.error().fields.front().code;
    const auto* words = std::get_if<std::string>(&*value);
    return words == nullptr ? "" : *words;
}

Field field_of(FieldType type, std::string format = "") {
    Field field;
    field.name = "it";
    field.type = type;
    field.format = std::move(format);
    return field;
}

TEST(TextFields, KeepACountryAsItsCode) {
    const auto field = field_of(FieldType::Text, "country");
    EXPECT_EQ(read(field, "no"), "NO");
    EXPECT_EQ(read(field, " Norge "), "NO");
    EXPECT_EQ(read(field, "ZZ"), "field.not_a_country");
    EXPECT_EQ(read(field, ""), "");
}

TEST(TextFields, KeepAPhoneInE164WhereItsCallingCodeIsKnown) {
    const auto field = field_of(FieldType::Phone);
    EXPECT_EQ(read(field, "+47 22 33 44 55"), "+4722334455");
    EXPECT_EQ(read(field, "22 33 44 55"), "22 33 44 55");
    EXPECT_EQ(read(field, "ring me"), "field.not_a_phone");
}

}  // namespace
}  // namespace kith::records
