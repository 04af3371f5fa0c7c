#include "modules/data/import/detect_dialect.hpp"

#include <gtest/gtest.h>

#include <cstdio>
#include <filesystem>
#include <fstream>

namespace kith::imports {
namespace {

/// A file that is gone with the test.
class TemporaryFile {
public:
    explicit TemporaryFile(std::string_view bytes)
        : path_(std::filesystem::temp_directory_path() / ("kith_detect_" + std::to_string(::getpid()) + ".csv")) {
        std::ofstream(path_, std::ios::binary) << bytes;
    }
    ~TemporaryFile() { std::filesystem::remove(path_); }
    [[nodiscard]] std::string path() const { return path_.string(); }

private:
    std::filesystem::path path_;
};

Result<Detected> detect_bytes(std::string_view bytes, const json::Value& wish = {}) {
    const TemporaryFile file(bytes);
    return detect(file.path(), wish);
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
    EXPECT_EQ(code_of_failure("PK\x03\x04 something"), "import.binary_file");
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
