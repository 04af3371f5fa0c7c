#include <gtest/gtest.h>

#include <sys/resource.h>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <thread>

#include "db/testing/test_url.hpp"
#include "modules/data/import/import.hpp"
#include "modules/data/import/job.hpp"
#include "modules/data/import/sweep.hpp"
#include "modules/shipped.hpp"
#include "support/packed_files.hpp"

namespace kith::imports {
namespace {

namespace fs = std::filesystem;

/// The routes' handlers as the dispatcher calls them, on a workspace of their own.
class ImportRoutes : public ::testing::Test {
protected:
    ImportRoutes() : folder_(fs::temp_directory_path() / ("kith_import_routes_" + std::to_string(::getpid()))) {
        fs::remove_all(folder_);
        fs::create_directories(folder_);
        load_catalogues();
        workspace_ = open("kith.db");
        actor_.user = Id{7};
        actor_.role = Role::Rep;
    }
    ~ImportRoutes() override {
        module().closing(*workspace_);
        workspace_.reset();
        fs::remove_all(folder_);
    }

    std::unique_ptr<records::Workspace> open(const char* file) {
        auto schema = shipped_schema();
        auto database = db::Database::open({.url = db::testing::test_url((folder_ / file).string())});
        records::Workspace::Parts parts;
        parts.database = std::move(*database);
        parts.schema = std::move(*schema);
        parts.migrations.push_back({"import", tables()});
        return std::move(*records::Workspace::open(std::move(parts)));
    }

    Result<http::Response> call(http::Method method, std::string_view path, std::string id = {}, std::string_view body = "{}") {
        for (const Route& route : module().routes) {
            if (route.method != method || path != route.path) continue;
            http::Request request;
            request.path_params = {{"id", std::move(id)}};
            request.query = query_;
            request.body_file = upload_;
            request.headers = headers_;
            Call call{request, *workspace_, actor_, {}, *json::parse(body)};
            return route.handle(call);
        }
        return Error{ErrorKind::NotFound, "no such route"};
    }

    json::Value answer(const Result<http::Response>& response) {
        EXPECT_TRUE(response.has_value()) << (response ? "" : response.error().code);
        return response ? *json::parse(response->body) : json::Value();
    }

    json::Value upload(std::string_view bytes) {
        upload_ = (folder_ / "upload").string();
        std::ofstream(upload_, std::ios::binary) << bytes;
        query_ = "name=accounts.csv";
        auto out = answer(call(http::Method::Post, "/imports"));
        upload_.clear();
        return out;
    }

    json::Value finished(const std::string& id) {
        for (int i = 0; i < 3000; ++i) {
            auto state = answer(call(http::Method::Get, "/imports/{id}", id));
            if (state.text("state") != "running" && state.text("state") != "uploaded" && state.text("state") != "taking_back") return state;
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
        }
        return {};
    }

    fs::path folder_;
    std::unique_ptr<records::Workspace> workspace_;
    Actor actor_;
    Result<http::Response> part(const std::string& id, std::string_view bytes, std::string_view offset) {
        upload_ = (folder_ / "part").string();
        std::ofstream(upload_, std::ios::binary) << bytes;
        headers_ = {{"upload-offset", std::string(offset)}};
        auto out = call(http::Method::Patch, "/uploads/{id}", id);
        upload_.clear();
        headers_.clear();
        return out;
    }

    std::size_t files() {
        const auto all = fs::directory_iterator(workspace_->database().beside() + ".imports");
        return static_cast<std::size_t>(std::distance(fs::begin(all), fs::end(all)));
    }

    void execute(std::string_view sql) {
        ASSERT_TRUE(workspace_->database().write([&](db::Transaction& tx) -> Result<void> {
            tx.execute(sql);
            return {};
        }).has_value());
    }

    std::string upload_, query_;
    http::Headers headers_;
};

TEST_F(ImportRoutes, OfACopyKnowNothingOfTheOriginals) {
    std::string rows = "account,employees\n";
    for (int i = 0; i < 30'000; ++i) rows += "Company " + std::to_string(i) + ",12\n";
    const auto seen = upload(rows);
    const std::string id(seen.text("id"));
    // Two companies' imports with one id, as a copied file has them.
    auto copy = open("copy.db");
    const auto job = workspace_->database().read([&](db::Transaction& tx) { return find(tx, *Id::parse(id)); });
    ASSERT_TRUE(copy->database().write([&](db::Transaction& tx) -> Result<void> {
        insert(tx, *job);
        return {};
    }));
    EXPECT_EQ(call(http::Method::Post, "/imports/{id}/run", id, R"({"object":"account","mapping":)" + json::write(seen["suggestion"]) + "}")->status, 202);
    EXPECT_TRUE(module().busy(*workspace_));
    std::swap(workspace_, copy);
    EXPECT_FALSE(module().busy(*workspace_));
    EXPECT_EQ(answer(call(http::Method::Get, "/imports/{id}", id)).text("state"), "uploaded");
    EXPECT_FALSE(call(http::Method::Post, "/imports/{id}/cancel", id));
    EXPECT_FALSE(call(http::Method::Post, "/imports/{id}/pause", id));
    module().closing(*workspace_);
    std::swap(workspace_, copy);
    EXPECT_EQ(*finished(id)["created"].integer(), 30'000);
}

TEST_F(ImportRoutes, TakeAFileFromUploadThroughARehearsalToUndo) {
    const auto seen = upload("account,employees\nFjord,12\nNord,many\n");
    const std::string id(seen.text("id"));
    EXPECT_EQ(seen["suggestion"].text("object"), "account");
    EXPECT_EQ(seen.text("delimiter"), ",");
    const std::string mapping = R"({"object":"account","mapping":)" + json::write(seen["suggestion"]);

    EXPECT_EQ(call(http::Method::Post, "/imports/{id}/run", id, mapping + R"(,"dry_run":true})")->status, 202);
    auto state = finished(id);
    EXPECT_EQ(*state["created"].integer(), 1);
    EXPECT_EQ(*state["dry_run"].boolean(), true);

    EXPECT_EQ(call(http::Method::Post, "/imports/{id}/run", id, mapping + "}")->status, 202);
    state = finished(id);
    EXPECT_EQ(state.text("state"), "done");
    EXPECT_EQ(*state["failed"].integer(), 1);
    EXPECT_EQ((*state["problems"].array())[0].text("field"), "employees");
    EXPECT_TRUE(fs::exists(call(http::Method::Get, "/imports/{id}/failed", id)->body_file));

    EXPECT_EQ(call(http::Method::Post, "/imports/{id}/run", id, mapping + "}").error().code, "import.not_again");
    EXPECT_EQ(answer(call(http::Method::Post, "/imports/{id}/undo", id)).text("state"), "undone");
    EXPECT_EQ(answer(call(http::Method::Get, "/imports"))["imports"].array()->size(), 1u);
}

/// As long as it lives no file of this process grows beyond some size.
class FullDisk {
public:
    explicit FullDisk(std::uintmax_t bytes) {
        std::signal(SIGXFSZ, SIG_IGN);
        ::getrlimit(RLIMIT_FSIZE, &before_);
        const rlimit limit{bytes, before_.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &limit);
    }
    FullDisk(const FullDisk&) = delete;
    FullDisk& operator=(const FullDisk&) = delete;
    ~FullDisk() { ::setrlimit(RLIMIT_FSIZE, &before_); }

private:
    rlimit before_{};
};

TEST_F(ImportRoutes, PauseWhatAFullDiskStoppedAndGoOnOnceThereIsRoom) {
    if (db::testing::on_postgres()) GTEST_SKIP() << "the disk is the server's, which a limit of this process does not fill";
    std::string bytes = "account,city\n";
    for (int i = 0; i < 60'000; ++i) bytes += "Company " + std::to_string(i) + ",Oslo\n";
    const auto seen = upload(bytes);
    const std::string id(seen.text("id"));
    const auto number = [&](const char* sql) {
        return workspace_->database().read([&](db::Transaction& tx) {
            auto rows = tx.query(sql);
            return rows.next() ? rows->integer(0) : -1;
        });
    };
    const auto indexes_of_accounts = db::testing::count_indexes("r_account");
    const auto indexes = number(indexes_of_accounts.c_str());
    const auto state = [&] { return answer(call(http::Method::Get, "/imports/{id}", id)); };
    {
        const FullDisk full(fs::file_size(folder_ / "kith.db-wal") + (5u << 20));
        EXPECT_EQ(call(http::Method::Post, "/imports/{id}/run", id,
                       R"({"object":"account","mapping":)" + json::write(seen["suggestion"]) + "}")->status, 202);
        std::this_thread::sleep_for(std::chrono::seconds(2));
        EXPECT_EQ(state().text("state"), "running");
        EXPECT_GT(*state()["processed"].integer(), 0);
        EXPECT_LT(*state()["processed"].integer(), 60'000);
    }
    EXPECT_EQ(finished(id).text("state"), "paused");
    EXPECT_TRUE(state().text("message").starts_with("The disk is full.")) << state().text("message");
    EXPECT_TRUE(*state()["interrupted"].boolean());
    EXPECT_EQ(number("select count(*) from r_account"), *state()["created"].integer());
    EXPECT_EQ(number(indexes_of_accounts.c_str()), indexes);
    EXPECT_EQ(call(http::Method::Post, "/imports/{id}/resume", id)->status, 202);
    EXPECT_EQ(finished(id).text("state"), "done");
    EXPECT_EQ(*state()["created"].integer(), 60'000);
    EXPECT_EQ(number("select count(distinct name) from r_account"), 60'000);
    EXPECT_EQ(number(indexes_of_accounts.c_str()), indexes);
}

TEST_F(ImportRoutes, PauseGoOnTellTheTimeLeftAndCancel) {
    std::string bytes = "account,city\n";
    for (int i = 0; i < 60'000; ++i) bytes += "Company " + std::to_string(i) + ",Oslo\n";
    const auto seen = upload(bytes);
    const std::string id(seen.text("id"));
    const std::string run = R"({"object":"account","mapping":)" + json::write(seen["suggestion"]) + "}";
    EXPECT_EQ(call(http::Method::Post, "/imports/{id}/pause", id).error().code, "import.not_running");
    EXPECT_EQ(call(http::Method::Post, "/imports/{id}/resume", id).error().code, "import.not_paused");
    EXPECT_EQ(call(http::Method::Post, "/imports/{id}/run", id, run)->status, 202);
    const auto state = [&] { return answer(call(http::Method::Get, "/imports/{id}", id)); };
    while (*state()["processed"].integer() == 0) std::this_thread::sleep_for(std::chrono::milliseconds(2));
    EXPECT_GT(*state()["rate"].integer(), 0);
    EXPECT_NE(state()["seconds_left"].integer(), nullptr);
    EXPECT_EQ(answer(call(http::Method::Post, "/imports/{id}/pause", id)).text("stopping"), "pause");
    auto paused = finished(id);
    EXPECT_EQ(paused.text("state"), "paused");
    EXPECT_FALSE(*paused["interrupted"].boolean());
    EXPECT_LT(*paused["processed"].integer(), 60'000);
    EXPECT_EQ(call(http::Method::Post, "/imports/{id}/run", id, run).error().code, "import.not_again");
    EXPECT_EQ(call(http::Method::Post, "/imports/{id}/resume", id)->status, 202);
    EXPECT_EQ(call(http::Method::Post, "/imports/{id}/pause", id)->status, 202);
    paused = finished(id);
    EXPECT_EQ(paused.text("state"), "paused");
    const auto cancelled = call(http::Method::Post, "/imports/{id}/cancel", id);
    EXPECT_EQ(answer(cancelled).text("state"), "taking_back");
    EXPECT_EQ(cancelled->status, 202);
    EXPECT_EQ(call(http::Method::Post, "/imports/{id}/undo", id).error().code, "import.running");
    EXPECT_EQ(finished(id).text("state"), "cancelled");
    EXPECT_EQ(workspace_->database().read([](db::Transaction& tx) {
        auto rows = tx.query("select count(*) from r_account");
        return rows.next() ? rows->integer(0) : -1;
    }), 0);
}

TEST_F(ImportRoutes, TakeAFileInPartsAndGoOnWhereItStopped) {
    const auto begun = answer(call(http::Method::Post, "/uploads", "", R"({"name":"accounts.csv","bytes":22})"));
    const std::string id(begun.text("id"));
    EXPECT_EQ(*answer(part(id, "name,city\nFjord", "0"))["offset"].integer(), 15);
    const auto wrong = part(id, "x", "3");
    EXPECT_EQ(wrong.error().code, "import.upload_offset");
    EXPECT_EQ(wrong.error().extra_json, R"("offset":15)");
    EXPECT_EQ(part(id, "x", "soon").error().code, "import.no_upload_offset");
    EXPECT_EQ(part(id, "far too much of it", "15").error().code, "import.upload_too_long");
    query_ = "upload=" + id;
    EXPECT_EQ(call(http::Method::Post, "/imports").error().code, "import.upload_incomplete");
    actor_.user = Id{8};
    EXPECT_EQ(call(http::Method::Get, "/uploads/{id}", id).error().code, "import.no_upload");
    actor_.user = Id{7};
    EXPECT_EQ(*answer(call(http::Method::Get, "/uploads/{id}", id))["offset"].integer(), 15);
    EXPECT_TRUE(*answer(part(id, ",Oslo\n\n", "15"))["complete"].boolean());
    const auto seen = answer(call(http::Method::Post, "/imports"));
    EXPECT_EQ(seen.text("name"), "accounts.csv");
    EXPECT_EQ(*seen["rows_estimate"].integer(), 1);
    EXPECT_EQ(call(http::Method::Get, "/uploads/{id}", id).error().code, "import.no_upload");
    EXPECT_EQ(files(), 1u);
}

TEST_F(ImportRoutes, ImportTheSameFileOnceMore) {
    const std::string first(upload(test::zip_of({{"a.csv", "name\nFjord\n"}, {"b.csv", "name\nNord\nVest\n"}})).text("id"));
    query_ = "import=" + first;
    const auto second = answer(call(http::Method::Post, "/imports"));
    EXPECT_EQ(second["entries"].array()->size(), 2u);
    EXPECT_EQ(call(http::Method::Delete, "/imports/{id}", first)->status, 204);
    EXPECT_EQ(call(http::Method::Get, "/imports/{id}", first).error().code, "import.not_found");
    const std::string id(second.text("id"));
    const auto other = answer(call(http::Method::Post, "/imports/{id}/preview", id, R"({"dialect":{"entry":"b.csv"}})"));
    EXPECT_EQ(*other["rows_estimate"].integer(), 2);
    EXPECT_EQ(files(), 1u);
}

TEST_F(ImportRoutes, SweepWhatNobodyImportsAndWhatIsLongDone) {
    const auto done = upload("account,employees\nFjord,12\nNord,many\n");
    const std::string id(done.text("id"));
    const std::string run = R"({"object":"account","mapping":)" + json::write(done["suggestion"]) + "}";
    EXPECT_EQ(call(http::Method::Post, "/imports/{id}/run", id, run)->status, 202);
    EXPECT_EQ(finished(id).text("state"), "done");
    upload("account\nUnused\n");
    const auto half = answer(call(http::Method::Post, "/uploads", "", R"({"name":"half.csv","bytes":22})"));
    EXPECT_EQ(*sweep(*workspace_), 4);

    const std::string earlier = db::testing::on_postgres() ? " - interval '25 hours'" : " - 90000000000";
    execute("update import_job set created_at = created_at" + earlier + ", ended_at = ended_at" + earlier);
    execute("update import_upload set created_at = created_at" + earlier);
    fs::last_write_time(workspace_->database().beside() + ".imports/" + std::string(half.text("id")) + ".part", fs::file_time_type::clock::now() - std::chrono::hours(25));
    EXPECT_EQ(*sweep(*workspace_), 2);
    EXPECT_EQ(answer(call(http::Method::Get, "/imports"))["imports"].array()->size(), 1u);
    EXPECT_EQ(call(http::Method::Get, "/uploads/{id}", std::string(half.text("id"))).error().code, "import.no_upload");

    execute(std::string("update import_job set ended_at = ended_at") + (db::testing::on_postgres() ? " - interval '30 days'" : " - 30 * 86400000000"));
    EXPECT_EQ(*sweep(*workspace_), 0);
    EXPECT_EQ(answer(call(http::Method::Get, "/imports/{id}", id)).text("state"), "done");
    EXPECT_EQ(call(http::Method::Get, "/imports/{id}/failed", id).error().code, "import.no_failed_rows");
}

TEST_F(ImportRoutes, ShowAnImportToItsOwnerAndToManagersOnly) {
    const std::string id(upload("account\nFjord\nNord\n").text("id"));
    actor_.user = Id{8};
    EXPECT_EQ(call(http::Method::Get, "/imports/{id}", id).error().code, "import.not_found");
    EXPECT_TRUE(answer(call(http::Method::Get, "/imports"))["imports"].array()->empty());
    actor_.role = Role::Manager;
    EXPECT_EQ(answer(call(http::Method::Get, "/imports/{id}", id)).text("state"), "uploaded");
}

TEST_F(ImportRoutes, ListTheNewestFirstAPageAtATime) {
    for (int i = 0; i < 3; ++i) upload("account\nFjord\nNord\n");
    query_ = "limit=2";
    const auto first = answer(call(http::Method::Get, "/imports"));
    ASSERT_EQ(first["imports"].array()->size(), 2u);
    EXPECT_GT((*first["imports"].array())[0].text("id"), (*first["imports"].array())[1].text("id"));
    query_ = "limit=2&cursor=" + std::string(first.text("cursor"));
    const auto second = answer(call(http::Method::Get, "/imports"));
    EXPECT_EQ(second["imports"].array()->size(), 1u);
    EXPECT_TRUE(second["cursor"].is_null());
    query_ = "cursor=soon";
    EXPECT_EQ(call(http::Method::Get, "/imports").error().code, "query.wrong");
    query_.clear();
}

TEST_F(ImportRoutes, SeeAFileAgainInAnotherDialect) {
    const std::string id(upload("a;b\n1,2;3\n").text("id"));
    const auto seen = answer(call(http::Method::Post, "/imports/{id}/preview", id, R"({"object":"contact","dialect":{"delimiter":","}})"));
    EXPECT_EQ(seen.text("delimiter"), ",");
    EXPECT_EQ(seen["suggestion"].text("object"), "contact");
}

TEST_F(ImportRoutes, SayThatAnUploadIsGone) {
    const std::string id(upload("account\nFjord\nNord\n").text("id"));
    fs::remove(workspace_->database().beside() + ".imports/" + id + ".upload");
    const auto refused = call(http::Method::Post, "/imports/{id}/run", id, R"({"object":"account"})");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, "import.file_gone");
    EXPECT_EQ(refused.error().params.front().second, "accounts.csv");
}

TEST_F(ImportRoutes, RefuseWhatARepMayNotImport) {
    const std::string id(upload("name,role\nKari Lie,administrator\n").text("id"));
    const auto started = call(http::Method::Post, "/imports/{id}/run", id, R"({"object":"user","mapping":{"columns":[{"index":0,"field":"name"},{"index":1,"field":"role"}]}})");
    ASSERT_FALSE(started.has_value());
    EXPECT_EQ(started.error().kind, ErrorKind::Forbidden);
    EXPECT_EQ(answer(call(http::Method::Get, "/imports/{id}", id)).text("state"), "uploaded");
}

}  // namespace
}  // namespace kith::imports
