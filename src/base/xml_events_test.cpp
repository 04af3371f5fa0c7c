#include "base/xml_events.hpp"

#include <gtest/gtest.h>

#include <string>

namespace kith {
namespace {

/// Writes down what comes.
struct Log : XmlHandler {
    std::string out;
    void start(std::string_view name, const Attributes& attributes) override {
        out += "<" + std::string(name);
        for (const auto& [key, value] : attributes) out += " " + std::string(key) + "=" + std::string(value);
        out += ">";
    }
    void end(std::string_view name) override { out += "</" + std::string(name) + ">"; }
    void text(std::string_view piece) override { out += piece; }
};

std::string read(std::string_view document, std::size_t piece) {
    Log log;
    XmlParser parser(log);
    while (!document.empty()) {
        const auto part = document.substr(0, piece);
        if (auto fed = parser.feed(part); !fed) return fed.error().code;
        document.remove_prefix(part.size());
    }
    if (auto ended = parser.finish(); !ended) return ended.error().code;
    return log.out;
}

TEST(XmlEvents, ComeTheSameInPiecesOfAnySize) {
    const std::string document = R"(<?xml version="1.0"?><a xmlns:r="urn:r" r:id="x &amp; y"><b>1 &lt; 2</b><![CDATA[<c>]]></a>)";
    for (const std::size_t piece : {1u, 7u, 1000u}) EXPECT_EQ(read(document, piece), "<a id=x & y><b>1 < 2</b><c></a>");
}

TEST(XmlEvents, RefuseEveryDocumentTypeAndWhatIsNoXml) {
    EXPECT_EQ(read(R"(<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;">]><a>&c;</a>)", 9), "xml.has_dtd");
    EXPECT_EQ(read(R"(<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>)", 1000), "xml.has_dtd");
    EXPECT_EQ(read("<a>&unknown;</a>", 1000), "xml.malformed");
    EXPECT_EQ(read("<a><b></a>", 1000), "xml.malformed");
    EXPECT_EQ(read("<a>", 1000), "xml.malformed");
    EXPECT_EQ(read("", 1000), "xml.malformed");
}

}  // namespace
}  // namespace kith
