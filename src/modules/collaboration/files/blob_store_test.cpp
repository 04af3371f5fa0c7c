#include "modules/collaboration/files/blob_store.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "db/testing/temporary_folder.hpp"

namespace kith::collaboration {
namespace {

namespace fs = std::filesystem;

class BlobStoreTest : public ::testing::Test {
protected:
    std::string written(const std::string& name, const std::string& bytes) {
        std::ofstream(folder_ / name, std::ios::binary) << bytes;
        return folder_ / name;
    }
    static std::string content(const std::string& path) {
        std::ifstream in(path, std::ios::binary);
        return {std::istreambuf_iterator<char>(in), {}};
    }
    void age(const std::string& hash) {
        fs::last_write_time(store_.path_of(hash), fs::file_time_type::clock::now() - std::chrono::hours(2));
    }

    db::testing::TemporaryFolder folder_;
    BlobStore store_{folder_ / "store"};
};

TEST_F(BlobStoreTest, KeepsContentUnderItsHash) {
    const auto blob = store_.take(written("a", "abc"));
    ASSERT_TRUE(blob);
    EXPECT_EQ(blob->hash, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_EQ(blob->bytes, 3);
    EXPECT_EQ(blob->beginning, "abc");
    EXPECT_EQ(store_.path_of(blob->hash), folder_ / ("store/ba/78/" + blob->hash));
    EXPECT_EQ(content(store_.path_of(blob->hash)), "abc");
    EXPECT_FALSE(fs::exists(folder_ / "a"));
}

TEST_F(BlobStoreTest, KeepsTheSameOnce) {
    const auto first = store_.take(written("a", "abc"));
    const auto second = store_.take(written("b", "abc"));
    ASSERT_TRUE(second);
    EXPECT_EQ(first->hash, second->hash);
    int count = 0;
    store_.each([&](std::string_view, std::int64_t) { ++count; });
    EXPECT_EQ(count, 1);
}

TEST_F(BlobStoreTest, SweepsOnlyWhatIsOldAndUnused) {
    const auto used = store_.take(written("a", "used"))->hash;
    const auto unused = store_.take(written("b", "unused"))->hash;
    const auto young = store_.take(written("c", "young"))->hash;
    age(used);
    age(unused);
    EXPECT_EQ(store_.sweep([&](std::string_view hash) { return hash == used; }), 1);
    EXPECT_TRUE(fs::exists(store_.path_of(used)));
    EXPECT_FALSE(fs::exists(store_.path_of(unused)));
    EXPECT_TRUE(fs::exists(store_.path_of(young)));
}

TEST_F(BlobStoreTest, IsYoungAgainWhenTheSameComes) {
    const auto hash = store_.take(written("a", "abc"))->hash;
    age(hash);
    ASSERT_TRUE(store_.take(written("b", "abc")));
    EXPECT_EQ(store_.sweep([](std::string_view) { return false; }), 0);
    EXPECT_TRUE(fs::exists(store_.path_of(hash)));
}

TEST_F(BlobStoreTest, CopiesAllThatIsNotThere) {
    const auto hash = store_.take(written("a", "abc"))->hash;
    ASSERT_TRUE(store_.take(written("b", "defg")));
    const auto copied = copy_blobs(store_.folder(), folder_ / "backup.files");
    ASSERT_TRUE(copied);
    EXPECT_EQ(copied->files, 2);
    EXPECT_EQ(copied->bytes, 7);
    EXPECT_EQ(content(BlobStore(folder_ / "backup.files").path_of(hash)), "abc");
    EXPECT_EQ(copy_blobs(store_.folder(), folder_ / "backup.files")->files, 0);
    EXPECT_EQ(copy_blobs(folder_ / "nothing", folder_ / "else")->files, 0);
}

TEST_F(BlobStoreTest, TellsWhatItCannotWrite) {
    EXPECT_EQ(store_.take(folder_ / "missing").error().code, "file.cannot_write");
}

}  // namespace
}  // namespace kith::collaboration
