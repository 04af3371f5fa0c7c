#include "app/check/check_workspace.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "app/composition.hpp"
#include "db/testing/temporary_folder.hpp"
#include "modules/collaboration/collaboration.hpp"

namespace kith::app {
namespace {

using collaboration::BlobStore;

class CheckWorkspaceTest : public ::testing::Test {
protected:
    CheckWorkspaceTest() {
        auto opened = open_workspace({.db = folder_ / "kith.db", .create = true});
        EXPECT_TRUE(opened.has_value());
        workspace_.emplace(std::move(*opened));
        EXPECT_TRUE((*workspace_)->install());
        const auto made = (*workspace_)->write(Actor::system("test"), [&](records::Writer& writer) -> Result<void> {
            for (const auto* name : {"Fjordheim", "Skogly", "Bakkegard"}) {
                KITH_TRY(const auto id, writer.create("account", {{"name", std::string(name)}, {"city", std::string("Bergen")}, {"country", std::string("NO")}}));
                KITH_CHECK(writer.update("account", id, {{"city", std::string("Moss")}, {"country", records::FieldValue()}}));
                ids_.push_back(id);
            }
            return {};
        });
        EXPECT_TRUE(made.has_value());
    }

    void by_hand(const std::string& sql) {
        const auto done = (*workspace_)->database().write([&](db::Transaction& tx) -> Result<void> {
            tx.run_script(sql);
            return {};
        });
        EXPECT_TRUE(done.has_value());
    }
    std::vector<std::string> found(const CheckOptions& options = {}) {
        std::vector<std::string> out;
        for (const auto& finding : check_workspace(**workspace_, options).findings) out.push_back(finding.code);
        std::ranges::sort(out);
        return out;
    }
    [[nodiscard]] std::string id(std::size_t i) const { return ids_[i].to_string(); }

    db::testing::TemporaryFolder folder_;
    std::optional<OpenWorkspace> workspace_;
    std::vector<Id> ids_;
};

using Codes = std::vector<std::string>;

TEST_F(CheckWorkspaceTest, FindsNothingWhereAllIsWell) {
    EXPECT_EQ(found(), Codes{});
    EXPECT_EQ(found({.full = true}), Codes{});
}

TEST_F(CheckWorkspaceTest, SeesWhatWasChangedAroundTheLog) {
    by_hand("update r_account set city = 'Oslo' where id = " + id(0));
    EXPECT_EQ(found(), Codes{"value"});
    by_hand("update r_account set version = 9 where id = " + id(1));
    by_hand("delete from change_log where kind = 'create' and record = " + id(2));
    EXPECT_EQ(found(), (Codes{"no_creation", "value", "version"}));
}

TEST_F(CheckWorkspaceTest, MendsASearchIndex) {
    by_hand("drop table s_account; create virtual table s_account using fts5(text, content='', detail=none, prefix='1 2 3 4', tokenize=\"unicode61 remove_diacritics 0 tokenchars '~#'\");"
            "insert into s_account (rowid, text) values (12345, 'nobody')");
    EXPECT_EQ(found(), (Codes{"search_ghost", "search_lost"}));
    const auto repaired = check_workspace(**workspace_, {.repair = true});
    ASSERT_EQ(repaired.repaired.size(), 1u);
    EXPECT_EQ(repaired.repaired[0].code, "search_rebuilt");
    EXPECT_EQ(found(), Codes{});
}

TEST_F(CheckWorkspaceTest, ReadsContentsAgainstTheirHashes) {
    BlobStore store(BlobStore::folder_of((*workspace_)->database()));
    struct Kept {
        std::string hash;
        std::int64_t bytes;
    };
    std::vector<Kept> blobs;
    for (const auto* text : {"first", "second", "third"}) {
        std::ofstream(folder_ / "content") << text;
        const auto blob = store.take(folder_ / "content");
        ASSERT_TRUE(blob.has_value());
        blobs.push_back({blob->hash, blob->bytes});
    }
    for (std::size_t i = 0; i < 2; ++i)
        by_hand("insert into file_blob (hash, bytes, created_at) values ('" + blobs[i].hash + "', " + std::to_string(blobs[i].bytes) + ", 1)");
    EXPECT_EQ(found({.full = true}), Codes{"content_orphaned"});
    std::ofstream(store.path_of(blobs[0].hash)) << "FIRST";
    EXPECT_EQ(found(), Codes{"content_orphaned"}) << "sizes alone say nothing";
    EXPECT_EQ(found({.full = true}), (Codes{"content_damaged", "content_orphaned"}));
    std::filesystem::remove(store.path_of(blobs[1].hash));
    EXPECT_EQ(found(), (Codes{"content_missing", "content_orphaned"}));
}

}  // namespace
}  // namespace kith::app
