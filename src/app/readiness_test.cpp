#include "app/readiness.hpp"

#include <gtest/gtest.h>

#include <atomic>

#include "db/database.hpp"

namespace kith::app {
namespace {

TEST(Readiness, AsksEachPartAndTellsWhatIsWrong) {
    Readiness readiness;
    std::atomic<int> asked = 0;
    readiness.add("good", [&] {
        ++asked;
        return Result<void>();
    });
    readiness.add("full", []() -> Result<void> { throw db::Failure(ErrorKind::Unavailable, "db.disk_full", "no space"); });
    readiness.add("refused", []() -> Result<void> { return Error{.code = "db.read_only"}; });
    testing::internal::CaptureStderr();
    const auto answers = readiness.ask();
    (void)readiness.ask();  // at once: the same answer
    EXPECT_EQ(asked, 1);
    const auto logged = testing::internal::GetCapturedStderr();
    ASSERT_EQ(answers.size(), 3u);
    EXPECT_TRUE(answers[0].good);
    EXPECT_EQ(answers[1].code, "db.disk_full");
    EXPECT_EQ(answers[2].code, "db.read_only");
    EXPECT_FALSE(all_good(answers));
    EXPECT_TRUE(logged.contains("ready.check_failed"));
    const auto json = readiness_json(answers, false);
    EXPECT_TRUE(json.starts_with("{\"ready\":false,\"draining\":false,\"checks\":[{\"name\":\"good\",\"ok\":true,")) << json;
    EXPECT_TRUE(json.contains("{\"name\":\"full\",\"ok\":false,\"code\":\"db.disk_full\",")) << json;
    EXPECT_FALSE(json.contains("no space")) << "details are for the log";
}

TEST(Readiness, KeepsNobodyWaitingForWhatHangs) {
    std::atomic<bool> go_on = false;
    Readiness readiness;
    readiness.add("first", [] { return Result<void>(); });
    readiness.add("hangs", [&] {
        while (!go_on) std::this_thread::sleep_for(std::chrono::milliseconds(5));
        return Result<void>();
    });
    const auto begun = std::chrono::steady_clock::now();
    const auto answers = readiness.ask();
    EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds(4));
    ASSERT_EQ(answers.size(), 1u);
    EXPECT_EQ(answers[0].name, "hangs");
    EXPECT_EQ(answers[0].code, "ready.no_answer");
    go_on = true;
    EXPECT_TRUE(all_good(readiness.ask()));
    EXPECT_EQ(readiness_json(readiness.ask(), true).substr(0, 30), "{\"ready\":false,\"draining\":true");
}

}  // namespace
}  // namespace kith::app
