#include "records/jobs/cron.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace kith::jobs {
namespace {

std::string after(std::string_view cron, std::string_view at, std::string_view zone = "Europe/Oslo") {
    const auto parsed = Cron::parse(cron);
    if (!parsed) return parsed.error().code;
    const auto next = parsed->next(*Instant::parse(at), zone);
    return next ? next->to_string() : "none";
}

std::string wrong(std::string_view cron) {
    const auto parsed = Cron::parse(cron);
    return parsed ? "" : parsed.error().code;
}

TEST(Cron, FindsTheNextTimeInItsZone) {
    EXPECT_EQ(after("0 7 * * *", "2026-11-23T05:59:00Z"), "2026-11-23T06:00:00Z");
    EXPECT_EQ(after("0 7 * * *", "2026-11-23T06:00:00Z"), "2026-11-24T06:00:00Z");
    EXPECT_EQ(after("0 7 * * *", "2026-07-01T05:30:00Z"), "2026-07-02T05:00:00Z");
    EXPECT_EQ(after("0 7 * * *", "2026-11-23T06:30:00Z", "UTC"), "2026-11-23T07:00:00Z");
    EXPECT_EQ(after("daily 07:00", "2026-11-23T05:59:00Z"), "2026-11-23T06:00:00Z");
    EXPECT_EQ(after("Weekly Mon 07:30", "2026-11-23T07:00:00Z"), "2026-11-30T06:30:00Z");
}

TEST(Cron, ReadsRangesListsStepsAndNames) {
    EXPECT_EQ(after("*/15 * * * *", "2026-11-23T06:01:00Z"), "2026-11-23T06:15:00Z");
    EXPECT_EQ(after("0 8-16/4 * * mon-fri", "2026-11-20T15:00:00Z"), "2026-11-23T07:00:00Z");
    EXPECT_EQ(after("5,35 9 * * *", "2026-11-23T08:10:00Z"), "2026-11-23T08:35:00Z");
    EXPECT_EQ(after("0 0 1 JAN,jul *", "2026-11-23T00:00:00Z"), "2026-12-31T23:00:00Z");
    EXPECT_EQ(after("0 12 * * 7", "2026-11-23T00:00:00Z"), "2026-11-29T11:00:00Z");
    EXPECT_EQ(after("0 12 * * 0", "2026-11-23T00:00:00Z"), "2026-11-29T11:00:00Z");
    EXPECT_EQ(after("0 12 29 feb *", "2026-11-23T00:00:00Z"), "2028-02-29T11:00:00Z");
}

TEST(Cron, TakesEitherOfTwoKindsOfDay) {
    EXPECT_EQ(after("0 12 24 * fri", "2026-11-23T12:00:00Z"), "2026-11-24T11:00:00Z");
    EXPECT_EQ(after("0 12 24 * fri", "2026-11-24T12:00:00Z"), "2026-11-27T11:00:00Z");
    EXPECT_EQ(after("0 12 */2 * fri", "2026-11-23T12:00:00Z"), "2026-11-27T11:00:00Z");
}

// In Norway 02:00 becomes 03:00 on 29 March 2026, 03:00 becomes 02:00 on 25 October.
TEST(Cron, RunsOnceWhereTheClockSkipsTheTime) {
    EXPECT_EQ(after("30 2 * * *", "2026-03-28T12:00:00Z"), "2026-03-29T01:00:00Z");
    EXPECT_EQ(after("30 2 * * *", "2026-03-29T01:00:00Z"), "2026-03-30T00:30:00Z");
    EXPECT_EQ(after("0,30 2 * * *", "2026-03-29T01:00:00Z"), "2026-03-30T00:00:00Z");
}

TEST(Cron, RunsOnceWhereTheTimeComesTwice) {
    EXPECT_EQ(after("30 2 * * *", "2026-10-24T12:00:00Z"), "2026-10-25T00:30:00Z");
    EXPECT_EQ(after("30 2 * * *", "2026-10-25T00:30:00Z"), "2026-10-26T01:30:00Z");
    EXPECT_EQ(after("30 2 * * *", "2026-10-25T01:15:00Z"), "2026-10-26T01:30:00Z");
}

TEST(Cron, CountsRealHoursWhereEachHourIsMeant) {
    EXPECT_EQ(after("30 * * * *", "2026-10-25T00:30:00Z"), "2026-10-25T01:30:00Z");
    EXPECT_EQ(after("30 * * * *", "2026-03-29T00:30:00Z"), "2026-03-29T01:30:00Z");
    EXPECT_EQ(after("0 * * * *", "2026-11-23T22:30:00Z"), "2026-11-23T23:00:00Z");
}

TEST(Cron, GoesOverADayThatIsSkippedWhole) {
    EXPECT_EQ(after("0 12 * * *", "2011-12-29T23:00:00Z", "Pacific/Apia"), "2011-12-30T10:00:00Z");
    EXPECT_EQ(after("0 12 * * *", "2011-12-30T10:00:00Z", "Pacific/Apia"), "2011-12-30T22:00:00Z");
}

TEST(Cron, SaysWhatIsWrong) {
    for (const auto* text : {"", "daily", "* * * *", "* * * * * *", "daily 7", "daily 07:0", "weekly 07:00", "@daily", "hourly 07:00"}) EXPECT_EQ(wrong(text), "schedule.not_a_time") << text;
    for (const auto* text : {"60 * * * *", "* 24 * * *", "* * 0 * *", "* * * 13 *", "* * * * 8", "5-1 * * * *", "*/0 * * * *", "1/2 * * * *", ", * * * *", "-1 * * * *",
                             "* * * * montag", "1--2 * * * *", "*5 * * * *", "daily 25:00", "weekly mån 07:00", "99999999999 * * * *"})
        EXPECT_EQ(wrong(text), "schedule.wrong_part") << text;
    for (const auto* text : {"0 0 30 2 *", "0 0 31 4,6 *"}) EXPECT_EQ(wrong(text), "schedule.never") << text;
    EXPECT_EQ(wrong(std::string(100'000, '*')), "schedule.not_a_time");
}

}  // namespace
}  // namespace kith::jobs
