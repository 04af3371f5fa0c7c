#include "modules/data/import/matcher.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "db/testing/test_url.hpp"
#include "modules/data/import/import_file.hpp"
#include "modules/shipped.hpp"

namespace kith::imports {
namespace {

namespace fs = std::filesystem;

/// Files into a workspace of their own, matched in all ways.
class Matching : public ::testing::Test {
protected:
    Matching() : folder_(fs::temp_directory_path() / ("kith_matching_" + std::to_string(::getpid()))) {
        fs::remove_all(folder_);
        fs::create_directories(folder_);
        load_catalogues();
        records::Workspace::Parts parts;
        parts.database = std::move(*db::Database::open({.url = db::testing::test_url((folder_ / "kith.db").string())}));
        parts.schema = std::move(*shipped_schema());
        parts.migrations.push_back({"import", tables()});
        workspace_ = std::move(*records::Workspace::open(std::move(parts)));
    }
    ~Matching() override {
        workspace_.reset();
        fs::remove_all(folder_);
    }

    Id add(std::string_view object, const records::Values& values) {
        return *workspace_->write(system_, [&](records::Writer& writer) { return writer.create(object, values); });
    }

    Job import(std::string_view object, std::string_view bytes, std::string_view match) {
        ImportWish wish;
        wish.path = (folder_ / "file.csv").string();
        wish.object = object;
        wish.match = *json::parse(match);
        std::ofstream(wish.path, std::ios::binary) << bytes;
        const auto seen = preview(*workspace_->schema(), wish, "file.csv");
        EXPECT_TRUE(seen.has_value()) << (seen ? "" : seen.error().code);
        if (!seen) return {};
        auto job = import_file(*workspace_, actor_, wish, *seen, control_);
        EXPECT_TRUE(job.has_value()) << (job ? "" : job.error().code);
        return job ? *job : Job();
    }

    static std::string counts(const Job& job) {
        const auto& c = job.counts;
        return std::to_string(c.created) + " + " + std::to_string(c.updated) + " + " + std::to_string(c.skipped) + " + " + std::to_string(c.failed);
    }

    std::string text_of(std::string_view object, Id id, std::string_view field) {
        return workspace_->read(system_, [&](records::Reader& reader) {
            const auto record = reader.get(object, id);
            return record ? std::string(record->text(field)) : std::string("gone");
        });
    }

    fs::path folder_;
    std::unique_ptr<records::Workspace> workspace_;
    const Actor system_ = Actor::system("test");
    Actor actor_ = system_;
    Control control_;
};

TEST_F(Matching, ComparesNamesWithoutCaseAccentsAndSpaces) {
    const Id fjord = add("account", {{"name", std::string("Blå Fjord AS")}, {"city", std::string("Oslo")}});
    const auto job = import("account", "name,city\nBLA  FJORD as,Bergen\nFjord,Oslo\n", R"({"fields":["name"],"how":"normalised"})");
    EXPECT_EQ(counts(job), "1 + 1 + 0 + 0");
    EXPECT_EQ(text_of("account", fjord, "city"), "Bergen");
    EXPECT_EQ(text_of("account", fjord, "name"), "BLA  FJORD as");
}

TEST_F(Matching, WantsAllFieldsOfARuleToAgree) {
    const Id oslo = add("account", {{"name", std::string("Fjord")}, {"city", std::string("Oslo")}});
    const Id bergen = add("account", {{"name", std::string("Fjord")}, {"city", std::string("Bergen")}});
    const auto job = import("account", "name,city,website\nFjord,Bergen,https://b.example\nFjord,Voss,https://v.example\nFjord,,https://x.example\n", R"({"fields":["name","city"]})");
    EXPECT_EQ(counts(job), "2 + 1 + 0 + 0");
    EXPECT_EQ(text_of("account", bergen, "website"), "https://b.example");
    EXPECT_EQ(text_of("account", oslo, "website"), "");
}

TEST_F(Matching, TriesRulesInTheirOrderAndFindsWhatItHasMade) {
    add("contact", {{"name", std::string("Kari Lie")}, {"email", std::string("kari@example.no")}});
    const auto job = import("contact",
                            "name,email,phone,job title\nKari L.,KARI@example.no,22 33 44 55,a\nNew One,new@example.no,+47 99 88 77 66,b\nN. One,,99887766,c\n",
                            R"({"fields":["email"],"else":[{"fields":["phone"],"how":"normalised"}]})");
    EXPECT_EQ(counts(job), "1 + 2 + 0 + 0");
}

TEST_F(Matching, FillsOnlyWhatIsMissing) {
    const Id id = add("contact", {{"name", std::string("Kari Lie")}, {"email", std::string("kari@example.no")}, {"job_title", std::string("Buyer")}});
    const std::string match = R"({"fields":["email"],"then":"fill_empty"})";
    auto job = import("contact", "first name,last name,email,job title,country\nKaren,Lien,kari@example.no,Boss,Norway\n", match);
    EXPECT_EQ(counts(job), "0 + 1 + 0 + 0");
    EXPECT_EQ(text_of("contact", id, "name"), "Kari Lie");
    EXPECT_EQ(text_of("contact", id, "job_title"), "Buyer");
    EXPECT_EQ(text_of("contact", id, "first_name"), "Karen");
    EXPECT_EQ(text_of("contact", id, "country"), "NO");
    job = import("contact", "first name,last name,email,job title,country\nX,Y,kari@example.no,Z,Sweden\n", match);
    EXPECT_EQ(counts(job), "0 + 0 + 1 + 0");
}

TEST_F(Matching, SkipsOrMakesAllTheSame) {
    add("contact", {{"name", std::string("Kari Lie")}, {"email", std::string("kari@example.no")}});
    const std::string_view file = "name,email\nKari,kari@example.no\nOla,ola@example.no\n";
    EXPECT_EQ(counts(import("contact", file, R"({"fields":["email"],"then":"skip"})")), "1 + 0 + 1 + 0");
    const auto job = import("contact", file, R"({"fields":["email"],"then":"create"})");
    EXPECT_EQ(counts(job), "2 + 0 + 0 + 0");
    ASSERT_EQ(job.problems.size(), 2u);
    EXPECT_EQ(job.problems[0].code, "import.created_anyway");
    EXPECT_EQ(job.problems[0].candidates.at(0).second, "Kari Lie");
    EXPECT_FALSE(job.problems[0].failed);
}

TEST_F(Matching, TellsWhichRecordsARowMayMean) {
    const Id one = add("account", {{"name", std::string("Fjord")}});
    const Id other = add("account", {{"name", std::string("FJORD")}});
    EXPECT_EQ(counts(import("account", "name,city\nFjord,Oslo\n", R"({"fields":["name"]})")), "0 + 1 + 0 + 0");
    const auto job = import("account", "name,city\nfjord,Oslo\n", R"({"fields":["name"],"how":"normalised"})");
    EXPECT_EQ(counts(job), "0 + 0 + 0 + 1");
    ASSERT_EQ(job.problems.size(), 1u);
    EXPECT_EQ(job.problems[0].code, "import.ambiguous_match");
    ASSERT_EQ(job.problems[0].candidates.size(), 2u);
    EXPECT_NE(job.problems[0].message.find("Fjord (" + one.to_string() + "), FJORD (" + other.to_string() + ")"), std::string::npos) << job.problems[0].message;
}

TEST_F(Matching, GoesByReferencesToo) {
    const Id fjord = add("account", {{"name", std::string("Fjord")}});
    const Id nord = add("account", {{"name", std::string("Nord")}});
    add("contact", {{"name", std::string("Kari Lie")}, {"account", fjord}});
    const Id kari = add("contact", {{"name", std::string("Kari Lie")}, {"account", nord}});
    const auto job = import("contact", "name,account,job title\nkari lie,Nord,Buyer\n", R"({"fields":["name","account"],"how":"normalised"})");
    EXPECT_EQ(counts(job), "0 + 1 + 0 + 0");
    EXPECT_EQ(text_of("contact", kari, "job_title"), "Buyer");
}

TEST_F(Matching, MakesNothingForRowsThatAreSkipped) {
    add("contact", {{"name", std::string("Kari Lie")}, {"email", std::string("kari@example.no")}});
    ImportWish wish;
    wish.path = (folder_ / "file.csv").string();
    wish.object = "contact";
    wish.create = {"account"};
    wish.match = *json::parse(R"({"fields":["email"],"then":"skip"})");
    std::ofstream(wish.path) << "name,email,account\nKari,kari@example.no,Fjord\nOla,ola@example.no,Nord\n";
    const auto seen = preview(*workspace_->schema(), wish, "file.csv");
    ASSERT_TRUE(seen.has_value()) << seen.error().code;
    const auto job = import_file(*workspace_, actor_, wish, *seen, control_);
    ASSERT_TRUE(job.has_value());
    EXPECT_EQ(counts(*job), "1 + 0 + 1 + 0");
    EXPECT_EQ(job->outcome.related.at("account").titles, std::vector<std::string>{"Nord"});
}

TEST_F(Matching, FindsRecordsByTheirOwnIds) {
    const Id id = add("account", {{"name", std::string("Fjord")}});
    ImportWish wish;
    wish.path = (folder_ / "file.csv").string();
    wish.object = "account";
    wish.mapping_json = R"({"columns":[{"column":"id","field":"id"},{"column":"name","field":"name"}],"match":{"fields":["id"]}})";
    std::ofstream(wish.path) << "id,name\n" << id.to_string() << ",Fjord AS\n12,New\n";
    const auto seen = preview(*workspace_->schema(), wish, "file.csv");
    ASSERT_TRUE(seen.has_value()) << seen.error().code;
    const auto job = import_file(*workspace_, actor_, wish, *seen, control_);
    ASSERT_TRUE(job.has_value());
    EXPECT_EQ(counts(*job), "1 + 1 + 0 + 0");
    EXPECT_EQ(text_of("account", id, "name"), "Fjord AS");
}

TEST(MatchText, NormalisesByWhatAFieldHolds) {
    const auto schema = shipped_schema();
    const auto text = [&](std::string_view object, std::string_view field, const char* value, bool normalised = true) {
        return match_text(*schema->find(object)->field(field), std::string(value), normalised, "NO");
    };
    EXPECT_EQ(text("account", "name", "Ås & Co. AS"), "ascoas");
    EXPECT_EQ(text("account", "name", "Ås", false), "Ås");
    EXPECT_EQ(text("account", "organization_number", "NO 987 654 325 MVA"), "987654325");
    EXPECT_EQ(text("account", "website", "HTTPS://www.Fjord.no/"), "fjord.no");
    EXPECT_EQ(text("contact", "email", "Kari@Example.no", false), "kari@example.no");
    EXPECT_EQ(text("account", "phone", "22 33 44 55"), "+4722334455");
    EXPECT_EQ(text("account", "phone", "+4722334455"), "+4722334455");
    EXPECT_EQ(text("account", "name", ""), "");
}

TEST(ReadMatch, TakesTheOldFormAndRefusesWhatIsNotUnderstood) {
    const auto then = [](std::string_view text) {
        const auto match = read_match(*json::parse(text));
        return match ? std::to_string(match->rules.size()) + std::to_string(static_cast<int>(match->then)) : match.error().code;
    };
    EXPECT_EQ(then("\"email\""), "10");
    EXPECT_EQ(then("\"\""), "00");
    EXPECT_EQ(then("null"), "00");
    EXPECT_EQ(then(R"({"fields":["a","b"],"how":"normalised","then":"skip"})"), "12");
    EXPECT_EQ(then(R"({"fields":["a"],"else":[{"fields":["b"]}],"then":"fill_empty"})"), "21");
    for (const auto* wrong : {"7", R"({"fields":"a"})", R"({"fields":[1]})", R"({"fields":["a"],"how":"likely"})", R"({"fields":["a"],"then":"merge"})", R"({"fields":["a"],"else":[{}]})"})
        EXPECT_EQ(then(wrong), "import.wrong_match") << wrong;
}

}  // namespace
}  // namespace kith::imports
