#include "modules/data/import/detect_dialect.hpp"

#include <gtest/gtest.h>

#include "support/packed_files.hpp"

namespace kith::imports {
namespace {

Result<Detected> detect_bytes(std::string_view bytes, const json::Value& wish = {}) {
    return detect(InputFile::of(std::string(bytes)), wish);
}

std::string code_of_failure(std::string_view bytes, const json::Value& wish = {}) {
    const auto found = detect_bytes(bytes, wish);
    return found ? "" : found.error().code;
}

TEST(DetectDialect, FindsTheDelimiterAmongDecimalCommas) {
    const auto found = detect_bytes("navn;sum;by\nAcme;1,50;Oslo\nBolt;2,25;Bergen\n");
    ASSERT_TRUE(found);
    EXPECT_EQ(found->dialect.delimiter, ';');
    EXPECT_EQ(found->dialect.header_row, 1);
    EXPECT_EQ(found->header, (std::vector<std::string>{"navn", "sum", "by"}));
    EXPECT_EQ(found->rows_estimate, 2);
}

TEST(DetectDialect, FindsTabsPipesAndSingleColumns) {
    EXPECT_EQ(detect_bytes("a\tb\n1, 2\t3\n")->dialect.delimiter, '\t');
    EXPECT_EQ(detect_bytes("a|b\n1|2\n")->dialect.delimiter, '|');
    const auto one = detect_bytes("e-mail\nola@example.no\nkari@example.no\n");
    EXPECT_EQ(one->header, (std::vector<std::string>{"e-mail"}));
}

TEST(DetectDialect, PassesOverTitleLines) {
    const auto found = detect_bytes(
        "Northern Villas Ltd\nCustomer Contact List\nAs of October 1, 2026\n\n"
        "Customer,Phone Numbers,Email,Open Balance\nDream Villas,+47 22 33 44 55,info@dream.example,0\n"
        "\"Smith, John\",,john@example.com,\"1,200.00\"\nTotal,,,\n");
    ASSERT_TRUE(found);
    EXPECT_EQ(found->dialect.header_row, 5);
    EXPECT_EQ(found->header[1], "Phone Numbers");
    EXPECT_EQ(found->rows.front().front(), "Dream Villas");
}

TEST(DetectDialect, SeesThatThereIsNoHeader) {
    const auto found = detect_bytes("Acme,ola@example.no,12\nBolt,kari@example.no,13\n");
    EXPECT_EQ(found->dialect.header_row, 0);
    EXPECT_EQ(found->header.size(), 3u);
    EXPECT_EQ(found->rows.size(), 2u);
}

TEST(DetectDialect, FindsEncodings) {
    EXPECT_EQ(detect_bytes("navn;by\nBl\xE5;\xD8st\n")->dialect.encoding, Encoding::Windows1252);
    EXPECT_EQ(detect_bytes("navn;by\nBl\xC3\xA5;\xC3\x98st\n")->dialect.encoding, Encoding::Utf8);
    EXPECT_EQ(detect_bytes("navn;by\nBl\xC3\xA5;\xC3\x98st\nBl\xC3\xA5;\xD8st\n")->dialect.encoding, Encoding::Utf8);
    const std::string little("n\0a\0;\0b\0\n\0" "1\0;\0" "2\0\n\0", 18);
    const auto utf16 = detect_bytes(little);
    ASSERT_TRUE(utf16);
    EXPECT_EQ(utf16->dialect.encoding, Encoding::Utf16Le);
    EXPECT_EQ(utf16->header, (std::vector<std::string>{"na", "b"}));
}

TEST(DetectDialect, LooksBeyondTheSampleForTheEncoding) {
    std::string late = "name,city\n";
    while (late.size() < 400'000) late += "Acme Corporation,Bergen\n";
    late += "Bj\xF8rn,\xC5lesund\n";
    EXPECT_EQ(detect_bytes(late)->dialect.encoding, Encoding::Windows1252);
}

TEST(DetectDialect, TellsAMacsAndDossLettersFromSigns) {
    EXPECT_EQ(detect_bytes("navn;by\nBj\xBFrn Bl\x8C;S\xBFrg\x8Crd\n")->dialect.encoding, Encoding::MacRoman);
    EXPECT_EQ(detect_bytes("navn;by\nBj\x9Brn Bl\x86;S\x9Brg\x86rd\n")->dialect.encoding, Encoding::Ibm850);
    EXPECT_EQ(detect_bytes("navn;by\nBj\x9Brn Bl\x86;S\x9Brg\x86rd\n")->rows.front()[1], "S\u00F8rg\u00E5rd");
}

TEST(DetectDialect, FindsTheEscapeCharacterOnlyWhereRowsNeedIt) {
    const auto escaped = detect_bytes("name,note\nFjord,\"says \\\"hi\\\", twice\"\nNord,\"a, b\"\n");
    EXPECT_EQ(escaped->dialect.escape, '\\');
    EXPECT_EQ(escaped->rows[0][1], "says \"hi\", twice");
    const auto path = detect_bytes("name,folder\nFjord,\"C:\\data\\\"\nNord,D:\\x\n");
    EXPECT_EQ(path->dialect.escape, '\0');
    EXPECT_EQ(path->rows[0][1], "C:\\data\\");
}

TEST(DetectDialect, TakesTheDelimiterThatTheFileNames) {
    const auto named = detect_bytes("sep=|\nname|note\nFjord|a,b\nNord|c,d\n");
    EXPECT_EQ(named->dialect.delimiter, '|');
    EXPECT_EQ(named->header, (std::vector<std::string>{"name", "note"}));
    EXPECT_EQ(detect_bytes("name^note\nFjord^a b\n")->dialect.delimiter, '^');
}

TEST(DetectDialect, LeavesTotalsAndClosingWordsOut) {
    const auto totals = detect_bytes("Navn;Bel\xC3\xB8p\nFjord;1 000,50\nNord;20\n\nTotalt:;1 020,50\n");
    EXPECT_EQ(totals->dialect.footer_rows, 1);
    EXPECT_EQ(totals->rows_estimate, 2);
    const auto closing = detect_bytes("Name,City,Phone\nFjord,Oslo,1\nNord,Bergen,2\nGrand Total,,2\n\nCopyright 2026\nAll rights reserved\n");
    EXPECT_EQ(closing->dialect.footer_rows, 3);
    const auto kept = detect_bytes("Name,City,Phone\nFjord,Oslo,1\nTotal,Lillehammer,2\n");
    EXPECT_EQ(kept->dialect.footer_rows, 0);
    const auto wish = json::parse(R"({"footer_rows":0})");
    EXPECT_EQ(detect_bytes("Name;Sum\nFjord;10\nTotal;10\n", *wish)->rows.size(), 2u);
}

TEST(DetectDialect, NumbersNamesThatStandTwice) {
    EXPECT_EQ(detect_bytes("Name,Email,Name,Name\nFjord,a@example.no,x,y\n")->header,
              (std::vector<std::string>{"Name", "Email", "Name (2)", "Name (3)"}));
    EXPECT_EQ(detect_bytes("Sum,Sum,Sum\n1,2,3\n4,5,6\n7,8,9\n")->header, (std::vector<std::string>{"Sum", "Sum (2)", "Sum (3)"}));
}

TEST(DetectDialect, ChoosesTheRowOfNamesThatStandsOverTheValues) {
    const auto two = detect_bytes("Kunde,Kontakt,Omsetning,Start\nnavn,epost,bel\xC3\xB8p,dato\nFjord,a@example.no,10,2026-01-02\nNord,b@example.no,20,2026-01-03\nVest,c@example.no,30,2026-01-04\n");
    EXPECT_EQ(two->dialect.header_row, 2);
    EXPECT_EQ(two->header[2], "bel\xC3\xB8p");
    EXPECT_EQ(two->rows.size(), 3u);
    EXPECT_EQ(detect_bytes("Name,Email,Sum\nFjord,n/a,n/a\nNord,b@example.no,20\nVest,c@example.no,30\nSyd,d@example.no,1\n")->dialect.header_row, 1);
}

TEST(DetectDialect, ReadsWhatIsPacked) {
    const std::string rows = "name,city\nFjord,Oslo\n";
    EXPECT_EQ(detect_bytes(test::gzip_of(rows))->rows[0][1], "Oslo");
    const std::string zip = test::zip_of({{"__MACOSX/._a.csv", "x"}, {"readme.md", "# Nothing"}, {"export/accounts.csv", rows}, {"export/contacts.csv", "name\nKari\n"}});
    const auto first = detect_bytes(zip);
    EXPECT_EQ(first->dialect.entry, "export/accounts.csv");
    EXPECT_EQ(first->entries, (std::vector<std::string>{"readme.md", "export/accounts.csv", "export/contacts.csv"}));
    EXPECT_EQ(detect_bytes(zip, *json::parse(R"({"entry":"export/contacts.csv"})"))->rows[0][0], "Kari");
    EXPECT_EQ(code_of_failure(zip, *json::parse(R"({"entry":"orders.csv"})")), "import.no_such_entry");
    EXPECT_EQ(code_of_failure(test::gzip_of(zip)), "import.nested_archive");
    EXPECT_EQ(code_of_failure(test::zip_of({{"inner.zip", zip}})), "import.nested_archive");
    EXPECT_EQ(code_of_failure(test::zip_of({{"word/document.xml", "<x/>"}})), "import.binary_file");
    EXPECT_EQ(code_of_failure(test::zip_of({})), "import.empty_file");
    std::string noise = rows;
    for (unsigned seed = 7; noise.size() < 600'000;) noise += std::to_string(seed = seed * 1664525u + 1013904223u) + ",x\n";
    const std::string packed = test::gzip_of(noise);
    EXPECT_EQ(code_of_failure(packed.substr(0, 3000)), "import.packed_broken");
}

TEST(DetectDialect, TakesCorrections) {
    const auto wish = json::parse(R"({"delimiter":"tab","header_row":0,"encoding":"windows-1252"})");
    const auto found = detect_bytes("a,b\tc\n1,2\t3\n", *wish);
    ASSERT_TRUE(found);
    EXPECT_EQ(found->dialect.delimiter, '\t');
    EXPECT_EQ(found->dialect.encoding, Encoding::Windows1252);
    EXPECT_EQ(found->rows.front().front(), "a,b");
    EXPECT_EQ(code_of_failure("a,b\n1,2\n", *json::parse(R"({"header_row":7})")), "import.no_header");
    EXPECT_EQ(code_of_failure("a,b\n1,2\n", *json::parse(R"({"encoding":"ebcdic"})")), "import.unknown_encoding");
}

TEST(DetectDialect, SaysWhatAWrongFileIs) {
    EXPECT_EQ(code_of_failure(""), "import.empty_file");
    EXPECT_EQ(code_of_failure(" \n \n"), "import.empty_file");
    EXPECT_EQ(code_of_failure("name,email\n"), "import.only_header");
    EXPECT_EQ(code_of_failure("PK\x03\x04 something"), "import.packed_broken");
    EXPECT_EQ(code_of_failure("%PDF-1.7 something"), "import.binary_file");
    EXPECT_EQ(code_of_failure(std::string("\x01\x02\x03\x04\x05\x06 \x7F\x00\x00\x01", 11)), "import.not_text");
    std::string wide;
    for (int i = 0; i < 200'000; ++i) wide += "c,";
    EXPECT_EQ(code_of_failure(wide + "\n1\n"), "import.too_many_columns");
    EXPECT_EQ(code_of_failure(std::string(1'000'000, 'x')), "import.line_too_long");
    EXPECT_EQ(detect("/no/such/file.csv").error().code, "import.cannot_read");
    EXPECT_EQ(detect("/").error().code, "import.is_folder");
    const std::string turns_wide("name,city\nFjord,Oslo\n" + std::string("\0B\0o\0d\0o\0,\0M\0o\0s\0s\0\n\0B\0o\0d\0o\0,\0M\0o\0s\0s\0\n", 40));
    EXPECT_EQ(code_of_failure(turns_wide), "import.not_text");
}

}  // namespace
}  // namespace kith::imports
