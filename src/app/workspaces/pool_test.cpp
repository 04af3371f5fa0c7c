#include "app/workspaces/pool.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <thread>

#include "app/application.hpp"
#include "app/workspaces/manage.hpp"
#include "base/log.hpp"
#include "app/workspaces/testing/test_place.hpp"
#include "db/testing/temporary_folder.hpp"
#include "modules/collaboration/collaboration.hpp"
#include "records/jobs/due.hpp"
#include "records/jobs/runner.hpp"

namespace kith::app {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

/// Not longer than a test may take.
bool eventually(const std::function<bool()>& so) {
    for (int i = 0; i < 2000; ++i) {
        if (so()) return true;
        std::this_thread::sleep_for(milliseconds(10));
    }
    return false;
}

/// A job that takes as long as the test wants.
struct Slow {
    std::atomic<int> begun{0};
    std::atomic<bool> may_end{true};
};
Slow& slow() {
    static Slow one;
    return one;
}

/// Workspaces without requests, and what runs their jobs.
class OpenWorkspaces : public ::testing::Test {
protected:
    void SetUp() override {
        log::set_level(log::Level::Warning);
        if (jobs::kinds().find("test.slow") == nullptr) {
            (void)open_workspace({.db = folder_ / "first.db", .create = true});  // makes the kinds that are shipped
            jobs::kinds().add(jobs::JobKind{"test.slow", [](records::Workspace&, jobs::JobContext&) -> Result<void> {
                ++slow().begun;
                while (!slow().may_end) std::this_thread::sleep_for(milliseconds(5));
                return {};
            }});
        }
        slow().begun = 0;
        slow().may_end = true;
        for (const auto* name : {"Acme", "Blue"}) ASSERT_TRUE(create_workspace(*directory_, {.name = name}));
        runner_.start();
    }
    void TearDown() override { runner_.stop(); }

    PoolOptions options(seconds idle) {
        PoolOptions out;
        out.idle = idle;
        out.started = [this](records::Workspace& workspace) {
            start_in_background(workspace);
            runner_.add(workspace);
        };
        out.busy = [this](records::Workspace& workspace) { return runner_.is_busy(workspace); };
        out.ending = [this](records::Workspace& workspace) { runner_.remove(workspace); };
        return out;
    }
    WorkspaceEntry entry(const std::string& slug) { return *directory_->find(slug); }
    /// As a command beside the server does it.
    void in(const std::string& slug, const std::function<Result<void>(records::Workspace&)>& work) {
        const auto workspace = open_workspace({.db = directory_->database_of(entry(slug)), .readers = 1});
        ASSERT_TRUE(workspace);
        ASSERT_TRUE(work(**workspace));
    }
    static Result<void> add_job(records::Workspace& workspace, std::optional<Instant> at = {}) {
        return workspace.database().write([&](db::Transaction& tx) -> Result<void> {
            jobs::enqueue(workspace, tx, "test.slow", json::Object{}, {.run_at = at});
            return {};
        });
    }
    static Instant in_seconds(int count) { return {Instant::now().micros + std::int64_t{count} * 1'000'000}; }
    std::size_t due_count() { return directory_->due(Instant::now(), 100).size(); }

    db::testing::TemporaryFolder folder_;
    std::unique_ptr<Directory> directory_ = std::move(*Directory::open(testing::test_place(folder_.path().string()), true));
    jobs::JobRunner runner_{jobs::kinds(), {.look_each = milliseconds(50)}};
};

TEST_F(OpenWorkspaces, AreOpenedForWhatIsDueInThemAndForNothingElse) {
    in("acme", [](records::Workspace& workspace) { return add_job(workspace); });
    Pool pool(*directory_, options(seconds(1)));
    EXPECT_TRUE(eventually([&] { return slow().begun == 1; })) << "nobody asked for it";
    EXPECT_TRUE(eventually([&] { return pool.open_count() == 0 && due_count() == 0; })) << "both were looked into once";
    // What is due later waits till then.
    in("acme", [](records::Workspace& workspace) { return add_job(workspace, in_seconds(7)); });
    ASSERT_TRUE(directory_->note({{entry("acme").id, Instant::now()}}));
    EXPECT_TRUE(eventually([&] { return pool.open_count() == 1; }));
    EXPECT_TRUE(eventually([&] { return pool.open_count() == 0; }));
    EXPECT_EQ(slow().begun, 1);
    EXPECT_TRUE(eventually([&] { return slow().begun == 2; }));
}

TEST_F(OpenWorkspaces, AreNotClosedWhileTheirJobsRun) {
    auto only = options(seconds(1));
    only.visits = false;
    Pool pool(*directory_, only);
    slow().may_end = false;
    {
        const auto lease = pool.open(entry("acme"));
        ASSERT_TRUE(lease);
        ASSERT_TRUE(add_job(**lease));
        ASSERT_TRUE(eventually([&] { return slow().begun == 1; }));
    }
    std::this_thread::sleep_for(seconds(4));
    auto asked = std::async(std::launch::async, [&] { return pool.open(entry("acme")).has_value(); });
    EXPECT_EQ(asked.wait_for(seconds(2)), std::future_status::ready) << "who comes waits for no end of a job";
    slow().may_end = true;
    EXPECT_TRUE(asked.get());
    EXPECT_TRUE(eventually([&] { return pool.open_count() == 0; }));
    EXPECT_EQ(slow().begun, 1);
}

TEST_F(OpenWorkspaces, ThatACrashClosedAreLookedAfterSoon) {
    auto held = options(seconds(300));
    held.visits = false;
    const auto pool = std::make_unique<Pool>(*directory_, held);
    const auto lease = pool->open(entry("acme"));
    ASSERT_TRUE(lease);
    // Whatever was known to be due in it, while it is open that may change at any moment.
    EXPECT_TRUE(eventually([&] { return directory_->due(in_seconds(9 * 60), 10).size() == 1; })) << "the one that nobody has opened yet";
    EXPECT_EQ(directory_->due(in_seconds(11 * 60), 10).size(), 2U);
}

TEST_F(OpenWorkspaces, AreNotOpenedOnceTheyAreSuspended) {
    auto only = options(seconds(300));
    only.visits = false;
    Pool pool(*directory_, only);
    const auto before = entry("acme");
    ASSERT_TRUE(suspend_workspace(*directory_, "acme"));
    const auto late = pool.open(before);
    ASSERT_FALSE(late) << "by a request that had found it a moment ago";
    EXPECT_EQ(late.error().code, "workspace.suspended");
    ASSERT_TRUE(resume_workspace(*directory_, "acme"));
    EXPECT_TRUE(pool.open(before));
}

TEST_F(OpenWorkspaces, TellWhenTheirNextReminderIs) {
    in("acme", [](records::Workspace& workspace) -> Result<void> {
        const auto actor = Actor::system("test");
        KITH_TRY(const auto user, workspace.write(actor, [&](records::Writer& writer) {
            return writer.create("user", {{"name", std::string("Ada")}, {"email", std::string("ada@example.test")}, {"active", true}});
        }));
        KITH_CHECK(workspace.write(actor, [&](records::Writer& writer) {
            return writer.create("activity", {{"subject", std::string("Call")}, {"kind", std::string("task")}, {"state", std::string("planned")},
                                              {"owner", user}, {"remind_at", in_seconds(1800)}});
        }));
        const auto due = collaboration::module().due(workspace);
        EXPECT_NEAR(static_cast<double>(due.value_or(Instant()).micros - Instant::now().micros) / 1e6, 1800, 30);
        return {};
    });
}

TEST_F(OpenWorkspaces, OfADemoAreForThisMachineOnly) {
    in("acme", [](records::Workspace& workspace) {
        auto settings = workspace.settings();
        settings.demo = true;
        return workspace.change_settings(settings);
    });
    auto open = options(seconds(300));
    open.visits = false;
    open.open_to = "0.0.0.0";
    Pool pool(*directory_, open);
    const auto refused = pool.open(entry("acme"));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, "serve.demo_is_local");
    EXPECT_TRUE(pool.open(entry("blue")));
}

}  // namespace
}  // namespace kith::app
