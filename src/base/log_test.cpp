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

}  // namespace
}  // namespace kith::log
