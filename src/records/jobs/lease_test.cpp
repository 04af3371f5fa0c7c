#include "records/jobs/lease.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <mutex>
#include <set>
#include <thread>

#include "records/jobs/context.hpp"
#include "records/testing/shop.hpp"

namespace kith::jobs {
namespace {

using records::testing::Shop;
constexpr std::string_view kAll = "'a', 'b'";
constexpr std::int64_t kSecond = 1'000'000;

class Lease : public ::testing::Test {
protected:
    template <class F>
    auto write(const F& fn) {
        using R = decltype(fn(std::declval<db::Transaction&>()));
        auto result = shop_.workspace().database().write([&](db::Transaction& tx) -> Result<R> { return fn(tx); });
        EXPECT_TRUE(result);
        return std::move(*result);
    }
    Id add(const EnqueueOptions& options = {}, std::string_view kind = "a") {
        return write([&](db::Transaction& tx) { return enqueue(shop_.workspace(), tx, kind, json::Object{{"n", 1}}, options); });
    }
    std::optional<Job> take(std::string_view kinds = kAll, const std::string& holder = "x") {
        return write([&](db::Transaction& tx) { return claim(shop_.workspace(), tx, kinds, {.holder = holder}); });
    }
    Job at(Id id) {
        return shop_.workspace().database().read([&](db::Transaction& tx) { return *find(tx, id); });
    }
    void failed(const Job& job, ErrorKind kind) {
        write([&](db::Transaction& tx) {
            fail(shop_.workspace(), tx, job, {kind, "job.broke"}, [] { return 1.0; });
            return true;
        });
    }
    bool finished(const Job& job) {
        return write([&](db::Transaction& tx) { return finish(shop_.workspace(), tx, job); });
    }
    void pass(std::int64_t seconds) { shop_.clock().at.micros += seconds * kSecond; }

    Shop shop_;
};

TEST_F(Lease, GivesTheMostUrgentOfThoseThatAreDue) {
    const Id low = add({.priority = Priority::Low}), normal = add(), high = add({.priority = Priority::High});
    const Id later = add({.priority = Priority::High, .run_at = Instant{shop_.clock().at.micros + 60 * kSecond}});
    EXPECT_EQ(take()->id, high);
    EXPECT_EQ(take()->id, normal);
    EXPECT_EQ(take()->id, low);
    EXPECT_FALSE(take());
    pass(60);
    EXPECT_EQ(take()->id, later);
}

TEST_F(Lease, LeavesOtherKindsToThoseWhoKnowThem) {
    add({}, "c");
    EXPECT_FALSE(take());
    EXPECT_TRUE(take("'c'"));
}

TEST_F(Lease, IsAsDurableAsItsCause) {
    auto refused = shop_.workspace().write(shop_.administrator(), [&](records::Writer& writer) -> Result<void> {
        enqueue(writer, "a", json::Object{});
        return Error{ErrorKind::Invalid, "field.required"};
    });
    EXPECT_FALSE(refused);
    EXPECT_FALSE(take());
}

TEST_F(Lease, OneOfAKeyWaitsAndOneRuns) {
    const Id first = add({.key = "k"});
    EXPECT_EQ(add({.key = "k"}), first);
    const auto running = take();
    const Id second = add({.key = "k"});
    EXPECT_NE(second, first);
    EXPECT_FALSE(take());
    EXPECT_TRUE(finished(*running));
    EXPECT_EQ(take()->id, second);
}

TEST_F(Lease, IsTakenOverOnceItRanOutAndTheLateHolderIsRefused) {
    const Id id = add();
    const auto first = take(kAll, "first");
    EXPECT_FALSE(take());
    pass(61);
    const auto second = take(kAll, "second");
    ASSERT_TRUE(second);
    EXPECT_EQ(second->id, id);
    EXPECT_EQ(second->attempts, 2);
    EXPECT_FALSE(finished(*first));
    failed(*first, ErrorKind::Invalid);
    EXPECT_EQ(at(id).state, State::Running);
    EXPECT_EQ(at(id).holder, "second");
    JobContext late(shop_.workspace(), *first, {.holder = "first"}, [] { return false; });
    const auto refused = shop_.workspace().database().write([&](db::Transaction& tx) { return late.guard(tx); });
    EXPECT_EQ(refused ? "" : refused.error().code, "job.lease_lost");
    EXPECT_TRUE(finished(*second));
    EXPECT_FALSE(finished(*second));
}

TEST_F(Lease, StaysWithWhoeverKeepsIt) {
    add();
    const auto job = take();
    for (int i = 0; i < 5; ++i) {
        pass(50);
        EXPECT_EQ(write([&](db::Transaction& tx) { return renew(shop_.workspace(), tx, *job, {.holder = "x"}, i, 5); }), Held::Yes);
        EXPECT_FALSE(take());
    }
    EXPECT_EQ(at(job->id).done, 4);
}

TEST_F(Lease, BacksOffThenDies) {
    const Id id = add({.max_attempts = 3});
    failed(*take(), ErrorKind::Unavailable);
    EXPECT_EQ(at(id).run_at.micros - shop_.clock().at.micros, 10 * kSecond);
    EXPECT_FALSE(take());
    pass(10);
    failed(*take(), ErrorKind::Unavailable);
    EXPECT_EQ(at(id).run_at.micros - shop_.clock().at.micros, 20 * kSecond);
    pass(20);
    failed(*take(), ErrorKind::Unavailable);
    EXPECT_EQ(at(id).state, State::Dead);
    EXPECT_EQ(at(id).error_code, "job.broke");
    pass(10'000);
    EXPECT_FALSE(take());
    EXPECT_TRUE(write([&](db::Transaction& tx) { return retry(shop_.workspace(), tx, id).has_value(); }));
    EXPECT_EQ(take()->attempts, 1);
}

TEST_F(Lease, DiesAtOnceOfWhatCannotBeMended) {
    const Id id = add();
    failed(*take(), ErrorKind::Invalid);
    EXPECT_EQ(at(id).state, State::Dead);
}

TEST_F(Lease, DiesWhenItTakesItsProcessWithItEachTime) {
    const Id id = add({.max_attempts = 2});
    EXPECT_TRUE(take());
    pass(61);
    EXPECT_TRUE(take());
    pass(61);
    EXPECT_FALSE(take());
    EXPECT_EQ(at(id).state, State::Dead);
    EXPECT_EQ(at(id).error_code, "job.lost");
}

TEST_F(Lease, EndsWhenCancelled) {
    const Id waiting = add();
    EXPECT_TRUE(write([&](db::Transaction& tx) { return cancel(shop_.workspace(), tx, waiting).has_value(); }));
    EXPECT_EQ(at(waiting).state, State::Cancelled);
    EXPECT_FALSE(take());
    const Id running = add();
    const auto job = take();
    EXPECT_TRUE(write([&](db::Transaction& tx) { return cancel(shop_.workspace(), tx, running).has_value(); }));
    EXPECT_EQ(write([&](db::Transaction& tx) { return renew(shop_.workspace(), tx, *job, {.holder = "x"}); }), Held::CancelAsked);
    failed(*job, ErrorKind::Unavailable);
    EXPECT_EQ(at(running).state, State::Cancelled);
    const Id crashed = add();
    EXPECT_TRUE(take());
    EXPECT_TRUE(write([&](db::Transaction& tx) { return cancel(shop_.workspace(), tx, crashed).has_value(); }));
    pass(61);
    EXPECT_FALSE(take());
    EXPECT_EQ(at(crashed).state, State::Cancelled);
}

TEST_F(Lease, GivenBackWaitsAsIfNotBegun) {
    const Id id = add();
    const auto job = take();
    write([&](db::Transaction& tx) {
        give_back(shop_.workspace(), tx, *job);
        return true;
    });
    EXPECT_EQ(at(id).attempts, 0);
    EXPECT_EQ(take()->id, id);
}

TEST_F(Lease, OfAKeyWithASuccessorEndsWhenItFails) {
    const Id first = add({.key = "k"});
    const auto job = take();
    const Id second = add({.key = "k"});
    failed(*job, ErrorKind::Unavailable);
    EXPECT_EQ(at(first).state, State::Cancelled);
    EXPECT_EQ(take()->id, second);
}

TEST_F(Lease, IsGivenToOneOfManyThreads) {
    constexpr int kJobs = 200;
    for (int i = 0; i < kJobs; ++i) add();
    std::mutex mutex;
    std::multiset<std::int64_t> taken;
    std::vector<std::thread> threads;
    for (int i = 0; i < 6; ++i)
        threads.emplace_back([&, i] {
            while (const auto job = take(kAll, std::to_string(i))) {
                const std::lock_guard lock(mutex);
                taken.insert(job->id.value);
            }
        });
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(taken.size(), static_cast<std::size_t>(kJobs));
    EXPECT_EQ(std::set<std::int64_t>(taken.begin(), taken.end()).size(), static_cast<std::size_t>(kJobs));
}

TEST_F(Lease, OldOnesAreForgotten) {
    const Id done = add();
    EXPECT_TRUE(finished(*take()));
    const Id dead = add();
    failed(*take(), ErrorKind::Invalid);
    pass(100);
    const auto gone = [&](std::int64_t died) {
        return write([&](db::Transaction& tx) { return forget(tx, {shop_.clock().at.micros - 50 * kSecond}, {shop_.clock().at.micros - died * kSecond}, 10); });
    };
    EXPECT_EQ(gone(200), 1);
    EXPECT_EQ(at(dead).state, State::Dead);
    EXPECT_FALSE(shop_.workspace().database().read([&](db::Transaction& tx) { return find(tx, done).has_value(); }));
    EXPECT_EQ(gone(50), 1);
}

TEST(BackOff, DoublesUpToAnHourWithJitter) {
    using std::chrono::seconds;
    EXPECT_EQ(back_off(1, 0), seconds(5));
    EXPECT_EQ(back_off(1, 1), seconds(10));
    EXPECT_EQ(back_off(3, 0.5), seconds(30));
    EXPECT_EQ(back_off(100, 1), seconds(3600));
    EXPECT_EQ(back_off(0, 1), seconds(10));
}

}  // namespace
}  // namespace kith::jobs
