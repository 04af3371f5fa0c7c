#include "app/workspaces/manage.hpp"

#include <gtest/gtest.h>

#include <filesystem>

#include "app/composition.hpp"
#include "app/workspaces/testing/test_place.hpp"
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
    /// Whether there is any data at that place.
    bool is_there(const std::string& place) {
        if (!db::testing::on_postgres()) return fs::exists(folder_.path() / place);
        return directory().database().read([&](db::Transaction& tx) { return tx.query("select 1 from pg_namespace where nspname = $1", place).next(); });
    }
    /// Whether what it has is where nobody looks for it, and whole.
    bool is_away(const WorkspaceEntry& entry) {
        const auto database = db::Database::open({.url = directory().database_of(entry), .create = false});
        return entry.state == WorkspaceState::Deleted && database && (db::testing::on_postgres() || entry.place.starts_with("trash/2"));
    }

    db::testing::TemporaryFolder folder_;
    std::unique_ptr<Directory> directory_ = std::move(*Directory::open(testing::test_place(folder_.path().string()), true));
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
    EXPECT_TRUE(is_away(*gone));
    EXPECT_FALSE(directory().by_host("crm.ny.example"));
    EXPECT_EQ(make("Ny").slug, "ny") << "its short name is free again";
    EXPECT_EQ(problem_of(restore_workspace(directory(), gone->id.to_string())), "workspace.slug_taken");
    EXPECT_TRUE(is_away(*gone));
    ASSERT_TRUE(rename_workspace(directory(), "ny", {.slug = "annen"}));
    const auto back = restore_workspace(directory(), gone->id.to_string());
    ASSERT_TRUE(back);
    EXPECT_EQ(back->state, WorkspaceState::Suspended);
    EXPECT_TRUE(open_workspace({.db = directory().database_of(*back)}));
    ASSERT_TRUE(delete_workspace(directory(), "ny", true));
    EXPECT_FALSE(directory().find(gone->id));
    EXPECT_FALSE(is_there(back->place));
    EXPECT_FALSE(is_there(gone->place));
    // Who did it is told even of what is gone.
    const auto actions = directory().actions(3);
    ASSERT_EQ(actions.size(), 3U);
    EXPECT_EQ(actions[0].action, "purged");
    EXPECT_EQ(actions[1].action, "deleted");
    EXPECT_EQ(actions[2].action, "restored");
    EXPECT_EQ(actions[0].slug, "ny");
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
    for (const auto& one : {NewWorkspace{.name = "Mars", .time_zone = "Mars/Olympus"}, NewWorkspace{.name = "Mars", .currency = "QQQ"}, NewWorkspace{.name = "Mars", .language = "tlh"}})
        EXPECT_FALSE(create_workspace(directory(), one));
    EXPECT_FALSE(directory().find("mars"));
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
    // As a kill leaves them: a line without data, half made data, one on its way to the trash, one that is there, one on
    // its way back.
    const auto line = [&](const char* slug) {
        WorkspaceEntry entry{.id = directory().ids().next(), .name = slug, .slug = slug, .created_at = Instant::now()};
        entry.place = directory().store().place_for(entry);
        return *directory().add(entry);
    };
    line("a");
    const auto half = line("b");
    fs::create_directories(folder_.path() / half.place);
    ASSERT_TRUE(db::Database::open({.url = directory().database_of(half)}));
    auto going = make("Going");
    going.state = WorkspaceState::Deleting;
    ASSERT_TRUE(directory().save(going));
    auto moved = make("Moved");
    const auto trashed = delete_workspace(directory(), "moved", false);
    ASSERT_TRUE(trashed);
    moved.state = WorkspaceState::Deleting;
    ASSERT_TRUE(directory().save(moved));
    make("Coming");
    auto coming = *delete_workspace(directory(), "coming", false);
    coming.state = WorkspaceState::Restoring;
    ASSERT_TRUE(directory().save(coming));
    make("Whole");

    ASSERT_TRUE(recover_workspaces(directory()));
    EXPECT_FALSE(directory().find("a"));
    EXPECT_FALSE(directory().find("b"));
    EXPECT_FALSE(is_there(half.place));
    EXPECT_TRUE(is_away(*directory().find(going.id)));
    EXPECT_TRUE(is_away(*directory().find(moved.id)));
    EXPECT_EQ(directory().find(moved.id)->place, trashed->place);
    for (const auto& [slug, state] : {std::pair("whole", WorkspaceState::Active), std::pair("coming", WorkspaceState::Suspended)}) {
        const auto found = directory().find(slug);
        ASSERT_TRUE(found) << slug;
        EXPECT_EQ(found->state, state);
        EXPECT_TRUE(open_workspace({.db = directory().database_of(*found)}));
    }
}

TEST(WorkspaceFiles, ThatAnotherServerHoldsAreNotMoved) {
    const db::testing::TemporaryFolder folder;
    const auto directory = std::move(*Directory::open({folder.path().string()}, true));
    const auto held = create_workspace(*directory, {.name = "Held"});
    ASSERT_TRUE(held);
    auto open = open_workspace({.db = directory->database_of(*held), .exclusive = true});
    ASSERT_TRUE(open);
    auto going = *held;
    going.state = WorkspaceState::Deleting;
    ASSERT_TRUE(directory->save(going));
    ASSERT_TRUE(recover_workspaces(*directory));
    EXPECT_EQ(directory->find(held->id)->state, WorkspaceState::Deleting);
    EXPECT_TRUE(fs::exists(folder.path() / held->place / "kith.db"));
}

TEST(WorkspaceFiles, AreNothingElseWhateverTheListSays) {
    const db::testing::TemporaryFolder folder;
    const auto store = Store::of({folder.path().string()});
    fs::create_directories(folder.path() / "workspaces/acme");
    for (const auto* place : {"..", "workspaces", "workspaces/", "workspaces/..", "workspaces/a/b", "/etc", "other/acme", "trash/../workspaces"}) EXPECT_FALSE(store->remove(place)) << place;
    EXPECT_TRUE(fs::exists(folder.path() / "workspaces/acme"));
    EXPECT_TRUE(store->remove("workspaces/acme"));
    EXPECT_FALSE(fs::exists(folder.path() / "workspaces/acme"));
    const auto schemas = Store::of({folder.path().string(), "postgresql:///nowhere"});
    for (const auto* place : {"public", "kith", "w_", "w_main", "w_1\" cascade; --", "kith_operator"}) EXPECT_EQ(schemas->remove(place).error().code, "workspace.not_a_place") << place;
}

}  // namespace
}  // namespace kith::app
