#include <gtest/gtest.h>

#include <atomic>
#include <fstream>
#include <thread>

#include "db/database.hpp"
#include "db/testing/temporary_folder.hpp"

namespace kith::db {
namespace {

struct BackupTest : ::testing::Test {
    void SetUp() override {
        database = std::move(*Database::open({.url = folder / "a.db"}));
        ASSERT_TRUE(run("CREATE TABLE t(a INTEGER, b INTEGER, fill TEXT)"));
        ASSERT_TRUE(
            run("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000) "
                "INSERT INTO t SELECT 0, 0, hex(zeroblob(200)) FROM n"));
    }

    Result<std::int64_t> run(std::string_view sql) {
        return database->write([&](Transaction& tx) -> Result<std::int64_t> { return tx.execute(sql); });
    }

    std::string code(const std::string& path) {
        const auto done = database->backup(path);
        return done ? "done" : done.error().code;
    }

    testing::TemporaryFolder folder;
    std::unique_ptr<Database> database;
};

TEST_F(BackupTest, IsOneSnapshotWhileOthersWrite) {
    std::atomic<bool> stop = false;
    std::jthread writing([&] {
        while (!stop) {
            ASSERT_TRUE(run("UPDATE t SET a = a + 1 WHERE rowid % 100 = 0"));
            ASSERT_TRUE(run("UPDATE t SET b = b + 1 WHERE rowid % 100 = 0"));
            ASSERT_TRUE(database->write([](Transaction& tx) -> Result<void> {
                tx.execute("UPDATE t SET a = a + 1 WHERE rowid = 1");
                tx.execute("UPDATE t SET b = b + 1 WHERE rowid = 20000");
                return {};
            }));
        }
    });
    for (int i = 0; i < 5; ++i) {
        ASSERT_EQ(code(folder / "copy.db"), "done");
        const auto copy = std::move(*Database::open({.url = folder / "copy.db", .create = false}));
        EXPECT_TRUE(copy->integrity_problems().empty());
        copy->read([](Transaction& tx) {
            Cursor rows = tx.query(
                "SELECT count(*), sum(a * (rowid = 1)), sum(b * (rowid = 20000 )) - "
                "sum(b * (rowid = 19900)) FROM t");
            ASSERT_TRUE(rows.next());
            EXPECT_EQ(rows->integer(0), 20000);
            EXPECT_EQ(rows->integer(1), rows->integer(2));
        });
    }
    stop = true;
}

TEST_F(BackupTest, ReplacesAnOlderOneAndLeavesNothingElse) {
    std::ofstream(folder / "copy.db") << "old";
    ASSERT_EQ(code(folder / "copy.db"), "done");
    EXPECT_TRUE(Database::open({.url = folder / "copy.db", .create = false}));
    for (const auto& entry : std::filesystem::directory_iterator(folder.path()))
        EXPECT_EQ(entry.path().string().find(".part"), std::string::npos) << entry.path();
}

TEST_F(BackupTest, RefusesItselfAndAFolderThatIsNotThere) {
    EXPECT_EQ(code(folder / "./a.db"), "db.backup_onto_itself");
    EXPECT_EQ(code(folder / "no/copy.db"), "db.no_such_folder");
    EXPECT_EQ(code(folder.path().string()), "db.not_a_database");
    EXPECT_TRUE(run("DELETE FROM t WHERE rowid = 1"));
}

}  // namespace
}  // namespace kith::db
