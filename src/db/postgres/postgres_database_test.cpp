#include <gtest/gtest.h>

#include <atomic>
#include <set>
#include <thread>

#include "db/database.hpp"
#include "db/migrations.hpp"
#include "db/postgres/url.hpp"
#include "db/testing/test_url.hpp"

namespace kith::db::postgres {
namespace {

class PostgresDatabaseTest : public ::testing::Test {
protected:
    void SetUp() override {
        if (std::getenv("KITH_TEST_POSTGRES") == nullptr) GTEST_SKIP() << "KITH_TEST_POSTGRES names no server";
        url = testing::postgres_url();
        auto opened = Database::open({.url = url, .readers = 4});
        ASSERT_TRUE(opened) << opened.error().code << ' ' << opened.error().detail;
        database = std::move(*opened);
        script("CREATE TABLE t(id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text UNIQUE, n bigint NOT NULL DEFAULT 0)");
    }

    void script(std::string_view sql) {
        ASSERT_TRUE(database->write([&](Transaction& tx) -> Result<void> {
            tx.run_script(sql);
            return {};
        }));
    }
    std::int64_t number(std::string_view sql) {
        return database->read([&](Transaction& tx) {
            Cursor rows = tx.query(sql);
            return rows.next() ? rows->integer(0) : -1;
        });
    }
    Result<std::int64_t> insert(std::string_view name) {
        return database->write([&](Transaction& tx) -> Result<std::int64_t> { return tx.execute("INSERT INTO t(name) VALUES($1)", name); });
    }
    std::string code_of(const std::function<void()>& fn) {
        try {
            fn();
        } catch (const Failure& failure) {
            return failure.code();
        }
        return "no failure";
    }

    std::string url;
    std::unique_ptr<Database> database;
};

TEST_F(PostgresDatabaseTest, HoldsEveryKindOfValue) {
    script("CREATE TABLE v(b boolean, i bigint, r double precision, t text, d date, at timestamptz, x bytea, none text, j jsonb)");
    const std::string bytes("\0\xff ab", 5);
    ASSERT_TRUE(database->write([&](Transaction& tx) -> Result<std::int64_t> {
        return tx.execute("INSERT INTO v VALUES($1,$2,$3,$4,$5,$6,$7,$8,$9)", true, std::int64_t{1} << 62, 0.25, "blå", Date{20000},
                          Instant{1234567890123456}, Bytes{bytes}, nullptr, R"({"a": [1, "b: \", c"]})");
    }));
    database->read([&](Transaction& tx) {
        Cursor rows = tx.query("SELECT b, i, r, t, d, at, x, none, j FROM v WHERE b = $1 AND i > $2 AND d = $3 AND at = $4", true, 5, Date{20000}, Instant{1234567890123456});
        ASSERT_TRUE(rows.next());
        EXPECT_TRUE(rows->boolean(0));
        EXPECT_EQ(std::int64_t{1} << 62, rows->integer(1));
        EXPECT_EQ(0.25, rows->real(2));
        EXPECT_EQ("blå", rows->text(3));
        EXPECT_EQ(20000, rows->date(4).days);
        EXPECT_EQ(1234567890123456, rows->instant(5).micros);
        EXPECT_EQ(bytes, rows->text(6));
        EXPECT_TRUE(rows->is_null(7));
        EXPECT_EQ(R"({"a":[1,"b: \", c"]})", rows->text(8));
        EXPECT_FALSE(rows.next());
    });
}

TEST_F(PostgresDatabaseTest, ReadsNumbersOfEveryType) {
    database->read([&](Transaction& tx) {
        Cursor rows = tx.query("SELECT sum(x), -12345678901234567::numeric, 0.5::numeric, count(*)::int, 7::smallint, 1e30::numeric, -0.000125::numeric, 100000000::numeric "
                               "FROM (VALUES (9000000000000000000::bigint), (1::bigint)) AS v(x)");
        ASSERT_TRUE(rows.next());
        EXPECT_EQ(9000000000000000001, rows->integer(0));
        EXPECT_EQ("9000000000000000001", rows->text(0));
        EXPECT_EQ(-12345678901234567, rows->integer(1));
        EXPECT_EQ(0.5, rows->real(2));
        EXPECT_EQ("0.5", rows->text(2));
        EXPECT_EQ(2, rows->integer(3));
        EXPECT_EQ(7, rows->integer(4));
        EXPECT_EQ(1e30, rows->real(5));
        EXPECT_EQ(-0.000125, rows->real(6));
        EXPECT_EQ(100000000, rows->integer(7));
    });
}

TEST_F(PostgresDatabaseTest, KeepsNothingOfWhatIsRefusedOrThrown) {
    EXPECT_FALSE(database->write([&](Transaction& tx) -> Result<void> {
        tx.execute("INSERT INTO t(name) VALUES('a')");
        return Error{ErrorKind::Invalid, "no"};
    }));
    EXPECT_THROW((void)database->write([&](Transaction& tx) -> Result<void> {
        tx.execute("INSERT INTO t(name) VALUES('b')");
        throw std::runtime_error("x");
    }), std::runtime_error);
    EXPECT_EQ(0, number("SELECT count(*) FROM t"));
}

TEST_F(PostgresDatabaseTest, NamesTheColumnsThatMustBeUnique) {
    ASSERT_TRUE(insert("a"));
    try {
        (void)insert("a");
        FAIL();
    } catch (const UniqueViolation& violation) {
        EXPECT_EQ("t.name", violation.columns());
    }
    ASSERT_TRUE(insert("b"));
}

TEST_F(PostgresDatabaseTest, RunsAgainWhatMetAnother) {
    ASSERT_TRUE(insert("counter"));
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i)
        threads.emplace_back([&] {
            for (int j = 0; j < 25; ++j)
                ASSERT_TRUE(database->write([&](Transaction& tx) -> Result<void> {
                    Cursor rows = tx.query("SELECT n FROM t WHERE name = 'counter'");
                    rows.next();
                    tx.execute("UPDATE t SET n = $1 WHERE name = 'counter'", rows->integer(0) + 1);
                    return {};
                }));
        });
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(100, number("SELECT n FROM t"));
}

TEST_F(PostgresDatabaseTest, ReadsOneSnapshotAndJoinsTheTransactionAround) {
    database->read([&](Transaction& tx) {
        EXPECT_EQ(0, number("SELECT count(*) FROM t"));
        std::thread([&] { ASSERT_TRUE(insert("later")); }).join();
        Cursor rows = tx.query("SELECT count(*) FROM t");
        rows.next();
        EXPECT_EQ(0, rows->integer(0));
    });
    ASSERT_TRUE(database->write([&](Transaction& tx) -> Result<void> {
        tx.execute("INSERT INTO t(name) VALUES('mine')");
        EXPECT_EQ(2, number("SELECT count(*) FROM t"));
        return {};
    }));
    EXPECT_EQ("db.nested_write", code_of([&] { (void)database->write([&](Transaction&) -> Result<void> { return insert("x") ? Result<void>() : Result<void>(); }); }));
}

TEST_F(PostgresDatabaseTest, GoesOnAfterItsConnectionsWereCut) {
    // Others' tests go on beside this one.
    const auto named = url + "&application_name=cut_" + std::to_string(::getpid());
    database = std::move(*Database::open({.url = named, .readers = 4}));
    ASSERT_TRUE(insert("before"));
    number("SELECT 1");
    {
        auto other = std::move(*Database::open({.url = named}));
        (void)other->write([](Transaction& tx) -> Result<void> {
            tx.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = current_setting('application_name') AND pid <> pg_backend_pid() AND datname = current_database()");
            return {};
        });
    }
    EXPECT_EQ(1, number("SELECT count(*) FROM t"));
    ASSERT_TRUE(insert("after"));
    EXPECT_EQ(2, number("SELECT count(*) FROM t"));
}

TEST_F(PostgresDatabaseTest, AsksAgainWhenATableGotAColumn) {
    const auto all = [&] {
        return database->read([](Transaction& tx) {
            Cursor rows = tx.query("SELECT * FROM t");
            return rows->columns();
        });
    };
    EXPECT_EQ(3, all());
    script("ALTER TABLE t ADD COLUMN more text");
    EXPECT_EQ(4, all());
}

TEST_F(PostgresDatabaseTest, SaysWhatASlowStatementMeans) {
    auto other = std::move(*Database::open({.url = url + "&statement_timeout=1s"}));
    EXPECT_EQ("db.too_slow", code_of([&] { other->read([](Transaction& tx) { tx.query("SELECT pg_sleep(5)"); }); }));
    EXPECT_EQ("db.zero_byte", code_of([&] { (void)insert(std::string_view("a\0b", 3)); }));
}

TEST_F(PostgresDatabaseTest, PreparesNothingBehindAPooler) {
    auto other = std::move(*Database::open({.url = url + "&pooler=transaction"}));
    for (int i = 0; i < 3; ++i)
        EXPECT_EQ(1, other->read([&](Transaction& tx) {
            Cursor rows = tx.query("SELECT count(*) FROM (SELECT $1 AS x) AS one WHERE x = $1", i);
            rows.next();
            return rows->integer(0);
        }));
    EXPECT_EQ(0, other->read([&](Transaction& tx) {
        Cursor rows = tx.query("SELECT count(*) FROM pg_prepared_statements");
        rows.next();
        return rows->integer(0);
    }));
}

TEST_F(PostgresDatabaseTest, MigratesOnceHoweverManyTry) {
    static constexpr std::array<Migration, 2> kSteps{{{1, "one", "", "CREATE TABLE one (x bigint)"}, {2, "two", "", "CREATE TABLE two (x bigint)"}}};
    auto fresh = std::move(*Database::open({.url = testing::postgres_url()}));
    std::vector<std::thread> threads;
    std::atomic<int> well = 0;
    for (int i = 0; i < 4; ++i)
        threads.emplace_back([&] {
            const auto done = migrate(*fresh, kSteps);
            if (done) ++well;
        });
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(4, well);
    EXPECT_EQ(2, version_of(*fresh));
    const auto older = migrate(*fresh, std::span(kSteps).first(1));
    ASSERT_FALSE(older);
    EXPECT_EQ("db.newer", older.error().code);
    const auto other = migrate(*database, kSteps);
    ASSERT_FALSE(other);
    EXPECT_EQ("db.not_ours", other.error().code);
}

TEST(PostgresUrl, IsReadInItsParts) {
    const auto url = read_url("postgresql://me@host/kith?sslmode=require&schema=w_%22x%C3%A5&pooler=transaction&statement_timeout=30s&port=5");
    ASSERT_TRUE(url);
    EXPECT_EQ("postgresql://me@host/kith?sslmode=require&port=5", url->server);
    EXPECT_EQ("w_\"xå", url->schema);
    EXPECT_TRUE(url->pooled);
    EXPECT_EQ(30, url->statement_seconds);
    EXPECT_EQ("\"w_\"\"xå\"", quoted_name(url->schema));
    for (const char* wrong : {"postgresql:///?schema=", "postgresql:///?schema=pg_x", "postgresql:///?schema=kith", "postgresql:///?pooler=session", "postgresql:///?statement_timeout=x",
                              "postgresql:///?schema=%4", "postgresql:///?schema=%zz"})
        EXPECT_FALSE(read_url(wrong)) << wrong;
}

TEST(PostgresUrl, SaysWhatIsWrong) {
    const char* server = std::getenv("KITH_TEST_POSTGRES");
    if (server == nullptr) GTEST_SKIP() << "KITH_TEST_POSTGRES names no server";
    const auto code = [](const std::string& url, bool create = true) {
        const auto opened = Database::open({.url = url, .create = create});
        return opened ? std::string("opened") : opened.error().code;
    };
    EXPECT_EQ("db.postgres_unreachable", code("postgresql://127.0.0.1:1/kith"));
    EXPECT_EQ("db.postgres_bad_url", code("postgresql://host:port/kith"));
    EXPECT_EQ("db.postgres_bad_url", code("postgresql://host/kith?nonsense=1"));
    std::string other(server);
    other.replace(other.find("/kith?"), 5, "/nowhere");
    EXPECT_EQ("db.postgres_no_database", code(other));
    EXPECT_EQ("db.postgres_no_schema", code(testing::postgres_url(), false));
}

TEST_F(PostgresDatabaseTest, BeginsAgainWhenWhatIsKeptInMemoryIsOutOfDate) {
    script("CREATE TABLE kept(word text); INSERT INTO kept VALUES ('old')");
    const auto other = std::move(*Database::open({.url = url, .readers = 4}));
    std::string memory;
    int read = 0;
    other->on_new_epoch([&](Transaction& tx) {
        ++read;
        auto rows = tx.query("SELECT word FROM kept");
        if (rows.next()) memory = rows->string(0);
    });
    EXPECT_EQ("old", memory);
    ASSERT_TRUE(database->write([](Transaction& tx) -> Result<void> {
        tx.execute("UPDATE kept SET word = 'new'");
        tx.next_epoch();
        return {};
    }));
    // What a transaction does with its first statement is what the memory has when it is done for good.
    const auto seen = other->read([&](Transaction& tx) {
        auto rows = tx.query("SELECT word FROM kept WHERE word = $1", memory);
        return rows.next() ? rows->string(0) : std::string("nothing");
    });
    EXPECT_EQ("new", seen);
    const auto written = other->write([&](Transaction& tx) -> Result<std::int64_t> { return tx.execute("UPDATE kept SET word = 'newer' WHERE word = $1", memory); });
    EXPECT_EQ(1, written.value_or(-1));
    EXPECT_EQ(2, read);
}

TEST_F(PostgresDatabaseTest, GivesEachProcessANumberOfItsOwn) {
    const auto other = std::move(*Database::open({.url = url, .readers = 4}));
    const auto first = database->claim_node();
    const auto second = other->claim_node();
    ASSERT_TRUE(first && second);
    EXPECT_NE(first->number, second->number);
    ASSERT_TRUE(database->confirm_node({1'000}));
    EXPECT_FALSE(*database->confirm_node({1'000}));
    // Silent for too long: another has the number since, and what it was told of ids holds.
    script("UPDATE node SET seen_at = now() - interval '1 hour'");
    const auto again = database->confirm_node({2'000});
    ASSERT_TRUE(again);
    EXPECT_TRUE(*again);
    script("INSERT INTO node SELECT n, 'x', 'x', now(), now() FROM generate_series(0, 1023) AS n ON CONFLICT (number) DO UPDATE SET token = 'x', seen_at = now()");
    const auto none = other->confirm_node({3'000});
    ASSERT_FALSE(none);
    EXPECT_EQ("db.too_many_nodes", none.error().code);
}

}  // namespace
}  // namespace kith::db::postgres
