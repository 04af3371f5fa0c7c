#include "base/time.hpp"

#include <gtest/gtest.h>

namespace kith {
namespace {

TEST(Date, ReadsAndWritesIso) {
    EXPECT_EQ(Date::parse("1970-01-01"), Date{0});
    EXPECT_EQ(Date::parse("2026-11-23"), Date::of(2026, 11, 23));
    EXPECT_EQ(Date::of(2026, 3, 9).to_string(), "2026-03-09");
    EXPECT_EQ(Date::of(1905, 6, 7).to_string(), "1905-06-07");
    EXPECT_TRUE(Date::parse("2024-02-29"));
}

TEST(Date, RefusesWhatIsNoDay) {
    for (const auto* wrong :
         {"", "2025-02-29", "2026-13-01", "2026-00-10", "2026-04-31", "2026-4-3", "26-04-03", "2026-04-03 ", "2026/04/03",
          "2026-04-0x", "+026-01-01"}) {
        EXPECT_FALSE(Date::parse(wrong)) << wrong;
    }
}

TEST(Date, KnowsItsParts) {
    const auto day = Date::of(2026, 11, 22);
    EXPECT_EQ(day.year(), 2026);
    EXPECT_EQ(day.month(), 11);
    EXPECT_EQ(day.day(), 22);
    EXPECT_EQ(day.weekday(), 7);
    EXPECT_EQ(day.plus_days(1).weekday(), 1);
    EXPECT_EQ(Date::of(1969, 12, 31).weekday(), 3);
}

TEST(Date, AddsMonthsWithinTheMonth) {
    EXPECT_EQ(Date::of(2026, 1, 31).plus_months(1), Date::of(2026, 2, 28));
    EXPECT_EQ(Date::of(2028, 1, 31).plus_months(1), Date::of(2028, 2, 29));
    EXPECT_EQ(Date::of(2026, 1, 15).plus_months(-2), Date::of(2025, 11, 15));
    EXPECT_EQ(Date::of(2026, 12, 31).plus_months(12), Date::of(2027, 12, 31));
}

TEST(IsoWeek, BelongsToTheYearOfItsThursday) {
    EXPECT_EQ(IsoWeek::of(Date::of(2026, 11, 23)), (IsoWeek{2026, 48}));
    EXPECT_EQ(IsoWeek::of(Date::of(2026, 1, 1)), (IsoWeek{2026, 1}));
    EXPECT_EQ(IsoWeek::of(Date::of(2027, 1, 3)), (IsoWeek{2026, 53}));
    EXPECT_EQ(IsoWeek::of(Date::of(2024, 12, 30)), (IsoWeek{2025, 1}));
    EXPECT_EQ(IsoWeek::of(Date::of(2021, 1, 3)), (IsoWeek{2020, 53}));
}

TEST(IsoWeek, HasFiftyThreeWeeksInSomeYears) {
    for (const int year : {2020, 2026, 2032}) {
        EXPECT_TRUE(IsoWeek::parse(std::to_string(year) + "-W53")) << year;
    }
    for (const int year : {2021, 2024, 2025, 2027, 2031}) {
        EXPECT_FALSE(IsoWeek::parse(std::to_string(year) + "-W53")) << year;
    }
}

TEST(IsoWeek, EveryDayOfSeventyYearsFallsInItsOwnWeek) {
    for (Date day = Date::of(1990, 1, 1); day < Date::of(2060, 1, 1); day = day.plus_days(1)) {
        const auto week = IsoWeek::of(day);
        ASSERT_LE(week.monday(), day);
        ASSERT_GE(week.sunday(), day);
        ASSERT_EQ(IsoWeek::parse(week.to_string()), week);
    }
}

TEST(IsoWeek, MovesAcrossYears) {
    EXPECT_EQ((IsoWeek{2026, 52}).plus(2), (IsoWeek{2027, 1}));
    EXPECT_EQ((IsoWeek{2027, 1}).plus(-1), (IsoWeek{2026, 53}));
    for (const auto* wrong : {"", "2026-48", "2026-W00", "2026-W5", "2026-W054", "2026W48"}) {
        EXPECT_FALSE(IsoWeek::parse(wrong)) << wrong;
    }
}

TEST(Instant, ReadsAndWritesRfc3339) {
    EXPECT_EQ(Instant::parse("1970-01-01T00:00:01Z"), Instant{1'000'000});
    EXPECT_EQ(Instant::parse("2026-11-23T07:00:00+01:00"), Instant::parse("2026-11-23T06:00:00Z"));
    EXPECT_EQ(Instant::parse("2026-11-23T01:30-0430"), Instant::parse("2026-11-23T06:00Z"));
    EXPECT_EQ(Instant::parse("2026-11-23T06:00:00Z")->to_string(), "2026-11-23T06:00:00Z");
    EXPECT_EQ(Instant::parse("2026-11-23T06:00:00.25Z")->to_string(), "2026-11-23T06:00:00.250Z");
    EXPECT_EQ(Instant::parse("2026-11-23T06:00:00.123456789Z")->to_string(), "2026-11-23T06:00:00.123456Z");
    EXPECT_EQ(Instant{-1}.to_string(), "1969-12-31T23:59:59.999999Z");
}

TEST(Instant, RefusesWhatHasNoZoneOrIsNoTime) {
    for (const auto* wrong : {"", "2026-11-23", "2026-11-23T06:00:00", "2026-11-23T24:00:00Z", "2026-11-23T06:60:00Z",
                              "2026-11-23T06:00:00.Z", "2026-11-23T06:00:00+25:00", "2026-11-23T06:00:00Zx"}) {
        EXPECT_FALSE(Instant::parse(wrong)) << wrong;
    }
}

TEST(TimeZone, KnowsTheNames) {
    EXPECT_TRUE(is_time_zone("Europe/Oslo"));
    EXPECT_TRUE(is_time_zone("UTC"));
    EXPECT_FALSE(is_time_zone("Europe/Atlantis"));
    EXPECT_FALSE(is_time_zone(""));
    EXPECT_FALSE(is_time_zone("../etc/passwd"));
}

TEST(TimeZone, GivesLocalDayAndTime) {
    const auto at = *Instant::parse("2026-06-30T22:30:00Z");
    EXPECT_EQ(local_date(at, "Europe/Oslo"), Date::of(2026, 7, 1));
    EXPECT_EQ(local_minutes(at, "Europe/Oslo"), 30);
    EXPECT_EQ(local_date(at, "America/New_York"), Date::of(2026, 6, 30));
    EXPECT_EQ(local_minutes(at, "Nowhere/At_All"), 22 * 60 + 30);
    EXPECT_EQ(local_date(Instant{-1}, "UTC"), Date{-1});
}

TEST(TimeZone, FindsTheMomentOfALocalTime) {
    EXPECT_EQ(instant_of(Date::of(2026, 11, 23), 7 * 60, "Europe/Oslo"), Instant::parse("2026-11-23T06:00:00Z"));
    EXPECT_EQ(instant_of(Date::of(2026, 7, 1), 7 * 60, "Europe/Oslo"), Instant::parse("2026-07-01T05:00:00Z"));
    // 02:30 does not exist on the day the clocks go forward, and is there twice when they go back.
    EXPECT_EQ(instant_of(Date::of(2026, 3, 29), 150, "Europe/Oslo"), Instant::parse("2026-03-29T01:00:00Z"));
    EXPECT_EQ(instant_of(Date::of(2026, 10, 25), 150, "Europe/Oslo"), Instant::parse("2026-10-25T00:30:00Z"));
}

}  // namespace
}  // namespace kith
