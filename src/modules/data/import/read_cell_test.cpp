#include "modules/data/import/read_cell.hpp"

#include <gtest/gtest.h>

namespace kith::imports {
namespace {

using records::Field;
using records::FieldType;
using records::FieldValue;

std::string plain(std::string_view text, DecimalMark mark = DecimalMark::Unknown) {
    const auto number = read_number(text, mark, "NOK");
    if (!number) return "none";
    return number->plain + (number->currency.empty() ? "" : " " + number->currency) + (number->percent ? " %" : "");
}

TEST(ReadNumber, ReadsWhatPeopleWrite) {
    EXPECT_EQ(plain("$22,700.00"), "22700.00 USD");
    EXPECT_EQ(plain("1 234,50 kr"), "1234.50 NOK");
    EXPECT_EQ(plain("NOK 100"), "100 NOK");
    EXPECT_EQ(plain("nok100,-"), "100 NOK");
    EXPECT_EQ(plain("(1,200.00)"), "-1200.00");
    EXPECT_EQ(plain("-€5"), "-5 EUR");
    EXPECT_EQ(plain("\xE2\x88\x92" "3"), "-3");
    EXPECT_EQ(plain("1\xC2\xA0" "234\xC2\xA0" "567"), "1234567");
    EXPECT_EQ(plain("1'234.5"), "1234.5");
    EXPECT_EQ(plain("1.234.567,89"), "1234567.89");
    EXPECT_EQ(plain("25 %"), "25 %");
    EXPECT_EQ(plain(".5"), "0.5");
    EXPECT_EQ(plain("1.5E+05"), "150000");
}

TEST(ReadNumber, RefusesWhatIsNone) {
    for (const char* text : {"", "-", "kr", "12a", "1,23,4", "1.2.3", "1 23", "12 345 6", "1,234.567,8", "..", "--1", "e5", "0x10", "1e999"})
        EXPECT_EQ(plain(text), "none") << text;
}

TEST(ReadNumber, ReadsTheAmbiguousByTheColumnsHabit) {
    EXPECT_EQ(plain("1.234", DecimalMark::Comma), "1234");
    EXPECT_EQ(plain("1.234", DecimalMark::Point), "1.234");
    EXPECT_EQ(plain("1,234", DecimalMark::Comma), "1.234");
    EXPECT_EQ(plain("1,234", DecimalMark::Unknown), "1234");
    EXPECT_EQ(plain("0,123", DecimalMark::Unknown), "0.123");
}

std::string day(std::string_view text, DateOrder order = DateOrder::Unknown) {
    const auto date = read_date(text, order);
    if (!date) return "none";
    return date->micros ? date->instant("UTC").to_string() : date->date.to_string();
}

TEST(ReadDate, ReadsWhatPeopleWrite) {
    for (const char* text : {"2021-04-15", "2021/4/15", "20210415", "15.4.2021", "15. 4. 2021", "15/04/21", "4/15/2021",
                             "15 Apr, 2021", "15-Apr-2021", "April 15, 2021", "Apr 15th, 2021", "15. april 2021", "Thu, 15 Apr 2021"})
        EXPECT_EQ(day(text), "2021-04-15") << text;
    EXPECT_EQ(day("Dec 1, 2026"), "2026-12-01");
    EXPECT_EQ(day("1. desember 2026"), "2026-12-01");
    EXPECT_EQ(day("15 Apr, 2021 00:02:00"), "2021-04-15T00:02:00Z");
    EXPECT_EQ(day("2021-04-15T08:30:00+02:00"), "2021-04-15T06:30:00Z");
    EXPECT_EQ(day("4/15/2021 9:05 PM"), "2021-04-15T21:05:00Z");
    EXPECT_EQ(day("15.04.2021 kl. 9.30"), "2021-04-15T09:30:00Z");
}

TEST(ReadDate, RefusesDaysThatAreNone) {
    for (const char* text : {"2021-02-29", "31.04.2021", "13/13/2021", "2021-4", "tomorrow", "15 Foo 2021", "2021-04-15 25:00",
                             "1/2/345", "00/00/0000", "2021-04-15x", "123456789"})
        EXPECT_EQ(day(text), "none") << text;
}

TEST(ReadDate, ReadsTheAmbiguousByTheColumnsHabit) {
    EXPECT_EQ(day("3/4/2021", DateOrder::DayFirst), "2021-04-03");
    EXPECT_EQ(day("3/4/2021", DateOrder::MonthFirst), "2021-03-04");
    EXPECT_EQ(day("3.4.2021", DateOrder::MonthFirst), "2021-04-03");
}

TEST(ColumnProfile, LearnsTheColumnsHabits) {
    ColumnProfile dates;
    for (const char* cell : {"03/04/2021", "", "12/31/2021"}) dates.add(cell);
    EXPECT_EQ(dates.format().order, DateOrder::MonthFirst);
    EXPECT_FALSE(dates.is_ambiguous());
    ColumnProfile numbers;
    for (const char* cell : {"1.234", "12,5"}) numbers.add(cell);
    EXPECT_EQ(numbers.format().mark, DecimalMark::Comma);
    ColumnProfile unclear;
    unclear.add("03/04/2021");
    EXPECT_TRUE(unclear.is_ambiguous());
    ColumnProfile shares;
    for (const char* cell : {"0.25", "1", "0"}) shares.add(cell);
    EXPECT_TRUE(shares.format().share);
}

Field field_of(FieldType type) {
    Field field;
    field.name = "f";
    field.type = type;
    field.options = {{"won", {{"en", "Won"}, {"nb", "Vunnet"}}}, {"lost", {{"en", "Lost"}, {"nb", "Tapt på målstreken"}}}};
    return field;
}

std::string failure(FieldType type, std::string_view text, const CellContext& context = {}) {
    const auto value = read_cell(field_of(type), text, context);
    return value ? "" : value.error().code;
}

template <class T>
T read(FieldType type, std::string_view text, const CellContext& context = {}) {
    const auto value = read_cell(field_of(type), text, context);
    EXPECT_TRUE(value.has_value()) << text;
    return std::get<T>(*value);
}

TEST(ReadCell, BlankIsEmptyForEveryType) {
    for (const auto type : {FieldType::Text, FieldType::Integer, FieldType::Money, FieldType::Date, FieldType::Boolean, FieldType::Select, FieldType::Email})
        EXPECT_TRUE(records::is_empty(*read_cell(field_of(type), " \xC2\xA0", {})));
}

TEST(ReadCell, ReadsBooleansInBothLanguages) {
    for (const char* yes : {"yes", "Ja", "TRUE", "x", "1"}) EXPECT_TRUE(read<bool>(FieldType::Boolean, yes));
    for (const char* no : {"no", "Nei", "false", "0"}) EXPECT_FALSE(read<bool>(FieldType::Boolean, no));
    EXPECT_EQ(failure(FieldType::Boolean, "maybe"), "import.not_a_boolean");
}

TEST(ReadCell, ReadsMoneyInItsOwnCurrency) {
    EXPECT_EQ(read<Money>(FieldType::Money, "$1,100.045"), (Money{110'005, "USD"}));
    EXPECT_EQ(read<Money>(FieldType::Money, "1054"), (Money{105'400, "NOK"}));
    EXPECT_EQ(read<Money>(FieldType::Money, "¥500"), (Money{500, "JPY"}));
    EXPECT_EQ(failure(FieldType::Money, "a lot"), "import.not_an_amount");
    EXPECT_EQ(failure(FieldType::Money, "99999999999999999999"), "import.number_too_large");
}

TEST(ReadCell, ReadsNumbersAndPercents) {
    EXPECT_EQ(read<std::int64_t>(FieldType::Integer, "2,822"), 2822);
    EXPECT_EQ(failure(FieldType::Integer, "2.5"), "import.not_a_whole_number");
    EXPECT_DOUBLE_EQ(read<double>(FieldType::Percent, "25 %"), 25);
    CellContext shares;
    shares.format.share = true;
    EXPECT_DOUBLE_EQ(read<double>(FieldType::Percent, "0.25", shares), 25);
    EXPECT_EQ(read<std::int64_t>(FieldType::Duration, "1 h 30 min"), 90);
    EXPECT_EQ(read<std::int64_t>(FieldType::Duration, "1:30"), 90);
    EXPECT_EQ(failure(FieldType::Duration, "a while"), "import.not_a_duration");
    EXPECT_EQ(failure(FieldType::Percent, "1e308", shares), "import.number_too_large");
    EXPECT_EQ(failure(FieldType::Duration, "99999999999999999999:10"), "import.number_too_large");
}

TEST(ReadCell, ReadsOptionsByValueOrLabelInAnyLanguage) {
    EXPECT_EQ(read<std::string>(FieldType::Select, "VUNNET"), "won");
    EXPECT_EQ(read<std::string>(FieldType::Select, "tapt pa malstreken"), "lost");
    EXPECT_EQ(failure(FieldType::Select, "maybe"), "import.not_an_option");
    EXPECT_EQ(read<std::vector<std::string>>(FieldType::MultiSelect, "Won; tapt på målstreken;won"), (std::vector<std::string>{"won", "lost"}));
}

TEST(ReadCell, RefusesTheAmbiguousDateOfAMixedColumn) {
    CellContext mixed;
    mixed.format.order = DateOrder::Mixed;
    EXPECT_EQ(failure(FieldType::Date, "3/4/2021", mixed), "import.ambiguous_date");
    EXPECT_EQ(read<Date>(FieldType::Date, "31/5/2021", mixed).to_string(), "2021-05-31");
}

TEST(ReadCell, ReadsAddresses) {
    EXPECT_EQ(read<std::string>(FieldType::Email, "Ola Nordmann <Ola@Example.NO>"), "ola@example.no");
    for (const char* bad : {"ola", "ola@", "@example.no", "a@b", "a@b.no;c@d.no", "a b@c.no"})
        EXPECT_EQ(failure(FieldType::Email, bad), "import.not_an_email") << bad;
    Field domain = field_of(FieldType::Text);
    domain.format = "domain";
    EXPECT_EQ(std::get<std::string>(*read_cell(domain, "https://WWW.Example.no/about", {})), "www.example.no");
}

}  // namespace
}  // namespace kith::imports
