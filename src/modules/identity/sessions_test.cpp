#include "modules/identity/sessions.hpp"

#include <gtest/gtest.h>

#include <filesystem>

#include "db/testing/test_url.hpp"
#include "modules/identity/sign_in_cache.hpp"
#include "modules/identity/throttle.hpp"
#include "modules/shipped.hpp"

namespace kith::identity {
namespace {

constexpr std::int64_t kSecond = 1'000'000;
constexpr std::int64_t kDay = 24 * 3600 * kSecond;

class SetClock : public Clock {
public:
    [[nodiscard]] Instant now() const override { return now_; }
    void pass(std::int64_t micros) { now_.micros += micros; }

private:
    Instant now_ = *Instant::parse("2026-11-23T06:00:00Z");
};

class Sessions : public ::testing::Test {
protected:
    void SetUp() override {
        folder_ = std::filesystem::temp_directory_path() / ("kith_sessions_" + std::to_string(Instant::now().micros));
        std::filesystem::create_directory(folder_);
        records::Workspace::Parts parts;
        parts.database = std::move(*db::Database::open({.url = db::testing::test_url((folder_ / "kith.db").string())}));
        parts.schema = std::move(*shipped_schema());
        parts.clock = clock_;
        parts.migrations = {{"identity", module().migrations}};
        workspace_ = std::move(*records::Workspace::open(std::move(parts)));
        user_ = *workspace_->write(Actor::system("test"), [](records::Writer& writer) {
            return writer.create("user", records::Values{{"name", std::string("Ada")}, {"email", std::string("ada@example.test")}, {"active", true}});
        });
    }
    void TearDown() override {
        workspace_.reset();
        std::filesystem::remove_all(folder_);
    }

    std::string start() {
        return workspace_->database().write([&](db::Transaction& tx) -> Result<std::string> {
            return start_session(*workspace_, tx, user_, "192.0.2.1").token;
        }).value();
    }
    /// As another node would see it: nothing kept from before.
    bool holds(const std::string& token) {
        SignInCache::shared().clear();
        return find_session(*workspace_, token).has_value();
    }
    /// How long a failed attempt has to wait; 0 when it was let through.
    int attempt(std::string_view email, std::string_view address) {
        const auto begun = workspace_->database().write(
            [&](db::Transaction& tx) { return begin_attempt(tx, email, address, clock_->now()); });
        return begun ? 0 : std::stoi(begun.error().params.front().second);
    }

    std::filesystem::path folder_;
    std::shared_ptr<SetClock> clock_ = std::make_shared<SetClock>();
    std::unique_ptr<records::Workspace> workspace_;
    Id user_;
};

TEST_F(Sessions, EndsAfterFourteenIdleDays) {
    const auto token = start();
    clock_->pass(13 * kDay);
    EXPECT_TRUE(holds(token));  // and counts as seen
    clock_->pass(13 * kDay);
    EXPECT_TRUE(holds(token));
    clock_->pass(14 * kDay + kSecond);
    EXPECT_FALSE(holds(token));
}

TEST_F(Sessions, EndsAfterNinetyDaysHoweverBusy) {
    const auto token = start();
    for (int day = 0; day < 90; day += 10) {
        EXPECT_TRUE(holds(token));
        clock_->pass(10 * kDay);
    }
    clock_->pass(kSecond);
    EXPECT_FALSE(holds(token));
}

TEST_F(Sessions, KeepsNoTokenInTheDatabase) {
    const auto token = start();
    const auto stored = workspace_->database().read([](db::Transaction& tx) {
        auto rows = tx.query("select token_hash from session");
        return rows.next() ? rows->string(0) : std::string();
    });
    EXPECT_EQ(stored.size(), 64u);
    EXPECT_EQ(stored.find(token), std::string::npos);
}

TEST_F(Sessions, EndedIsForgottenAtOnce) {
    const auto token = start();
    const auto found = find_session(*workspace_, token);
    ASSERT_TRUE(found);
    end_session(*workspace_, found->actor, found->session, "127.0.0.1");
    EXPECT_FALSE(find_session(*workspace_, token));
}

TEST_F(Sessions, WaitsGrowWithEachFailure) {
    for (int i = 0; i < 6; ++i) EXPECT_EQ(attempt("ada@example.test", "192.0.2.1"), 0);
    EXPECT_EQ(attempt("ADA@example.test ", "192.0.2.2"), 2);
    clock_->pass(2 * kSecond);
    EXPECT_EQ(attempt("ada@example.test", "192.0.2.3"), 0);
    EXPECT_EQ(attempt("ada@example.test", "192.0.2.3"), 4);
    clock_->pass(3601 * kSecond);
    EXPECT_EQ(attempt("ada@example.test", "192.0.2.3"), 0);
}

TEST_F(Sessions, AnAddressWaitsWhateverAccountsItTries) {
    for (int i = 0; i < 31; ++i) EXPECT_EQ(attempt("a" + std::to_string(i), "2001:db8:1:2::7"), 0);
    EXPECT_GT(attempt("another", "2001:db8:1:2:ffff::1"), 0);
    EXPECT_EQ(attempt("another", "2001:db8:1:3::7"), 0);
}

}  // namespace
}  // namespace kith::identity
