#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "db/testing/test_url.hpp"
#include "modules/data/data.hpp"
#include "modules/data/export/job.hpp"
#include "modules/data/import/job.hpp"
#include "modules/shipped.hpp"
#include "support/packed_files.hpp"

namespace kith::data {
namespace {

namespace fs = std::filesystem;

TEST(ForgetFiles, FindsAPersonAlsoInWhatIsPacked) {
    const fs::path folder = fs::temp_directory_path() / ("kith_forget_files_" + std::to_string(::getpid()));
    fs::remove_all(folder);
    fs::create_directories(folder);
    {
        records::Workspace::Parts parts;
        parts.database = std::move(*db::Database::open({.url = db::testing::test_url((folder / "kith.db").string())}));
        parts.schema = std::move(*shipped_schema());
        parts.migrations.push_back({"import", imports::tables()});
        parts.migrations.push_back({"export", exports::tables()});
        const auto workspace = std::move(*records::Workspace::open(std::move(parts)));
        const fs::path files = *imports::files_folder(workspace->database());
        const auto put = [&](const char* name, const std::string& bytes) { std::ofstream(files / name, std::ios::binary) << bytes; };
        const std::string rows = "name,email\nKari,Kari.Lie@Fjord.example\n";
        put("1.upload", rows);
        put("2.upload", test::gzip_of(rows));
        put("3.upload", test::zip_of({{"other.csv", "name\nOla\n"}, {"people.csv", rows}}));
        put("4.upload", test::zip_of({{"other.csv", "name\nOla\n"}}));
        put("5.upload", "PK\x03\x04 that is no zip");
        put("6.failed.csv", "name\nOla\n");
        EXPECT_EQ(forget_files(*workspace, "contact", {"kari.lie@fjord.example"}), 4);
        EXPECT_TRUE(fs::exists(files / "4.upload"));
        EXPECT_TRUE(fs::exists(files / "6.failed.csv"));
    }
    fs::remove_all(folder);
}

}  // namespace
}  // namespace kith::data
