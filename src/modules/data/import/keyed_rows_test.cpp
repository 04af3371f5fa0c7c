#include "modules/data/import/keyed_rows.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "modules/data/import/detect_dialect.hpp"
#include "modules/data/import/json_reader.hpp"
#include "modules/data/import/open_rows.hpp"
#include "modules/data/import/vcard_line.hpp"
#include "support/packed_files.hpp"

namespace kith::imports {
namespace {

using Cells = std::vector<std::string>;

struct KeyedRow {
    std::int64_t number;
    RowProblem problem;
    Cells cells;
};
struct File {
    Cells names;
    std::vector<KeyedRow> rows;

    [[nodiscard]] std::string cell(std::size_t row, std::string_view name) const {
        for (std::size_t i = 0; i < names.size(); ++i)
            if (names[i] == name) return i < rows[row].cells.size() ? rows[row].cells[i] : "";
        return "no such column";
    }
};

File read(std::string bytes, Format expected) {
    File out;
    const auto input = InputFile::of(std::move(bytes));
    const auto found = detect(input);
    EXPECT_TRUE(found.has_value()) << (found ? "" : found.error().code);
    if (!found) return out;
    EXPECT_EQ(found->dialect.format, expected);
    auto source = open_rows(input, found->dialect);
    EXPECT_TRUE(source.has_value());
    out.names = (*source)->names();
    SourceRow row;
    while (true) {
        const auto more = (*source)->next(row);
        EXPECT_TRUE(more.has_value());
        if (!more || !*more) return out;
        out.rows.push_back({row.number, row.problem, {row.cells.begin(), row.cells.end()}});
    }
}

TEST(JsonReader, ReadsLinesFlatAndOneLevelDeep) {
    const auto file = read("{\"name\":\"Fjord\",\"address\":{\"city\":\"Oslo\",\"geo\":{\"lat\":1.5}},\"tags\":[\"a\",\"b\"],\"sum\":1234.125,\"big\":1e20,\"ok\":true,\"none\":null}\r\n\n"
                           "{\"name\":\"Nord\",\"people\":[{\"n\":1}],\"count\":7}\n", Format::Json);
    EXPECT_EQ(file.names, (Cells{"name", "address.city", "address.geo", "tags", "sum", "big", "ok", "none", "people", "count"}));
    EXPECT_EQ(file.rows[0].cells, (Cells{"Fjord", "Oslo", "{\"lat\":1.5}", "a; b", "1234.125", "1e+20", "true", ""}));
    EXPECT_EQ(file.cell(1, "people"), "[{\"n\":1}]");
    EXPECT_EQ(file.cell(1, "count"), "7");
}

TEST(JsonReader, ReadsArraysAndObjectsOverSeveralLines) {
    EXPECT_EQ(read(" [\n  {\"a\": \"}]{\",\n   \"b\": \"\\\"\"},\n  {\"a\": 2}\n]\n", Format::Json).rows[0].cells, (Cells{"}]{", "\""}));
    const auto apart = read("{\n \"a\":\n{\"b\": 1}\n}\n{\n \"a\": {\"b\": 2}\n}", Format::Json);
    EXPECT_EQ(apart.names, (Cells{"a.b"}));
    EXPECT_EQ(apart.rows.size(), 2u);
}

TEST(JsonReader, ARowThatIsNoObjectCostsItselfOnly) {
    const auto file = read("{\"a\":1}\n{\"a\":\n{\"a\":2\n{\"a\":3}\nnonsense }\n{\"a\":\"\\ud800\"}\n{\"a\":\"x\xFF\"}\n{\"a\":4,\"late\":1}\n\"text\"\n{\"a\":5}", Format::Json);
    Cells good;
    for (const auto& row : file.rows)
        if (row.problem == RowProblem::None) good.push_back(row.cells[0]);
    EXPECT_EQ(good.front(), "1");
    EXPECT_EQ(good.back(), "5");
    EXPECT_NE(std::find(good.begin(), good.end(), "3"), good.end());
}

TEST(JsonReader, TellsNamesThatComeTooLate) {
    std::string text;
    while (text.size() < (std::size_t{16} << 20) + 400'000) text += "{\"name\":\"" + std::string(5000, 'x') + "\"}\n";
    text += "{\"name\":\"last\",\"late\":1}\n";
    const auto file = read(test::gzip_of(text), Format::Json);
    EXPECT_EQ(file.names, (Cells{"name"}));
    EXPECT_EQ(file.rows.back().problem, RowProblem::UnknownNames);
    EXPECT_EQ(file.rows.back().cells[0], "last");
}

TEST(VcardReader, ReadsVersionThreeAndFour) {
    const auto file = read(
        "BEGIN:VCARD\r\nVERSION:3.0\r\nN:Hansen;Kari;Anne;Dr.;\r\nFN:Kari Anne Han\r\n sen\r\nORG:Fjord AS;Sales\\, north\r\nTITLE:Manager\r\n"
        "item1.EMAIL;TYPE=INTERNET,HOME:kari@home.example\r\nEMAIL;TYPE=INTERNET;TYPE=PREF:kari@fjord.example\r\nTEL;TYPE=CELL:+47 400 00 001\r\nTEL;TYPE=WORK,VOICE:22334455\r\n"
        "ADR;TYPE=WORK:;;Storgata 1\\, 2. etasje;Oslo;;0155;Norway\r\nNOTE:First\\nsecond\\; third\r\nCATEGORIES:VIP,north\\,west\r\nPHOTO;ENCODING=b:AAAA\r\n BBBB\r\nBDAY:1980-05-17\r\nUID:abc-1\r\nX-SKYPE:kari.h\r\nEND:VCARD\r\n"
        "begin:vcard\nversion:4.0\nfn:Ola Nord\ntel;value=uri;type=\"voice,cell\":tel:+47-900-00-002;ext=1\nemail;pref=1:ola@nord.example\nend:vcard\n", Format::Vcard);
    ASSERT_EQ(file.rows.size(), 2u);
    EXPECT_EQ(file.cell(0, "Full name"), "Kari Anne Hansen");
    EXPECT_EQ(file.cell(0, "Last name"), "Hansen");
    EXPECT_EQ(file.cell(0, "Name prefix"), "Dr.");
    EXPECT_EQ(file.cell(0, "Company"), "Fjord AS");
    EXPECT_EQ(file.cell(0, "Department"), "Sales, north");
    EXPECT_EQ(file.cell(0, "Email"), "kari@fjord.example");
    EXPECT_EQ(file.cell(0, "Email 2"), "kari@home.example");
    EXPECT_EQ(file.cell(0, "Mobile phone"), "+47 400 00 001");
    EXPECT_EQ(file.cell(0, "Phone"), "22334455");
    EXPECT_EQ(file.cell(0, "Street"), "Storgata 1, 2. etasje");
    EXPECT_EQ(file.cell(0, "Postal code"), "0155");
    EXPECT_EQ(file.cell(0, "Note"), "First\nsecond; third");
    EXPECT_EQ(file.cell(0, "Tags"), "VIP; north,west");
    EXPECT_EQ(file.cell(0, "X-SKYPE"), "kari.h");
    EXPECT_EQ(file.cell(0, "PHOTO"), "no such column");
    EXPECT_EQ(file.cell(1, "Mobile phone"), "+47-900-00-002");
    EXPECT_EQ(file.cell(1, "Email"), "ola@nord.example");
}

TEST(VcardReader, ReadsQuotedPrintableOfVersionTwo) {
    const auto file = read("BEGIN:VCARD\nVERSION:2.1\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=C3=98deg=C3=A5=\nrd;Bj=F8rn\nTEL;CELL:1\nTEL;WORK;FAX:2\n"
                           "AGENT:\nBEGIN:VCARD\nFN:Somebody else\nEND:VCARD\nNOTE:after\nEND:VCARD\n", Format::Vcard);
    ASSERT_EQ(file.rows.size(), 1u);
    EXPECT_EQ(file.cell(0, "Last name").substr(0, 4), "\xC3\x83\xCB\x9C");  // one byte that is no UTF-8 makes all of it Windows-1252
    EXPECT_EQ(file.cell(0, "Fax"), "2");
    EXPECT_EQ(file.cell(0, "Mobile phone"), "1");
    EXPECT_EQ(file.cell(0, "Note"), "after");
    EXPECT_EQ(from_quoted_printable("=C3=98deg=C3=A5rd=20"), "\xC3\x98" "deg\xC3\xA5rd ");
    EXPECT_EQ(from_quoted_printable("Bj=F8rn"), "Bj\xC3\xB8rn");
    EXPECT_EQ(from_quoted_printable("50=ZZ=4"), "50=ZZ");
}

TEST(VcardReader, ACardWithoutEndCostsItselfOnly) {
    const auto file = read("BEGIN:VCARD\nFN:One\nBEGIN:VCARD\nFN:Two\nEND:VCARD\nstray\nBEGIN:VCARD\nFN:Three\nEND:VCARD\nBEGIN:VCARD\nFN:Four", Format::Vcard);
    ASSERT_EQ(file.rows.size(), 4u);
    EXPECT_EQ(file.rows[0].problem, RowProblem::BadCard);
    EXPECT_EQ(file.cell(1, "Full name"), "Two");
    EXPECT_EQ(file.cell(2, "Full name"), "Three");
    EXPECT_EQ(file.rows[3].problem, RowProblem::BadCard);
}

}  // namespace
}  // namespace kith::imports
