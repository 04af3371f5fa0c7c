#include <gtest/gtest.h>

#include <thread>

#include "db/database.hpp"
#include "db/testing/test_url.hpp"

namespace kith::db::postgres {
namespace {

class RehearsalTest : public ::testing::Test {
protected:
    void SetUp() override {
        if (std::getenv("KITH_TEST_POSTGRES") == nullptr) GTEST_SKIP() << "KITH_TEST_POSTGRES names no server";
        database = std::move(*Database::open({.url = testing::postgres_url(), .readers = 4}));
        write(*database, "CREATE TABLE t(id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text, upper_name text GENERATED ALWAYS AS (upper(name)) STORED, "
                         "CHECK (name <> ''));"
                         "CREATE UNIQUE INDEX t_name ON t (name) WHERE id > 0;"
                         "CREATE TABLE copies(name text); CREATE TABLE entries(id bigint);"
                         "CREATE FUNCTION copy() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO copies VALUES (NEW.name); RETURN NULL; END $$;"
                         "CREATE TRIGGER copy AFTER INSERT ON t FOR EACH ROW EXECUTE FUNCTION copy();"
                         "INSERT INTO t(name) VALUES ('first'); INSERT INTO entries VALUES (1)");
    }
    static void write(Database& into, std::string_view sql) {
        ASSERT_TRUE(into.write([&](Transaction& tx) -> Result<void> {
            tx.run_script(sql);
            return {};
        }));
    }
    static std::string text(Database& of, std::string_view sql) {
        return of.read([&](Transaction& tx) {
            auto rows = tx.query(sql);
            return rows.next() ? rows->string(0) : std::string("nothing");
        });
    }
    std::unique_ptr<Database> database;
};

TEST_F(RehearsalTest, HasAllThatIsThereAndLeavesNothing) {
    static constexpr std::string_view kEmpty[] = {"entries"};
    auto rehearsal = database->rehearsal("", kEmpty);
    ASSERT_TRUE(rehearsal) << rehearsal.error().detail;
    EXPECT_EQ("FIRST", text(**rehearsal, "SELECT upper_name FROM t"));
    EXPECT_EQ("0", text(**rehearsal, "SELECT count(*)::text FROM entries"));
    write(**rehearsal, "INSERT INTO t(name) VALUES ('second'); UPDATE t SET name = 'changed' WHERE name = 'first'");
    EXPECT_EQ("changed second", text(**rehearsal, "SELECT string_agg(name, ' ' ORDER BY name) FROM t"));
    EXPECT_EQ("first second", text(**rehearsal, "SELECT string_agg(name, ' ' ORDER BY name) FROM copies"));
    EXPECT_EQ("first", text(*database, "SELECT string_agg(name, ' ') FROM t"));
    rehearsal->reset();
    EXPECT_EQ("first", text(*database, "SELECT string_agg(name, ' ') FROM t"));
    EXPECT_EQ("1", text(*database, "SELECT count(*)::text FROM copies"));
}

TEST_F(RehearsalTest, HasTheIndexesAndTakesBackWhatFailed) {
    auto rehearsal = std::move(*database->rehearsal("", {}));
    EXPECT_THROW((void)rehearsal->write([](Transaction& tx) -> Result<std::int64_t> {
        tx.execute("INSERT INTO t(name) VALUES ('lost')");
        return tx.execute("INSERT INTO t(name) VALUES ('first')");
    }), UniqueViolation);
    EXPECT_FALSE(rehearsal->write([](Transaction& tx) -> Result<void> {
        tx.execute("INSERT INTO t(name) VALUES ('refused')");
        return Error{.kind = ErrorKind::Invalid, .code = "no"};
    }));
    write(*rehearsal, "INSERT INTO t(name) VALUES ('kept')");
    EXPECT_EQ("first kept", text(*rehearsal, "SELECT string_agg(name, ' ' ORDER BY name) FROM t"));
}

TEST_F(RehearsalTest, LetsOthersWriteTheSameRows) {
    auto rehearsal = std::move(*database->rehearsal("", {}));
    write(*rehearsal, "UPDATE t SET name = 'tried'");
    write(*database, "SET LOCAL lock_timeout = '2s'; UPDATE t SET name = 'meant'; INSERT INTO t(name) VALUES ('tried')");
    EXPECT_EQ("meant tried", text(*database, "SELECT string_agg(name, ' ' ORDER BY name) FROM t"));
    EXPECT_EQ("tried", text(*rehearsal, "SELECT string_agg(name, ' ') FROM t"));
}

}  // namespace
}  // namespace kith::db::postgres
