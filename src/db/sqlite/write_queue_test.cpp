#include "db/sqlite/write_queue.hpp"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <atomic>
#include <chrono>
#include <csignal>
#include <latch>
#include <thread>

#include "db/database.hpp"
#include "db/testing/temporary_folder.hpp"

namespace kith::db {
namespace {

using std::chrono::milliseconds;

/// Ends what files may grow to, as a full disk would; the disk has space again when it goes.
class FullDisk {
public:
    explicit FullDisk(std::uintmax_t bytes) {
        std::signal(SIGXFSZ, SIG_IGN);
        getrlimit(RLIMIT_FSIZE, &before_);
        rlimit now = before_;
        now.rlim_cur = bytes;
        setrlimit(RLIMIT_FSIZE, &now);
    }
    FullDisk(const FullDisk&) = delete;
    FullDisk& operator=(const FullDisk&) = delete;
    ~FullDisk() { setrlimit(RLIMIT_FSIZE, &before_); }

private:
    rlimit before_{};
};

struct WriteQueueTest : ::testing::Test {
    using Outcome = std::string;  // "kept", or the code of what refused it

    void SetUp() override {
        database = std::move(*Database::open({.url = folder / "a.db", .patience = milliseconds(500)}));
        ASSERT_EQ(run("CREATE TABLE t(id INTEGER PRIMARY KEY, name TEXT UNIQUE)"), "kept");
    }

    Outcome outcome_of(const std::function<Result<void>(Transaction&)>& job) {
        try {
            const auto done = database->write(job);
            return done ? "kept" : done.error().code;
        } catch (const Failure& failure) {
            return failure.code();
        } catch (const std::exception& e) {
            return e.what();
        }
    }

    Outcome run(std::string_view sql) {
        return outcome_of([&](Transaction& tx) -> Result<void> {
            tx.run_script(sql);
            return {};
        });
    }

    std::string names() {
        return database->read([&](Transaction& tx) {
            Cursor rows = tx.query("SELECT group_concat(name, ' ') FROM (SELECT name FROM t ORDER BY name)");
            return rows.next() ? rows->string(0) : "";
        });
    }

    /// Queues the jobs one after the other behind one that holds the writing thread, so that they
    /// become one batch; gives their outcomes. `first` is what that one answers.
    std::vector<Outcome> as_one_batch(const std::vector<std::function<Result<void>(Transaction&)>>& jobs,
                                      const Result<void>& first) {
        std::latch held(1);
        std::latch go(1);
        std::jthread holder([&] {
            (void)outcome_of([&](Transaction&) -> Result<void> {
                held.count_down();
                go.wait();
                return first;
            });
        });
        held.wait();
        std::vector<Outcome> outcomes(jobs.size());
        std::vector<std::jthread> threads;
        for (std::size_t i = 0; i < jobs.size(); ++i) {
            threads.emplace_back([&, i] { outcomes[i] = outcome_of(jobs[i]); });
            std::this_thread::sleep_for(milliseconds(40));  // so that they queue in this order, on a busy machine too
        }
        go.count_down();
        threads.clear();
        return outcomes;
    }

    static std::function<Result<void>(Transaction&)> insert(std::string name) {
        return [name](Transaction& tx) -> Result<void> {
            tx.execute("INSERT INTO t(name) VALUES($1)", name);
            return {};
        };
    }

    testing::TemporaryFolder folder;
    std::unique_ptr<Database> database;
};

const Result<void> kRefused = Error{.code = "test.no"};

TEST_F(WriteQueueTest, KeepsWhatManyThreadsWrite) {
    std::atomic<int> kept = 0;
    {
        std::vector<std::jthread> threads;
        for (int thread = 0; thread < 64; ++thread)
            threads.emplace_back([&, thread] {
                for (int i = 0; i < 40; ++i)
                    kept +=
                        outcome_of([&](Transaction& tx) -> Result<void> {
                            tx.execute("INSERT INTO t(name) VALUES($1)", std::to_string(thread * 1000 + i));
                            if (i % 5 == 3) throw std::runtime_error("thrown");
                            if (i % 5 == 4) return Error{.code = "test.no"};
                            return {};
                        }) == "kept";
            });
    }
    EXPECT_EQ(kept, 64 * 24);
    EXPECT_EQ(database->read([](Transaction& tx) {
        Cursor rows = tx.query("SELECT count(*) FROM t");
        rows.next();
        return rows->integer(0);
    }),
              64 * 24);
}

struct Batch : WriteQueueTest, ::testing::WithParamInterface<bool> {};

TEST_P(Batch, TakesBackOnlyTheOneThatFails) {
    const auto refused = [](Transaction& tx) -> Result<void> {
        tx.execute("INSERT INTO t(name) VALUES('refused')");
        return Error{.code = "test.no"};
    };
    const auto throws = [](Transaction& tx) -> Result<void> {
        tx.execute("INSERT INTO t(name) VALUES('thrown')");
        throw std::runtime_error("thrown");
    };
    const auto outcomes =
        as_one_batch({refused, insert("a"), throws, insert("b"), insert("a"), refused, insert("c")},
                     GetParam() ? Result<void>{} : kRefused);
    EXPECT_EQ(outcomes,
              (std::vector<Outcome>{"test.no", "kept", "thrown", "kept", "db.unique", "test.no", "kept"}));
    EXPECT_EQ(names(), "a b c");
}

TEST_P(Batch, RunsTheOthersAgainOnlyAfterOneThatWrote) {
    std::vector<int> runs(2);
    std::vector<int> hooks(2);
    const auto counted = [&](std::size_t i) {
        return [&, i](Transaction& tx) -> Result<void> {
            ++runs[i];
            tx.after_commit([&, i] { ++hooks[i]; });
            return insert("kept" + std::to_string(i))(tx);
        };
    };
    const auto refused_unwritten = [](Transaction& tx) -> Result<void> {
        (void)tx.query("SELECT count(*) FROM t").next();
        return Error{.code = "test.no"};
    };
    const auto refused_written = [](Transaction& tx) -> Result<void> {
        tx.execute("INSERT INTO t(name) VALUES('refused')");
        return Error{.code = "test.no"};
    };
    as_one_batch({counted(0), refused_unwritten}, GetParam() ? Result<void>{} : kRefused);
    EXPECT_EQ(runs, (std::vector<int>{1, 0}));
    as_one_batch({counted(1), refused_written, refused_written}, GetParam() ? Result<void>{} : kRefused);
    EXPECT_EQ(runs, (std::vector<int>{1, 2}));
    EXPECT_EQ(hooks, (std::vector<int>{1, 1}));
    EXPECT_EQ(names(), "kept0 kept1");
}

TEST_P(Batch, RefusesAllWhenItCannotBeCommitted) {
    std::optional<FullDisk> full;
    const auto fills = [&](Transaction& tx) {
        full.emplace(0);
        return insert("b")(tx);
    };
    int hooks = 0;
    const auto hooked = [&](Transaction& tx) {
        tx.after_commit([&] { ++hooks; });
        return insert("c")(tx);
    };
    const auto outcomes = as_one_batch({insert("a"), fills, hooked}, GetParam() ? Result<void>{} : kRefused);
    EXPECT_EQ(outcomes, (std::vector<Outcome>{"db.disk_full", "db.disk_full", "db.disk_full"}));
    EXPECT_EQ(hooks, 0);
    EXPECT_EQ(outcome_of(insert("still full")), "db.disk_full");
    EXPECT_EQ(names(), "");
    full.reset();
    EXPECT_EQ(outcome_of(insert("space again")), "kept");
    EXPECT_EQ(names(), "space again");
    EXPECT_TRUE(database->integrity_problems().empty());
}

TEST_P(Batch, StaysWholeWhenTheDiskFillsInItsMidst) {
    // More than the cache holds, so that pages go to the disk before the commit.
    const auto large = [](Transaction& tx) -> Result<void> {
        tx.execute(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 40) "
            "INSERT INTO t(name) SELECT 'large' || i || hex(zeroblob(500000)) FROM n");
        return {};
    };
    const FullDisk full(8 << 20);
    const auto outcomes =
        as_one_batch({insert("a"), large, insert("b")}, GetParam() ? Result<void>{} : kRefused);
    EXPECT_EQ(outcomes[1], "db.disk_full");
    std::string kept = outcomes[0] == "kept" ? "a" : "";
    if (outcomes[2] == "kept") kept += kept.empty() ? "b" : " b";
    EXPECT_EQ(names(), kept);
    EXPECT_EQ(outcome_of(insert("c")), "kept");
    EXPECT_TRUE(database->integrity_problems().empty());
}

TEST_P(Batch, StaysWholeWhenTheFileMayNotGrow) {
    const auto large = [](Transaction& tx) -> Result<void> {
        tx.run_script("PRAGMA max_page_count = 20");
        tx.execute("INSERT INTO t(name) VALUES(hex(zeroblob(500000)))");
        return {};
    };
    const auto outcomes =
        as_one_batch({insert("a"), large, insert("b")}, GetParam() ? Result<void>{} : kRefused);
    // SQLite takes all of the batch back, and who came before is told so.
    EXPECT_EQ(outcomes, (std::vector<Outcome>{"db.disk_full", "db.disk_full", "kept"}));
    EXPECT_EQ(names(), "b");
}

TEST_P(Batch, SurvivesAJobThatEndsTheTransactionItself) {
    const auto rude = [](Transaction& tx) -> Result<void> {
        tx.run_script("ROLLBACK");
        return {};
    };
    const auto outcomes =
        as_one_batch({insert("a"), rude, insert("b")}, GetParam() ? Result<void>{} : kRefused);
    EXPECT_EQ(outcomes, (std::vector<Outcome>{"db.unavailable", "db.unavailable", "kept"}));
    EXPECT_EQ(names(), "b");
}

INSTANTIATE_TEST_SUITE_P(AfterOneKeptOrNone, Batch, ::testing::Bool());

TEST_F(WriteQueueTest, KeepsNoWriterWaitingForALongBatch) {
    // Each takes 5 ms: sixty in one batch would hold the first for 300 ms.
    const auto slow = [](Transaction& tx) -> Result<void> {
        std::this_thread::sleep_for(milliseconds(5));
        tx.execute("INSERT INTO t(name) VALUES(NULL)");
        return {};
    };
    std::atomic<int> done = 0;
    std::vector<std::jthread> threads;
    for (int i = 0; i < 60; ++i)
        threads.emplace_back([&] { done += outcome_of(slow) == "kept"; });
    std::this_thread::sleep_for(milliseconds(150));
    EXPECT_GT(done, 0);
    threads.clear();
    EXPECT_EQ(done, 60);
}

TEST_F(WriteQueueTest, FinishesWhatIsQueuedBeforeItCloses) {
    std::latch held(1);
    std::vector<std::jthread> threads;
    std::atomic<int> kept = 0;
    threads.emplace_back([&] {
        (void)database->write([&](Transaction&) -> Result<void> {
            held.count_down();
            std::this_thread::sleep_for(milliseconds(50));
            return {};
        });
    });
    held.wait();
    for (int i = 0; i < 8; ++i)
        threads.emplace_back([&, i] { kept += outcome_of(insert(std::to_string(i))) == "kept"; });
    std::this_thread::sleep_for(milliseconds(20));
    database->close();
    threads.clear();
    EXPECT_EQ(kept, 8);
    EXPECT_EQ(outcome_of(insert("late")), "db.closing");
}

TEST_F(WriteQueueTest, WaitsForAnotherProcessThatWrites) {
    auto other = std::move(*Database::open({.url = folder / "a.db"}));
    std::latch held(1);
    std::jthread holder([&] {
        (void)other->write([&](Transaction& tx) -> Result<void> {
            tx.execute("INSERT INTO t(name) VALUES('theirs')");
            held.count_down();
            std::this_thread::sleep_for(milliseconds(100));
            return {};
        });
    });
    held.wait();
    EXPECT_EQ(outcome_of(insert("ours")), "kept");
    holder.join();
    EXPECT_EQ(names(), "ours theirs");
}

TEST_F(WriteQueueTest, GivesUpOnAnotherProcessThatNeverEnds) {
    auto other = std::move(*Database::open({.url = folder / "a.db"}));
    std::latch held(1);
    std::latch go(1);
    std::jthread holder([&] {
        (void)other->write([&](Transaction&) -> Result<void> {
            held.count_down();
            go.wait();
            return {};
        });
    });
    held.wait();
    const auto begun = std::chrono::steady_clock::now();
    std::vector<Outcome> outcomes(3);
    {
        std::vector<std::jthread> threads;
        for (Outcome& outcome : outcomes)
            threads.emplace_back([&] { outcome = outcome_of(insert("a")); });
    }
    go.count_down();
    EXPECT_EQ(outcomes, (std::vector<Outcome>(3, "db.busy")));
    // The one that came first may have waited alone, the others together after it.
    EXPECT_LT(std::chrono::steady_clock::now() - begun, milliseconds(1300));
    EXPECT_EQ(outcome_of(insert("b")), "kept");
}

}  // namespace
}  // namespace kith::db
