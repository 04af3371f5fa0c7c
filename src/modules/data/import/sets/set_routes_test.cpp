#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <thread>

#include "db/testing/test_url.hpp"
#include "modules/data/import/import.hpp"
#include "modules/data/import/job.hpp"
#include "modules/data/import/sets/set_runner.hpp"
#include "modules/shipped.hpp"

namespace kith::imports {
namespace {

namespace fs = std::filesystem;

/// The routes' handlers as the dispatcher calls them, with the threads that do the work.
class SetRoutes : public ::testing::Test {
protected:
    SetRoutes() : folder_(fs::temp_directory_path() / ("kith_set_routes_" + std::to_string(::getpid()))) {
        fs::remove_all(folder_);
        fs::create_directories(folder_);
        load_catalogues();
        records::Workspace::Parts parts;
        parts.database = std::move(*db::Database::open({.url = db::testing::test_url((folder_ / "kith.db").string())}));
        parts.schema = std::move(*shipped_schema());
        parts.migrations.push_back({"import", tables()});
        parts.migrations.push_back({"import_sets", set_tables()});
        workspace_ = std::move(*records::Workspace::open(std::move(parts)));
        actor_.user = Id{7};
        actor_.role = Role::Rep;
    }
    ~SetRoutes() override {
        sets_module().closing(*workspace_);
        module().closing(*workspace_);
        workspace_.reset();
        fs::remove_all(folder_);
    }

    json::Value call(const Module& of, http::Method method, std::string_view path, std::string id, std::string_view body, int status) {
        for (const Route& route : of.routes) {
            if (route.method != method || path != route.path) continue;
            http::Request request;
            request.path_params = {{"id", std::move(id)}};
            request.query = query_;
            request.body_file = upload_;
            Call made{request, *workspace_, actor_, {}, *json::parse(body)};
            const auto response = route.handle(made);
            EXPECT_TRUE(response.has_value()) << path << " " << (response ? "" : response.error().code);
            if (!response) return {};
            EXPECT_EQ(response->status, status) << path;
            return *json::parse(response->body);
        }
        ADD_FAILURE() << path;
        return {};
    }
    json::Value set_call(std::string_view deed, std::string_view body = "{}", int status = 202) {
        return call(sets_module(), http::Method::Post, "/import-sets/{id}" + std::string(deed), set_, body, status);
    }
    json::Value state() { return call(sets_module(), http::Method::Get, "/import-sets/{id}", set_, "{}", 200); }

    std::string upload(std::string_view name, std::string_view bytes) {
        upload_ = (folder_ / "upload").string();
        std::ofstream(upload_, std::ios::binary) << bytes;
        query_ = "name=" + std::string(name);
        const auto out = call(module(), http::Method::Post, "/imports", {}, "{}", 201);
        upload_.clear();
        return std::string(out.text("id"));
    }
    void make_set(int contacts) {
        std::string people = "Record ID,First Name,Last Name,Email,Associated Company IDs\n";
        for (int i = 0; i < contacts; ++i) people += std::to_string(1000 + i) + ",Per,Person" + std::to_string(i) + ",per" + std::to_string(i) + "@kyst.example,9\n";
        const std::string second = upload("contacts.csv", people);
        const std::string first = upload("companies.csv", "Record ID,Company name,Company owner\n9,Kyst AS,\n");
        set_ = call(sets_module(), http::Method::Post, "/import-sets", {}, R"({"imports":[")" + second + R"(",")" + first + R"("]})", 201).text("id");
    }

    json::Value ended() {
        for (int i = 0; i < 3000; ++i) {
            auto now = state();
            if (now.text("state") != "running" && now.text("state") != "taking_back") return now;
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
        }
        return {};
    }
    /// Waits until the second file is being written.
    void wait_for_contacts() {
        for (int i = 0; i < 3000 && count("r_contact") == 0; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(2));
        EXPECT_GT(count("r_contact"), 0);
    }

    std::int64_t count(const std::string& table) {
        return workspace_->database().read([&](db::Transaction& tx) {
            auto rows = tx.query("select count(*) from " + table + " where binned_at is null");
            return rows.next() ? rows->integer(0) : -1;
        });
    }
    std::int64_t joined() {
        return workspace_->database().read([&](db::Transaction& tx) {
            auto rows = tx.query("select count(*) from r_contact c join r_account a on a.id = c.account where c.binned_at is null");
            return rows.next() ? rows->integer(0) : -1;
        });
    }

    fs::path folder_;
    std::unique_ptr<records::Workspace> workspace_;
    Actor actor_;
    std::string upload_, query_, set_;
};

TEST_F(SetRoutes, CarryASetFromItsRehearsalToItsUndoing) {
    make_set(3);
    set_call("/run", R"({"dry_run":true})");
    EXPECT_EQ(ended().text("state"), "done");
    EXPECT_EQ(count("r_account") + count("r_contact"), 0);
    const auto begun = set_call("/run", R"({"create":["user"]})");
    EXPECT_EQ(begun.text("state"), "running");
    const auto done = ended();
    EXPECT_EQ(done.text("state"), "done") << done.text("message");
    EXPECT_EQ(*done["created"].integer(), 4);
    EXPECT_EQ(joined(), 3);
    EXPECT_EQ(set_call("/undo", "{}", 200).text("state"), "undone");
    EXPECT_EQ(count("r_account") + count("r_contact"), 0);
}

TEST_F(SetRoutes, LeaveNothingOfASetThatIsCancelled) {
    make_set(20'000);
    set_call("/run");
    wait_for_contacts();
    set_call("/cancel");
    EXPECT_EQ(ended().text("state"), "cancelled");
    EXPECT_EQ(count("r_account") + count("r_contact"), 0);
    set_call("/run");
    EXPECT_EQ(ended().text("state"), "done");
    EXPECT_EQ(joined(), 20'000);
}

TEST_F(SetRoutes, PauseASetAndGoOnWithIt) {
    make_set(20'000);
    set_call("/run");
    wait_for_contacts();
    set_call("/pause");
    const auto paused = ended();
    EXPECT_EQ(paused.text("state"), "paused");
    EXPECT_LT(joined(), 20'000);
    EXPECT_EQ(joined(), count("r_contact"));
    set_call("/resume");
    EXPECT_EQ(ended().text("state"), "done");
    EXPECT_EQ(joined(), 20'000);
    EXPECT_EQ(count("r_account"), 1);
    EXPECT_EQ(set_call("/undo").text("state"), "taking_back");
    EXPECT_EQ(ended().text("state"), "undone");
    EXPECT_EQ(count("r_account") + count("r_contact"), 0);
}

TEST_F(SetRoutes, MakeFieldsForColumnsThatWouldGoNowhere) {
    actor_.role = Role::Administrator;
    const std::string companies = upload("companies.csv", "Record ID,Company name,Company owner,Shoe sizes\n9,Kyst AS,,38\n");
    const std::string leads = upload("leads.csv", "Lead ID,First Name,Last Name,Company / Account,Email,Lead Status,Nearest harbour\n1,Ola,Los,Los AS,ola@los.example,Open,Moss\n");
    set_ = call(sets_module(), http::Method::Post, "/import-sets", {}, R"({"imports":[")" + companies + R"(",")" + leads + R"("]})", 201).text("id");
    set_call("/run", R"({"new_fields":true,"dry_run":true})");
    EXPECT_EQ(ended().text("state"), "done");
    EXPECT_EQ(workspace_->schema()->find("account")->field("shoe_sizes"), nullptr);
    set_call("/run", R"({"new_fields":true})");
    const auto done = ended();
    EXPECT_EQ(done.text("state"), "done") << done.text("message");
    EXPECT_NE(workspace_->schema()->find("account")->field("shoe_sizes"), nullptr);
    EXPECT_NE(workspace_->schema()->find("contact")->field("nearest_harbour"), nullptr) << "the people's, not their companies'";
    EXPECT_EQ(workspace_->schema()->find("account")->field("nearest_harbour"), nullptr);
}

TEST_F(SetRoutes, GoOnWithASetWhoseServerWasStopped) {
    make_set(20'000);
    set_call("/run");
    wait_for_contacts();
    sets_module().closing(*workspace_);
    module().closing(*workspace_);
    ASSERT_TRUE(module().opened(*workspace_).has_value());
    ASSERT_TRUE(sets_module().opened(*workspace_).has_value());
    const auto found = state();
    EXPECT_EQ(found.text("state"), "paused");
    EXPECT_NE(found.text("message"), "");
    set_call("/resume");
    EXPECT_EQ(ended().text("state"), "done");
    EXPECT_EQ(joined(), 20'000);
}

TEST_F(SetRoutes, NeverRehearseOverWhatIsImported) {
    make_set(3);
    set_call("/run");
    EXPECT_EQ(ended().text("state"), "done");
    auto stored = *workspace_->database().read([&](db::Transaction& tx) { return find_set(tx, *Id::parse(set_)); });
    stored.state = State::Failed;  // as if a third file had failed
    ASSERT_TRUE(save(*workspace_, stored).has_value());
    set_call("/run", R"({"dry_run":true})");
    const auto rehearsed = ended();
    EXPECT_EQ(rehearsed.text("state"), "done");
    for (const auto& job : *rehearsed["imports"].array()) EXPECT_FALSE(*job["dry_run"].boolean());
    EXPECT_EQ(set_call("/undo", "{}", 200).text("state"), "undone");
    EXPECT_EQ(count("r_contact"), 0);
}

}  // namespace
}  // namespace kith::imports
