#include "modules/collaboration/notes/mentions.hpp"

#include <gtest/gtest.h>

#include <chrono>

#include "db/testing/temporary_folder.hpp"
#include "db/testing/test_url.hpp"
#include "modules/shipped.hpp"

namespace kith::collaboration {
namespace {

class MentionsTest : public ::testing::Test {
protected:
    MentionsTest() {
        records::Workspace::Parts parts;
        parts.database = std::move(*db::Database::open({.url = db::testing::test_url(folder_ / "notes.db")}));
        parts.schema = std::move(*shipped_schema());
        parts.hooks = {note_rules()};
        workspace_ = std::move(*records::Workspace::open(std::move(parts)));
    }

    Result<Id> add(const std::string& text) {
        return workspace_->write(Actor::system("test"), [&](records::Writer& writer) { return writer.create("note", {{"text", text}}); });
    }
    static std::string mentions(int count) {
        std::string out;
        for (int i = 1; i <= count; ++i) out += "<span class=\"mention\" data-user=\"" + std::to_string(i) + "\">@X</span> ";
        return out;
    }

    db::testing::TemporaryFolder folder_;
    std::unique_ptr<records::Workspace> workspace_;
};

TEST_F(MentionsTest, RefusesTenThousandAtOnce) {
    const auto begun = std::chrono::steady_clock::now();
    const auto refused = add(mentions(10'000));
    EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds(2));
    ASSERT_FALSE(refused);
    ASSERT_EQ(refused.error().fields.size(), 1u);
    EXPECT_EQ(refused.error().fields[0].field, "text");
    EXPECT_EQ(refused.error().fields[0].code, "note.too_long");
    EXPECT_EQ(add(mentions(51)).error().fields[0].code, "note.too_many_mentions");
    EXPECT_TRUE(add(mentions(50)));
}

TEST_F(MentionsTest, CountsEachPersonOnce) {
    std::string text;
    for (int i = 0; i < 100; ++i) text += mentions(1);
    const auto id = add(text);
    ASSERT_TRUE(id);
    workspace_->read(Actor::system("test"), [&](records::Reader& reader) {
        const auto note = reader.get("note", *id);
        EXPECT_EQ(mentioned_in(*note), std::vector<Id>{{1}});
        EXPECT_EQ(subject_of(*note).object, "note");
        EXPECT_TRUE(excerpt_of(*note).starts_with("@X @X"));
        EXPECT_FALSE(excerpt_of(*note).contains("<"));
        return 0;
    });
}

TEST_F(MentionsTest, CutsTheExcerptBetweenCharacters) {
    const auto id = add(std::string("<p>") + std::string(150, 'a') + "æøåæøåæøåæøåæøåæøåæøåæøåæøåæøåæøåæøåæøåæøåæøåæøåæøåæøå</p>");
    workspace_->read(Actor::system("test"), [&](records::Reader& reader) {
        const auto excerpt = excerpt_of(*reader.get("note", *id));
        EXPECT_TRUE(excerpt.ends_with("…"));
        EXPECT_EQ(excerpt.size(), 150u + 2 * 50 + 3);
        return 0;
    });
}

}  // namespace
}  // namespace kith::collaboration
