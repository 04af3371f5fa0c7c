#include "db/sqlite/statement_cache.hpp"

#include <gtest/gtest.h>

#include "db/sqlite/connection.hpp"
#include "db/sqlite/files.hpp"
#include "db/testing/temporary_folder.hpp"

namespace kith::db::sqlite {
namespace {

struct StatementCacheTest : ::testing::Test {
    static std::string made(const std::string& path) {
        EXPECT_TRUE(make_file(path));
        return path;
    }

    testing::TemporaryFolder folder;
    Connection connection{made(folder / "a.db"), Connection::Role::Writer, 1024,
                          std::chrono::milliseconds(100)};
    StatementCache cache{connection.handle(), 3};
};

TEST_F(StatementCacheTest, KeepsAStatementForTheSameSql) {
    sqlite3_stmt* first = cache.lease("SELECT 1").handle();
    EXPECT_EQ(cache.lease("SELECT 1").handle(), first);
    EXPECT_EQ(cache.size(), 1U);
}

TEST_F(StatementCacheTest, GivesASecondStatementWhileTheFirstRuns) {
    {
        const auto first = cache.lease("SELECT 1");
        const auto second = cache.lease("SELECT 1");
        EXPECT_NE(first.handle(), second.handle());
        EXPECT_EQ(cache.busy(), 2U);
    }
    EXPECT_EQ(cache.busy(), 0U);
}

TEST_F(StatementCacheTest, DropsTheOneNotUsedLongest) {
    for (const char* sql : {"SELECT 1", "SELECT 2", "SELECT 3", "SELECT 1", "SELECT 4"})
        (void)cache.lease(sql);
    EXPECT_EQ(cache.size(), 3U);
    sqlite3_stmt* const one = cache.lease("SELECT 1").handle();
    (void)cache.lease("SELECT 5");  // takes the place of 3
    EXPECT_EQ(cache.lease("SELECT 1").handle(), one);
    EXPECT_EQ(cache.size(), 3U);
}

TEST_F(StatementCacheTest, DropsNothingThatRuns) {
    const auto a = cache.lease("SELECT 1");
    const auto b = cache.lease("SELECT 2");
    const auto c = cache.lease("SELECT 3");
    const auto d = cache.lease("SELECT 4");
    EXPECT_EQ(cache.size(), 4U);
    EXPECT_EQ(d.sql(), "SELECT 4");
}

TEST_F(StatementCacheTest, RefusesTwoStatementsAndNone) {
    EXPECT_THROW((void)cache.lease("SELECT 1; SELECT 2"), Failure);
    EXPECT_THROW((void)cache.lease(" -- nothing"), Failure);
    EXPECT_THROW((void)cache.lease("SELEC 1"), Failure);
    EXPECT_NO_THROW((void)cache.lease("SELECT 1 ;\n"));
    EXPECT_EQ(cache.busy(), 0U);
}

}  // namespace
}  // namespace kith::db::sqlite
