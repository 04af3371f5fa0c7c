#include "base/log.hpp"

#include <gtest/gtest.h>

#include "base/json.hpp"

namespace kith::log {
namespace {

TEST(Log, WritesOneJsonObjectALine) {
    testing::internal::CaptureStderr();
    info("server.started", {{"address", "127.0.0.1:8080"}, {"note", "two\nlines \"quoted\""}});
    const auto line = testing::internal::GetCapturedStderr();
    ASSERT_EQ(line.find('\n'), line.size() - 1);
    const auto parsed = json::parse(line);
    ASSERT_TRUE(parsed);
    EXPECT_EQ(parsed->text("level"), "info");
    EXPECT_EQ(parsed->text("event"), "server.started");
    EXPECT_EQ(parsed->text("note"), "two\nlines \"quoted\"");
    EXPECT_TRUE(Instant::parse(parsed->text("time")));
}

TEST(Log, KeepsToItsLevel) {
    testing::internal::CaptureStderr();
    set_level(Level::Warning);
    info("quiet");
    warning("loud");
    set_level(Level::Info);
    const auto lines = testing::internal::GetCapturedStderr();
    EXPECT_EQ(lines.find("quiet"), lines.npos);
    EXPECT_NE(lines.find("loud"), lines.npos);
}

TEST(Log, NamesTheRequestItIsWrittenFor) {
    testing::internal::CaptureStderr();
    {
        const RequestScope outer("abc-1");
        error("failed");
        {
            const RequestScope inner("abc-2");
            error("failed");
        }
        error("failed", {{"request", "told"}});
        EXPECT_EQ(current_request(), "abc-1");
    }
    error("failed");
    const auto lines = testing::internal::GetCapturedStderr();
    EXPECT_NE(lines.find("\"event\":\"failed\",\"request\":\"abc-1\"}"), lines.npos) << lines;
    EXPECT_NE(lines.find("\"request\":\"abc-2\"}"), lines.npos);
    EXPECT_NE(lines.find("\"event\":\"failed\",\"request\":\"told\"}"), lines.npos);
    EXPECT_NE(lines.find("\"event\":\"failed\"}"), lines.npos);
}

TEST(Log, WritesTextForPeopleAndKeepsALineALine) {
    testing::internal::CaptureStderr();
    set_format(Format::Text);
    info("server.started", {{"address", "127.0.0.1:8080"}, {"note", "two\nlines"}, {"none", ""}});
    set_format(Format::Json);
    const auto line = testing::internal::GetCapturedStderr();
    EXPECT_NE(line.find(" info server.started address=127.0.0.1:8080 note=\"two\\nlines\" none=\"\"\n"), line.npos) << line;
}

TEST(Log, MasksWhatIsNamedLikeASecret) {
    for (const auto format : {Format::Json, Format::Text}) {
        testing::internal::CaptureStderr();
        set_format(format);
        error("sign_in.failed", {{"password", "hunter2"}, {"api_token", "kith_abc"}, {"Cookie", "kith_session=1"}});
        set_format(Format::Json);
        const auto line = testing::internal::GetCapturedStderr();
        for (const char* secret : {"hunter2", "kith_abc", "kith_session=1"}) EXPECT_EQ(line.find(secret), line.npos) << line;
    }
}

}  // namespace
}  // namespace kith::log
