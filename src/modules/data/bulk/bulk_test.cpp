#include <gtest/gtest.h>

#include <unistd.h>

#include <filesystem>

#include "db/testing/test_url.hpp"
#include "modules/data/bulk/run_bulk.hpp"
#include "modules/shipped.hpp"

namespace kith::bulk {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

/// Jobs, step by step as the runner's thread takes them, on a workspace of their own.
class Bulk : public ::testing::Test {
protected:
    Bulk() : folder_(fs::temp_directory_path() / ("kith_bulk_" + std::to_string(::getpid()))) {
        fs::remove_all(folder_);
        fs::create_directories(folder_);
        load_catalogues();
        open();
    }
    ~Bulk() override {
        workspace_.reset();
        fs::remove_all(folder_);
    }

    void open() {
        workspace_.reset();
        records::Workspace::Parts parts;
        parts.database = std::move(*db::Database::open({.url = url_}));
        parts.schema = std::move(*shipped_schema());
        parts.migrations.push_back({"bulk", tables()});
        parts.hooks.push_back({"account", {}, [](records::Writer& writer, const records::Record* before, const records::Record* after) -> Result<void> {
            if (before == nullptr || after == nullptr || after->text("city") != "Nowhere" || after->integer("employees") < 5) return {};
            // Refused after it has written: nothing of this one record may stay.
            KITH_CHECK(writer.create("note", {{"text", std::string("left over")}}));
            return Error{.kind = ErrorKind::Invalid, .code = "test.refused"};
        }});
        workspace_ = std::move(*records::Workspace::open(std::move(parts)));
    }

    std::vector<Id> add_accounts(int count) {
        std::vector<Id> ids;
        EXPECT_TRUE(workspace_->write(actor_, [&](records::Writer& writer) -> Result<void> {
            for (int i = 0; i < count; ++i) {
                KITH_TRY(const Id id, writer.create("account", {{"name", "Firm " + std::to_string(i)}, {"city", std::string("Oslo")}, {"employees", std::int64_t{i % 6}}}));
                ids.push_back(id);
            }
            return {};
        }));
        return ids;
    }

    Job start(const std::vector<Id>& ids, std::string request, bool all_or_none = false) {
        Job job;
        job.id = workspace_->ids().next();
        job.change_set = workspace_->ids().next();
        job.object = "account";
        job.request = std::move(request);
        job.all_or_none = all_or_none;
        job.total = static_cast<std::int64_t>(ids.size());
        EXPECT_TRUE(workspace_->database().write([&](db::Transaction& tx) -> Result<void> {
            insert(tx, job, ids);
            return {};
        }));
        return job;
    }

    Job row_of(Id id) {
        return workspace_->database().read([&](db::Transaction& tx) { return find(tx, id); }).value();
    }

    Job run(Id id, std::chrono::microseconds longest = 40ms) {
        for (bool more = true; more;) {
            auto went = step(*workspace_, id, longest);
            EXPECT_TRUE(went) << went.error().code;
            more = went && *went;
        }
        return row_of(id);
    }

    std::int64_t count(const std::string& filter, std::string_view object = "account") {
        return workspace_->read(actor_, [&](records::Reader& reader) { return reader.count(object, *json::parse(filter)); }).value();
    }

    fs::path folder_;
    const std::string url_ = db::testing::test_url((folder_ / "kith.db").string());
    Actor actor_ = Actor::system("test");
    std::unique_ptr<records::Workspace> workspace_;
};

TEST_F(Bulk, GoesOnAfterARestartAndChangesEachOnce) {
    const auto ids = add_accounts(2500);
    const Job job = start(ids, R"({"set":{"city":"Bergen"}})");
    ASSERT_TRUE(step(*workspace_, job.id, 1us).value());
    const auto half = row_of(job.id);
    EXPECT_GT(half.processed, 0);
    EXPECT_LT(half.processed, 2500);
    EXPECT_EQ(count(R"({"field":"city","op":"eq","value":"Bergen"})"), half.changed);
    open();
    const auto done = run(job.id, 3ms);
    EXPECT_EQ(name_of(done.state), "done");
    EXPECT_EQ(done.changed, 2500);
    EXPECT_EQ(count(R"({"field":"city","op":"eq","value":"Bergen"})"), 2500);
    workspace_->database().read([&](db::Transaction& tx) {
        auto rows = tx.query("select count(*), count(distinct record) from change_log where change_set = $1", job.change_set);
        ASSERT_TRUE(rows.next());
        EXPECT_EQ(rows->integer(0), 2500);
        EXPECT_EQ(rows->integer(1), 2500);
        EXPECT_FALSE(tx.query("select 1 from bulk_part").next());
    });
}

TEST_F(Bulk, ARefusedRecordLeavesNothingOfItself) {
    const auto ids = add_accounts(60);
    const auto done = run(start(ids, R"({"set":{"city":"Nowhere"}})").id);
    EXPECT_EQ(name_of(done.state), "done");
    EXPECT_EQ(done.changed, 50);
    EXPECT_EQ(done.failed, 10);
    ASSERT_EQ(done.problems.size(), 10U);
    EXPECT_EQ(done.problems[0].code, "test.refused");
    EXPECT_EQ(done.problems[0].title, "Firm 5");
    EXPECT_EQ(count(R"({"field":"city","op":"eq","value":"Nowhere"})"), 50);
    EXPECT_EQ(count("null", "note"), 0);
}

TEST_F(Bulk, AllOrNoneIsTakenBackWhole) {
    const auto ids = add_accounts(600);
    const auto job = start(ids, R"({"set":{"city":"Nowhere"}})", true);
    const auto done = run(job.id);
    EXPECT_EQ(name_of(done.state), "failed");
    EXPECT_EQ(done.changed, 0);
    EXPECT_EQ(done.failed, 1);
    EXPECT_EQ(count(R"({"field":"city","op":"eq","value":"Oslo"})"), 600);
}

TEST_F(Bulk, ACancelledOneStopsWhereItIs) {
    const auto ids = add_accounts(1500);
    const auto job = start(ids, R"({"set":{"city":"Bergen"}})");
    ASSERT_TRUE(step(*workspace_, job.id, 1us).value());
    const auto cancelled = cancel(*workspace_, job.id);
    ASSERT_TRUE(cancelled);
    EXPECT_FALSE(step(*workspace_, job.id).value());
    EXPECT_EQ(name_of(row_of(job.id).state), "cancelled");
    EXPECT_EQ(count(R"({"field":"city","op":"eq","value":"Bergen"})"), cancelled->changed);
    EXPECT_EQ(cancel(*workspace_, job.id).error().code, "bulk.not_running");
}

TEST_F(Bulk, ALargeUndoKeepsWhatWasChangedSince) {
    const auto ids = add_accounts(1200);
    const auto job = start(ids, R"({"set":{"city":"Bergen"}})");
    run(job.id);
    ASSERT_TRUE(workspace_->write(actor_, [&](records::Writer& writer) { return writer.update("account", ids[7], {{"city", std::string("Molde")}}); }));
    Job undo;
    undo.id = workspace_->ids().next();
    undo.kind = Kind::Undo;
    undo.undoes = job.change_set;
    undo.change_set = workspace_->ids().next();
    undo.total = 1200;
    ASSERT_TRUE(workspace_->database().write([&](db::Transaction& tx) -> Result<void> {
        insert(tx, undo, {});
        return {};
    }));
    const auto done = run(undo.id, 5ms);
    EXPECT_EQ(name_of(done.state), "done");
    EXPECT_EQ(done.changed, 1199);
    EXPECT_EQ(done.failed, 1);
    EXPECT_EQ(done.processed, 1200);
    ASSERT_EQ(done.problems.size(), 1U);
    EXPECT_EQ(done.problems[0].record, ids[7]);
    EXPECT_EQ(count(R"({"field":"city","op":"eq","value":"Oslo"})"), 1199);
}

TEST_F(Bulk, APersonWhoLeftDoesNothingMore) {
    const auto ids = add_accounts(3);
    Job job = start(ids, R"({"set":{"city":"Bergen"}})");
    const auto user = workspace_->write(actor_, [&](records::Writer& writer) {
        return writer.create("user", {{"name", std::string("Kari")}, {"email", std::string("kari@example.com")}, {"role", std::string("rep")}, {"active", false}}, {.as_rule = true});
    });
    ASSERT_TRUE(user) << user.error().code;
    (void)workspace_->database().write([&](db::Transaction& tx) -> Result<void> {
        tx.execute("update bulk_job set actor = $1", *user);
        return {};
    });
    const auto refused = step(*workspace_, job.id);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, "bulk.no_actor");
    ASSERT_TRUE(give_up(*workspace_, job.id, refused.error()));
    EXPECT_EQ(name_of(row_of(job.id).state), "failed");
    EXPECT_EQ(count(R"({"field":"city","op":"eq","value":"Bergen"})"), 0);
}

}  // namespace
}  // namespace kith::bulk
