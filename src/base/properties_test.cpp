#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <limits>
#include <string>
#include <vector>

#include "base/json.hpp"
#include "base/money.hpp"
#include "base/text.hpp"
#include "base/time.hpp"

namespace kith {
namespace {

/// Letters few enough that texts resemble each other, some of two and four bytes.
std::string text_from(const std::vector<std::uint8_t>& picks) {
    static const std::vector<std::string> kLetters{"a", "b", "c", "Å", "ø", " ", "é", "🎉"};
    std::string out;
    for (const auto pick : picks) out += kLetters[pick % kLetters.size()];
    return out;
}

/// Optimal string alignment over the whole table, as in the textbook.
int plain_distance(const std::vector<std::uint8_t>& a, const std::vector<std::uint8_t>& b) {
    const auto same = [&](std::size_t i, std::size_t j) { return a[i - 1] % 8 == b[j - 1] % 8; };
    std::vector<std::vector<int>> d(a.size() + 1, std::vector<int>(b.size() + 1));
    for (std::size_t i = 0; i <= a.size(); ++i) d[i][0] = static_cast<int>(i);
    for (std::size_t j = 0; j <= b.size(); ++j) d[0][j] = static_cast<int>(j);
    for (std::size_t i = 1; i <= a.size(); ++i) {
        for (std::size_t j = 1; j <= b.size(); ++j) {
            d[i][j] = std::min({d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + (same(i, j) ? 0 : 1)});
            if (i > 1 && j > 1 && same(i, j - 1) && same(i - 1, j)) d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
        }
    }
    return d[a.size()][b.size()];
}

TEST(Properties, EditDistanceIsThePlainOneUpToItsLimit) {
    EXPECT_TRUE(rc::check([](const std::vector<std::uint8_t>& a, const std::vector<std::uint8_t>& b) {
        const int limit = *rc::gen::inRange(0, 12);
        RC_ASSERT(text::edit_distance(text_from(a), text_from(b), limit) == std::min(limit, plain_distance(a, b)));
    }));
}

TEST(Properties, FoldingTwiceIsFoldingOnce) {
    EXPECT_TRUE(rc::check([](const std::vector<std::uint8_t>& picks) {
        const auto once = text::fold(text_from(picks));
        RC_ASSERT(text::fold(once) == once);
    }));
}

TEST(Properties, ComparingIsATotalOrder) {
    EXPECT_TRUE(rc::check([](const std::vector<std::uint8_t>& a, const std::vector<std::uint8_t>& b) {
        const auto left = text_from(a);
        const auto right = text_from(b);
        RC_ASSERT((text::compare(left, right) == 0) == (left == right));
        RC_ASSERT((text::compare(left, right) < 0) == (text::compare(right, left) > 0));
    }));
}

TEST(Properties, AmountsAreReadBackAsWritten) {
    EXPECT_TRUE(rc::check([](std::int64_t minor) {
        RC_PRE(minor != std::numeric_limits<std::int64_t>::min());
        for (const std::string currency : {"NOK", "JPY", "KWD"}) {
            RC_ASSERT(parse_amount(format_amount({minor, currency}), currency) == minor);
        }
    }));
}

TEST(Properties, StringsPassThroughJsonUnchanged) {
    EXPECT_TRUE(rc::check([](const std::vector<std::uint8_t>& picks, const std::vector<char>& ascii) {
        std::string given = text_from(picks);
        for (const char c : ascii) given += static_cast<char>(c & 0x7F);
        const auto read = json::parse(json::write(json::Value(given)));
        RC_ASSERT(read.has_value());
        RC_ASSERT(*read->string() == given);
    }));
}

TEST(Properties, MomentsAreReadBackAsWritten) {
    EXPECT_TRUE(rc::check([]() {
        const Instant at{*rc::gen::inRange<std::int64_t>(-60'000'000'000'000'000, 200'000'000'000'000'000)};
        RC_ASSERT(Instant::parse(at.to_string()) == at);
    }));
}

TEST(Properties, LocalTimeLeadsBackToItsMoment) {
    EXPECT_TRUE(rc::check([]() {
        const Date day{*rc::gen::inRange(0, 40'000)};
        const int minutes = *rc::gen::inRange(0, 1440);
        for (const std::string zone : {"Europe/Oslo", "America/New_York", "Asia/Kolkata", "Pacific/Apia"}) {
            const auto at = instant_of(day, minutes, zone);
            const bool as_asked = local_date(at, zone) == day && local_minutes(at, zone) == minutes;
            // In a gap (an hour, or the day that Apia left out) it is the first moment after it.
            RC_ASSERT(as_asked || local_date(at, zone) > day || local_minutes(at, zone) > minutes);
        }
    }));
}

}  // namespace
}  // namespace kith
