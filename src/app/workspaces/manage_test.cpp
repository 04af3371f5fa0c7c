#include "app/workspaces/manage.hpp"

#include <gtest/gtest.h>

#include <filesystem>

#include "app/composition.hpp"
#include "db/testing/temporary_folder.hpp"
#include "modules/identity/identity.hpp"

namespace kith::app {
namespace {

namespace fs = std::filesystem;

class ManagedWorkspaces : public ::testing::Test {
protected:
    Directory& directory() { return *directory_; }
    WorkspaceEntry make(const std::string& name, const std::string& slug = "") {
        auto made = create_workspace(directory(), {.name = name, .slug = slug});
        if (!made) throw std::runtime_error(made.error().code + (made.error().fields.empty() ? "" : " " + made.error().fields[0].code));
        return std::move(*made);
    }
    static std::string problem_of(const Result<WorkspaceEntry>& result) {
        if (result) return "";
        return result.error().fields.empty() ? result.error().code : result.error().fields.front().code;
    }
    bool is_there(const std::string& place) { return fs::exists(folder_.path() / place); }

    db::testing::TemporaryFolder folder_;
    std::unique_ptr<Directory> directory_ = std::move(*Directory::open({folder_.path().string()}, true));
};

TEST_F(ManagedWorkspaces, AreMadeListedRenamedSuspendedAndDeleted) {
    const auto acme = make("Acme \"Quoted\" O'Hara");
    EXPECT_EQ(acme.slug, "acme-quoted-ohara");
    EXPECT_EQ(acme.state, WorkspaceState::Active);
    const auto firma = make("Фирма");
    EXPECT_EQ(firma.slug, "firma");
    EXPECT_EQ(make("Firma").slug, "firma-2");
    EXPECT_EQ(directory().all()->size(), 3U);
    EXPECT_EQ(directory().find("firma")->name, "Фирма");
    EXPECT_EQ(directory().find(firma.id.to_string())->slug, "firma");

    ASSERT_TRUE(rename_workspace(directory(), "firma", {.name = "Ny firma", .slug = "ny", .hosts = {{"CRM.Ny.Example"}}}));
    EXPECT_FALSE(directory().find("firma"));
    EXPECT_EQ(directory().by_host("crm.ny.example")->name, "Ny firma");
    EXPECT_EQ(directory().find("ny")->place, firma.place) << "a file that is open is not moved";

    EXPECT_EQ(suspend_workspace(directory(), "ny")->state, WorkspaceState::Suspended);
    EXPECT_EQ(resume_workspace(directory(), "ny")->state, WorkspaceState::Active);

    const auto gone = delete_workspace(directory(), "ny", false);
    ASSERT_TRUE(gone);
    EXPECT_TRUE(gone->place.starts_with("trash/2"));
    EXPECT_TRUE(is_there(gone->place + "/kith.db"));
    EXPECT_FALSE(is_there(firma.place));
    EXPECT_FALSE(directory().by_host("crm.ny.example"));
    EXPECT_EQ(make("Ny").slug, "ny") << "its short name is free again";
    EXPECT_EQ(problem_of(restore_workspace(directory(), gone->id.to_string())), "workspace.slug_taken");
    EXPECT_TRUE(is_there(gone->place + "/kith.db"));
    ASSERT_TRUE(rename_workspace(directory(), "ny", {.slug = "annen"}));
    EXPECT_EQ(restore_workspace(directory(), gone->id.to_string())->state, WorkspaceState::Suspended);
    ASSERT_TRUE(delete_workspace(directory(), "ny", true));
    EXPECT_FALSE(directory().find(gone->id));
    EXPECT_TRUE(fs::is_empty(folder_.path() / "trash"));
}

TEST_F(ManagedWorkspaces, RefuseWhatCannotBe) {
    make("Acme");
    EXPECT_EQ(problem_of(create_workspace(directory(), {.name = "Another", .slug = "acme"})), "workspace.slug_taken");
    EXPECT_EQ(problem_of(create_workspace(directory(), {.name = ""})), "field.required");
    EXPECT_EQ(problem_of(create_workspace(directory(), {.name = std::string(300, 'x')})), "workspace.name_too_long");
    EXPECT_EQ(problem_of(create_workspace(directory(), {.name = "x", .slug = "../x"})), "workspace.not_a_slug");
    EXPECT_EQ(problem_of(create_workspace(directory(), {.name = "x", .slug = "api"})), "workspace.slug_reserved");
    EXPECT_EQ(problem_of(create_workspace(directory(), {.name = "x", .hosts = {"a b"}})), "workspace.not_a_host");
    ASSERT_TRUE(create_workspace(directory(), {.name = "x", .hosts = {"x.example"}}));
    EXPECT_EQ(problem_of(create_workspace(directory(), {.name = "y", .hosts = {"x.example"}})), "workspace.host_taken");
    EXPECT_EQ(problem_of(suspend_workspace(directory(), "nowhere")), "workspace.not_found");
    // What a password's rules refuse leaves nothing behind.
    const auto weak = create_workspace(directory(), {.name = "Weak", .administrator = "ada@example.test", .password = "a"});
    EXPECT_FALSE(weak);
    EXPECT_FALSE(directory().find("weak"));
    EXPECT_FALSE(is_there("workspaces/weak"));
}

TEST_F(ManagedWorkspaces, KnowWhoSignsInWhere) {
    const auto made = create_workspace(directory(), {.name = "Acme", .administrator = "Ada@Example.test", .password = "kesu-tavo-rimu-peda"});
    ASSERT_TRUE(made);
    ASSERT_EQ(directory().with_address(" ada@example.TEST").size(), 1U);
    EXPECT_TRUE(directory().with_address("bob@example.test").empty());
    directory().database().read([](db::Transaction& tx) {
        auto rows = tx.query("select address from sign_in_address");
        while (rows.next()) EXPECT_EQ(rows->string(0).find("ada"), std::string::npos);
    });
    ASSERT_TRUE(suspend_workspace(directory(), "acme"));
    EXPECT_TRUE(directory().with_address("ada@example.test").empty());
}

TEST_F(ManagedWorkspaces, LeaveNothingHalfMadeOrHalfDeleted) {
    // As a kill leaves them: a line without its file, a half made file, one on its way to the trash, one that is there.
    auto without = directory().add({.name = "A", .slug = "a", .place = "workspaces/a", .created_at = Instant::now()});
    auto half = directory().add({.name = "B", .slug = "b", .place = "workspaces/b", .created_at = Instant::now()});
    fs::create_directories(folder_.path() / "workspaces/b");
    auto going = make("Going");
    going.state = WorkspaceState::Deleting;
    ASSERT_TRUE(directory().save(going));
    auto moved = make("Moved");
    const auto trashed = delete_workspace(directory(), "moved", false);
    ASSERT_TRUE(trashed);
    moved.state = WorkspaceState::Deleting;
    ASSERT_TRUE(directory().save(moved));
    make("Whole");

    ASSERT_TRUE(recover_workspaces(directory()));
    EXPECT_FALSE(directory().find("a"));
    EXPECT_FALSE(directory().find("b"));
    EXPECT_EQ(directory().find(going.id)->state, WorkspaceState::Deleted);
    EXPECT_EQ(directory().find(moved.id)->state, WorkspaceState::Deleted);
    EXPECT_EQ(directory().find(moved.id)->place, trashed->place);
    EXPECT_EQ(directory().find("whole")->state, WorkspaceState::Active);
    EXPECT_FALSE(is_there("workspaces/b"));
    EXPECT_TRUE(is_there("workspaces/whole/kith.db"));
}

TEST_F(ManagedWorkspaces, AnotherServerHoldsIsNotMoved) {
    const auto held = make("Held");
    auto open = open_workspace({.db = directory().database_of(held), .exclusive = true});
    ASSERT_TRUE(open);
    auto going = held;
    going.state = WorkspaceState::Deleting;
    ASSERT_TRUE(directory().save(going));
    ASSERT_TRUE(recover_workspaces(directory()));
    EXPECT_EQ(directory().find(held.id)->state, WorkspaceState::Deleting);
    EXPECT_TRUE(is_there(held.place + "/kith.db"));
}

}  // namespace
}  // namespace kith::app
