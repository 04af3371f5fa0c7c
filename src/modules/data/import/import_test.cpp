#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "modules/data/import/import.hpp"
#include "modules/data/import/import_file.hpp"
#include "modules/data/import/row_reader.hpp"
#include "modules/data/import/take_back.hpp"
#include "modules/shipped.hpp"
#include "support/packed_files.hpp"

namespace kith::imports {
namespace {

namespace fs = std::filesystem;

/// A workspace on a file of its own, and files to import beside it.
class Import : public testing::Test {
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
        auto database = db::Database::open({.url = (folder_ / "kith.db").string()});
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
    control_.progress = [&](const Counts&, double) { add("account", {{"name", std::string("Meanwhile")}}); };
    const auto job = import(wish);
    EXPECT_EQ(counts(job), "8000 = 4000 + 4000 + 0 + 0");
    EXPECT_EQ(number("select count(*) from r_account"), 4);
    for (const auto& entry : fs::directory_iterator(folder_ / "kith.db.imports")) ADD_FAILURE() << entry.path();
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

TEST_F(Import, IsTakenBackAtTheNextOpeningWhenItWasKilled) {
    control_.abandoned = true;
    const auto job = import(file("accounts.csv", "name\nOne\nTwo\n"));
    EXPECT_EQ(job.state, State::Running);
    EXPECT_EQ(number("select count(*) from r_account"), 2);
    open();
    ASSERT_TRUE(recover(*workspace_).has_value());
    EXPECT_EQ(number("select count(*) from r_account"), 0);
    EXPECT_EQ(number("select count(*) from change_log where object = 'account'"), 0);
    const auto after = workspace_->database().read([&](db::Transaction& tx) { return find(tx, job.id); });
    EXPECT_EQ(after->state, State::Failed);
    EXPECT_FALSE(after->error.empty());
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
    const auto indexes = number("select count(*) from sqlite_schema where type = 'index' and tbl_name = 'r_contact'");
    std::string many = "First Name,Last Name,Email\n";
    for (int i = 0; i < 60'000; ++i) many += "Kari" + std::to_string(i) + ",Lie,kari" + std::to_string(i) + "@example.com\n";
    const auto job = import(file("contacts.csv", many));
    EXPECT_EQ(counts(job), "60000 = 60000 + 0 + 0 + 0");
    EXPECT_EQ(number("select count(*) from sqlite_schema where type = 'index' and tbl_name = 'r_contact'"), indexes);
    EXPECT_EQ(number("select count(*) from change_log where object = 'contact'"), 60'000);
    EXPECT_EQ(number("select count(*) from s_contact where s_contact match 'kari59999'"), 1);
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
