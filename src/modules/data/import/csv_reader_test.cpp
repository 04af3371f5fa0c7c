#include "modules/data/import/csv_reader.hpp"

#include <gtest/gtest.h>

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "modules/data/import/csv_writer.hpp"

namespace kith::imports {
namespace {

struct CsvRow {
    std::int64_t number;
    RowProblem problem;
    std::int64_t byte;
    std::vector<std::string> cells;
};

std::vector<CsvRow> read_all(std::string text, const Dialect& dialect = {}, const RowLimits& limits = {}) {
    CsvReader reader(ByteSource::of(std::move(text), dialect.encoding), dialect, limits);
    std::vector<CsvRow> out;
    SourceRow row;
    while (true) {
        const auto more = reader.next(row);
        EXPECT_TRUE(more.has_value());
        if (!more || !*more) return out;
        out.push_back({row.number, row.problem, row.byte, {row.cells.begin(), row.cells.end()}});
    }
}

using Cells = std::vector<std::string>;

std::vector<Cells> cells_of(std::string text, const Dialect& dialect = {}) {
    std::vector<Cells> out;
    for (auto& row : read_all(std::move(text), dialect)) out.push_back(row.cells);
    return out;
}

std::string utf16(std::string_view ascii, bool little) {
    std::string out;
    for (const char c : ascii) {
        if (little) (out += c) += '\0';
        else (out += '\0') += c;
    }
    return out;
}

TEST(CsvReader, ReadsEveryLineEnd) {
    const std::vector<Cells> expected{{"a", "b"}, {"1", "2"}, {"3", "4"}};
    EXPECT_EQ(cells_of("a,b\n1,2\n3,4\n"), expected);
    EXPECT_EQ(cells_of("a,b\r\n1,2\r\n3,4"), expected);
    EXPECT_EQ(cells_of("a,b\r1,2\r3,4\r"), expected);
}

TEST(CsvReader, KeepsNewlinesDelimitersAndQuotesInsideQuotes) {
    EXPECT_EQ(cells_of("\"Once upon \r\na time\",\"x, y\"\n\"say \"\"hi\"\"\",\"\"\n"),
              (std::vector<Cells>{{"Once upon \r\na time", "x, y"}, {"say \"hi\"", ""}}));
}

TEST(CsvReader, TakesSpacesAroundQuotedCells) {
    EXPECT_EQ(cells_of("a, \"b, c\" ,d\n"), (std::vector<Cells>{{"a", "b, c", "d"}}));
}

TEST(CsvReader, CountsRowsAsASpreadsheetDoesAndPassesOverBlankOnes) {
    const auto rows = read_all("a,b\n\n  \n1,2\n");
    ASSERT_EQ(rows.size(), 2u);
    EXPECT_EQ(rows[1].number, 4);
}

TEST(CsvReader, GivesRaggedRowsAsTheyAre) {
    EXPECT_EQ(cells_of("a,b,c\n1\n1,2,3,4\n,,\n"),
              (std::vector<Cells>{{"a", "b", "c"}, {"1"}, {"1", "2", "3", "4"}, {"", "", ""}}));
}

TEST(CsvReader, KeepsQuotesThatStandInsideText) {
    const auto rows = read_all("pipe 5\",\"he said \"hello, you\" ok\",\"Smith, J\" & Sons,end\nnext,row\n");
    ASSERT_EQ(rows.size(), 2u);
    EXPECT_EQ(rows[0].cells, (Cells{"pipe 5\"", "he said \"hello, you\" ok", "\"Smith, J\" & Sons", "end"}));
    EXPECT_EQ(rows[0].problem, RowProblem::StrayQuote);
    EXPECT_TRUE(is_usable(rows[0].problem));
    EXPECT_EQ(rows[1].problem, RowProblem::None);
}

TEST(CsvReader, AQuoteThatNeverClosesCostsOneRowAndNotTheRest) {
    const auto rows = read_all("a,b\n\"Acme,1\nBolt,2\n\"Cent\",3\nDelta,4\n");
    ASSERT_EQ(rows.size(), 5u);
    EXPECT_EQ(rows[1].problem, RowProblem::UnclosedQuote);
    EXPECT_EQ(rows[1].cells, (Cells{"\"Acme", "1"}));
    EXPECT_EQ(rows[3].cells, (Cells{"Cent", "3"}));
    EXPECT_EQ(rows[4].problem, RowProblem::None);
}

TEST(CsvReader, AQuoteThatNeverClosesBeforeMoreThanACellsLimitIsText) {
    std::string text = "\"open,1\n";
    for (int i = 0; i < 3000; ++i) text += "some row,of text\n";
    RowLimits limits;
    limits.cell = 1000;
    limits.row = 4000;
    const auto rows = read_all(text, {}, limits);
    ASSERT_EQ(rows.size(), 3001u);
    EXPECT_EQ(rows[0].problem, RowProblem::UnclosedQuote);
    EXPECT_EQ(rows[3000].cells, (Cells{"some row", "of text"}));
}

TEST(CsvReader, RefusesTheRowThatIsTooLargeAndGoesOn) {
    RowLimits limits;
    limits.cell = 100;
    limits.row = 5000;
    limits.columns = 4;
    const std::string text = "ok,1\n" + std::string(101, 'x') + ",2\n" + std::string(20'000, 'y') + "\n1,2,3,4,5\nlast,1\n";
    const auto rows = read_all(text, {}, limits);
    ASSERT_EQ(rows.size(), 5u);
    EXPECT_EQ(rows[1].problem, RowProblem::CellTooLong);
    EXPECT_EQ(rows[2].problem, RowProblem::RowTooLong);
    EXPECT_EQ(rows[3].problem, RowProblem::TooManyColumns);
    EXPECT_EQ(rows[4].cells, (Cells{"last", "1"}));
    EXPECT_EQ(rows[4].number, 5);
}

TEST(CsvReader, ReportsWhatIsNoTextWithItsPlaceAndGoesOn) {
    const auto rows = read_all(std::string("\xEF\xBB\xBFn\xC3\xA6r,1\nBl\xE5,2\nnul\0,3\nok,4\n", 27));
    ASSERT_EQ(rows.size(), 4u);
    EXPECT_EQ(rows[0].cells[0], "n\xC3\xA6r");
    EXPECT_EQ(rows[1].problem, RowProblem::NotText);
    EXPECT_EQ(rows[1].byte, 12);
    EXPECT_EQ(rows[2].problem, RowProblem::Binary);
    EXPECT_EQ(rows[3].cells[0], "ok");
}

TEST(CsvReader, ReadsOtherEncodings) {
    Dialect dialect;
    dialect.encoding = Encoding::Windows1252;
    dialect.delimiter = ';';
    auto rows = read_all("Bj\xF8rn;5 \x80\nbad\x81;1\n", dialect);
    EXPECT_EQ(rows[0].cells, (Cells{"Bj\xC3\xB8rn", "5 \xE2\x82\xAC"}));
    EXPECT_EQ(rows[1].problem, RowProblem::NotText);
    EXPECT_EQ(rows[1].byte, 13);
    for (const bool little : {true, false}) {
        dialect.encoding = little ? Encoding::Utf16Le : Encoding::Utf16Be;
        std::string mark = little ? "\xFF\xFE" : "\xFE\xFF";
        EXPECT_EQ(cells_of(mark + utf16("a;b\r\n1;2\r\n", little), dialect), (std::vector<Cells>{{"a", "b"}, {"1", "2"}}));
        EXPECT_EQ(cells_of(utf16("a;b", little), dialect), (std::vector<Cells>{{"a", "b"}}));
    }
}

TEST(CsvReader, RefusesTheRowOfALoneSurrogate) {
    Dialect dialect;
    dialect.encoding = Encoding::Utf16Le;
    const auto rows = read_all(utf16("a\n", true) + std::string("\x00\xD8", 2) + utf16("b\nc\n", true), dialect);
    ASSERT_EQ(rows.size(), 3u);
    EXPECT_EQ(rows[1].problem, RowProblem::NotText);
    EXPECT_EQ(rows[1].byte, 4);
    EXPECT_EQ(rows[2].cells[0], "c");
}

// Rows that straddle the buffer's end must read the same as any other.
TEST(CsvReader, ReadsBackWhatTheWriterWroteAcrossBuffers) {
    std::string text;
    std::vector<Cells> expected;
    for (int i = 0; i < 40'000; ++i) {
        const auto length = static_cast<std::size_t>(i % 60);
        expected.push_back({std::string(length, i % 3 == 0 ? '"' : 'x'), "line\r\n" + std::to_string(i), " padded, ",
                            "", "bl\xC3\xA5"});
        const std::vector<std::string_view> views(expected.back().begin(), expected.back().end());
        append_csv_row(text, views);
    }
    ASSERT_GT(text.size(), std::size_t{2} << 20);
    EXPECT_EQ(cells_of(std::move(text)), expected);
}

Dialect with_escape() {
    Dialect dialect;
    dialect.escape = '\\';
    return dialect;
}

TEST(CsvReader, TakesWhatIsEscapedForItself) {
    EXPECT_EQ(cells_of("a\\,b,\"say \\\"hi\\\"\",\"two \"\"quotes\"\"\",\\N\nback\\\\slash,line\\\nbreak,c,d\n", with_escape()),
              (std::vector<Cells>{{"a,b", "say \"hi\"", "two \"quotes\"", ""}, {"back\\slash", "line\nbreak", "c", "d"}}));
    EXPECT_EQ(cells_of("end\\", with_escape()), (std::vector<Cells>{{"end\\"}}));
}

TEST(CsvReader, GetsOverAnEscapedQuoteThatNeverCloses) {
    std::string text = "\"open\\\",1\n";
    for (int i = 0; i < 300'000; ++i) text += "\"again,x\n";
    const auto rows = read_all(text, with_escape());
    ASSERT_EQ(rows.size(), 300'001u);
    EXPECT_EQ(rows[0].problem, RowProblem::UnclosedQuote);
    EXPECT_EQ(rows[300'000].cells, (Cells{"\"again", "x"}));
}

TEST(CsvReader, ReadsASpreadsheetsQuotedNumbersAndNestedStructures) {
    EXPECT_EQ(cells_of("key,val\r\n1,\"{\"\"type\"\": \"\"point\"\", \"\"at\"\": [1.5, -2]}\"\r\n"),
              (std::vector<Cells>{{"key", "val"}, {"1", "{\"type\": \"point\", \"at\": [1.5, -2]}"}}));
    EXPECT_EQ(cells_of("a,b\n\"\",\"x\n\"\"y\"\"\n\"\n"), (std::vector<Cells>{{"a", "b"}, {"", "x\n\"y\"\n"}}));
}

TEST(CsvReader, NoticesThatTheFileChangesWhileItIsRead) {
    const auto path = std::filesystem::temp_directory_path() / ("kith_csv_reader_" + std::to_string(::getpid()));
    std::ofstream(path) << "a,b\n1,2\n";
    CsvReader reader(std::move(*ByteSource::open(path.string(), Encoding::Utf8)), {});
    SourceRow row;
    EXPECT_TRUE(*reader.next(row));
    std::ofstream(path, std::ios::app) << "3,4\n";
    auto more = reader.next(row);
    while (more && *more) more = reader.next(row);
    std::filesystem::remove(path);
    ASSERT_FALSE(more.has_value());
    EXPECT_EQ(more.error().code, "import.file_changed");
}

TEST(CsvReader, ACellOfAHundredMegabytesCostsItsRowOnly) {
    std::string text = "a,b\n1,\"" + std::string(std::size_t{100} << 20, 'x') + "\"\nlast,2\n";
    const auto rows = read_all(std::move(text));
    ASSERT_EQ(rows.size(), 3u);
    EXPECT_EQ(rows[1].problem, RowProblem::RowTooLong);
    EXPECT_EQ(rows[2].cells, (Cells{"last", "2"}));
}

TEST(CsvReader, EmptyFileHasNoRows) {
    EXPECT_TRUE(read_all("").empty());
    EXPECT_TRUE(read_all("\xEF\xBB\xBF").empty());
    EXPECT_TRUE(read_all("\n\r\n").empty());
}

}  // namespace
}  // namespace kith::imports
