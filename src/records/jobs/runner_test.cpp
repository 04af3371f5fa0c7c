#include "records/jobs/runner.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <mutex>

#include "records/jobs/schedule.hpp"
#include "records/testing/shop.hpp"

namespace kith::jobs {
namespace {

using records::testing::Shop;
using std::chrono::milliseconds;

Id add_to(Shop& shop, std::string_view kind = "work", const EnqueueOptions& options = {}) {
    auto id = shop.workspace().database().write([&](db::Transaction& tx) -> Result<Id> { return enqueue(shop.workspace(), tx, kind, json::Object{}, options); });
    return *id;
}

Job job_at(Shop& shop, Id id) {
    return shop.workspace().database().read([&](db::Transaction& tx) { return *find(tx, id); });
}

/// Not longer than a test may take.
bool eventually(const std::function<bool()>& so) {
    for (int i = 0; i < 1000; ++i) {
        if (so()) return true;
        std::this_thread::sleep_for(milliseconds(10));
    }
    return false;
}

TEST(JobRunner, RunsWhatIsThereAndWhatComes) {
    Shop shop;
    std::atomic<int> ran{0};
    Kinds kinds;
    kinds.add(JobKind{"work", [&](records::Workspace&, JobContext&) -> Result<void> { ++ran; return {}; }});
    const Id before = add_to(shop);
    JobRunner runner(kinds, {.look_each = milliseconds(60'000)});
    runner.add(shop.workspace());
    runner.start();
    EXPECT_TRUE(eventually([&] { return ran == 1; }));
    const Id after = add_to(shop);  // heard by the bell: nobody looks for a minute
    EXPECT_TRUE(eventually([&] { return ran == 2; }));
    runner.stop();
    EXPECT_EQ(job_at(shop, before).state, State::Done);
    EXPECT_EQ(job_at(shop, after).state, State::Done);
}

TEST(JobRunner, TellsErrorsAndExceptionsApart) {
    Shop shop;
    Kinds kinds;
    kinds.add(JobKind{"broken", [](records::Workspace&, JobContext&) -> Result<void> { throw std::runtime_error("oh"); }});
    kinds.add(JobKind{"wrong", [](records::Workspace&, JobContext&) -> Result<void> { return Error{ErrorKind::Invalid, "field.required", {{"x", "y"}}}; }});
    const Id broken = add_to(shop, "broken"), wrong = add_to(shop, "wrong");
    JobRunner runner(kinds, {});
    runner.add(shop.workspace());
    EXPECT_EQ(runner.run_due(), 2);
    EXPECT_EQ(job_at(shop, broken).state, State::Waiting);
    EXPECT_EQ(job_at(shop, broken).error_code, "job.broke");
    EXPECT_EQ(job_at(shop, wrong).state, State::Dead);
    EXPECT_EQ(job_at(shop, wrong).error_params, (Params{{"x", "y"}}));
}

TEST(JobRunner, GoesRoundTheWorkspaces) {
    Shop many, few;
    std::mutex mutex;
    std::vector<records::Workspace*> order;
    Kinds kinds;
    kinds.add(JobKind{"work", [&](records::Workspace& workspace, JobContext&) -> Result<void> {
        const std::lock_guard lock(mutex);
        order.push_back(&workspace);
        return {};
    }});
    for (int i = 0; i < 40; ++i) add_to(many);
    for (int i = 0; i < 3; ++i) add_to(few);
    JobRunner runner(kinds, {.threads = 1});
    runner.add(many.workspace());
    runner.add(few.workspace());
    runner.start();
    EXPECT_TRUE(eventually([&] { const std::lock_guard lock(mutex); return order.size() == 43; }));
    runner.stop();
    const auto last = std::find(order.rbegin(), order.rend(), &few.workspace()).base() - order.begin();
    EXPECT_LE(last, 8);
}

TEST(JobRunner, LeavesAThreadToOthersWhereOneHasLongJobs) {
    Shop slow, quick;
    std::atomic<bool> go_on{false};
    std::atomic<int> quick_ran{0}, slow_begun{0};
    Kinds kinds;
    kinds.add(JobKind{"work", [&](records::Workspace& workspace, JobContext&) -> Result<void> {
        if (&workspace == &quick.workspace()) { ++quick_ran; return {}; }
        ++slow_begun;
        while (!go_on) std::this_thread::sleep_for(milliseconds(5));
        return {};
    }});
    add_to(slow);
    JobRunner runner(kinds, {.threads = 2});
    runner.add(slow.workspace());
    runner.add(quick.workspace());
    runner.start();
    EXPECT_TRUE(eventually([&] { return slow_begun == 1; }));
    for (int i = 0; i < 3; ++i) add_to(quick);
    EXPECT_TRUE(eventually([&] { return quick_ran == 3; }));
    go_on = true;
    runner.stop();
}

TEST(JobRunner, GivesBackWhatStopsWhenItEnds) {
    Shop shop;
    std::atomic<bool> begun{false};
    Kinds kinds;
    kinds.add(JobKind{"work", [&](records::Workspace&, JobContext& context) -> Result<void> {
        begun = true;
        while (!context.must_stop()) std::this_thread::sleep_for(milliseconds(5));
        return JobContext::stopped();
    }});
    const Id id = add_to(shop);
    JobRunner runner(kinds, {});
    runner.add(shop.workspace());
    runner.start();
    EXPECT_TRUE(eventually([&] { return begun.load(); }));
    runner.remove(shop.workspace());
    EXPECT_EQ(job_at(shop, id).state, State::Waiting);
    EXPECT_EQ(job_at(shop, id).attempts, 0);
}

TEST(JobRunner, KeepsTheLeaseOfALongJob) {
    Shop shop;
    std::atomic<bool> go_on{false};
    Kinds kinds;
    kinds.add(JobKind{"work", [&](records::Workspace&, JobContext&) -> Result<void> {
        while (!go_on) std::this_thread::sleep_for(milliseconds(5));
        return {};
    }});
    const Id id = add_to(shop);
    JobRunner runner(kinds, {.lease = milliseconds(90)});
    runner.add(shop.workspace());
    runner.start();
    EXPECT_TRUE(eventually([&] { return job_at(shop, id).state == State::Running; }));
    // In steps shorter than the lease: one that has run out is another's to take, and rightly.
    for (int step = 0; step < 10; ++step) {
        shop.clock().at.micros += 30'000;
        EXPECT_TRUE(eventually([&] {
            return shop.workspace().database().read([&](db::Transaction& tx) {
                auto rows = tx.query("select lease_until from job where id = $1", id);
                return rows.next() && rows->instant(0).micros > shop.clock().at.micros + 60'000;
            });
        }));
    }
    go_on = true;
    EXPECT_TRUE(eventually([&] { return job_at(shop, id).state == State::Done; }));
    EXPECT_EQ(job_at(shop, id).attempts, 1);
}

TEST(JobRunner, EndsAJobWithItsLastWrite) {
    Shop shop;
    Kinds kinds;
    kinds.add(JobKind{"work", [&](records::Workspace& workspace, JobContext& context) -> Result<void> {
        KITH_CHECK(workspace.write(Actor::system("test"), [&](records::Writer& writer) -> Result<void> {
            records::Values values;
            values.set("name", records::FieldValue(std::string("Made once")));
            KITH_CHECK(writer.create("customer", values));
            return context.complete(writer.sql());
        }));
        return Error{ErrorKind::Unavailable, "job.broke"};  // too late: the effect and the end are one
    }});
    const Id id = add_to(shop);
    JobRunner runner(kinds, {});
    runner.add(shop.workspace());
    EXPECT_EQ(runner.run_due(), 1);
    EXPECT_EQ(job_at(shop, id).state, State::Done);
}

class Schedules : public ::testing::Test {
protected:
    Schedules() {
        kinds_.add(JobKind{"work", [this](records::Workspace&, JobContext&) -> Result<void> { ++ran_; return {}; }});
        kinds_.add(Recurring{"morning", "work", "daily 07:00"});
        EXPECT_TRUE(sync_schedules(shop_.workspace(), kinds_));
        runner_.add(shop_.workspace());
    }
    Schedule morning() {
        return shop_.workspace().database().read([](db::Transaction& tx) { return *find_schedule(tx, "morning"); });
    }
    int pass(std::int64_t hours) {
        shop_.clock().at.micros += hours * 3'600'000'000;
        return runner_.run_due();
    }
    void change(const ScheduleChange& change) {
        EXPECT_TRUE(shop_.workspace().database().write([&](db::Transaction& tx) { return change_schedule(shop_.workspace(), tx, "morning", change); }));
    }

    Shop shop_;  // it is 9 o'clock in Oslo
    Kinds kinds_;
    JobRunner runner_{kinds_, {}};
    int ran_ = 0;
};

TEST_F(Schedules, RunAtTheirTime) {
    EXPECT_EQ(morning().next_run_at->to_string(), "2026-11-24T06:00:00Z");
    EXPECT_EQ(pass(0), 0);
    EXPECT_EQ(pass(21), 0);
    EXPECT_EQ(pass(1), 1);
    EXPECT_EQ(pass(0), 0);
    EXPECT_EQ(morning().next_run_at->to_string(), "2026-11-25T06:00:00Z");
    EXPECT_EQ(morning().last_run_at, shop_.clock().at);
}

TEST_F(Schedules, RunOnceForAllThatWasMissed) {
    EXPECT_EQ(pass(24 * 5), 1);
    EXPECT_EQ(pass(0), 0);
    EXPECT_EQ(pass(22), 1);
    EXPECT_EQ(ran_, 2);
}

TEST_F(Schedules, FollowTheZoneAndTheTimesTheyAreGiven) {
    change({.enabled = {}, .times = "weekly fri 12:00", .time_zone = "UTC"});
    EXPECT_EQ(morning().next_run_at->to_string(), "2026-11-27T12:00:00Z");
    EXPECT_TRUE(sync_schedules(shop_.workspace(), kinds_));  // the program's default leaves it alone
    EXPECT_EQ(morning().times, "weekly fri 12:00");
    change({.enabled = {}, .times = "daily 07:00", .time_zone = ""});
    auto settings = shop_.workspace().settings();
    settings.time_zone = "America/New_York";
    EXPECT_TRUE(shop_.workspace().change_settings(settings));
    EXPECT_EQ(pass(0), 0);
    EXPECT_EQ(morning().next_run_at->to_string(), "2026-11-23T12:00:00Z");
}

TEST_F(Schedules, SwitchedOffDoNotRunAndDoNotCatchUp) {
    change({.enabled = false, .times = {}, .time_zone = {}});
    EXPECT_EQ(pass(24 * 3), 0);
    change({.enabled = true, .times = {}, .time_zone = {}});
    EXPECT_EQ(pass(0), 0);
    EXPECT_EQ(pass(24), 1);
}

TEST_F(Schedules, RunNowIsOneJob) {
    const auto run = [&] { return *shop_.workspace().database().write([&](db::Transaction& tx) { return run_schedule(shop_.workspace(), tx, "morning"); }); };
    EXPECT_EQ(run(), run());
    EXPECT_EQ(pass(0), 1);
    const auto none = shop_.workspace().database().write([&](db::Transaction& tx) { return run_schedule(shop_.workspace(), tx, "evening"); });
    EXPECT_EQ(none ? "" : none.error().code, "schedule.not_found");
}

}  // namespace
}  // namespace kith::jobs
