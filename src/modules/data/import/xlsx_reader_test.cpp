#include "modules/data/import/xlsx_reader.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "modules/data/import/detect_dialect.hpp"
#include "modules/data/import/open_rows.hpp"
#include "support/packed_files.hpp"

namespace kith::imports {
namespace {

using Cells = std::vector<std::string>;

/// A workbook of the sheets' XML as it stands within <worksheet>.
struct Book {
    std::vector<std::pair<std::string, std::string>> sheets;
    std::string strings, formats, workbook;

    [[nodiscard]] std::string bytes() const {
        const std::string head = R"(<?xml version="1.0" encoding="UTF-8" standalone="yes"?>)";
        std::string list, relations;
        std::vector<test::NamedBytes> files{{"[Content_Types].xml", head + "<Types/>"}};
        for (std::size_t i = 0; i < sheets.size(); ++i) {
            const std::string n = std::to_string(i + 1);
            list += "<sheet name=\"" + sheets[i].first + "\" sheetId=\"" + n + "\" r:id=\"rId" + n + "\"/>";
            relations += "<Relationship Id=\"rId" + n + R"(" Type="http://x/worksheet" Target="worksheets/sheet)" + n + ".xml\"/>";
            files.emplace_back("xl/worksheets/sheet" + n + ".xml", head + "<worksheet>" + sheets[i].second + "</worksheet>");
        }
        relations += R"(<Relationship Id="s" Type="http://x/styles" Target="/xl/styles.xml"/>)"
                     R"(<Relationship Id="t" Type="http://x/sharedStrings" Target="sharedStrings.xml"/>)";
        files.emplace_back("xl/workbook.xml", head + "<workbook xmlns:r=\"urn:r\">" + workbook + "<sheets>" + list + "</sheets></workbook>");
        files.emplace_back("xl/_rels/workbook.xml.rels", head + "<Relationships>" + relations + "</Relationships>");
        files.emplace_back("xl/styles.xml", head + "<styleSheet>" + formats + "</styleSheet>");
        files.emplace_back("xl/sharedStrings.xml", head + "<sst>" + strings + "</sst>");
        return test::zip_of(files);
    }
};

Result<Detected> seen(const Book& book, std::string_view wish = "{}") {
    return detect(InputFile::of(book.bytes()), *json::parse(wish));
}

struct SheetRow {
    std::int64_t number;
    RowProblem problem;
    std::string detail;
    Cells cells;
};

std::vector<SheetRow> rows_of(const Book& book) {
    std::vector<SheetRow> out;
    Dialect dialect;
    dialect.format = Format::Xlsx;
    dialect.sheet = book.sheets.front().first;
    auto source = open_rows(InputFile::of(book.bytes()), dialect);
    EXPECT_TRUE(source.has_value()) << (source ? "" : source.error().code);
    if (!source) return out;
    SourceRow row;
    while (true) {
        const auto more = (*source)->next(row);
        EXPECT_TRUE(more.has_value()) << (more ? "" : more.error().code);
        if (!more || !*more) return out;
        out.push_back({row.number, row.problem, row.detail, {row.cells.begin(), row.cells.end()}});
    }
}

TEST(XlsxReader, ReadsEveryKindOfCell) {
    Book book;
    book.strings = R"(<si><t>Navn</t></si><si><r><t>Bl)" "\xC3\xA5" R"(</t></r><r><t xml:space="preserve"> AS &amp; co</t></r><rPh><t>no</t></rPh></si><si><t>line_x000D_end _xZZ</t></si>)";
    book.formats = R"(<numFmts><numFmt numFmtId="170" formatCode="dd.mm.yyyy;@"/><numFmt numFmtId="171" formatCode="#,##0.00&quot; days&quot;"/></numFmts>)"
                   R"(<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="170"/><xf numFmtId="22"/><xf numFmtId="10"/><xf numFmtId="171"/><xf numFmtId="46"/></cellXfs>)";
    book.sheets = {{"Ark 1", R"(<dimension ref="A1:H4"/><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="C1" t="s"><v>1</v></c></row>)"
                             R"(<row r="3"><c r="A3" t="inlineStr"><is><t>in line</t></is></c><c r="B3"><v>0.1</v></c><c r="C3" s="1"><v>46349</v></c>)"
                             R"(<c r="D3" s="2"><v>46349.5</v></c><c r="E3" s="3"><v>0.255</v></c><c r="F3" s="4"><v>1234.125</v></c><c r="G3" t="b"><v>1</v></c>)"
                             R"(<c r="H3" t="str"><f>A1</f><v>from a formula</v></c></row>)"
                             R"(<row r="4"><c r="A4" t="s"><v>2</v></c><c r="B4"><v>1.1000000000000001</v></c><c r="C4"><v>1E+20</v></c><c r="D4" s="5"><v>1.5</v></c><c r="E4" s="1"/></row></sheetData>)"}};
    const auto rows = rows_of(book);
    ASSERT_EQ(rows.size(), 3u);
    EXPECT_EQ(rows[0].cells, (Cells{"Navn", "", "Bl\xC3\xA5 AS & co"}));
    EXPECT_EQ(rows[1].number, 3);
    EXPECT_EQ(rows[1].cells, (Cells{"in line", "0.1", "2026-11-23", "2026-11-23 12:00:00", "25.5 %", "1234.125", "true", "from a formula"}));
    EXPECT_EQ(rows[2].cells, (Cells{"line\rend _xZZ", "1.1", "100000000000000000000", "36:00:00"}));
}

TEST(XlsxReader, KnowsBothCalendarsAndTheDayThatNeverWas) {
    EXPECT_EQ(number_text("1", NumberKind::Date, false), "1900-01-01");
    EXPECT_EQ(number_text("59", NumberKind::Date, false), "1900-02-28");
    EXPECT_EQ(number_text("61", NumberKind::Date, false), "1900-03-01");
    EXPECT_EQ(number_text("44197", NumberKind::Date, false), "2021-01-01");
    EXPECT_EQ(number_text("42735", NumberKind::Date, true), "2021-01-01");
    EXPECT_EQ(number_text("44197.604166666664", NumberKind::Date, false), "2021-01-01 14:30:00");
    EXPECT_EQ(number_text("0.60416666666666663", NumberKind::Time, false), "14:30:00");
    EXPECT_EQ(number_text("-3", NumberKind::Date, false), "-3");
    EXPECT_EQ(number_text("1e300", NumberKind::Date, false).size(), 301u);
    EXPECT_EQ(number_text("many", NumberKind::Date, false), "many");
    Book book;
    book.workbook = R"(<workbookPr date1904="1"/>)";
    book.formats = R"(<cellXfs><xf numFmtId="14"/></cellXfs>)";
    book.sheets = {{"A", R"(<sheetData><row r="1"><c r="A1" s="0"><v>42735</v></c></row></sheetData>)"}};
    EXPECT_EQ(rows_of(book)[0].cells[0], "2021-01-01");
}

TEST(XlsxReader, TellsDaysFromNumbersByTheirFormat) {
    EXPECT_EQ(kind_of_format("General"), NumberKind::Plain);
    EXPECT_EQ(kind_of_format("0.00E+00"), NumberKind::Plain);
    EXPECT_EQ(kind_of_format("#,##0 \"dager\""), NumberKind::Plain);
    EXPECT_EQ(kind_of_format("[$kr-414] #,##0"), NumberKind::Plain);
    EXPECT_EQ(kind_of_format("[Red]0.0%"), NumberKind::Percent);
    EXPECT_EQ(kind_of_format("[$-F800]dddd, mmmm dd, yyyy"), NumberKind::Date);
    EXPECT_EQ(kind_of_format("mmm\\-yy"), NumberKind::Date);
    EXPECT_EQ(kind_of_format("yyyy\\-mm\\-dd hh:mm"), NumberKind::DateTime);
    EXPECT_EQ(kind_of_format("mm:ss"), NumberKind::Time);
    EXPECT_EQ(kind_of_format("[hh]:mm"), NumberKind::Duration);
}

TEST(XlsxReader, TakesErrorsAndFormulasWithoutValueAsEmptyAndTells) {
    Book book;
    book.sheets = {{"A", R"(<sheetData><row><c t="e"><f>1/0</f><v>#DIV/0!</v></c><c><v>5</v></c></row><row><c><v>1</v></c><c><f>B1*2</f></c></row></sheetData>)"}};
    const auto rows = rows_of(book);
    ASSERT_EQ(rows.size(), 2u);
    EXPECT_EQ(rows[0].problem, RowProblem::ErrorCell);
    EXPECT_EQ(rows[0].detail, "#DIV/0! (A1)");
    EXPECT_EQ(rows[0].cells, (Cells{"", "5"}));
    EXPECT_TRUE(is_usable(rows[0].problem));
    EXPECT_EQ(rows[1].problem, RowProblem::NoValue);
    EXPECT_EQ(rows[1].detail, "B2");
}

TEST(XlsxReader, ShowsWhatIsMergedDownwardsInEachOfItsRows) {
    Book book;
    book.sheets = {{"A", R"(<sheetData><row r="1"><c r="A1" t="str"><v>A title</v></c></row><row r="2"><c r="A2" t="str"><v>Group</v></c><c r="B2"><v>1</v></c></row>)"
                         R"(<row r="3"><c r="B3"><v>2</v></c></row><row r="4"><c r="A4"><v>9</v></c></row><row r="5"><c r="B5"><v>3</v></c><c r="D5"><v>7</v></c></row><row r="6"><c r="B6"><v>4</v></c></row></sheetData>)"
                         R"(<mergeCells count="3"><mergeCell ref="A1:D1"/><mergeCell ref="A2:A3"/><mergeCell ref="D5:E6"/></mergeCells>)"}};
    const auto rows = rows_of(book);
    ASSERT_EQ(rows.size(), 6u);
    EXPECT_EQ(rows[0].cells, (Cells{"A title"}));
    EXPECT_EQ(rows[2].cells, (Cells{"Group", "2"}));
    EXPECT_EQ(rows[3].cells, (Cells{"9"}));
    EXPECT_EQ(rows[5].cells, (Cells{"", "4", "", "7"}));
}

TEST(XlsxReader, ChoosesTheFirstSheetThatHasRowsAndTakesAnother) {
    const std::string rows = R"(<sheetData><row r="2"><c r="A2" t="str"><v>name</v></c><c r="B2" t="str"><v>sum</v></c></row>)"
                             R"(<row r="3"><c r="A3" t="str"><v>Fjord</v></c><c r="B3"><v>1.125</v></c></row></sheetData>)";
    Book book;
    book.sheets = {{"Empty", "<sheetData/>"}, {"Tom &amp; Jerry", rows}, {"Third", R"(<sheetData><row><c t="str"><v>name</v></c></row><row><c t="str"><v>Nord</v></c></row></sheetData>)"}};
    auto found = seen(book);
    ASSERT_TRUE(found.has_value()) << found.error().code;
    EXPECT_EQ(found->sheets, (Cells{"Empty", "Tom & Jerry", "Third"}));
    EXPECT_EQ(found->dialect.sheet, "Tom & Jerry");
    EXPECT_EQ(found->dialect.header_row, 2);
    EXPECT_EQ(found->dialect.decimal, DecimalMark::Point);
    EXPECT_EQ(found->header, (Cells{"name", "sum"}));
    EXPECT_EQ(seen(book, R"({"sheet":"Third"})")->rows[0][0], "Nord");
    EXPECT_EQ(seen(book, R"({"sheet":"Fourth"})").error().code, "import.no_such_sheet");
    EXPECT_EQ(seen(book, R"({"sheet":"Empty"})").error().code, "import.empty_file");
}

TEST(XlsxReader, RefusesBombsAndBrokenBooks) {
    Book bomb;
    bomb.sheets = {{"A", R"(<sheetData><row><c t="str"><v>name</v></c></row></sheetData>)"}};
    bomb.strings = "<si><t>a</t></si>";
    auto limited = open_workbook(InputFile::of(bomb.bytes()), {.strings_bytes = 0});
    ASSERT_FALSE(limited.has_value());
    EXPECT_EQ(limited.error().code, "import.xlsx_too_large");
    const std::string entities = R"(<!DOCTYPE sst [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><sst><si><t>&b;</t></si></sst>)";
    const std::string relations = R"(<Relationships><Relationship Id="r" Type="x/worksheet" Target="sheet.xml"/><Relationship Id="t" Type="x/sharedStrings" Target="strings.xml"/></Relationships>)";
    const auto with = [&](const std::string& strings, const std::string& sheet) {
        const auto found = detect(InputFile::of(test::zip_of({{"xl/workbook.xml", R"(<workbook><sheets><sheet name="A" id="r"/></sheets></workbook>)"}, {"xl/_rels/workbook.xml.rels", relations},
                                                              {"xl/strings.xml", strings}, {"xl/sheet.xml", sheet}})));
        return found ? "" : found.error().code;
    };
    EXPECT_EQ(with(entities, "<worksheet/>"), "import.xlsx_broken");
    EXPECT_EQ(with("<sst/>", "<worksheet><sheetData><row>"), "import.xlsx_broken");
    EXPECT_EQ(with("<sst/>", "<worksheet/>"), "import.empty_file");
    Book long_cell;
    long_cell.sheets = {{"A", "<sheetData><row><c t=\"str\"><v>" + std::string(5'000'000, 'x') + "</v></c></row><row><c><v>1</v></c></row></sheetData>"}};
    const auto rows = rows_of(long_cell);
    ASSERT_EQ(rows.size(), 2u);
    EXPECT_EQ(rows[0].problem, RowProblem::CellTooLong);
    EXPECT_EQ(rows[1].cells, (Cells{"1"}));
    Book wide;
    wide.sheets = {{"A", R"(<sheetData><row r="1"><c r="XFD1"><v>1</v></c></row><row r="99999999999"><c r="ZZZZZZ9"><v>2</v></c></row></sheetData>)"}};
    EXPECT_EQ(rows_of(wide)[0].problem, RowProblem::TooManyColumns);
}

}  // namespace
}  // namespace kith::imports
