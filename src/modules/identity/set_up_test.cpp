#include "modules/identity/set_up.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "db/testing/temporary_folder.hpp"
#include "db/testing/test_url.hpp"
#include "modules/shipped.hpp"

namespace kith::identity {
namespace {

class FirstVisit : public ::testing::Test {
protected:
    FirstVisit() {
        load_catalogues();
        records::Workspace::Parts parts;
        parts.database = std::move(*db::Database::open({.url = db::testing::test_url(folder_ / "kith.db")}));
        parts.schema = std::move(*shipped_schema());
        parts.migrations = {{"identity", module().migrations}};
        parts.installers.emplace_back([this](records::Writer& writer) -> Result<void> {
            installed_in_ = records::Workspace::settings(writer.sql()).language;
            if (installer_fails_) return Error{.code = "test.installer"};
            return {};
        });
        workspace_ = std::move(*records::Workspace::open(std::move(parts)));
        setup_.settings.name = "Fjord AS";
        setup_.settings.language = "nb";
        setup_.name = "Kari Nordmann";
        setup_.email = "Kari@Fjord.example";
        setup_.password = "en lang og god setning";
    }

    std::vector<std::string> refused_fields() {
        const auto session = set_up(*workspace_, setup_, "192.0.2.1");
        std::vector<std::string> out;
        if (!session) {
            for (const auto& field : session.error().fields) out.push_back(field.field);
        }
        return out;
    }

    db::testing::TemporaryFolder folder_;
    bool installer_fails_ = false;
    std::string installed_in_;
    std::unique_ptr<records::Workspace> workspace_;
    identity::Setup setup_;
};

TEST_F(FirstVisit, MakesAWorkspaceInItsLanguageAndSignsIn) {
    const auto session = set_up(*workspace_, setup_, "192.0.2.1");
    ASSERT_TRUE(session) << session.error().code;
    EXPECT_EQ(workspace_->settings().name, "Fjord AS");
    EXPECT_EQ(installed_in_, "nb");
    EXPECT_TRUE(find_session(*workspace_, session->token));
    EXPECT_TRUE(find_user(*workspace_, "kari@fjord.example"));
    EXPECT_EQ(set_up(*workspace_, setup_, "192.0.2.1").error().code, "setup.done");
}

TEST_F(FirstVisit, LeavesNothingWhenAPartOfItFails) {
    installer_fails_ = true;
    EXPECT_FALSE(set_up(*workspace_, setup_, "192.0.2.1"));
    EXPECT_TRUE(setup_needed(*workspace_));
    EXPECT_EQ(workspace_->settings().name, "Kith");
    EXPECT_FALSE(find_user(*workspace_, "kari@fjord.example"));
    installer_fails_ = false;
    EXPECT_TRUE(set_up(*workspace_, setup_, "192.0.2.1"));
}

TEST_F(FirstVisit, NamesEachFieldThatIsWrong) {
    setup_.settings.country = "XX";
    setup_.settings.currency = "kroner";
    setup_.email = "kari at fjord";
    setup_.name = "Kari\x01";
    auto fields = refused_fields();
    std::ranges::sort(fields);
    EXPECT_EQ(fields, (std::vector<std::string>{"country", "currency", "email", "name"}));
    EXPECT_TRUE(setup_needed(*workspace_));
}

}  // namespace
}  // namespace kith::identity
