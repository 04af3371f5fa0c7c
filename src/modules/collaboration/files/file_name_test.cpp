#include "modules/collaboration/files/file_name.hpp"

#include <gtest/gtest.h>

#include "modules/collaboration/files/sniff.hpp"

namespace kith::collaboration {
namespace {

using std::string_literals::operator""s;

TEST(FileName, LeavesFoldersAndControlCharactersOut) {
    EXPECT_EQ(clean_file_name("../../x"), "x");
    EXPECT_EQ(clean_file_name("C:\\temp\\offer.docx"), "offer.docx");
    EXPECT_EQ(clean_file_name("a\0b\nc\x7f.txt"s), "abc.txt");
    EXPECT_EQ(clean_file_name("invoice\u202egpj.exe"), "invoicegpj.exe");
    EXPECT_EQ(clean_file_name("bløtkake.pdf"), "bløtkake.pdf");
}

TEST(FileName, IsNeverEmpty) {
    for (const auto* name : {"", "..", ".", "/", "a/", "   ", "\u200b"}) EXPECT_EQ(clean_file_name(name), "file") << name;
}

TEST(FileName, KeepsItsEndingWhenItIsCut) {
    const auto name = clean_file_name(std::string(10'000, 'x') + ".pdf");
    EXPECT_EQ(name.size(), kLongestName);
    EXPECT_TRUE(name.ends_with("x.pdf"));
    EXPECT_EQ(clean_file_name(std::string(10'000, 'x')).size(), kLongestName);
}

TEST(FileName, GoesIntoTheHeaderTwice) {
    EXPECT_EQ(content_disposition(Disposition::Attachment, "a.txt"), "attachment; filename=\"a.txt\"");
    EXPECT_EQ(content_disposition(Disposition::Inline, "a\"b\\.txt"),
              "inline; filename=\"a_b_.txt\"; filename*=UTF-8''a%22b%5C.txt");
    EXPECT_EQ(content_disposition(Disposition::Attachment, "blø.txt"), "attachment; filename=\"bl_.txt\"; filename*=UTF-8''bl%C3%B8.txt");
}

TEST(Sniff, GoesByContent) {
    EXPECT_EQ(sniff("\x89PNG\r\n\x1a\nrest", "a.txt"), "image/png");
    EXPECT_EQ(sniff("\xff\xd8\xff\xe0", "a.html"), "image/jpeg");
    EXPECT_EQ(sniff("RIFF\x10\0\0\0WEBPVP8 "s, ""), "image/webp");
    EXPECT_EQ(sniff("RIFF", ""), "text/plain");
    EXPECT_EQ(sniff("PK\x03\x04...", "offer.docx"), "application/vnd.openxmlformats-officedocument.wordprocessingml.document");
    EXPECT_EQ(sniff("PK\x03\x04...", "offer.png"), "application/zip");
    EXPECT_EQ(sniff("name;country\r\nNordlys;NO\r\n", "list.csv"), "text/csv");
    EXPECT_EQ(sniff("a\0b"s, "a.txt"), "application/octet-stream");
    EXPECT_EQ(sniff("", ""), "text/plain");
}

TEST(Sniff, KnowsWhatCanRunWhateverItsName) {
    for (const auto* bytes : {"<svg onload=alert(1)>", "  \n<!DOCTYPE HTML>", "\xef\xbb\xbf<html>", "<?xml version='1.0'?><x/>",
                              "text, then <ScRiPt>alert(1)</script>", "<!-- a --><svg>"})
        EXPECT_TRUE(can_run(sniff(bytes, "photo.png"))) << bytes;
    EXPECT_TRUE(can_run(sniff("alert(1)", "a.js")));
    EXPECT_FALSE(is_picture("image/svg+xml"));
}

}  // namespace
}  // namespace kith::collaboration
