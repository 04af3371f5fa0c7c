#include "app/config/configuration.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>
#include <set>

#include "app/config/config_file.hpp"
#include "app/config/networks.hpp"
#include "db/testing/temporary_folder.hpp"

namespace kith::app {
namespace {

using Variables = std::map<std::string, std::string>;

class ConfigurationTest : public ::testing::Test {
protected:
    Result<Configuration> load(const std::string& text, Variables variables = {}, std::map<std::string, std::string> options = {}) {
        path = folder / "kith.conf";
        std::ofstream(path, std::ios::binary) << text;
        Configuration::From from;
        from.file = path;
        from.environment = [&variables](const char* name) -> const char* {
            const auto found = variables.find(name);
            return found == variables.end() ? nullptr : found->second.c_str();
        };
        from.options = std::move(options);
        return Configuration::load(from);
    }
    /// "line code" of each mistake.
    std::vector<std::string> mistakes(const std::string& text, Variables variables = {}) {
        const auto loaded = load(text, std::move(variables));
        std::vector<std::string> out;
        if (loaded) return out;
        EXPECT_EQ(loaded.error().code, "config.wrong");
        for (const auto& one : loaded.error().fields) {
            const auto& where = one.field;
            out.push_back((where.starts_with(path) ? where.substr(path.size()) : where) + " " + one.code);
        }
        return out;
    }

    const db::testing::TemporaryFolder folder;
    std::string path;
};

using Mistakes = std::vector<std::string>;

TEST_F(ConfigurationTest, TheNearestSourceWins) {
    const std::string file = "# Kith\nlisten = 0.0.0.0:80\nworkers=32 # threads\nlog_format = \"text\"\n";
    const auto loaded = load(file, {{"KITH_WORKERS", "16"}, {"KITH_LOG_FORMAT", ""}}, {{"workers", "8"}});
    ASSERT_TRUE(loaded);
    EXPECT_EQ(loaded->number("workers"), 8);
    EXPECT_EQ(loaded->at("workers").where, "--workers");
    EXPECT_EQ(loaded->text("listen"), "0.0.0.0:80");
    EXPECT_EQ(loaded->at("listen").where, path + ":2");
    EXPECT_EQ(loaded->text("log_format"), "text");  // set and empty is not set
    EXPECT_EQ(loaded->at("log_level").source, Source::Standard);
    EXPECT_EQ(load(file, {{"KITH_WORKERS", "16"}})->at("workers").where, "KITH_WORKERS");
}

TEST_F(ConfigurationTest, ADataFolderOnTheCommandLineTakesItsOwnFile) {
    const std::string file = "data = /var/lib/kith\ndb = postgresql://kith@db/kith\n";
    EXPECT_EQ(load(file)->database(), "postgresql://kith@db/kith?files=/var/lib/kith");
    EXPECT_EQ(load(file, {{"KITH_DATA", "/s v"}})->database(), "postgresql://kith@db/kith?files=/s%20v");
    EXPECT_EQ(load("data = /srv\ndb = postgresql://kith@db/kith?schema=a&files=/b\n")->database(), "postgresql://kith@db/kith?schema=a&files=/b");
    EXPECT_EQ(load(file, {{"KITH_DB", "/x.db"}}, {{"data", "/tmp/demo"}})->database(), "/tmp/demo/kith.db");
    EXPECT_EQ(load(file, {}, {{"data", "/tmp/demo"}, {"db", "/y.db"}})->database(), "/y.db");
    EXPECT_EQ(load("data = /var/lib/kith\n")->database(), "/var/lib/kith/kith.db");
}

TEST_F(ConfigurationTest, TellsAllMistakesWithTheirLines) {
    EXPECT_EQ(mistakes("lisen = :80\n\nworkers = many\nworkers = 9999\nlog_level = loud\naccess_log = maybe\nlisten = here\n"
                       "no line\n= 5\ndata = \"/var\nreaders = 4\nreaders = 5\nzzzzzz = 1\ntrusted_proxies = 10.0.0.0/99\nmetrics_token = \"a\" b\n"),
              (Mistakes{":8 config.not_a_line", ":9 config.not_a_line", ":10 config.open_quote", ":15 config.open_quote",
                        ":1 config.unknown_but", ":3 config.not_a_number", ":4 config.twice", ":5 config.not_a_choice",
                        ":6 config.not_yes_or_no", ":7 config.not_an_address", ":12 config.twice", ":13 config.unknown",
                        ":14 config.not_networks"}));
    EXPECT_EQ(mistakes("", {{"KITH_DRAIN_GRACE_SECONDS", "-1"}}), (Mistakes{"KITH_DRAIN_GRACE_SECONDS config.not_a_number"}));
    EXPECT_EQ(mistakes(std::string("data = /\0var\n", 13)), (Mistakes{":1 config.not_text"}));
    EXPECT_EQ(mistakes("data = /v\xe6r\n"), (Mistakes{":1 config.not_text"}));
    const auto meant = load("log-levl = info\n").error().fields.at(0);
    EXPECT_EQ(meant.params.at(1).second, "log_level");
}

TEST_F(ConfigurationTest, ReadsWhatEditorsLeave) {
    const auto loaded = load("\xef\xbb\xbf  listen\t=  [::1]:80  \r\n\r\n#x\r\nallow_demo_remote=ON\nmetrics_token = 'a # b'\ndata = /srv/a#b");
    ASSERT_TRUE(loaded);
    EXPECT_EQ(loaded->text("listen"), "[::1]:80");
    EXPECT_TRUE(loaded->flag("allow_demo_remote"));
    EXPECT_EQ(loaded->text("metrics_token"), "a # b");
    EXPECT_EQ(loaded->data_folder(), "/srv/a#b");
}

TEST_F(ConfigurationTest, SaysWhyAFileCannotBeRead) {
    const auto code_of = [](const std::string& file) { return Configuration::load({.file = file, .environment = {}, .options = {}}).error().code; };
    EXPECT_EQ(code_of(folder / "missing.conf"), "config.no_file");
    EXPECT_EQ(code_of(folder.path().string()), "config.no_file");
    EXPECT_EQ(code_of("/dev/zero"), "config.no_file");
    if (::geteuid() != 0) {
        std::ofstream(folder / "closed.conf") << "data = /x\n";
        std::filesystem::permissions(folder / "closed.conf", std::filesystem::perms::none);
        EXPECT_EQ(code_of(folder / "closed.conf"), "config.may_not_read");
    }
    EXPECT_EQ(Configuration::choose_file("a.conf", "b.conf"), "a.conf");
    EXPECT_EQ(Configuration::choose_file("", "b.conf"), "b.conf");
    EXPECT_EQ(Configuration::choose_file("", ""), "");
}

TEST(Settings, ShowNoSecrets) {
    EXPECT_EQ(shown_value(*find_setting("metrics_token"), "hunter2"), "********");
    EXPECT_EQ(shown_value(*find_setting("metrics_token"), ""), "");
    EXPECT_EQ(shown_value(*find_setting("db"), "postgresql://kith:hunter2@db/kith"), "postgresql://kith:********@db/kith");
}

TEST(Settings, AreWellFormed) {
    std::set<std::string> names;
    for (const auto& setting : settings()) {
        EXPECT_TRUE(names.insert(setting.name).second) << setting.name;
        EXPECT_FALSE(setting.shown == Shown::Hidden && setting.option != nullptr) << "whoever lists processes would read it";
        EXPECT_FALSE(setting.kind == SettingKind::Number && setting.least >= setting.most) << setting.name;
    }
    EXPECT_EQ(nearest_setting("KITH"), "");
    EXPECT_EQ(nearest_setting("lsiten"), "listen");
}

TEST(NetworksTest, HoldAddressesByTheirBeginning) {
    const auto networks = Networks::parse("10.0.0.0/8, 192.0.2.7,2001:db8::/33 ,, 172.16.0.0/12");
    ASSERT_TRUE(networks);
    for (const char* inside : {"10.255.1.2", "192.0.2.7", "::ffff:10.1.1.1", "2001:db8:7fff::1", "172.31.0.1"}) EXPECT_TRUE(networks->contains(inside)) << inside;
    for (const char* outside : {"11.0.0.1", "192.0.2.8", "2001:db8:8000::1", "172.32.0.1", "::1", "", "10.0.0"}) EXPECT_FALSE(networks->contains(outside)) << outside;
    for (const char* wrong : {"10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/", "here", "::/129", "10.0.0.0/8 10.1.1.1"}) EXPECT_FALSE(Networks::parse(wrong)) << wrong;
    EXPECT_FALSE(Networks().contains("10.0.0.1"));
    EXPECT_TRUE(Networks::parse("0.0.0.0/0")->contains("8.8.8.8"));
    EXPECT_FALSE(Networks::parse("0.0.0.0/0")->contains("2001:db8::1"));
}

}  // namespace
}  // namespace kith::app
