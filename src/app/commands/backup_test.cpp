#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "app/command.hpp"
#include "app/composition.hpp"
#include "db/testing/temporary_folder.hpp"

/// Backup, restore and check as a person meets them.
namespace kith::app {
namespace {

struct Answered {
    int status;
    std::string out, err;
};

Answered kith_command(std::vector<std::string> words) {
    ::setenv("KITH_LANG", "en", 1);
    words.insert(words.begin(), "kith");
    std::vector<char*> argv;
    for (auto& word : words) argv.push_back(word.data());
    testing::internal::CaptureStdout();
    testing::internal::CaptureStderr();
    const int status = run_command_line(static_cast<int>(argv.size()), argv.data());
    return {status, testing::internal::GetCapturedStdout(), testing::internal::GetCapturedStderr()};
}

TEST(BackupCommand, MakesOneFileAndBringsItBack) {
    const db::testing::TemporaryFolder folder;
    const auto db = folder / "kith.db";
    ASSERT_EQ(kith_command({"setup", "--db", db}).status, 0);
    ASSERT_EQ(kith_command({"key", "new", folder / "key"}).status, 0);
    EXPECT_EQ(std::filesystem::status(folder / "key").permissions(), std::filesystem::perms(0600));
    EXPECT_TRUE(kith_command({"key", "new", folder / "key"}).err.contains("cannot be used as a key"));
    const auto made = kith_command({"backup", "--db", db, folder / "b", "--key-file", folder / "key"});
    EXPECT_EQ(made.status, 0) << made.err;
    EXPECT_TRUE(made.out.contains("it is whole"));
    EXPECT_TRUE(kith_command({"backup", "--db", db, folder / "b"}).err.contains("exists already"));
    EXPECT_TRUE(kith_command({"restore", folder / "b", "--to", folder / "there"}).err.contains("is encrypted"));
    EXPECT_FALSE(std::filesystem::exists(folder / "there/kith.db"));
    EXPECT_EQ(kith_command({"restore", folder / "b", "--key-file", folder / "key", "--to", folder / "there"}).status, 0);
    EXPECT_EQ(kith_command({"check", "--full", "--db", folder / "there/kith.db"}).status, 0);
    EXPECT_TRUE(kith_command({"restore", folder / "b", "--key-file", folder / "key", "--to", folder / "there"}).err.contains("exists already"));
    // Into the place of what is there, which is kept; not while a server has it.
    const auto replaced = kith_command({"restore", folder / "b", "--key-file", folder / "key", "--db", db});
    EXPECT_TRUE(replaced.out.contains("before-restore")) << replaced.err;
    {
        const auto served = open_workspace({.db = db, .exclusive = true});
        ASSERT_TRUE(served.has_value());
        EXPECT_EQ(kith_command({"restore", folder / "b", "--key-file", folder / "key", "--db", db}).status, 1);
        EXPECT_EQ(kith_command({"check", "--repair", "--db", db}).status, 1);
    }
    EXPECT_FALSE(std::filesystem::exists(db + ".restoring"));
    // The plain form of before.
    EXPECT_EQ(kith_command({"backup", "--db", db, folder / "plain.db", "--format", "sqlite"}).status, 0);
    EXPECT_EQ(kith_command({"restore", folder / "plain.db", "--to", folder / "plain"}).status, 0);
    EXPECT_TRUE(kith_command({"restore"}).err.contains("Say what to restore"));
    EXPECT_TRUE(kith_command({"restore", "--from-shipped", folder / "none", "--list"}).err.contains("Nothing was shipped"));
    EXPECT_TRUE(kith_command({"restore", "--from-shipped", folder / "none", "--at", "yesterday"}).err.contains("is no moment"));
}

}  // namespace
}  // namespace kith::app
