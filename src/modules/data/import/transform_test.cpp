#include "modules/data/import/transform.hpp"

#include <gtest/gtest.h>

#include "base/text.hpp"
#include "modules/data/import/date_pattern.hpp"
#include "modules/data/import/name_case.hpp"
#include "modules/data/import/split_name.hpp"
#include "modules/data/import/transform_option.hpp"

namespace kith::imports {
namespace {

/// What a chain of transforms makes of a cell; the error's code where it refuses.
std::string made(std::string_view transforms, std::string_view cell, ColumnFormat format = {}) {
    const auto read = read_transforms(*json::parse(transforms), "Column");
    if (!read) return read.error().code;
    const auto out = Transforms(*read, format).apply(cell);
    return out ? *out : out.error().code;
}

TEST(NameCase, WritesNamesAsTheyAreUsuallyWritten) {
    EXPECT_EQ(name_case("ÅSE MCDONALD-O'BRIEN"), "Åse McDonald-O'Brien");
    EXPECT_EQ(name_case("ludwig von der tann"), "Ludwig von der Tann");
    EXPECT_EQ(name_case("VAN DER BERG"), "van der Berg");
    EXPECT_EQ(name_case("å. hansen"), "Å. Hansen");
    EXPECT_EQ(name_case("Å.HANSEN"), "Å.Hansen");
    EXPECT_EQ(name_case("FJORD AS"), "Fjord AS");
    EXPECT_EQ(name_case("müller gmbh"), "Müller GmbH");
    EXPECT_EQ(name_case("den norske bank"), "Den Norske Bank");
    EXPECT_EQ(name_case("ola i. moe"), "Ola I. Moe");
    EXPECT_EQ(name_case("KARI'S"), "Kari's");
    EXPECT_EQ(name_case("MO I RANA"), "Mo i Rana");
}

TEST(NameCase, LeavesWhatIsWrittenOnPurpose) {
    EXPECT_EQ(name_case("deVries iPhone DNB 3M"), "deVries iPhone DNB 3M");
    EXPECT_EQ(name_case("McDonald"), "McDonald");
    EXPECT_EQ(name_case("北京 有限公司"), "北京 有限公司");
    EXPECT_EQ(name_case(""), "");
    EXPECT_EQ(name_case(" - "), " - ");
}

TEST(SplitName, FindsFirstAndLastName) {
    const auto split = [](std::string_view text) {
        const auto name = split_name(text);
        return name.first + "|" + name.last;
    };
    EXPECT_EQ(split("Kari Nordmann"), "Kari|Nordmann");
    EXPECT_EQ(split("Nordmann, Kari Anne"), "Kari Anne|Nordmann");
    EXPECT_EQ(split("Ludwig  von der Tann"), "Ludwig|von der Tann");
    EXPECT_EQ(split("von der Tann, Ludwig"), "Ludwig|von der Tann");
    EXPECT_EQ(split("Dr. Kari Lie, PhD"), "Kari|Lie, PhD");
    EXPECT_EQ(split("Ola Moe jr."), "Ola|Moe jr.");
    EXPECT_EQ(split("Kari"), "Kari|");
    EXPECT_EQ(split("Lie,"), "Lie|");
    EXPECT_EQ(split(""), "|");
}

TEST(DatePattern, ReadsDaysAndTimesAsWritten) {
    EXPECT_EQ(read_by_pattern("05.04.2026", "dd.MM.yyyy")->date.to_string(), "2026-04-05");
    EXPECT_EQ(read_by_pattern("5.4.2026", "dd.MM.yyyy")->date.to_string(), "2026-04-05");
    EXPECT_EQ(read_by_pattern("04/05/26", "mm/dd/yy")->date.to_string(), "2026-04-05");
    EXPECT_EQ(read_by_pattern("20260405", "yyyyMMdd")->date.to_string(), "2026-04-05");
    EXPECT_EQ(read_by_pattern("Apr 5, 2026", "MMM d, yyyy")->date.to_string(), "2026-04-05");
    EXPECT_EQ(read_by_pattern("2026-04-05T08:30", "yyyy-MM-dd'T'HH:mm")->micros, 30'600'000'000);
    EXPECT_EQ(read_by_pattern("5.4.2026 8:30 pm", "d.M.yyyy h:mm a")->micros, 73'800'000'000);
    EXPECT_EQ(read_by_pattern("46117", "excel")->date.to_string(), "2026-04-05");
    EXPECT_EQ(read_by_pattern("1775376000", "unix")->date.to_string(), "2026-04-05");
    EXPECT_EQ(read_by_pattern("1775376000000", "unix")->date.to_string(), "2026-04-05");
    EXPECT_FALSE(read_by_pattern("31.02.2026", "dd.MM.yyyy").has_value());
    EXPECT_FALSE(read_by_pattern("05.04.2026 x", "dd.MM.yyyy").has_value());
    EXPECT_FALSE(read_by_pattern("2026", "dd.MM.yyyy").has_value());
}

TEST(DatePattern, KnowsPatternsThatTellNoDay) {
    for (const auto* good : {"dd.MM.yyyy", "DD/MM/YYYY HH:mm:ss", "yyMMdd", "excel", "unix"}) EXPECT_TRUE(is_date_pattern(good)) << good;
    for (const auto* bad : {"", "dd.MM", "yyyy", "dd.MM.yyyy dd", "dd.MM.yyyyy", "ww yyyy", "yyy-MM-dd"}) EXPECT_FALSE(is_date_pattern(bad)) << bad;
}

TEST(Transforms, AreDoneInTheirOrder) {
    EXPECT_EQ(made(R"(["trim","title"])", "  KARI   NORDMANN "), "Kari Nordmann");
    EXPECT_EQ(made(R"([{"kind":"replace","from":"AS","to":""},"trim"])", "FJORD AS"), "FJORD");
    EXPECT_EQ(made(R"([{"kind":"split_last"},{"kind":"upper"}])", "Kari Ås"), "ÅS");
    EXPECT_EQ(made(R"([{"kind":"lower"}])", "ÆØÅ"), "æøå");
    EXPECT_EQ(made(R"([{"kind":"default","text":"Norway"}])", " "), "Norway");
    EXPECT_EQ(made(R"([{"kind":"default","text":"Norway"}])", "Sweden"), "Sweden");
    EXPECT_EQ(made(R"([{"kind":"constant","text":"x"}])", ""), "x");
}

TEST(Transforms, ReadNumbersAndDatesAsTold) {
    EXPECT_EQ(made(R"([{"kind":"number","decimal":","}])", "1.234"), "1234");
    EXPECT_EQ(made(R"([{"kind":"number","decimal":"."}])", "1.234"), "1.234");
    EXPECT_EQ(made(R"([{"kind":"number"}])", "1.234", {.mark = DecimalMark::Comma}), "1234");
    EXPECT_EQ(made(R"([{"kind":"number"}])", "many"), "import.transform.not_a_number");
    EXPECT_EQ(made(R"([{"kind":"date","order":"month_first"}])", "03/04/2026"), "2026-03-04");
    EXPECT_EQ(made(R"([{"kind":"date","format":"dd.MM.yyyy HH:mm"}])", "05.04.2026 08:30"), "2026-04-05T08:30:00");
    EXPECT_EQ(made(R"([{"kind":"date","format":"dd.MM.yyyy"}])", "2026-04-05"), "import.transform.not_a_date");
    EXPECT_EQ(made(R"([{"kind":"date"}])", "03/04/2026", {.order = DateOrder::Mixed}), "import.ambiguous_date");
}

TEST(Transforms, LookTextsUp) {
    const std::string table = R"({"kind":"lookup","table":{"A":"won","Tapt":"lost","":"open"})";
    EXPECT_EQ(made("[" + table + "}]", "A"), "won");
    EXPECT_EQ(made("[" + table + "}]", "TAPT"), "lost");
    EXPECT_EQ(made("[" + table + "}]", ""), "open");
    EXPECT_EQ(made("[" + table + "}]", "Z"), "Z");
    EXPECT_EQ(made("[" + table + R"(,"otherwise":"empty"}])", "Z"), "");
    EXPECT_EQ(made("[" + table + R"(,"otherwise":"fail"}])", "Z"), "import.transform.not_in_table");
}

TEST(Transforms, RefuseWhatIsNotUnderstood) {
    EXPECT_EQ(made(R"(["titel"])", "x"), "import.unknown_transform");
    EXPECT_EQ(made(R"([{"kind":"replace","to":"x"}])", "x"), "import.wrong_transform");
    EXPECT_EQ(made(R"([{"kind":"number","decimal":";"}])", "x"), "import.wrong_transform");
    EXPECT_EQ(made(R"([{"kind":"date","format":"week 7"}])", "x"), "import.wrong_transform");
    EXPECT_EQ(made(R"([{"kind":"lookup","table":{"A":1}}])", "x"), "import.wrong_transform");
    EXPECT_EQ(made(R"([{"kind":"lookup","table":{"A":"1"},"otherwise":"guess"}])", "x"), "import.wrong_transform");
    EXPECT_EQ(made("[" + [] {
        std::string many = "\"trim\"";
        for (int i = 0; i < 20; ++i) many += ",\"trim\"";
        return many;
    }() + "]", "x"), "import.too_many_transforms");
}

TEST(Transforms, DoNotGrowACellWithoutEnd) {
    const std::string grow = R"({"kind":"replace","from":"a","to":")" + std::string(1000, 'a') + R"("})";
    EXPECT_EQ(made("[" + grow + "," + grow + "," + grow + "]", "aaaa"), "import.row.cell_too_long");
}

TEST(Transforms, AreTheSameAfterAWayThroughJson) {
    const std::string text = R"([{"kind":"trim"},{"kind":"replace","from":"a","to":""},{"kind":"number","decimal":","},{"kind":"date","order":"day_first","format":"dd.MM.yyyy"},{"kind":"lookup","table":{"A":"1"},"otherwise":"fail"},{"kind":"default","text":"x"}])";
    std::string again;
    json::Writer out(again);
    write_json(out, *read_transforms(*json::parse(text), "Column"));
    EXPECT_EQ(again, text);
}

TEST(TransformOption, IsReadFromTheCommandLine) {
    const auto title = read_transform_option("Total = sum=title");
    EXPECT_EQ(title->column, "Total = sum");
    EXPECT_EQ(title->transform.text("kind"), "title");
    const auto lookup = read_transform_option("State=lookup:A=>1; B => 2;*=>");
    EXPECT_EQ(lookup->transform["table"].text("B"), "2");
    EXPECT_EQ(lookup->transform.text("otherwise"), "empty");
    EXPECT_TRUE(read_transform_option("Name=split_name")->transform.is_null());
    EXPECT_EQ(read_transform_option("When=date:dd.MM.yyyy")->transform.text("format"), "dd.MM.yyyy");
    for (const auto* wrong : {"Name", "=title", "Name=shout", "Name=replace:x", "Name=title:x"})
        EXPECT_EQ(read_transform_option(wrong).error().code, "import.wrong_option") << wrong;
}

}  // namespace
}  // namespace kith::imports
