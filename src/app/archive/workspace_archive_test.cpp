#include "app/archive/workspace_archive.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <map>

#include "base/zip_file.hpp"
#include "app/composition.hpp"
#include "db/testing/temporary_folder.hpp"
#include "modules/collaboration/collaboration.hpp"
#include "records/metadata/change_object.hpp"

namespace kith::app {
namespace {

std::map<std::string, std::string> content_of(const std::string& path) {
    std::map<std::string, std::string> out;
    auto zip = ZipReader::open(path);
    EXPECT_TRUE(zip.has_value());
    while (true) {
        const auto name = zip->next();
        EXPECT_TRUE(name.has_value());
        if (!name || name->empty()) return out;
        std::string& text = out[*name];
        std::vector<char> piece(4096);
        for (auto got = zip->read(piece.data(), piece.size()); got && *got > 0; got = zip->read(piece.data(), piece.size())) text.append(piece.data(), *got);
    }
}

/// A workspace with an object of its own, records that were changed and binned, and odd values.
void fill(const std::string& db) {
    auto workspace = open_workspace({.db = db, .create = true});
    ASSERT_TRUE(workspace.has_value());
    ASSERT_TRUE((*workspace)->install());
    const auto actor = Actor::system("test");
    const auto delta = json::parse(R"({"name": "boat", "custom": true, "title": "name", "label": {"en": "Boat"}, "label_plural": {"en": "Boats"}, "fields": [
        {"name": "name", "type": "text", "label": {"en": "Name"}, "search": true}, {"name": "length", "type": "decimal", "label": {"en": "Length"}},
        {"name": "owner_account", "type": "relation", "to": "account", "label": {"en": "Owner"}}]})");
    const auto made = (*workspace)->write(actor, [&](records::Writer& writer) -> Result<void> {
        KITH_CHECK(records::change_object(writer, {.object = "boat", .delta = *delta, .create = true}));
        return {};
    });
    ASSERT_TRUE(made.has_value());
    const auto filled = (*workspace)->write(actor, [&](records::Writer& writer) -> Result<void> {
        KITH_TRY(const auto account, writer.create("account", {{"name", std::string("Ærlig \"&\" Sønn\u2028AS")}}));
        KITH_TRY(const auto boat, writer.create("boat", {{"name", std::string("Skarven")}, {"length", 0.1 + 0.2}, {"owner_account", account}}));
        KITH_CHECK(writer.update("boat", boat, {{"length", 5.0}}));
        KITH_TRY(const auto gone, writer.create("boat", {{"name", std::string("Gone")}}));
        return writer.bin("boat", gone);
    });
    ASSERT_TRUE(filled.has_value());
}

TEST(WorkspaceArchive, IsTakenBackAsItWas) {
    const db::testing::TemporaryFolder folder;
    const std::string db = folder / "one.db", other = folder / "two.db";
    fill(db);
    const auto written = write_archive(db, folder / "one.zip");
    ASSERT_TRUE(written.has_value()) << written.error().code;
    const auto read = read_archive(folder / "one.zip", other);
    ASSERT_TRUE(read.has_value()) << read.error().code << " " << (read.error().params.empty() ? "" : read.error().params.back().second);
    EXPECT_EQ(read->rows, written->rows);
    ASSERT_TRUE(write_archive(other, folder / "two.zip").has_value());
    const auto before = content_of(folder / "one.zip"), after = content_of(folder / "two.zip");
    ASSERT_GT(before.size(), 10U);
    for (const auto& [name, text] : before) EXPECT_EQ(text, after.contains(name) ? after.at(name) : "") << name;
    EXPECT_EQ(before.size(), after.size());
    EXPECT_NE(before.at("tables/r_boat.jsonl").find("Skarven"), std::string::npos);

    // It is searched, and goes on from where it was.
    auto workspace = open_workspace({.db = other});
    ASSERT_TRUE(workspace.has_value());
    records::Query query;
    query.object = "boat";
    query.search = "skarv";
    const auto actor = Actor::system("test");
    const auto found = (*workspace)->read(actor, [&](records::Reader& reader) { return reader.query(query); });
    ASSERT_TRUE(found.has_value());
    EXPECT_EQ(found->records.size(), 1U);
}

TEST(WorkspaceArchive, LeavesNothingOfWhatIsNoArchiveAndNothingOverWhatIsThere) {
    const db::testing::TemporaryFolder folder;
    std::ofstream(folder / "no.zip") << "name,city\nFjord,Bergen\n";
    EXPECT_FALSE(is_archive(folder / "no.zip"));
    EXPECT_EQ(read_archive(folder / "no.zip", folder / "kith.db").error().code, "zip.not_one");
    EXPECT_FALSE(std::filesystem::exists(std::string(folder / "kith.db")));
    fill(folder / "kith.db");
    ASSERT_TRUE(write_archive(folder / "kith.db", folder / "whole.zip").has_value());
    EXPECT_EQ(write_archive(folder / "kith.db", folder / "whole.zip").error().code, "cli.file_exists");
    EXPECT_EQ(read_archive(folder / "whole.zip", folder / "kith.db").error().code, "cli.file_exists");

    // Cut short, as a copy that was broken off: refused, and nothing stays.
    std::filesystem::resize_file(std::string(folder / "whole.zip"), std::filesystem::file_size(std::string(folder / "whole.zip")) * 2 / 3);
    EXPECT_FALSE(read_archive(folder / "whole.zip", folder / "new.db").has_value());
    for (const auto& entry : std::filesystem::directory_iterator(std::filesystem::path(std::string(folder / "x")).parent_path()))
        EXPECT_EQ(entry.path().filename().string().find("new.db"), std::string::npos) << entry.path();
}

}  // namespace
}  // namespace kith::app
