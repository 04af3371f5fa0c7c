#include "records/audit/audit.hpp"

#include <gtest/gtest.h>

#include "db/testing/temporary_folder.hpp"
#include "db/testing/test_url.hpp"
#include "records/workspace.hpp"

namespace kith::audit {
namespace {

class AuditTest : public ::testing::Test {
protected:
    AuditTest() {
        records::Workspace::Parts parts;
        parts.database = std::move(*db::Database::open({.url = db::testing::test_url(folder_ / "audit.db")}));
        workspace_ = std::move(*records::Workspace::open(std::move(parts)));
    }

    Result<void> write(const std::function<void(db::Transaction&)>& fn) {
        return workspace_->database().write([&](db::Transaction& tx) -> Result<void> {
            fn(tx);
            return {};
        });
    }

    db::testing::TemporaryFolder folder_;
    std::unique_ptr<records::Workspace> workspace_;
};

TEST_F(AuditTest, KeepsWhoDidWhat) {
    Actor actor;
    actor.user = {7};
    actor.name = "Åse Ødegård";
    ASSERT_TRUE(write([&](db::Transaction& tx) {
        record(tx, actor, "token.made", json::Object{{"name", "report"}}, {.object = "user", .record = {7}, .address = "10.0.0.1"});
    }));
    workspace_->database().read([](db::Transaction& tx) {
        auto rows = tx.query("SELECT kind, actor, actor_name, object, record, address, details, words FROM audit_log");
        ASSERT_TRUE(rows.next());
        EXPECT_EQ(rows->text(0), "token.made");
        EXPECT_EQ(rows->integer(1), 7);
        EXPECT_EQ(rows->text(2), "Åse Ødegård");
        EXPECT_EQ(rows->text(3), "user");
        EXPECT_EQ(rows->integer(4), 7);
        EXPECT_EQ(rows->text(5), "10.0.0.1");
        EXPECT_EQ(rows->text(6), "{\"name\":\"report\"}");
        EXPECT_TRUE(rows->text(7).contains("ase odegard")) << rows->text(7);
    });
}

TEST_F(AuditTest, IsNeitherChangedNorShortened) {
    ASSERT_TRUE(write([](db::Transaction& tx) { record(tx, Actor::system("test"), "token.made"); }));
    for (const auto* sql : {"UPDATE audit_log SET kind = 'nothing'", "DELETE FROM audit_log",
                            "INSERT INTO audit_log SELECT * FROM audit_log"})
        EXPECT_THROW((void)write([&](db::Transaction& tx) { tx.execute(sql); }), db::Failure) << sql;
    workspace_->database().read([](db::Transaction& tx) {
        auto rows = tx.query("SELECT COUNT(*) FROM audit_log WHERE kind = 'token.made'");
        ASSERT_TRUE(rows.next());
        EXPECT_EQ(rows->integer(0), 1);
    });
}

}  // namespace
}  // namespace kith::audit
