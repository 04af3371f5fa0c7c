#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <fstream>

#include "db/database.hpp"
#include "db/testing/temporary_folder.hpp"

namespace kith::db {
namespace {

struct OpenTest : ::testing::Test {
    std::string code(const Options& options) {
        auto opened = Database::open(options);
        error = opened ? Error{} : opened.error();
        return opened ? "opened" : opened.error().code;
    }

    /// What somebody without root's rights is told, asked in a process of its own.
    static std::string code_for_anyone(const Options& options) {
        int ends[2];
        if (::pipe(ends) != 0) return "no pipe";
        const pid_t child = ::fork();
        if (child == 0) {
            if (::getuid() == 0 && ::setuid(65534) != 0) ::_exit(1);
            auto opened = Database::open(options);
            const std::string code = opened ? "opened" : opened.error().code;
            ::_exit(std::cmp_equal(::write(ends[1], code.data(), code.size()), code.size()) ? 0 : 1);
        }
        ::close(ends[1]);
        char answer[100];
        const auto size = ::read(ends[0], answer, sizeof answer);
        ::close(ends[0]);
        ::waitpid(child, nullptr, 0);
        return {answer, size > 0 ? static_cast<std::size_t>(size) : 0};
    }

    void put(const std::string& name, const std::string& content) { std::ofstream(folder / name) << content; }

    testing::TemporaryFolder folder;
    Error error;
};

TEST_F(OpenTest, MakesAFileOnlyItsOwnerMayRead) {
    EXPECT_EQ(code({.url = folder / "a.db"}), "opened");
    struct stat facts {};
    ASSERT_EQ(::stat((folder / "a.db").c_str(), &facts), 0);
    EXPECT_EQ(facts.st_mode & 0777U, 0600U);
}

TEST_F(OpenTest, SaysWhichPathItCouldNotOpen) {
    EXPECT_EQ(code({.url = folder / "none.db", .create = false}), "db.missing");
    EXPECT_EQ(error.params, (Params{{"path", folder / "none.db"}}));
    EXPECT_FALSE(std::filesystem::exists(folder / "none.db"));
}

TEST_F(OpenTest, RefusesAFolderThatIsNotThere) {
    EXPECT_EQ(code({.url = folder / "no/where/a.db"}), "db.no_such_folder");
    put("file", "x");
    EXPECT_EQ(code({.url = folder / "file/a.db"}), "db.no_such_folder");
}

TEST_F(OpenTest, RefusesWhatIsNoDatabaseAndLeavesIt) {
    for (const std::string& content :
         {std::string("a"), std::string(5000, 'x'), std::string("SQLite format 3")}) {
        put("a.csv", content);
        EXPECT_EQ(code({.url = folder / "a.csv"}), "db.not_a_database") << content.size();
        std::ifstream file(folder / "a.csv");
        EXPECT_EQ(std::string(std::istreambuf_iterator<char>(file), {}), content);
    }
    EXPECT_EQ(code({.url = folder.path().string()}), "db.not_a_database");
    EXPECT_EQ(code({.url = ""}), "db.cannot_open");
    EXPECT_EQ(code({.url = "/dev/null"}), "db.not_a_database");
}

TEST_F(OpenTest, RefusesAFileOrFolderThatMayNotBeWritten) {
    ASSERT_EQ(code({.url = folder / "a.db"}), "opened");
    ::chmod(folder.path().c_str(), 0755);
    ::chmod((folder / "a.db").c_str(), 0444);
    EXPECT_EQ(code_for_anyone({.url = folder / "a.db"}), "db.may_not_write");
    ::chmod((folder / "a.db").c_str(), 0666);
    ::chmod(folder.path().c_str(), 0555);
    EXPECT_EQ(code_for_anyone({.url = folder / "a.db"}), "db.may_not_write");
    EXPECT_EQ(code_for_anyone({.url = folder / "new.db"}), "db.may_not_write");
    EXPECT_EQ(code_for_anyone({.url = folder / "new.db", .exclusive = true}), "db.may_not_write");
    ::chmod(folder.path().c_str(), 0777);
    EXPECT_EQ(code_for_anyone({.url = folder / "a.db"}), "opened");
}

TEST_F(OpenTest, TakesAnyNameForAFilesName) {
    for (const std::string name : {":memory:", "file:a.db?mode=memory", "å b'\"?.db"}) {
        EXPECT_EQ(code({.url = folder / name}), "opened");
        EXPECT_TRUE(std::filesystem::exists(folder / name)) << name;
    }
}

TEST_F(OpenTest, LetsOneServerHoldAFile) {
    auto first = Database::open({.url = folder / "a.db", .exclusive = true});
    ASSERT_TRUE(first);
    EXPECT_EQ(code({.url = folder / "a.db", .exclusive = true}), "db.in_use");
    EXPECT_EQ(error.params, (Params{{"path", folder / "a.db"}, {"pid", std::to_string(::getpid())}}));
    std::filesystem::create_symlink(folder / "a.db", folder / "link.db");
    EXPECT_EQ(code({.url = folder / "link.db", .exclusive = true}), "db.in_use");
    EXPECT_EQ(code({.url = folder / "a.db"}), "opened");  // the command line beside the server
    first->reset();
    EXPECT_EQ(code({.url = folder / "a.db", .exclusive = true}), "opened");
}

TEST_F(OpenTest, IsNotHeldUpByALockWhoseProcessDied) {
    int ends[2];
    ASSERT_EQ(::pipe(ends), 0);
    const pid_t child = ::fork();
    if (child == 0) {
        const auto held = Database::open({.url = folder / "a.db", .exclusive = true});
        if (::write(ends[1], "x", 1) == 1) ::pause();
        ::_exit(held ? 0 : 1);
    }
    char ready = 0;
    ASSERT_EQ(::read(ends[0], &ready, 1), 1);
    EXPECT_EQ(code({.url = folder / "a.db", .exclusive = true}), "db.in_use");
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    EXPECT_EQ(code({.url = folder / "a.db", .exclusive = true}), "opened");
}

TEST_F(OpenTest, AnswersForOtherEngines) {
    EXPECT_EQ(code({.url = "postgresql://user:secret@127.0.0.1:1/kith"}), "db.postgres_unreachable");
    EXPECT_TRUE(error.params.empty());
    EXPECT_EQ(code({.url = "mysql://user:secret@host/kith"}), "db.unknown_engine");
    EXPECT_EQ(error.params, (Params{{"scheme", "mysql"}}));
}

}  // namespace
}  // namespace kith::db
