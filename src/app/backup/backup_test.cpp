#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <random>
#include <thread>

#include "app/backup/backup_file.hpp"
#include "app/backup/restore_shipped.hpp"
#include "app/backup/segment.hpp"
#include "app/backup/shipper.hpp"
#include "db/database.hpp"
#include "db/testing/temporary_folder.hpp"
#include "modules/collaboration/collaboration.hpp"

namespace kith::app {
namespace {

namespace fs = std::filesystem;
using collaboration::BlobStore;

std::string bytes_of(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}
void put_bytes(const std::string& path, std::string_view bytes) { std::ofstream(path, std::ios::binary) << bytes; }

/// The tables that backups know of, and one to write in.
class BackupTest : public ::testing::Test {
protected:
    BackupTest() {
        auto opened = db::Database::open({.url = db_});
        EXPECT_TRUE(opened.has_value());
        database_ = std::move(*opened);
        EXPECT_TRUE(database_->write([](db::Transaction& tx) -> Result<void> {
            tx.run_script("create table setting (key text primary key, value text) without rowid;"
                          "create table file_blob (hash text primary key, bytes integer, created_at integer);"
                          "create table line (id integer primary key, at integer, filler text)");
            return {};
        }).has_value());
        EXPECT_TRUE(BackupKey::make(folder_ / "key").has_value());
        EXPECT_TRUE(BackupKey::make(folder_ / "other").has_value());
        key_ = *BackupKey::read(folder_ / "key");
    }

    void add_line(std::int64_t id) {
        EXPECT_TRUE(database_->write([&](db::Transaction& tx) -> Result<void> {
            tx.execute("insert into line values ($1, $2, $3)", id, Instant::now().micros, std::string(static_cast<std::size_t>(id % 3 * 12000), 'x'));
            return {};
        }).has_value());
    }
    std::string add_content(const std::string& text) {
        put_bytes(folder_ / "content", text);
        BlobStore store(BlobStore::folder_of(db_));
        const auto blob = store.take(folder_ / "content");
        EXPECT_TRUE(database_->write([&](db::Transaction& tx) -> Result<void> {
            tx.execute("insert into file_blob values ($1, $2, $3)", blob->hash, blob->bytes, Instant::now().micros);
            return {};
        }).has_value());
        return blob->hash;
    }
    Result<BackupContent> back_up(const std::string& to, const MaybeKey& key) {
        KITH_CHECK(database_->backup(folder_ / "copy"));
        return write_backup({.copy = folder_ / "copy", .blobs = BlobStore::folder_of(db_), .to = to, .key = key, .about = {}, .progress = {}});
    }
    static std::vector<std::int64_t> lines_in(const std::string& db) {
        std::vector<std::int64_t> out;
        const auto opened = db::Database::open({.url = db, .create = false});
        EXPECT_TRUE(opened.has_value());
        EXPECT_TRUE((*opened)->integrity_problems().empty());
        (*opened)->read([&](db::Transaction& tx) {
            auto rows = tx.query("select id from line order by id");
            while (rows.next()) out.push_back(rows->integer(0));
        });
        return out;
    }
    static std::vector<std::int64_t> up_to(std::int64_t last) {
        std::vector<std::int64_t> out;
        for (std::int64_t i = 1; i <= last; ++i) out.push_back(i);
        return out;
    }

    db::testing::TemporaryFolder folder_;
    std::string db_ = folder_ / "kith.db";
    std::unique_ptr<db::Database> database_;
    MaybeKey key_;
};

TEST_F(BackupTest, ComesBackWithItsFiles) {
    for (std::int64_t i = 1; i <= 200; ++i) add_line(i);
    const auto hash = add_content(std::string(300'000, 'q'));
    for (const auto& key : {MaybeKey(), key_}) {
        const std::string file = folder_ / (key ? "sealed" : "plain");
        const auto made = back_up(file, key);
        ASSERT_TRUE(made.has_value()) << made.error().code;
        EXPECT_EQ(made->files, 1);
        EXPECT_EQ(bytes_of(file).contains("CREATE TABLE"), !key);
        const std::string to = folder_ / (key ? "b.db" : "a.db");
        const auto read = read_backup(file, key, to);
        ASSERT_TRUE(read.has_value()) << read.error().code;
        EXPECT_EQ(read->files, 1);
        EXPECT_EQ(lines_in(to), up_to(200));
        EXPECT_EQ(bytes_of(BlobStore(BlobStore::folder_of(to)).path_of(hash)).size(), 300'000u);
    }
}

TEST_F(BackupTest, SaysWhatIsWrongAndLeavesNothing) {
    for (std::int64_t i = 1; i <= 50; ++i) add_line(i);
    add_content("some words");
    const std::string to = folder_ / "to.db";
    const auto code = [&](const std::string& file, const MaybeKey& key) {
        const auto read = read_backup(file, key, to);
        EXPECT_FALSE(fs::exists(to) && !read);
        EXPECT_FALSE(fs::exists(BlobStore::folder_of(to)) && !read);
        return read ? std::string("read") : read.error().code;
    };
    ASSERT_TRUE(back_up(folder_ / "sealed", key_));
    ASSERT_TRUE(back_up(folder_ / "plain", {}));
    EXPECT_EQ(code(folder_ / "sealed", {}), "backup.needs_key");
    EXPECT_EQ(code(folder_ / "sealed", *BackupKey::read(folder_ / "other")), "backup.wrong_key");
    EXPECT_EQ(code(folder_ / "none", {}), "backup.cannot_read");
    put_bytes(folder_ / "words", "Kjære alle sammen");
    EXPECT_EQ(code(folder_ / "words", {}), "backup.not_one");
    std::mt19937 random(7);
    for (const auto* name : {"sealed", "plain"}) {
        const auto whole = bytes_of(folder_ / name);
        const MaybeKey key = std::string_view(name) == "sealed" ? key_ : MaybeKey();
        for (int i = 0; i < 60; ++i) {
            auto cut = whole.substr(0, random() % (whole.size() - 1024));
            put_bytes(folder_ / "wrong", cut);
            EXPECT_NE(code(folder_ / "wrong", key), "read") << name << " cut to " << cut.size();
            auto flipped = whole;
            // In a plain tar some bytes mean nothing; those of the data file do.
            const auto at = key ? random() % whole.size() : 2048 + random() % 4096;
            flipped[at] = static_cast<char>(flipped[at] ^ (1 << random() % 8));
            put_bytes(folder_ / "wrong", flipped);
            EXPECT_NE(code(folder_ / "wrong", key), "read") << name << " flipped at " << at;
        }
    }
}

TEST_F(BackupTest, ShipsEachTransactionAndComesBackToAnyMoment) {
    add_line(1);
    std::map<std::int64_t, Instant> told;  // when each line was told to be there
    std::string hash;
    {
        const auto shipper = Shipper::start({.db = db_, .folder = folder_ / "ship", .key = key_}, *database_);
        ASSERT_TRUE(shipper.has_value()) << shipper.error().code;
        while ((*shipper)->status().generations == 0) std::this_thread::sleep_for(std::chrono::milliseconds(10));
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
        // Enough for the log to be begun anew some times.
        for (std::int64_t i = 2; i <= 1500; ++i) {
            add_line(i);
            told[i] = Instant::now();
            if (i == 700) hash = add_content("in the midst");
            if (i % 500 == 0) std::this_thread::sleep_for(std::chrono::milliseconds(400));
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(500));
        EXPECT_EQ((*shipper)->status().generations, 1) << "the log was let go and followed, not lost";
        EXPECT_EQ((*shipper)->status().failures, 0);
        EXPECT_LT((*shipper)->status().lag_micros, 1'000'000);
    }
    const std::string wal = db_ + "-wal";
    EXPECT_LT(fs::file_size(wal), 40u << 20) << "the log does not grow for ever";
    const auto all = list_shipped(folder_ / "ship", key_);
    ASSERT_TRUE(all.has_value()) << all.error().code;
    ASSERT_EQ(all->size(), 1u);
    EXPECT_GE(all->front().transactions, 1499);
    const auto last = restore_shipped(folder_ / "ship", key_, {}, folder_ / "last.db");
    ASSERT_TRUE(last.has_value()) << last.error().code;
    EXPECT_EQ(lines_in(folder_ / "last.db"), up_to(1500));
    EXPECT_EQ(last->files, 1);
    EXPECT_EQ(bytes_of(BlobStore(BlobStore::folder_of(folder_ / "last.db")).path_of(hash)), "in the midst");
    int round = 0;
    for (const std::int64_t at : {500, 700, 701, 1000, 1499}) {
        const std::string to = folder_ / ("at" + std::to_string(++round) + ".db");
        const auto then = restore_shipped(folder_ / "ship", key_, told[at], to);
        ASSERT_TRUE(then.has_value()) << then.error().code;
        const auto lines = lines_in(to);
        EXPECT_EQ(lines, up_to(static_cast<std::int64_t>(lines.size()))) << "none missing between others";
        EXPECT_LE(static_cast<std::int64_t>(lines.size()), at) << "nothing of what came after the moment";
    }
    // After a moment's rest: exactly what was there.
    const auto rest = restore_shipped(folder_ / "ship", key_, Instant{told[1000].micros + 300'000}, folder_ / "rest.db");
    ASSERT_TRUE(rest.has_value());
    EXPECT_EQ(lines_in(folder_ / "rest.db"), up_to(1000));
    EXPECT_EQ(restore_shipped(folder_ / "ship", key_, Instant{1}, folder_ / "early.db").error().code, "backup.too_early");
    EXPECT_EQ(restore_shipped(folder_ / "ship", {}, {}, folder_ / "nokey.db").error().code, "backup.needs_key");
    EXPECT_FALSE(fs::exists(folder_ / "nokey.db"));
}

TEST_F(BackupTest, BeginsAnewWhenTheLogWasFoldedBehindIt) {
    const auto shipper = Shipper::start({.db = db_, .folder = folder_ / "ship", .key = {}}, *database_);
    ASSERT_TRUE(shipper.has_value());
    for (int round = 1; round <= 3; ++round) {
        while ((*shipper)->status().generations < round) std::this_thread::sleep_for(std::chrono::milliseconds(10));
        add_line(round);
        EXPECT_TRUE(database_->fold_log());
        add_line(100 + round);
    }
    while ((*shipper)->status().generations < 4) std::this_thread::sleep_for(std::chrono::milliseconds(10));
    const auto restored = restore_shipped(folder_ / "ship", {}, {}, folder_ / "to.db");
    ASSERT_TRUE(restored.has_value()) << restored.error().code << " " << restored.error().params[1].second;
    EXPECT_EQ(lines_in(folder_ / "to.db"), (std::vector<std::int64_t>{1, 2, 3, 101, 102, 103}));
    const auto second = Shipper::start({.db = db_, .folder = folder_ / "ship", .key = {}}, *database_);
    ASSERT_FALSE(second.has_value());
    EXPECT_EQ(second.error().code, "db.in_use");
}

TEST_F(BackupTest, ReadsOfASegmentWhatIsProved) {
    const SegmentHead head{.page_size = 512, .generation = "g", .number = 1, .chain = std::string(32, '\0')};
    auto writer = SegmentWriter::create(folder_ / "s", {}, head);
    ASSERT_TRUE(writer.has_value());
    for (std::uint32_t page = 1; page <= 300; ++page) ASSERT_TRUE(writer->add(page, std::string(512, static_cast<char>(page)), page % 100 == 0 ? 300 : 0, Instant{page}));
    ASSERT_TRUE(writer->finish());
    const auto whole = bytes_of(folder_ / "s");
    const auto transactions = [&](const std::string& bytes) {
        put_bytes(folder_ / "t", bytes);
        auto reader = SegmentReader::open(folder_ / "t", {});
        int count = 0;
        if (!reader) return -1;
        while (true) {
            const auto record = reader->next();
            if (!record) return -1;
            if (!*record) return reader->is_finished() ? count + 100 : count;
            if ((*record)->pages_after != 0) ++count;
        }
    };
    EXPECT_EQ(transactions(whole), 103);
    EXPECT_EQ(transactions(whole.substr(0, whole.size() - 1)), 3);
    EXPECT_EQ(transactions(whole.substr(0, whole.size() / 2)), 1);
    std::mt19937 random(3);
    for (int i = 0; i < 200; ++i) {
        auto flipped = whole;
        const auto at = random() % whole.size();
        flipped[at] = static_cast<char>(flipped[at] ^ (1 << random() % 8));
        EXPECT_LT(transactions(flipped), 100) << at;
    }
}

TEST(BackupDuration, HasAUnit) {
    EXPECT_EQ(parse_duration("7d")->count(), 7 * 86'400);
    EXPECT_EQ(parse_duration("90m")->count(), 5'400);
    for (const auto* wrong : {"", "7", "d", "-1d", "7 d", "99999999999d"}) EXPECT_FALSE(parse_duration(wrong).has_value()) << wrong;
}

}  // namespace
}  // namespace kith::app
