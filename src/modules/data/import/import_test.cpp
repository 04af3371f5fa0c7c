#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "db/testing/test_url.hpp"
#include "modules/data/import/end_job.hpp"
#include "modules/data/import/import.hpp"
#include "modules/data/import/import_file.hpp"
#include "modules/data/import/row_reader.hpp"
#include "modules/data/import/take_back.hpp"
#include "modules/shipped.hpp"
#include "records/metadata/change_object.hpp"
#include "support/packed_files.hpp"

namespace kith::imports {
namespace {

namespace fs = std::filesystem;

/// A workspace on a file of its own, and files to import beside it.
class Import : public ::testing::Test {
protected:
    Import() : folder_(fs::temp_directory_path() / ("kith_import_" + std::to_string(::getpid()))) {
        fs::remove_all(folder_);
        fs::create_directories(folder_);
        load_catalogues();
        open();
        add("pipeline", {{"name", std::string("Sales")}, {"is_default", true}});
        const Id pipeline = only("pipeline");
        add("stage", {{"name", std::string("Won deals")}, {"pipeline", pipeline}, {"kind", std::string("won")}, {"position", std::int64_t{3}}});
    }
    ~Import() override {
        workspace_.reset();
        fs::remove_all(folder_);
    }

    void open() {
        workspace_.reset();
        auto schema = shipped_schema();
        auto database = db::Database::open({.url = url_});
        ASSERT_TRUE(schema.has_value() && database.has_value());
        records::Workspace::Parts parts;
        parts.database = std::move(*database);
        parts.schema = std::move(*schema);
        parts.migrations.push_back({"import", tables()});
        auto workspace = records::Workspace::open(std::move(parts));
        ASSERT_TRUE(workspace.has_value());
        workspace_ = std::move(*workspace);
    }

    void add(std::string_view object, const records::Values& values) {
        const auto id = workspace_->write(actor_, [&](records::Writer& writer) { return writer.create(object, values); });
        ASSERT_TRUE(id.has_value());
    }

    ImportWish file(std::string_view name, std::string_view bytes) {
        ImportWish wish;
        wish.path = (folder_ / name).string();
        wish.failed_path = wish.path + ".failed.csv";
        std::ofstream(wish.path, std::ios::binary) << bytes;
        return wish;
    }

    Job import(const ImportWish& wish) {
        const auto seen = preview(*workspace_->schema(), wish, wish.path);
        EXPECT_TRUE(seen.has_value()) << (seen ? "" : seen.error().code);
        if (!seen) return {};
        auto job = import_file(*workspace_, actor_, wish, *seen, control_);
        EXPECT_TRUE(job.has_value()) << (job ? "" : job.error().code);
        if (!job) return {};
        EXPECT_EQ(job->error, "");
        return *job;
    }

    std::string counts(const Job& job) {
        const auto& c = job.counts;
        return std::to_string(c.rows) + " = " + std::to_string(c.created) + " + " + std::to_string(c.updated) + " + " +
               std::to_string(c.skipped) + " + " + std::to_string(c.failed);
    }

    std::int64_t number(std::string_view sql) {
        return workspace_->database().read([&](db::Transaction& tx) {
            auto rows = tx.query(sql);
            return rows.next() ? rows->integer(0) : -1;
        });
    }

    Id only(std::string_view object) {
        Id id;
        (void)workspace_->read(actor_, [&](records::Reader& reader) {
            return reader.each(object, {}, [&](const records::Record& record) {
                id = record.id;
                return true;
            });
        });
        return id;
    }

    /// One field of the record with that title, as JSON; references as the other's title.
    std::string field(std::string_view object, std::string_view title, std::string_view name) {
        std::string out = "no record";
        (void)workspace_->read(actor_, [&](records::Reader& reader) {
            return reader.each(object, {}, [&](const records::Record& record) {
                if (record.title() != title) return true;
                const auto* field = record.object->field(name);
                out.clear();
                if (const Id id = field->is_reference() ? record.id_of(name) : Id{}; id.is_set()) {
                    const Id ids[] = {id};
                    out = reader.titles(field->target->name, ids).front().second;
                } else if (!records::is_empty(record[name])) {
                    json::Writer writer(out);
                    records::write_value(writer, *field, record[name]);
                }
                return false;
            });
        });
        return out;
    }

    static std::string content(const std::string& path) {
        std::ifstream in(path, std::ios::binary);
        std::ostringstream out;
        out << in.rdbuf();
        return out.str();
    }

    fs::path folder_;
    const std::string url_ = db::testing::test_url((folder_ / "kith.db").string());
    std::unique_ptr<records::Workspace> workspace_;
    Actor actor_ = Actor::system("cli");
    Control control_;
};

TEST_F(Import, BringsInAccountsWithParentsThatComeLater) {
    const auto job = import(file("accounts.csv", "account,revenue,office_location,subsidiary_of\nNordlys,\"1,100.50\",Norge,Fjordtech\nFjordtech,20,Germany,\nEnsom,5,Sverige,Ukjent\n"));
    EXPECT_EQ(job.state, State::Done);
    EXPECT_EQ(counts(job), "3 = 3 + 0 + 0 + 0");
    EXPECT_EQ(field("account", "Nordlys", "parent"), "Fjordtech");
    EXPECT_EQ(field("account", "Nordlys", "country"), "\"NO\"");
    EXPECT_EQ(field("account", "Nordlys", "annual_revenue"), R"({"amount":"1100.50","currency":"NOK"})");
    ASSERT_EQ(job.problems.size(), 1u);
    EXPECT_FALSE(job.problems[0].failed);
    EXPECT_EQ(job.problems[0].code, "import.unknown_reference");
}

TEST_F(Import, KeepsFailedRowsWithTheirReasonToBeImportedAgain) {
    auto wish = file("accounts.csv", "name,employees,email,notes\nGood,12,a@example.com,\nBad,many,b@example.com,\"x, \"\"y\"\"\"\n,1,c@example.com,\nShort\nLong,1,d@example.com,n,extra\n");
    const auto job = import(wish);
    EXPECT_EQ(counts(job), "5 = 2 + 0 + 0 + 3");
    EXPECT_EQ(content(wish.failed_path),
              "name,employees,email,notes,Reason\r\n"
              "Bad,many,b@example.com,\"x, \"\"y\"\"\",Employees: “many” is not a number\r\n"
              ",1,c@example.com,,Name: A value is needed.\r\n"
              "Long,1,d@example.com,n,extra,\"The row has 5 cells, but the file has 4 columns\"\r\n");
    EXPECT_EQ(number("select count(*) from r_account"), 2);
}

TEST_F(Import, RehearsesTheWholeFileAndLeavesNothing) {
    auto wish = file("accounts.csv", "name,owner\nOne,Kari Lie\nTwo,Kari Lie\n,Kari Lie\n");
    wish.create = {"user"};
    wish.dry_run = true;
    const auto job = import(wish);
    EXPECT_EQ(job.state, State::Done);
    EXPECT_EQ(counts(job), "3 = 2 + 0 + 0 + 1");
    EXPECT_EQ(number("select count(*) from r_account"), 0);
    EXPECT_EQ(number("select count(*) from r_user"), 0);
}

TEST_F(Import, RefusesAFileOfWhichNoColumnGoesAnywhere) {
    auto wish = file("odd.csv", "qqq,zzz\nfoo bar,baz qux\nfoo bar,baz qux\n");
    wish.object = "account";
    wish.map = {"qqq=", "zzz="};
    const auto seen = preview(*workspace_->schema(), wish, wish.path);
    ASSERT_TRUE(seen);
    const auto job = import_file(*workspace_, actor_, wish, *seen, control_);
    ASSERT_FALSE(job);
    EXPECT_EQ(job.error().code, "import.nothing_mapped");
}

TEST_F(Import, LetsOthersWriteWhileALongFileIsRehearsed) {
    std::string bytes = "name,external_id\n";
    for (int i = 0; i < 8000; ++i) bytes += "Company " + std::to_string(i) + "," + std::to_string(i / 2) + "\n";
    auto wish = file("accounts.csv", bytes);
    wish.match = "external_id";
    wish.dry_run = true;
    control_.progress = [&](const Job&) { add("account", {{"name", std::string("Meanwhile")}}); };
    const auto job = import(wish);
    EXPECT_EQ(counts(job), "8000 = 4000 + 4000 + 0 + 0");
    EXPECT_EQ(number("select count(*) from r_account"), 4);
    for (const auto& entry : fs::directory_iterator(workspace_->database().beside() + ".imports")) ADD_FAILURE() << entry.path();
}

TEST_F(Import, UpdatesWhatMatchesSkipsTheSameAndReportsTheAmbiguous) {
    import(file("a.csv", "name,email,city\nOne,one@example.com,Oslo\nTwo,two@example.com,Bergen\nTwin,twin@example.com,\nTwin 2,twin@example.com,\n"));
    auto wish = file("b.csv", "name,email,city\nOne,ONE@example.com,Oslo\nTwo,two@example.com,Stavanger\nNew,new@example.com,\nX,twin@example.com,\nNew,new@example.com,\n");
    wish.object = "account";
    wish.match = "email";
    const auto job = import(wish);
    EXPECT_EQ(counts(job), "5 = 1 + 1 + 2 + 1");
    EXPECT_EQ(field("account", "Two", "city"), "\"Stavanger\"");
    EXPECT_EQ(job.problems.back().code, "import.ambiguous_match");
}

TEST_F(Import, FindsReferencesByNameWithoutSpacesAndStagesByKind) {
    import(file("products.csv", "product,series,sales_price\nGTX Pro,GTX,4821\nGTX Basic,GTX,550\n"));
    auto wish = file("sales_pipeline.csv",
                     "opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value\n"
                     "A1,Kari Lie,GTXPro,,Won,2016-10-20,2017-03-01,1054\nA2,Kari Lie,GTX Basic,,Engaging,2016-10-20,,\nA3,Kari Lie,MG,,Won,2016-10-20,,\n");
    wish.create = {"user", "stage"};
    const auto job = import(wish);
    EXPECT_EQ(counts(job), "3 = 2 + 0 + 0 + 1");
    EXPECT_EQ(field("deal", "GTXPro", "product"), "GTX Pro");
    EXPECT_EQ(field("deal", "GTXPro", "stage"), "Won deals");
    EXPECT_EQ(field("deal", "GTX Basic", "stage"), "Engaging");
    EXPECT_EQ(field("stage", "Engaging", "position"), "1");
    EXPECT_EQ(field("stage", "Won deals", "position"), "3");
    EXPECT_EQ(field("deal", "GTX Basic", "owner"), "Kari Lie");
    EXPECT_EQ(number("select count(*) from r_user"), 1);
    EXPECT_EQ(job.problems.back().message, "Product: There is no “MG” (product)");
}

TEST_F(Import, IsTakenBackWhenCancelled) {
    import(file("a.csv", "name,external_id,city\nOld,1,Oslo\n"));
    auto wish = file("b.csv", "name,external_id,city\nOld,1,Bergen\nNew,2,Bergen\n");
    wish.object = "account";
    wish.match = "external_id";
    control_.cancelled = true;
    const auto job = import(wish);
    EXPECT_EQ(job.state, State::Cancelled);
    EXPECT_EQ(number("select count(*) from r_account"), 1);
    EXPECT_EQ(field("account", "Old", "city"), "\"Oslo\"");
}

/// Three chunks and a bit: half of them refer to rows that come later, some fail, the last is a total.
std::string long_file() {
    std::string bytes = "name,external_id,parent,employees\n";
    for (int i = 0; i < 7000; ++i)
        bytes += "Company " + std::to_string(i) + ",c" + std::to_string(i) + ",c" + std::to_string(i % 2 == 0 ? 6999 - i : i - 1) + (i % 1000 == 7 ? ",many\n" : ",5\n");
    return bytes + "Total,,,35000\n";
}

TEST_F(Import, IsPausedAndGoneOnWithUntilItIsWhatItWouldHaveBeen) {
    auto wish = file("accounts.csv", long_file());
    wish.map = {"parent=parent:external_id"};
    const auto indexes = number(db::testing::count_indexes());
    control_.progress = [&](const Job&) { control_.paused = true; };  // after each chunk
    Job job = import(wish);
    int pauses = 0;
    for (; job.state == State::Paused && pauses < 50; ++pauses) {
        EXPECT_FALSE(job.interrupted);
        EXPECT_EQ(number("select count(*) from r_account"), job.counts.created);
        EXPECT_EQ(number("select count(*) from s_account"), job.counts.created);
        EXPECT_EQ(number(db::testing::count_indexes()), indexes);
        open();
        control_.paused = false;
        const auto request = resume_request(*workspace_, job);
        ASSERT_TRUE(request.has_value()) << request.error().code;
        job = *run_job(*workspace_, actor_, job, *request, control_);
    }
    EXPECT_GE(pauses, 4);
    EXPECT_EQ(job.state, State::Done) << job.error;
    EXPECT_EQ(counts(job), "7000 = 6993 + 0 + 0 + 7");
    EXPECT_EQ(number("select count(distinct external_id) from r_account"), 6993);
    EXPECT_EQ(number("select count(*) from change_log where kind = 'create' and object = 'account'"), 6993);
    EXPECT_EQ(number("select count(distinct change_set) from change_log where object = 'account'"), 1);
    // Rows that refer to one of the seven that failed stay without.
    EXPECT_EQ(number("select count(*) from r_account where parent is null"), 7);
    EXPECT_EQ(field("account", "Company 10", "parent"), "Company 6989");
    EXPECT_EQ(number("select count(*) from import_later"), 0);
    const auto kept = content(wish.failed_path);
    EXPECT_EQ(std::count(kept.begin(), kept.end(), '\n'), 8);
    EXPECT_TRUE(std::any_of(job.problems.begin(), job.problems.end(), [](const auto& problem) { return problem.code == "import.row.footer"; }));
}

TEST_F(Import, IsAPausedOneAtTheNextOpeningWhenItWasKilled) {
    auto wish = file("accounts.csv", long_file());
    wish.map = {"parent=parent:external_id"};
    control_.abandoned = true;
    const auto job = import(wish);
    EXPECT_EQ(job.state, State::Running);
    const auto taken = number("select count(*) from r_account");
    EXPECT_EQ(taken, job.counts.created);
    std::ofstream(wish.failed_path, std::ios::app) << "a row of a chunk that is not there\r\n";
    open();
    ASSERT_TRUE(recover(*workspace_).has_value());
    auto after = *workspace_->database().read([&](db::Transaction& tx) { return find(tx, job.id); });
    EXPECT_EQ(after.state, State::Paused);
    EXPECT_TRUE(after.interrupted);
    EXPECT_FALSE(after.error.empty());
    EXPECT_EQ(number("select count(*) from r_account"), taken);
    control_.abandoned = false;
    after = *run_job(*workspace_, actor_, after, *resume_request(*workspace_, after), control_);
    EXPECT_EQ(after.state, State::Done) << after.error;
    EXPECT_EQ(counts(after), "7000 = 6993 + 0 + 0 + 7");
    EXPECT_EQ(number("select count(*) from r_account"), 6993);
    const auto kept = content(wish.failed_path);
    EXPECT_EQ(std::count(kept.begin(), kept.end(), '\n'), 8);
}

TEST_F(Import, LeavesNoTraceWhenAPausedOneIsCancelled) {
    auto wish = file("accounts.csv", long_file());
    control_.paused = true;
    auto job = import(wish);
    EXPECT_EQ(job.state, State::Paused);
    job = *cancel_paused(*workspace_, actor_, job);
    EXPECT_EQ(job.state, State::Cancelled);
    EXPECT_EQ(number("select count(*) from r_account"), 0);
    EXPECT_EQ(number("select count(*) from change_log where object = 'account'"), 0);
    EXPECT_EQ(number("select count(*) from import_later"), 0);
}

TEST_F(Import, KeepsWhatSomebodyDidWithAPausedOnesRecords) {
    auto wish = file("accounts.csv", long_file());
    control_.paused = true;
    auto job = import(wish);
    Id one;
    ASSERT_TRUE(workspace_->write(actor_, [&](records::Writer& writer) {
        (void)writer.each("account", {}, [&](const records::Record& record) {
            one = record.id;
            return false;
        });
        return writer.update("account", one, {{"city", std::string("Oslo")}});
    }).has_value());
    const auto undone = undo(*workspace_, actor_, job);
    ASSERT_TRUE(undone.has_value()) << undone.error().code;
    EXPECT_EQ(undone->state, State::Undone);
    EXPECT_EQ(number("select count(*) from r_account where binned_at is null"), 1);
    EXPECT_GT(number("select count(*) from r_account where binned_at is not null"), 1000);
    EXPECT_EQ(undone->kept, 1);
    ASSERT_EQ(undone->kept_records.size(), 1u);
    EXPECT_EQ(undone->kept_records[0].record, one);
    EXPECT_EQ(undone->kept_records[0].fields, std::vector<std::string>{"city"});
}

TEST_F(Import, GoesOnTakingBackWhereACrashStoppedIt) {
    import(file("a.csv", "name,external_id,city\nOld,1,Oslo\nOlder,2,Oslo\n"));
    std::string bytes = "name,external_id,city\nOld,1,Bergen\nOlder,2,Bergen\n";
    for (int i = 0; i < 3000; ++i) bytes += "New " + std::to_string(i) + ",n" + std::to_string(i) + ",Bergen\n";
    auto wish = file("b.csv", bytes);
    wish.object = "account";
    wish.match = "external_id";
    auto job = import(wish);
    // As after its first step: the newest thousand entries.
    const auto begun = undo(*workspace_, actor_, job);
    ASSERT_TRUE(begun.has_value());
    EXPECT_EQ(begun->kept, 0);
    EXPECT_EQ(number("select count(*) from r_account where binned_at is null"), 2);
    const auto entry = number("select max(sequence) from change_log where change_set = " + std::to_string(job.change_set.value) + " and kind = 'update'") + 1;
    ASSERT_TRUE(workspace_->database().write([&](db::Transaction& tx) -> Result<void> {
        tx.execute("update import_job set state = 'taking_back', then_state = 'undone', taken_back_to = $1, ended_at = null where id = $2", entry, job.id);
        tx.execute("update r_account set city = 'Bergen' where external_id in ('1', '2')");
        return {};
    }).has_value());
    open();
    ASSERT_TRUE(recover(*workspace_).has_value());
    const auto after = workspace_->database().read([&](db::Transaction& tx) { return find(tx, job.id); });
    EXPECT_EQ(after->state, State::Undone);
    EXPECT_EQ(after->kept, 0);
    EXPECT_EQ(number("select count(*) from r_account where city = 'Oslo'"), 2);
}

TEST_F(Import, GoesOnOnlyWithTheFileItBeganWith) {
    auto wish = file("accounts.csv", long_file());
    control_.paused = true;
    const auto job = import(wish);
    std::ofstream(wish.path, std::ios::app) << "One more,cx,,5\n";
    EXPECT_EQ(resume_request(*workspace_, job).error().code, "import.file_changed_since");
    fs::remove(wish.path);
    EXPECT_EQ(resume_request(*workspace_, job).error().code, "import.file_gone");
    EXPECT_TRUE(cancel_paused(*workspace_, actor_, job).has_value());
}

TEST_F(Import, TellsThatAFieldItGoesToIsGoneAndStaysPaused) {
    auto wish = file("accounts.csv", long_file());
    control_.paused = true;
    auto job = import(wish);
    const std::string field = R"("field":"employees")";
    job.mapping.replace(job.mapping.find(field), field.size(), R"("field":"gone")");
    EXPECT_EQ(resume_request(*workspace_, job).error().code, "import.unknown_field");
}

TEST_F(Import, StandsStillWhenAFieldItGoesToIsTakenAwayMeanwhile) {
    const auto change = [&](std::string_view delta) {
        const auto changed = workspace_->write(actor_, [&](records::Writer& writer) { return records::change_object(writer, {.object = "account", .delta = *json::parse(delta)}); });
        ASSERT_TRUE(changed.has_value()) << changed.error().code;
    };
    change(R"({"fields":[{"name":"crew","type":"integer","label":{"en":"Crew"},"custom":true}]})");
    control_.progress = [&](const Job& job) {
        if (job.counts.rows == 2000) change(R"({"fields":[{"name":"crew","retired":true}]})");
    };
    auto wish = file("accounts.csv", long_file());
    wish.map = {"employees=crew"};
    const auto seen = preview(*workspace_->schema(), wish, wish.path);
    auto job = *import_file(*workspace_, actor_, wish, *seen, control_);
    EXPECT_EQ(job.state, State::Paused);
    EXPECT_TRUE(job.interrupted);
    EXPECT_EQ(job.counts.rows, 2000);
    EXPECT_NE(job.error.find("crew"), std::string::npos) << job.error;
    EXPECT_EQ(resume_request(*workspace_, job).error().code, "import.unknown_field");
    change(R"({"fields":[{"name":"crew","retired":false}]})");
    control_.progress = {};
    job = *run_job(*workspace_, actor_, job, *resume_request(*workspace_, job), control_);
    EXPECT_EQ(counts(job), "7000 = 6993 + 0 + 0 + 7") << job.error;
}

TEST_F(Import, IsPausedWhenFailedRowsCannotBeKeptAndLosesNone) {
    auto wish = file("accounts.csv", long_file());
    wish.failed_path = "/dev/full";
    const auto seen = preview(*workspace_->schema(), wish, wish.path);
    auto job = *import_file(*workspace_, actor_, wish, *seen, control_);
    EXPECT_EQ(job.state, State::Paused);
    EXPECT_TRUE(job.interrupted);
    EXPECT_NE(job.error.find("/dev/full"), std::string::npos) << job.error;
    EXPECT_EQ(job.counts.failed, 0);
    auto request = *resume_request(*workspace_, job);
    request.failed_path = wish.path + ".failed.csv";
    job = *run_job(*workspace_, actor_, job, request, control_);
    EXPECT_EQ(counts(job), "7000 = 6993 + 0 + 0 + 7") << job.error;
    const auto kept = content(request.failed_path);
    EXPECT_EQ(std::count(kept.begin(), kept.end(), '\n'), 8);
}

TEST_F(Import, TellsOfAFileThatChangesWhileItIsReadAndTakesItBack) {
    std::string bytes = "name,street\n";
    for (int i = 0; i < 14'000; ++i) bytes += "Company " + std::to_string(i) + "," + std::string(200, 's') + "\n";
    auto wish = file("accounts.csv", bytes);
    control_.progress = [&](const Job&) { std::ofstream(wish.path, std::ios::app) << "One more,s\n"; };
    const auto seen = preview(*workspace_->schema(), wish, wish.path);
    const auto job = *import_file(*workspace_, actor_, wish, *seen, control_);
    EXPECT_EQ(job.state, State::Failed);
    EXPECT_NE(job.error.find("changed"), std::string::npos) << job.error;
    EXPECT_EQ(number("select count(*) from r_account"), 0);
}

TEST_F(Import, JoinsRowsThatReferToEachOther) {
    auto wish = file("accounts.csv", "name,external_id,parent\nEgg,1,2\nHen,2,1\nSelf,3,3\n");
    wish.map = {"parent=parent:external_id"};
    const auto job = import(wish);
    EXPECT_EQ(counts(job), "3 = 3 + 0 + 0 + 0");
    EXPECT_EQ(field("account", "Egg", "parent"), "Hen");
    EXPECT_EQ(field("account", "Hen", "parent"), "Egg");
    EXPECT_EQ(number("select count(*) from r_account where parent is null"), 1);
}

TEST_F(Import, IsUndoneSaveForWhatPeopleChangedSince) {
    const auto job = import(file("accounts.csv", "name\nOne\nTwo\n"));
    ASSERT_TRUE(workspace_->write(actor_, [&](records::Writer& writer) {
        Id one;
        (void)writer.each("account", {}, [&](const records::Record& record) {
            if (record.title() == "One") one = record.id;
            return true;
        });
        return writer.update("account", one, {{"city", std::string("Oslo")}});
    }).has_value());
    const auto undone = undo(*workspace_, Actor::system("test"), job);
    ASSERT_TRUE(undone.has_value());
    EXPECT_EQ(undone->state, State::Undone);
    EXPECT_EQ(undone->kept, 1);
    EXPECT_EQ(number("select count(*) from r_account where binned_at is null"), 1);
    EXPECT_FALSE(undo(*workspace_, Actor::system("test"), *undone).has_value());
}

TEST_F(Import, IsUndoneAlsoWhereARuleHasSetSomethingSince) {
    const auto job = import(file("accounts.csv", "name\nOne\nTwo\n"));
    ASSERT_TRUE(workspace_->write(actor_, [&](records::Writer& writer) -> Result<void> {
        std::vector<Id> all;
        (void)writer.each("account", {}, [&](const records::Record& record) {
            all.push_back(record.id);
            return true;
        });
        for (const Id id : all)
            KITH_CHECK(writer.update("account", id, {{"account_type", std::string("retain")}}, {.without_after_hooks = false, .as_rule = true, .version = {}, .seen = {}}));
        return {};
    }).has_value());
    const auto undone = undo(*workspace_, Actor::system("test"), job);
    ASSERT_TRUE(undone.has_value());
    EXPECT_EQ(undone->kept, 0);
    EXPECT_EQ(number("select count(*) from r_account where binned_at is null"), 0);
}

TEST_F(Import, LoadsManyRowsAndLeavesEveryIndexInPlace) {
    const auto indexes = number(db::testing::count_indexes("r_contact"));
    std::string many = "First Name,Last Name,Email\n";
    for (int i = 0; i < 60'000; ++i) many += "Kari" + std::to_string(i) + ",Lie,kari" + std::to_string(i) + "@example.com\n";
    const auto job = import(file("contacts.csv", many));
    EXPECT_EQ(counts(job), "60000 = 60000 + 0 + 0 + 0");
    EXPECT_EQ(number(db::testing::count_indexes("r_contact")), indexes);
    EXPECT_EQ(number("select count(*) from change_log where object = 'contact'"), 60'000);
    EXPECT_EQ(number(db::testing::on_postgres() ? "select count(*) from s_contact where words @@ 'kari59999'" : "select count(*) from s_contact where s_contact match 'kari59999'"), 1);
    EXPECT_TRUE(workspace_->database().integrity_problems().empty());
}

TEST_F(Import, LeavesTotalsAndRepeatedHeadersOutOfALongFile) {
    std::string bytes = "name,employees\n";
    for (int i = 0; i < 4000; ++i) bytes += "Company " + std::to_string(i) + ",5\n";
    bytes += "name,employees\nLast,7\nTotal,20007\n";
    const auto job = import(file("accounts.csv", bytes));
    EXPECT_EQ(counts(job), "4001 = 4001 + 0 + 0 + 0");
    EXPECT_EQ(number("select count(*) from r_account where name = 'Total'"), 0);
    ASSERT_EQ(job.problems.size(), 2u);
    EXPECT_EQ(job.problems[0].code, "import.row.header_again");
    EXPECT_EQ(job.problems[1].code, "import.row.footer");
    EXPECT_EQ(job.problems[1].row, 4004);
    auto wish = file("more.csv", "name,employees\nReal,1\nTotal,20007\n");
    wish.dialect = {{"footer_rows", 0}};
    EXPECT_EQ(counts(import(wish)), "2 = 2 + 0 + 0 + 0");
}

TEST_F(Import, ReadsWhatIsPackedAndStopsAtABomb) {
    std::string zeros = "name,city\n";
    while (zeros.size() < std::size_t{100} << 20) zeros += std::string(60'000, 'x') + "\n";
    auto wish = file("bomb.csv.gz", test::gzip_of(zeros));
    wish.object = "account";
    wish.map = {"name=name"};
    const auto seen = preview(*workspace_->schema(), wish, wish.path);
    EXPECT_EQ(seen.error().code, "import.packed_bomb");
    EXPECT_EQ(seen.error().params.front().second, "250 : 1");

    auto zip = file("two.zip", test::zip_of({{"a.csv", "name\nFjord\n"}, {"b.csv", "name\nNord\nVest\n"}}));
    EXPECT_EQ(counts(import(zip)), "1 = 1 + 0 + 0 + 0");
    zip.dialect = {{"entry", "b.csv"}};
    EXPECT_EQ(counts(import(zip)), "2 = 2 + 0 + 0 + 0");
}

TEST_F(Import, KnowsWhatRowsAreByTheNameOfTheFileInAZip) {
    auto wish = file("export.zip", test::zip_of({{"kunder.csv", "Navn;E-post\nA;a@example.no\n"}, {"kontakter.csv", "Navn;E-post\nB;b@example.no\n"}}));
    EXPECT_EQ(preview(*workspace_->schema(), wish, "export.zip")->chosen.mapping.object, "account");
    wish.dialect = {{"entry", "kontakter.csv"}};
    EXPECT_EQ(preview(*workspace_->schema(), wish, "export.zip")->chosen.mapping.object, "contact");
}

TEST_F(Import, TellsHowNumbersAndDatesAreWritten) {
    const auto seen = preview(*workspace_->schema(), file("a.csv", "navn;sum;dato\nA;1,5;31/12/2026\nB;2,25;01/02/2026\n"), "a.csv");
    EXPECT_EQ(seen->file.dialect.decimal, DecimalMark::Comma);
    EXPECT_EQ(seen->file.dialect.dates, DateOrder::DayFirst);
}

TEST_F(Import, TakesKithsOwnIdsForReferencesAsItsExportsWriteThem) {
    add("account", {{"name", std::string("Fjord AS")}});
    const Id account = only("account");
    const auto job = import(file("contacts.jsonl", "{\"name\":\"Kari Lie\",\"account\":\"" + account.to_string() + "\"}\n{\"name\":\"Ola Moe\",\"account\":\"999999999999999999\"}\n"));
    EXPECT_EQ(counts(job), "2 = 1 + 0 + 0 + 1");
    EXPECT_EQ(field("contact", "Kari Lie", "account"), "Fjord AS");
}

TEST_F(Import, MakesContactsAndTheirCompaniesOfCards) {
    const auto job = import(file("people.vcf",
        "BEGIN:VCARD\nVERSION:3.0\nN:Hansen;Kari;;;\nFN:Kari Hansen\nORG:Fjord AS\nTITLE:Buyer\nEMAIL:kari@fjord.example\nTEL;TYPE=CELL:+47 400 00 001\nEND:VCARD\n"
        "BEGIN:VCARD\nVERSION:3.0\nFN:Ola Nord\nORG:Fjord AS\nEND:VCARD\n"));
    EXPECT_EQ(job.object, "contact");
    EXPECT_EQ(counts(job), "2 = 2 + 0 + 0 + 0");
    EXPECT_EQ(field("contact", "Kari Hansen", "account"), "Fjord AS");
    EXPECT_EQ(field("contact", "Kari Hansen", "mobile"), "\"+4740000001\"");
    EXPECT_EQ(field("contact", "Kari Hansen", "job_title"), "\"Buyer\"");
    EXPECT_EQ(number("select count(*) from r_account"), 1);
}

TEST_F(Import, ReadsDoubtfulNumbersAndDatesAsToldTo) {
    auto wish = file("deals.csv", "name,value,close date\nFjord,\"1,500\",03/04/2026\n");
    wish.object = "deal";
    wish.create = {};
    wish.map = {"value=amount", "close date=closed_on"};
    wish.dialect = {{"decimal", ","}, {"dates", "month_first"}};
    const auto job = import(wish);
    EXPECT_EQ(field("deal", "Fjord", "amount"), R"({"amount":"1.50","currency":"NOK"})") << (job.problems.empty() ? "" : job.problems[0].message);
    EXPECT_EQ(field("deal", "Fjord", "closed_on"), "\"2026-03-04\"");
}

TEST_F(Import, ReportsRowsInAnotherEncodingAndImportsTheRest) {
    const auto job = import(file("accounts.csv", "name,city\nBl\xC3\xA5,\xC3\x98st\nGr\xF8nn,x\nR\xC3\xB8" "d,y\n"));
    EXPECT_EQ(counts(job), "3 = 2 + 0 + 0 + 1");
    EXPECT_EQ(job.problems[0].row, 3);
    EXPECT_EQ(job.problems[0].code, "import.row.not_text");
}

TEST(FillTemplate, LeavesOutWhatIsBlank) {
    Detected file;
    file.header = {"product", "account"};
    const auto columns = columns_of(file);
    EXPECT_EQ(fill_template("{product} – {account}", columns, {"Pump", "Fjord"}), "Pump – Fjord");
    EXPECT_EQ(fill_template("{product} – {account}", columns, {"Pump", ""}), "Pump");
    EXPECT_EQ(fill_template("{product} – {account}", columns, {"", "Fjord"}), "Fjord");
    EXPECT_EQ(fill_template("person", columns, {"", ""}), "person");
}

}  // namespace
}  // namespace kith::imports
