#include "base/rich_text.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "base/text.hpp"

namespace kith {
namespace {

TEST(RichText, KeepsItsSubset) {
    const std::string all =
        "<h1>Plan</h1><p>With <strong>all</strong> of <em>us</em>, <u>u</u> <s>s</s> <code>c</code><br>next</p><blockquote><p>said"
        "</p></blockquote><pre>a\n  b</pre><ul><li>one</li><li>two<ol><li>deep</li></ol></li></ul><p><a href=\"https://example.com/?a=1&amp;b=2\">"
        "link</a> <span class=\"mention\" data-user=\"7\">@Kari</span></p>";
    EXPECT_EQ(sanitize_html(all), all);
}

TEST(RichText, TakesOutWhatRunsOrLoads) {
    EXPECT_EQ(sanitize_html("<p>a<script>alert(1)</script>b</p>"), "<p>ab</p>");
    EXPECT_EQ(sanitize_html("<p onclick=\"x()\" style=\"color:red\">a</p>"), "<p>a</p>");
    EXPECT_EQ(sanitize_html("<a href=\"javascript:alert(1)\">x</a>"), "<p>x</p>");
    EXPECT_EQ(sanitize_html("<a href=\" java\nscript:alert(1)\">x</a>"), "<p>x</p>");
    EXPECT_EQ(sanitize_html("<a href=\"data:text/html,x\">x</a>"), "<p>x</p>");
    EXPECT_EQ(sanitize_html("<img src=x onerror=alert(1)>"), "");
    EXPECT_EQ(sanitize_html("<svg><script>alert(1)</script><a href=\"https://x\">t</a></svg>after"), "<p>after</p>");
    EXPECT_EQ(sanitize_html("<math><mtext><style><img src=x onerror=alert(1)></style></mtext></math>"), "");
    EXPECT_EQ(sanitize_html("<p>&lt;script&gt;</p>"), "<p>&lt;script&gt;</p>");
    EXPECT_EQ(sanitize_html("<span class=\"mention\" data-user=\"x\">a</span>"), "<p>a</p>");
    EXPECT_EQ(sanitize_html("<a href='https://x/\"onmouseover=\"y'>l</a>"), "<p><a href=\"https://x/&quot;onmouseover=&quot;y\">l</a></p>");
    EXPECT_EQ(sanitize_html("<!--><script>alert(1)</script>--><p>t</p>").find("script"), std::string::npos);
}

TEST(RichText, MakesWhatWasPastedWellFormed) {
    EXPECT_EQ(sanitize_html("<b>bold <i>both</b> rest"), "<p><strong>bold <em>both</em></strong> rest</p>");
    EXPECT_EQ(sanitize_html("<div>one</div><div>two</div>"), "<p>one</p><p>two</p>");
    EXPECT_EQ(sanitize_html("<li>alone</li>"), "<p>alone</p>");
    EXPECT_EQ(sanitize_html("<ul>loose<li>item</ul>"), "<ul><li>loose</li><li>item</li></ul>");
    EXPECT_EQ(sanitize_html("<p></p><p> <br></p>"), "");
    EXPECT_EQ(sanitize_html("<p>blå &amp; grønn &oslash;</p>"), "<p>blå &amp; grønn ø</p>");
}

TEST(RichText, TakesTextWithoutTagsAsItIsWritten) {
    EXPECT_EQ(sanitize_html("5 < 6 & 7\nline\n\nnext"), "<p>5 &lt; 6 &amp; 7<br>line</p><p>next</p>");
    EXPECT_EQ(sanitize_html("  \n "), "");
}

TEST(RichText, IsReadAsPlainText) {
    EXPECT_EQ(plain_text("<h1>Plan</h1><p>a &lt; <strong>b</strong><br>c</p><ul><li>one</li><li>two</li></ul>"), "Plan\na < b\nc\n- one\n- two");
    EXPECT_EQ(plain_text("<pre>a\n  b</pre>"), "a\n  b");
    EXPECT_EQ(plain_text("no tags"), "no tags");
}

TEST(RichText, NamesTheMentionedOnce) {
    const auto ids = mentions_in("<p><span class=\"mention\" data-user=\"7\">@K</span> <span class=\"mention\" data-user=\"9\">@P</span>"
                                 "<span class=\"mention\" data-user=\"7\">@K</span><span data-user=\"8\">@N</span></p>");
    EXPECT_EQ(ids, (std::vector<Id>{{7}, {9}}));
}

TEST(RichText, TakesWhateverIsNested) {
    std::string deep;
    for (int i = 0; i < 30'000; ++i) deep += i % 2 == 0 ? "<b id=1>" : "<blockquote>";
    EXPECT_LT(sanitize_html(deep + "x").size(), 2000U);
    std::string many;
    for (int i = 0; i < 10'000; ++i) many += "<span class=\"mention\" data-user=\"" + std::to_string(i + 1) + "\">@</span>";
    EXPECT_EQ(mentions_in(many).size(), 10'000U);
}

RC_GTEST_PROP(RichText, IsTheSameAgainAndHoldsNothingElse, ()) {
    static const std::vector<std::string> kPieces{
        "<p>", "</p>", "<b>", "</b>", "<i>", "</i>", "<ul>", "</ul>", "<ol>", "<li>", "</li>", "<br>", "text", " ", "\n", "&amp;", "&lt;",
        "<pre>", "</pre>", "<blockquote>", "</blockquote>", "<script>", "</script>", "<a href='https://a.no'>", "<a href='x:y'>", "</a>",
        "<div>", "</div>", "<h1>", "</h1>", "<h5>", "<span class='mention' data-user='3'>", "</span>", "<svg>", "</svg>", "<", ">", "\"", "æ",
        "<table>", "<tr>", "<td>", "</table>", "<code>", "</code>", "<!--", "-->", "<textarea>", "</textarea>"};
    const auto picks = *rc::gen::container<std::vector<std::size_t>>(rc::gen::inRange<std::size_t>(0, kPieces.size()));
    std::string html;
    for (const auto pick : picks) html += kPieces[pick];
    const auto once = sanitize_html(html);
    RC_ASSERT(sanitize_html(once) == once);
    RC_ASSERT(text::is_valid_utf8(once));
    for (const char* bad : {"<script", "<svg", "<div", "<table", "x:y", "<textarea", "<!--"}) RC_ASSERT(once.find(bad) == std::string::npos);
}

}  // namespace
}  // namespace kith
