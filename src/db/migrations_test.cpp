#include "db/migrations.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "db/testing/temporary_folder.hpp"

namespace kith::db {
namespace {

struct MigrationsTest : ::testing::Test {
    std::unique_ptr<Database> open() { return std::move(*Database::open({.url = folder / "a.db"})); }

    std::string bytes() {
        std::ifstream file(folder / "a.db", std::ios::binary);
        return {std::istreambuf_iterator<char>(file), {}};
    }

    static std::int64_t tables(Database& database) {
        return database.read([](Transaction& tx) {
            Cursor rows = tx.query("SELECT count(*) FROM sqlite_schema");
            rows.next();
            return rows->integer(0);
        });
    }

    testing::TemporaryFolder folder;
};

constexpr Migration kFirst{1, "first", "CREATE TABLE a(x); CREATE TABLE b(x);", ""};
constexpr Migration kSecond{2, "second", "ALTER TABLE a ADD COLUMN y; INSERT INTO a VALUES(1, 2);", ""};
constexpr Migration kWrong{3, "wrong", "CREATE TABLE c(x); INSERT INTO nowhere VALUES(1);", ""};

TEST_F(MigrationsTest, TakeAnEmptyFileToTheLast) {
    const auto database = open();
    EXPECT_EQ(version_of(*database), 0);
    ASSERT_TRUE(migrate(*database, std::vector{kFirst, kSecond}));
    EXPECT_EQ(version_of(*database), 2);
    EXPECT_EQ(tables(*database), 2);
}

TEST_F(MigrationsTest, RunEachStepOnce) {
    ASSERT_TRUE(migrate(*open(), std::vector{kFirst}));
    const auto database = open();
    ASSERT_TRUE(migrate(*database, std::vector{kFirst, kSecond}));
    ASSERT_TRUE(migrate(*database, std::vector{kFirst, kSecond}));
    EXPECT_EQ(version_of(*database), 2);
}

TEST_F(MigrationsTest, LeaveTheFileAsItWasBeforeTheStepThatFails) {
    const auto database = open();
    try {
        (void)migrate(*database, std::vector{kFirst, kSecond, kWrong});
        FAIL() << "the third cannot work";
    } catch (const Failure& failure) {
        EXPECT_NE(std::string(failure.what()).find("migration 3 (wrong)"), std::string::npos)
            << failure.what();
    }
    EXPECT_EQ(version_of(*database), 2);
    EXPECT_EQ(tables(*database), 2);
}

TEST_F(MigrationsTest, RefuseANewerFileUntouched) {
    {
        const auto database = open();
        ASSERT_TRUE(migrate(*database, std::vector{kFirst, kSecond}));
    }
    const std::string before = bytes();
    {
        const auto database = open();
        const auto refused = migrate(*database, std::vector{kFirst});
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().code, "db.newer");
        EXPECT_EQ(refused.error().params, (Params{{"found", "2"}, {"known", "1"}}));
    }
    EXPECT_EQ(bytes(), before);
}

TEST_F(MigrationsTest, RefuseAnotherProgramsFileUntouched) {
    const std::string command = "sqlite3 " + (folder / "a.db") + " 'CREATE TABLE theirs(x)'";
    ASSERT_EQ(std::system(command.c_str()), 0) << "the sqlite3 program is needed; scripts/packages.test names it";
    const std::string before = bytes();
    {
        const auto database = open();
        const auto refused = migrate(*database, std::vector{kFirst});
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().code, "db.not_ours");
    }
    EXPECT_EQ(bytes(), before);
}

TEST_F(MigrationsTest, CountEachAreaForItself) {
    const auto database = open();
    ASSERT_TRUE(migrate(*database, std::vector{kFirst}));
    constexpr Migration kOne[] = {{1, "one", "CREATE TABLE m(x)", ""}};
    constexpr Migration kTwo[] = {{1, "one", "CREATE TABLE n(x)", ""}, {2, "two", "CREATE TABLE o(x)", ""}};
    const std::vector<MigrationSet> areas{{"m", kOne}, {"n", kTwo}};
    ASSERT_TRUE(migrate_areas(*database, areas));
    ASSERT_TRUE(migrate_areas(*database, areas));
    const auto before = tables(*database);
    const auto refused = migrate_areas(*database, std::vector<MigrationSet>{{"new", kOne}, {"n", kOne}});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, "db.newer");
    EXPECT_EQ(refused.error().params, (Params{{"found", "2"}, {"known", "1"}, {"area", "n"}}));
    EXPECT_EQ(tables(*database), before);
}

}  // namespace
}  // namespace kith::db
