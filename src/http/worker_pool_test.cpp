#include "http/worker_pool.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <latch>
#include <set>

namespace kith::http {
namespace {

TEST(WorkerPool, RunsEveryJobOnce) {
    std::atomic<int> runs = 0;
    std::latch done(10'000);
    WorkerPool pool(8, 20'000);
    for (int i = 0; i < 10'000; ++i)
        ASSERT_TRUE(pool.submit([&] {
            ++runs;
            done.count_down();
        }));
    done.wait();
    EXPECT_EQ(runs, 10'000);
}

TEST(WorkerPool, RunsAsManyAtOnceAsItHasThreads) {
    // Each job waits for all others: fewer threads awake would never end.
    WorkerPool pool(16, 100);
    std::latch together(16);
    std::latch done(16);
    for (int i = 0; i < 16; ++i)
        pool.submit([&] {
            together.arrive_and_wait();
            done.count_down();
        });
    done.wait();
}

TEST(WorkerPool, UsesTheSameThreadForOneJobAfterAnother) {
    WorkerPool pool(16, 100);
    std::set<std::thread::id> threads;
    for (int i = 0; i < 50; ++i) {
        std::latch done(1);
        pool.submit([&] {
            threads.insert(std::this_thread::get_id());
            done.count_down();
        });
        done.wait();
        while (pool.busy() > 0) std::this_thread::yield();
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    EXPECT_LE(threads.size(), 3u);
}

TEST(WorkerPool, RefusesWhatItCannotQueueOrHasNoTimeFor) {
    WorkerPool pool(1, 1);
    std::latch hold(1);
    pool.submit([&] { hold.wait(); });
    while (pool.busy() == 0) std::this_thread::yield();
    EXPECT_TRUE(pool.submit([] {}));
    EXPECT_FALSE(pool.submit([] {}));
    EXPECT_EQ(pool.queued(), 1);
    hold.count_down();
    pool.stop();
    EXPECT_FALSE(pool.submit([] {}));
}

}  // namespace
}  // namespace kith::http
