#include <gtest/gtest.h>

#include <atomic>
#include <latch>
#include <thread>

#include "db/database.hpp"
#include "db/testing/temporary_folder.hpp"

namespace kith::db {
namespace {

struct DatabaseTest : ::testing::Test {
    void SetUp() override {
        auto opened = Database::open({.url = folder / "a.db", .readers = 2});
        ASSERT_TRUE(opened) << opened.error().code << ' ' << opened.error().detail;
        database = std::move(*opened);
        script("CREATE TABLE t(id INTEGER PRIMARY KEY, name TEXT UNIQUE, n INTEGER NOT NULL DEFAULT 0)");
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

    std::string code_of(const std::function<void()>& fn) {
        try {
            fn();
        } catch (const Failure& failure) {
            return failure.code();
        }
        return "no failure";
    }

    Result<std::int64_t> insert(std::string_view name) {
        return database->write([&](Transaction& tx) -> Result<std::int64_t> {
            return tx.execute("INSERT INTO t(name) VALUES($1)", name);
        });
    }

    testing::TemporaryFolder folder;
    std::unique_ptr<Database> database;
};

TEST_F(DatabaseTest, HoldsEveryKindOfValue) {
    script("CREATE TABLE v(b INTEGER, i INTEGER, r REAL, t TEXT, d INTEGER, at INTEGER, x BLOB, none TEXT)");
    const std::string bytes("\0\xff ab", 5);
    ASSERT_TRUE(database->write([&](Transaction& tx) -> Result<std::int64_t> {
        return tx.execute("INSERT INTO v VALUES($1,$2,$3,$4,$5,$6,$7,$8)", true, std::int64_t{1} << 62, 0.25,
                          "blå", Date{20000}, Instant{1234567890123456}, Bytes{bytes}, nullptr);
    }));
    database->read([&](Transaction& tx) {
        Cursor rows = tx.query("SELECT * FROM v");
        ASSERT_TRUE(rows.next());
        EXPECT_EQ(rows->columns(), 8);
        EXPECT_TRUE(rows->boolean(0));
        EXPECT_EQ(rows->integer(1), std::int64_t{1} << 62);
        EXPECT_EQ(rows->real(2), 0.25);
        EXPECT_EQ(rows->text(3), "blå");
        EXPECT_EQ(rows->date(4), Date{20000});
        EXPECT_EQ(rows->instant(5), Instant{1234567890123456});
        EXPECT_EQ(rows->text(6), bytes);
        EXPECT_TRUE(rows->is_null(7));
        EXPECT_EQ(rows->text(7), "");
        EXPECT_EQ(rows->integer(7), 0);
        EXPECT_FALSE(rows.next());
        EXPECT_FALSE(rows.next());
    });
}

TEST_F(DatabaseTest, TellsEmptyTextFromNone) {
    ASSERT_TRUE(insert(std::string_view{}));
    EXPECT_EQ(number("SELECT count(*) FROM t WHERE name = ''"), 1);
}

TEST_F(DatabaseTest, BindsParametersByNumber) {
    database->read([](Transaction& tx) {
        Cursor rows = tx.query("SELECT $2 || $1 || $2", "a", "b");
        ASSERT_TRUE(rows.next());
        EXPECT_EQ(rows->text(0), "bab");
    });
}

TEST_F(DatabaseTest, RefusesTooFewOrTooManyParameters) {
    EXPECT_EQ(code_of([&] { database->read([](Transaction& tx) { (void)tx.query("SELECT $1"); }); }),
              "db.statement");
    EXPECT_EQ(code_of([&] { database->read([](Transaction& tx) { (void)tx.query("SELECT $1", 1, 2); }); }),
              "db.statement");
}

TEST_F(DatabaseTest, CountsRowsAndStatements) {
    const auto counts = database->write([](Transaction& tx) -> Result<std::vector<std::int64_t>> {
        std::vector<std::int64_t> out;
        out.push_back(tx.execute("INSERT INTO t(name) VALUES('a'),('b')"));
        out.push_back(tx.execute("CREATE TABLE u(a)"));
        out.push_back(tx.execute("UPDATE t SET n = 1 WHERE name = 'a'"));
        out.push_back(tx.execute("DELETE FROM t WHERE name = 'z'"));
        tx.run_script("CREATE TABLE w(a); -- and\n CREATE TABLE x(a);");
        out.push_back(tx.statements());
        return out;
    });
    EXPECT_EQ(*counts, (std::vector<std::int64_t>{2, 0, 1, 0, 6}));
}

TEST_F(DatabaseTest, DoesAnInsertThatIsQueriedWithoutReadingItsAnswer) {
    ASSERT_TRUE(database->write([](Transaction& tx) -> Result<void> {
        (void)tx.query("INSERT INTO t(name) VALUES('a') RETURNING id");
        return {};
    }));
    EXPECT_EQ(number("SELECT count(*) FROM t"), 1);
}

TEST_F(DatabaseTest, KeepsNothingOfAWriteThatAnswersAnError) {
    const auto refused = database->write([](Transaction& tx) -> Result<void> {
        tx.execute("INSERT INTO t(name) VALUES('a')");
        return Error{.kind = ErrorKind::Invalid, .code = "test.no"};
    });
    EXPECT_EQ(refused.error().code, "test.no");
    EXPECT_EQ(number("SELECT count(*) FROM t"), 0);
}

TEST_F(DatabaseTest, PassesAnExceptionOnAndKeepsNothing) {
    const auto write = [&] {
        (void)database->write([](Transaction& tx) -> Result<void> {
            tx.execute("INSERT INTO t(name) VALUES('a')");
            throw std::out_of_range("mine");
        });
    };
    EXPECT_THROW(write(), std::out_of_range);
    EXPECT_EQ(number("SELECT count(*) FROM t"), 0);
    EXPECT_TRUE(insert("b"));
}

TEST_F(DatabaseTest, NamesTheColumnsOfAUniqueIndexAndGoesOn) {
    ASSERT_TRUE(insert("a"));
    ASSERT_TRUE(database->write([](Transaction& tx) -> Result<void> {
        tx.execute("INSERT INTO t(name) VALUES('before')");
        try {
            tx.execute("INSERT INTO t(name) VALUES('a')");
            ADD_FAILURE() << "a second a";
        } catch (const UniqueViolation& violation) {
            EXPECT_EQ(violation.columns(), "t.name");
        }
        return {};
    }));
    EXPECT_EQ(number("SELECT count(*) FROM t"), 2);
}

TEST_F(DatabaseTest, RefusesRowsThatBreakARule) {
    const auto code = code_of([&] {
        (void)database->write([](Transaction& tx) -> Result<std::int64_t> {
            return tx.execute("INSERT INTO t(name, n) VALUES('a', NULL)");
        });
    });
    EXPECT_EQ(code, "db.constraint");
}

TEST_F(DatabaseTest, SeesOneSnapshotInOneRead) {
    database->read([&](Transaction& tx) {
        const auto count = [&] {
            Cursor rows = tx.query("SELECT count(*) FROM t");
            rows.next();
            return rows->integer(0);
        };
        EXPECT_EQ(count(), 0);
        ASSERT_TRUE(insert("a"));  // waits until it is durable, within this read
        EXPECT_EQ(count(), 0);
    });
    EXPECT_EQ(number("SELECT count(*) FROM t"), 1);
}

TEST_F(DatabaseTest, RefusesToWriteInARead) {
    EXPECT_EQ(code_of([&] { database->read([](Transaction& tx) { tx.execute("DELETE FROM t"); }); }),
              "db.read_only");
}

TEST_F(DatabaseTest, JoinsAReadWithinARead) {
    database->read([&](Transaction& outer) {
        EXPECT_EQ(number("SELECT count(*) FROM t"), 0);
        ASSERT_TRUE(insert("a"));
        database->read([&](Transaction& inner) { EXPECT_EQ(&inner, &outer); });
        EXPECT_EQ(number("SELECT count(*) FROM t"), 0);  // the outer one's snapshot
    });
}

TEST_F(DatabaseTest, JoinsAReadWithinAWrite) {
    ASSERT_TRUE(database->write([&](Transaction& tx) -> Result<void> {
        tx.execute("INSERT INTO t(name) VALUES('a')");
        EXPECT_EQ(number("SELECT count(*) FROM t"), 1);  // what this write did
        return {};
    }));
}

TEST_F(DatabaseTest, RefusesAWriteWithinAWrite) {
    const auto code = code_of([&] {
        (void)database->write([&](Transaction&) -> Result<void> {
            (void)insert("a");
            return {};
        });
    });
    EXPECT_EQ(code, "db.nested_write");
}

TEST_F(DatabaseTest, ReadsTwoDatabasesAtOnce) {
    auto other = Database::open({.url = folder / "b.db"});
    ASSERT_TRUE(other);
    database->read(
        [&](Transaction& outer) { (*other)->read([&](Transaction& inner) { EXPECT_NE(&inner, &outer); }); });
}

TEST_F(DatabaseTest, RunsHooksOnceAWriteIsDurableAndNotWithoutOne) {
    std::vector<std::string> heard;
    ASSERT_TRUE(database->write([&](Transaction& tx) -> Result<void> {
        tx.execute("INSERT INTO t(name) VALUES('a')");
        tx.after_commit([&] { heard.push_back("sees " + std::to_string(number("SELECT count(*) FROM t"))); });
        tx.after_commit([&] { throw std::runtime_error("a bad hook"); });
        tx.after_commit([&] { heard.emplace_back("last"); });
        EXPECT_TRUE(heard.empty());
        return {};
    }));
    EXPECT_EQ(heard, (std::vector<std::string>{"sees 1", "last"}));
    (void)database->write([&](Transaction& tx) -> Result<void> {
        tx.after_commit([&] { heard.emplace_back("never"); });
        return Error{.code = "test.no"};
    });
    EXPECT_EQ(heard.size(), 2U);
}

TEST_F(DatabaseTest, RefusesACursorThatOutlivesItsTransaction) {
    std::optional<Cursor> kept;
    EXPECT_EQ(code_of([&] {
                  database->read([&](Transaction& tx) { kept.emplace(tx.query("SELECT 1 UNION SELECT 2")); });
              }),
              "db.cursor_left_open");
    EXPECT_EQ(number("SELECT count(*) FROM t"), 0);
}

TEST_F(DatabaseTest, HoldsReferencesToBeTrue) {
    script("CREATE TABLE child(t INTEGER REFERENCES t(id) DEFERRABLE INITIALLY DEFERRED)");
    const auto code = code_of([&] {
        (void)database->write([](Transaction& tx) -> Result<std::int64_t> {
            return tx.execute("INSERT INTO child VALUES(77)");
        });
    });
    EXPECT_EQ(code, "db.constraint");
    EXPECT_TRUE(insert("a"));
    EXPECT_EQ(number("SELECT count(*) FROM child"), 0);
}

TEST_F(DatabaseTest, SortsAndFoldsAsPeopleDo) {
    script("INSERT INTO t(name) VALUES('Ås'),('Zebra'),('Ask')");
    database->read([](Transaction& tx) {
        std::string order;
        Cursor rows = tx.query("SELECT name, kith_fold(name) FROM t ORDER BY name COLLATE KITH");
        while (rows.next())
            order += rows->string(0) + "=" + rows->string(1) + " ";
        EXPECT_EQ(order, "Ask=ask Zebra=zebra Ås=as ");
    });
    EXPECT_EQ(number("SELECT kith_fold(NULL) IS NULL"), 1);
}

TEST_F(DatabaseTest, TakesAMisspeltColumnForAMistakeAndLikeForExact) {
    EXPECT_EQ(code_of([&] { (void)number("SELECT \"nmae\" FROM t"); }), "db.statement");
    EXPECT_EQ(number("SELECT 'ab' LIKE 'A%'"), 0);
}

TEST_F(DatabaseTest, ServesMoreReadingThreadsThanItHasConnections) {
    std::atomic<int> done = 0;
    {
        std::vector<std::jthread> threads;
        for (int i = 0; i < 32; ++i)
            threads.emplace_back([&] {
                for (int k = 0; k < 50; ++k)
                    done += static_cast<int>(number("SELECT 1"));
            });
    }
    EXPECT_EQ(done, 32 * 50);
}

TEST_F(DatabaseTest, FindsWhatIsWrongWithTheFile) {
    EXPECT_TRUE(database->integrity_problems().empty());
    script("CREATE TABLE child(t INTEGER REFERENCES t(id))");
    // Put a dangling reference in, as another program could.
    database->close();
    const std::string command =
        "sqlite3 " + (folder / "a.db") + " 'PRAGMA foreign_keys=OFF; INSERT INTO child VALUES(9)'";
    ASSERT_EQ(std::system(command.c_str()), 0) << "the sqlite3 program is needed; scripts/packages.test names it";
    database = std::move(*Database::open({.url = folder / "a.db"}));
    EXPECT_EQ(database->integrity_problems(),
              std::vector<std::string>{"row 1 of child refers to a row missing in t"});
}

// A statement that may fail half-way keeps the old pages: in memory first, then in a file.
TEST_F(DatabaseTest, ChangesMoreInOneStatementThanASavepointKeepsInMemory) {
    script("CREATE TABLE wide(id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE)");
    script("INSERT INTO wide(text) WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000) SELECT printf('%.*c%d', 1000, 'x', i) FROM n");
    ASSERT_TRUE(database->write([](Transaction& tx) -> Result<std::int64_t> {
        tx.execute("UPDATE wide SET text = text || 'y'");
        return tx.execute("UPDATE wide SET text = text || 'z'");
    }));
    EXPECT_EQ(number("SELECT count(*) FROM wide WHERE text LIKE '%yz'"), 5000);
}

TEST_F(DatabaseTest, FoldsTheLogIntoTheFileWhenClosed) {
    ASSERT_TRUE(insert("a"));
    EXPECT_GT(database->size_bytes(), 4096);
    database->close();
    EXPECT_FALSE(std::filesystem::exists(folder / "a.db-wal"));
    EXPECT_EQ(code_of([&] { (void)insert("b"); }), "db.closing");
    EXPECT_EQ(code_of([&] { (void)number("SELECT 1"); }), "db.closing");
    database->close();
}

}  // namespace
}  // namespace kith::db
