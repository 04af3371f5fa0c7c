#include "app/command.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "db/testing/temporary_folder.hpp"

/// The command line as a person meets it: exit status, and what stands on standard output and error.
namespace kith::app {
namespace {

struct Said {
    int status;
    std::string out, err;
};

Said run(std::vector<std::string> words) {
    ::setenv("KITH_LANG", "en", 1);
    // Nothing of the machine's own settings, where it has some.
    if (::getenv("KITH_CONFIG") == nullptr) ::setenv("KITH_CONFIG", "", 1);
    words.insert(words.begin(), "kith");
    std::vector<char*> argv;
    for (auto& word : words) argv.push_back(word.data());
    testing::internal::CaptureStdout();
    testing::internal::CaptureStderr();
    const int status = run_command_line(static_cast<int>(argv.size()), argv.data());
    return {status, testing::internal::GetCapturedStdout(), testing::internal::GetCapturedStderr()};
}

bool says(const Said& said, std::string_view text) { return said.err.contains(text); }

TEST(CommandLine, SaysWhatOfItIsNotUnderstood) {
    EXPECT_TRUE(says(run({}), "Say what to do: serve, worker, demo, setup"));
    EXPECT_TRUE(says(run({"sevre"}), "no command “sevre”; there is serve"));
    EXPECT_TRUE(says(run({"user", "remove"}), "no command “remove”; there is add, list, password"));
    EXPECT_TRUE(says(run({"check", "--fast"}), "“--fast” is not understood here"));
    EXPECT_TRUE(says(run({"import"}), "Say which file to import"));
    EXPECT_TRUE(says(run({"check", "--db"}), "--db needs a value"));
    EXPECT_TRUE(says(run({"demo", "--customers", "many"}), "--customers takes a whole number, not “many”"));
    EXPECT_TRUE(says(run({"export", "account", "--format", "xml"}), "--format is one of csv, xlsx, jsonl, vcard, not “xml”"));
    for (const auto& words : {std::vector<std::string>{}, {"sevre"}, {"check", "--fast"}, {"demo", "--seed", "1.5"}})
        EXPECT_EQ(run(words).status, 2);
    const auto help = run({"export", "--help"});
    EXPECT_EQ(help.status, 0);
    EXPECT_TRUE(help.out.contains("--filter"));
}

TEST(CommandLine, ImportsWithoutALineForMachines) {
    const db::testing::TemporaryFolder folder;
    std::ofstream(folder / "a.csv") << "Name,City\nÅs Bygg,Ås\n,Moss\n";
    const auto db = folder / "kith.db";
    ASSERT_EQ(run({"setup", "--db", db}).status, 0);
    const auto said = run({"import", folder / "a.csv", "--object", "account", "--db", db, "--yes", "--failed",
                           folder / "failed.csv"});
    EXPECT_EQ(said.status, 0);
    EXPECT_TRUE(said.out.contains("2 rows = 1 created + 0 updated + 0 skipped + 1 failed"));
    EXPECT_FALSE(says(said, "\"level\"")) << said.err;
}

TEST(CommandLine, TakesNoUserWhoCouldNotSignIn) {
    const db::testing::TemporaryFolder folder;
    const auto db = folder / "kith.db";
    const auto said = run({"user", "add", "--db", db, "--email", "kari", "--name", "Kari"});
    EXPECT_EQ(said.status, 1);
    EXPECT_TRUE(says(said, "email: ")) << said.err;
    EXPECT_EQ(run({"user", "list", "--db", db}).out, "");
}

TEST(CommandLine, SaysWhereItCannotWrite) {
    const db::testing::TemporaryFolder folder;
    std::ofstream(folder / "file") << "in the way";
    const auto said = run({"setup", "--data", folder / "file/below"});
    EXPECT_EQ(said.status, 1);
    EXPECT_TRUE(says(said, "/file/below cannot be made: ")) << said.err;
}

TEST(CommandLine, ExplainsItsSettings) {
    const db::testing::TemporaryFolder folder;
    const auto file = folder / "kith.conf";
    std::ofstream(file) << "# ours\nworkers = 12\ndb = postgresql://kith:hunter2@db.example/kith\nmetrics_token = hunter3\n";
    ::setenv("KITH_READERS", "3", 1);
    ::setenv("KITH_LISEN", "0.0.0.0:80", 1);
    const auto said = run({"config", "--explain", "--config", file, "--listen", ":9000"});
    const auto json = run({"config", "--json", "--config", file});
    const auto plain = run({"config", "--config", file});
    ::unsetenv("KITH_READERS");
    ::unsetenv("KITH_LISEN");
    EXPECT_EQ(said.status, 0) << said.err;
    EXPECT_TRUE(said.out.contains("Settings from " + file));
    EXPECT_TRUE(said.out.contains("workers = 12\n    Threads that answer requests\n    set by " + file + ":2 (KITH_WORKERS, --workers; 2–1024)")) << said.out;
    EXPECT_TRUE(said.out.contains("set by KITH_READERS"));
    EXPECT_TRUE(said.out.contains("listen = :9000"));
    EXPECT_TRUE(said.out.contains("set by --listen"));
    EXPECT_TRUE(said.out.contains("not set anywhere"));
    EXPECT_TRUE(said.out.contains("KITH_LISEN is set in the environment and is no setting; KITH_LISTEN is one")) << said.out;
    EXPECT_TRUE(json.out.contains("\"name\":\"workers\",\"value\":\"12\",\"source\":\"file\"")) << json.out;
    for (const auto* one : {&said, &json, &plain}) {
        EXPECT_TRUE(one->out.contains("postgresql://kith:********@db.example/kith"));
        EXPECT_FALSE(one->out.contains("hunter")) << one->out;
    }
    EXPECT_TRUE(plain.out.contains("\nreaders = 3\n")) << plain.out;
}

TEST(CommandLine, RefusesWrongSettingsAndSaysWhere) {
    const db::testing::TemporaryFolder folder;
    const auto file = folder / "kith.conf";
    std::ofstream(file) << "lisen = :80\nworkers = 0\n";
    for (const char* command : {"serve", "config", "check"}) {
        const auto said = run({command, "--config", file});
        EXPECT_EQ(said.status, 2) << command;
        EXPECT_TRUE(says(said, file + ":1: There is no setting lisen; listen was most likely meant")) << said.err;
        EXPECT_TRUE(says(said, file + ":2: workers is a whole number from 2 to 1024, not “0”")) << said.err;
    }
    EXPECT_TRUE(says(run({"config", "--workers", "0"}), "--workers: workers is a whole number from 2 to 1024"));
    EXPECT_TRUE(says(run({"config", "--config", folder / "none.conf"}), "none.conf cannot be read: No such file"));
    ::setenv("KITH_LOG_LEVEL", "loud", 1);
    const auto said = run({"config"});
    ::unsetenv("KITH_LOG_LEVEL");
    EXPECT_TRUE(says(said, "KITH_LOG_LEVEL: log_level is one of debug, info, warning, error, not “loud”")) << said.err;
}

}  // namespace
}  // namespace kith::app
