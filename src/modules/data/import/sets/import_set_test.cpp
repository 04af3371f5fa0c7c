#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>

#include "db/testing/test_url.hpp"
#include "modules/data/import/end_job.hpp"
#include "modules/data/import/sets/plan_set.hpp"
#include "modules/data/import/sets/run_set.hpp"
#include "modules/sales/sales.hpp"
#include "modules/shipped.hpp"
#include "support/packed_files.hpp"

namespace kith::imports {
namespace {

namespace fs = std::filesystem;
using Files = std::vector<std::pair<std::string, std::string>>;

/// Invented companies and people in the form of each system's exports, into a workspace of their own.
class ImportSets : public ::testing::Test {
protected:
    ImportSets() : folder_(fs::temp_directory_path() / ("kith_sets_" + std::to_string(::getpid()))) {
        fs::remove_all(folder_);
        fs::create_directories(folder_);
        load_catalogues();
        records::Workspace::Parts parts;
        parts.database = std::move(*db::Database::open({.url = db::testing::test_url((folder_ / "kith.db").string())}));
        parts.schema = std::move(*shipped_schema());
        parts.migrations.push_back({"import", tables()});
        parts.migrations.push_back({"import_sets", set_tables()});
        for (auto& hook : sales::module().hooks()) parts.hooks.push_back(std::move(hook));
        parts.installers.push_back(sales::module().install);
        workspace_ = std::move(*records::Workspace::open(std::move(parts)));
        EXPECT_TRUE(workspace_->install());
        (void)workspace_->write(actor_, [](records::Writer& writer) {
            return writer.create("user", {{"name", std::string("Sana Selger")}, {"email", std::string("sana@kith.example")}});
        });
    }
    ~ImportSets() override {
        workspace_.reset();
        fs::remove_all(folder_);
    }

    std::vector<SetFile> write(const Files& files) {
        std::vector<SetFile> out;
        for (const auto& [name, bytes] : files) {
            out.push_back({(folder_ / name).string(), name});
            std::ofstream(out.back().path, std::ios::binary) << bytes;
        }
        return out;
    }

    /// "companies 2+0+0+0; contacts 1+0+0+1": created, updated, skipped, failed, in the order they are imported.
    std::string import(const Files& files, std::vector<std::string> create = {}, bool dry_run = false) {
        const auto paths = write(files);
        auto plan = plan_set(*workspace_->schema(), paths, "en");
        EXPECT_TRUE(plan.has_value()) << (plan ? "" : plan.error().code);
        if (!plan) return {};
        unread_ = plan->unread;
        set_ = {};
        set_.id = workspace_->ids().next();
        set_.dry_run = dry_run;
        set_.created_at = workspace_->clock().now();
        std::vector<SetStep> steps;
        for (const auto& part : plan->parts) {
            SetStep step;
            step.job.id = workspace_->ids().next();
            step.job.name = part.name;
            step.job.created_at = set_.created_at;
            step.request.path = paths[part.file].path;
            step.request.dialect = json::Value(part.dialect);
            step.request.mapping = part.mapping;
            allow_creating(step.request.mapping, *workspace_->schema(), create);
            set_.items.push_back({.import = step.job.id});
            left_out_[part.name] = part.left_out;
            steps.push_back(std::move(step));
        }
        EXPECT_TRUE(workspace_->database().write([&](db::Transaction& tx) -> Result<void> {
            for (const auto& step : steps) insert(tx, step.job);
            insert(tx, set_);
            return {};
        }).has_value());
        std::string out;
        problems_.clear();
        auto run = SetRun::begin(*workspace_, actor_, set_, std::move(steps));
        EXPECT_TRUE(run.has_value()) << (run ? "" : run.error().code);
        while (run && (*run)->more()) {
            const auto done = (*run)->run_next(control_);
            EXPECT_TRUE(done.has_value()) << (done ? "" : done.error().code);
            if (!done) break;
            const auto& c = done->counts;
            if (!out.empty()) out += "; ";
            out += fs::path(done->name).stem().string() + " " + std::to_string(c.created) + "+" + std::to_string(c.updated) + "+" + std::to_string(c.skipped) + "+" + std::to_string(c.failed);
            for (const auto& problem : done->problems) problems_ += problem.field + " " + problem.code + " " + problem.value + "\n";
        }
        return out;
    }

    std::int64_t count(std::string_view object) {
        return *workspace_->read(actor_, [&](records::Reader& reader) { return reader.count(object); });
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

    fs::path folder_;
    std::unique_ptr<records::Workspace> workspace_;
    Actor actor_ = Actor::system("test");
    Control control_;
    ImportSet set_;
    std::string problems_;
    std::vector<std::string> unread_;
    std::map<std::string, std::vector<std::string>> left_out_;
};

const Files kHubSpot{
    {"deals.csv", "Record ID,Deal Name,Deal Stage,Pipeline,Amount,Currency,Close Date,Create Date,Deal owner,Deal Type,Associated Company IDs,Associated Contact IDs,Favourite colour\n"
                  "501,Pumps for Fjell,closedwon,Sales Pipeline,12000,EUR,2025-03-04 10:00,2025-01-02 08:00,Sana Selger,newbusiness,101,301;302,blue\n"
                  "502,Valves for Vann,Contract Sent (old),Sales Pipeline,2500.50,,2027-01-31,2026-02-02,Nobody Here,Existing Business,Vann og Damp AS,,\n"
                  "503,Tubes for Fjell,Proposal,,,,,,,,999;101,,red\n"},
    {"contacts.csv", "Record ID,First Name,Last Name,Email,Phone Number,Associated Company IDs,Lifecycle Stage,Contact owner\n"
                     "301,Frida,Fossum,frida@fjell.example,+47 22 33 44 55,101,Lead,sana@kith.example\n"
                     "302,,,post@vann.example,,102;999,,\n"
                     "303,Odd,Ensom,not an address,,101,,\n"},
    {"companies.csv", "Record ID,Company name,Company Domain Name,Industry,Annual Revenue,Lifecycle Stage,Street Address,Street Address 2,City,Country/Region,Company owner,Number of Employees,Create Date\n"
                      "101,Fjell Industri,fjell.example,MACHINERY,5000000,marketingqualifiedlead,Storgata 1,2. etasje,Oslo,Norway,Sana Selger,25,2024-01-01\n"
                      "102,Vann og Damp AS,,Utilities,,customer,,,Bergen,NO,,,\n"
                      "103,fjell industri,,,,partner,,,,,,,\n"},
};

void expect_hubspot_is_joined(const auto& field) {
    EXPECT_EQ(field("deal", "Pumps for Fjell", "account"), "Fjell Industri");
    EXPECT_EQ(field("deal", "Pumps for Fjell", "contact"), "Frida Fossum");
    EXPECT_EQ(field("deal", "Valves for Vann", "account"), "Vann og Damp AS") << "a name where ids are meant to be";
    EXPECT_EQ(field("deal", "Tubes for Fjell", "account"), "Fjell Industri") << "the first of the list that is there";
    EXPECT_EQ(field("contact", "Frida Fossum", "account"), "Fjell Industri");
    EXPECT_EQ(field("contact", "post@vann.example", "account"), "Vann og Damp AS");
}

TEST_F(ImportSets, JoinHubSpotsFilesInWhateverOrderTheyAreGiven) {
    EXPECT_EQ(import(kHubSpot), "companies 3+0+0+0; contacts 3+0+0+0; deals 3+0+0+0");
    expect_hubspot_is_joined([&](auto... names) { return field(names...); });
    EXPECT_NE(problems_.find("account import.took_one 102;999"), std::string::npos) << problems_;
    EXPECT_NE(problems_.find("owner import.unknown_reference Nobody Here"), std::string::npos) << problems_;
    EXPECT_EQ(field("deal", "Valves for Vann", "owner"), "");
    EXPECT_EQ(left_out_["deals.csv"], std::vector<std::string>{"Favourite colour"});

    EXPECT_EQ(field("account", "Fjell Industri", "external_id"), "\"hubspot:101\"");
    EXPECT_EQ(field("account", "Fjell Industri", "industry"), "\"Machinery\"");
    EXPECT_EQ(field("account", "Fjell Industri", "lifecycle_stage"), "\"marketing_qualified\"");
    EXPECT_EQ(field("account", "Fjell Industri", "street"), "\"Storgata 1, 2. etasje\"");
    EXPECT_EQ(field("account", "Fjell Industri", "country"), "\"NO\"");
    EXPECT_EQ(field("account", "Fjell Industri", "owner"), "Sana Selger");
    EXPECT_EQ(field("account", "fjell industri", "lifecycle_stage"), "") << "an option that Kith has not: empty, not the default";
    EXPECT_EQ(field("contact", "Frida Fossum", "owner"), "Sana Selger");
    EXPECT_EQ(field("contact", "Odd Ensom", "email"), "") << "what cannot be read is told, the person comes";
    EXPECT_EQ(field("deal", "Pumps for Fjell", "amount"), R"({"amount":"12000.00","currency":"EUR"})");
    EXPECT_EQ(field("deal", "Pumps for Fjell", "state"), "\"won\"");
    EXPECT_EQ(field("deal", "Pumps for Fjell", "closed_on"), "\"2025-03-04\"");
    EXPECT_EQ(field("deal", "Pumps for Fjell", "opened_on"), "\"2025-01-02\"");
    EXPECT_EQ(field("deal", "Pumps for Fjell", "type"), "\"new\"");
    EXPECT_EQ(field("deal", "Valves for Vann", "amount"), R"({"amount":"2500.50","currency":"NOK"})");
    EXPECT_EQ(field("deal", "Valves for Vann", "closed_on"), "") << "an open deal is not closed";
    EXPECT_EQ(field("deal", "Valves for Vann", "expected_close"), "\"2027-01-31\"");
    EXPECT_EQ(field("deal", "Tubes for Fjell", "stage"), "Proposal");
}

TEST_F(ImportSets, TakeTheSameFilesAgainWithoutDoublingAnything) {
    import({kHubSpot[2], kHubSpot[0], kHubSpot[1]});
    EXPECT_EQ(import({kHubSpot[1], kHubSpot[2], kHubSpot[0]}), "companies 0+0+3+0; contacts 0+0+3+0; deals 0+0+3+0");
    expect_hubspot_is_joined([&](auto... names) { return field(names...); });
    EXPECT_EQ(count("account"), 3);
}

TEST_F(ImportSets, RehearseWithTheRowsOfTheFilesBefore) {
    EXPECT_EQ(import(kHubSpot, {}, true), "companies 3+0+0+0; contacts 3+0+0+0; deals 3+0+0+0");
    EXPECT_EQ(problems_.find("There is no"), std::string::npos);
    EXPECT_EQ(problems_.find("import.unknown_reference 101"), std::string::npos) << problems_;
    EXPECT_EQ(count("account") + count("contact") + count("deal"), 0);
    for (const auto& entry : fs::directory_iterator(workspace_->database().beside() + ".imports")) EXPECT_EQ(entry.path().extension(), ".nothing") << entry.path();
    EXPECT_EQ(import(kHubSpot), "companies 3+0+0+0; contacts 3+0+0+0; deals 3+0+0+0");
}

TEST_F(ImportSets, MakeOwnersPipelinesAndStagesIfAsked) {
    import(kHubSpot, {"user", "pipeline", "stage"});
    EXPECT_EQ(field("deal", "Valves for Vann", "owner"), "Nobody Here");
    EXPECT_EQ(field("user", "Nobody Here", "active"), "false");
    EXPECT_EQ(field("deal", "Valves for Vann", "stage"), "Contract Sent");
    EXPECT_EQ(field("stage", "Contract Sent", "pipeline"), "Sales Pipeline");
    EXPECT_EQ(field("deal", "Pumps for Fjell", "pipeline"), "Sales Pipeline");
    EXPECT_EQ(field("deal", "Pumps for Fjell", "state"), "\"won\"");
}

TEST_F(ImportSets, AreUndoneAsAWhole) {
    import(kHubSpot);
    const auto stored = workspace_->database().read([&](db::Transaction& tx) { return find_set(tx, set_.id); });
    ASSERT_TRUE(stored);
    EXPECT_EQ(stored->state, State::Done);
    const auto undone = undo_set(*workspace_, actor_, *stored);
    ASSERT_TRUE(undone.has_value()) << undone.error().code;
    EXPECT_EQ(undone->state, State::Undone);
    EXPECT_EQ(count("account") + count("contact") + count("deal"), 0);
    EXPECT_EQ(undo_set(*workspace_, actor_, *undone).error().code, "import.cannot_undo");
}

TEST_F(ImportSets, AreUndoneAlsoWhereOneFileFilledWhatAnotherBrought) {
    import({kHubSpot[2], {"leads.csv", "Lead ID,First Name,Last Name,Company / Account,Email,Lead Status,Street,Industry\n00Q1,Vera,Vann,Vann og Damp AS,vera@vann.example,Open,Kaien 1,Steam\n"}});
    EXPECT_EQ(field("account", "Vann og Damp AS", "street"), "\"Kaien 1\"");
    EXPECT_EQ(field("account", "Vann og Damp AS", "industry"), "\"Utilities\"") << "what is there stays";
    EXPECT_EQ(field("account", "Vann og Damp AS", "external_id"), "\"hubspot:102\"");
    const auto change = [&](const Actor& actor, std::string_view title, const records::Values& values) {
        EXPECT_TRUE(workspace_->write(actor, [&](records::Writer& writer) -> Result<void> {
            Id id;
            KITH_CHECK(writer.each("account", {}, [&](const records::Record& record) {
                if (record.title() == title) id = record.id;
                return true;
            }));
            KITH_CHECK(writer.update("account", id, values));
            return {};
        }).has_value());
    };
    change(Actor::system("rule"), "Vann og Damp AS", {{"source", std::string("by a rule")}});
    change(actor_, "Fjell Industri", {{"city", std::string("Moss")}});
    ASSERT_TRUE(undo_set(*workspace_, actor_, *workspace_->database().read([&](db::Transaction& tx) { return find_set(tx, set_.id); })).has_value());
    EXPECT_EQ(count("account"), 1);
    EXPECT_EQ(field("account", "Fjell Industri", "city"), "\"Moss\"") << "somebody's work stays";
}

TEST_F(ImportSets, AreTakenBackWhenOneIsCancelled) {
    const auto paths = write(kHubSpot);
    control_.progress = [&](const Job& job) {
        if (job.object == "contact") control_.cancelled = true;
    };
    EXPECT_EQ(import(kHubSpot).substr(0, 17), "companies 3+0+0+0");
    EXPECT_EQ(workspace_->database().read([&](db::Transaction& tx) { return find_set(tx, set_.id); })->state, State::Cancelled);
    EXPECT_EQ(count("account") + count("contact") + count("deal"), 0);
}

TEST_F(ImportSets, TakeHubSpotsTicketsAsActivities) {
    import({kHubSpot[2], {"tickets.csv", "Ticket ID,Ticket name,Pipeline,Ticket status,Create date,Priority,Ticket description,Associated Company IDs\n"
                                         "7,Pump leaks,Support Pipeline,Closed,2026-05-06 12:00,High,It drips,101\n8,Valve stuck,Support Pipeline,Waiting on us,2026-05-07 12:00,,,102\n"}});
    EXPECT_EQ(field("activity", "Pump leaks", "state"), "\"done\"");
    EXPECT_EQ(field("activity", "Pump leaks", "kind"), "\"other\"");
    EXPECT_EQ(field("activity", "Pump leaks", "account"), "Fjell Industri");
    EXPECT_EQ(field("activity", "Pump leaks", "body"), "\"Closed, High – It drips\"");
    EXPECT_EQ(field("activity", "Pump leaks", "tags"), "[\"ticket\"]");
    EXPECT_EQ(field("activity", "Valve stuck", "state"), "\"planned\"");
}

TEST_F(ImportSets, BringSalesforcesDataExportInByItsOwnIds) {
    EXPECT_EQ(import({{"Opportunity.csv", "\"Id\",\"IsDeleted\",\"AccountId\",\"Name\",\"StageName\",\"Amount\",\"Probability\",\"CloseDate\",\"Type\",\"IsClosed\",\"IsWon\",\"OwnerId\",\"CurrencyIsoCode\"\n"
                                           "\"006A\",\"0\",\"001A\",\"Turbine\",\"Closed Lost\",\"90000\",\"0\",\"2025-06-30\",\"New Customer\",\"1\",\"0\",\"005A\",\"SEK\"\n"},
                      {"User.csv", "Id,Username,LastName,FirstName,Email,IsActive,ProfileId\n005A,kai@sf.example,Krag,Kai,kai@sf.example,maybe,00eA\n"},
                      {"Contact.csv", "Id,IsDeleted,AccountId,LastName,FirstName,Salutation,MailingCity,MailingCountry,Phone,MobilePhone,Email,Title,OwnerId\n"
                                      "003A,0,001A,Lund,Liv,Ms.,Bodø,Norway,22334455,,liv@kraft.example,CFO,005A\n"},
                      {"Account.csv", "Id,IsDeleted,Name,Type,ParentId,BillingStreet,BillingCity,BillingPostalCode,BillingCountry,Phone,Website,Industry,AnnualRevenue,NumberOfEmployees,OwnerId,SystemModstamp\n"
                                      "001B,0,Kraft Nord,Prospect,001A,,,,,,,,,,,2026-01-01\n001A,0,Kraft Holding,Customer - Direct,,Sjøgata 2,Bodø,8006,Norway,75512345,kraft.example,Energy,7000000,70,005A,2026-01-01\n"}}),
              "User 1+0+0+0; Account 2+0+0+0; Contact 1+0+0+0; Opportunity 1+0+0+0") << problems_;
    EXPECT_NE(problems_.find("active import.not_a_boolean maybe"), std::string::npos) << problems_;
    EXPECT_EQ(field("account", "Kraft Holding", "owner"), "Kai Krag");
    EXPECT_EQ(field("account", "Kraft Holding", "lifecycle_stage"), "\"customer\"");
    EXPECT_EQ(field("account", "Kraft Nord", "parent"), "Kraft Holding") << "a row that comes later";
    EXPECT_EQ(field("account", "Kraft Nord", "lifecycle_stage"), "\"lead\"");
    EXPECT_EQ(field("contact", "Liv Lund", "account"), "Kraft Holding");
    EXPECT_EQ(field("contact", "Liv Lund", "job_title"), "\"CFO\"");
    EXPECT_EQ(field("deal", "Turbine", "state"), "\"lost\"");
    EXPECT_EQ(field("deal", "Turbine", "amount"), R"({"amount":"90000.00","currency":"SEK"})");
    EXPECT_EQ(field("deal", "Turbine", "owner"), "Kai Krag");
}

TEST_F(ImportSets, MakeAccountsAndContactsOfLeads) {
    EXPECT_EQ(import({{"leads.csv", "Lead ID,Lead Owner,First Name,Last Name,Title,Company / Account,Email,Lead Status,Lead Source,Industry,Converted\n"
                                    "00Q1,Sana Selger,Nora,Nes,Buyer,Nes Bruk,nora@nes.example,Working - Contacted,Web,Wood,0\n"
                                    "00Q2,Sana Selger,Nils,Nes,,Nes Bruk,nils@nes.example,Open - Not Contacted,Fair,,0\n"
                                    "00Q3,,Eva,Alene,,,eva@alene.example,Open - Not Contacted,,,0\n"
                                    "00Q4,,Gunn,Gammel,,Gammel AS,gunn@gammel.example,Closed - Converted,,,1\n"}}),
              "leads 1+0+1+0; leads 3+0+0+0") << problems_;
    EXPECT_EQ(field("account", "Nes Bruk", "lifecycle_stage"), "\"marketing_qualified\"");
    EXPECT_EQ(field("account", "Nes Bruk", "industry"), "\"Wood\"");
    EXPECT_EQ(field("contact", "Nils Nes", "account"), "Nes Bruk");
    EXPECT_EQ(field("contact", "Nora Nes", "external_id"), "\"salesforce:00Q1\"");
    EXPECT_EQ(field("contact", "Eva Alene", "account"), "");
    EXPECT_EQ(field("contact", "Gunn Gammel", "name"), "no record") << "she is a contact of Salesforce's already";
}

TEST_F(ImportSets, BringPipedriveInWithItsPipelines) {
    EXPECT_EQ(import({{"activities.csv", "Activity - ID,Activity - Subject,Activity - Type,Activity - Due date,Activity - Due time,Activity - Done,Activity - Note,Organization,Deal - Title\n"
                                         "1,Ring om rør,Call,2026-04-05,10:30,Done,Hyggelig,Rør & Sønn,Rør til havna\n2,Lunsj,Lunch,2026-12-24,,To do,,Rør & Sønn,\n"},
                      {"deals.csv", "Deal - ID,Deal - Title,Deal - Organization,Deal - Contact person,Deal - Value,Deal - Currency of Value,Deal - Pipeline,Deal - Stage,Deal - Status,Deal - Won time,Deal - Lost time,Deal - Lost reason,Deal - Expected close date\n"
                                    "11,Rør til havna,Rør & Sønn,Rita Rør,45000,DKK,Havner,Befaring,won,2026-03-01 12:00:00,,,2026-02-01\n"
                                    "12,Bend,Rør & Sønn,,500,NOK,Havner,Befaring,open,,,,2026-12-01\n13,Muffe,Rør & Sønn,,700,NOK,Havner,Befaring,lost,,2026-05-05 09:00:00,Pris,\n"},
                      {"people.csv", "Person - ID,Person - Name,Person - First name,Person - Last name,Person - Organization,Person - Phone - Work,Person - Phone - Mobile,Person - Email - Work,Person - Email - Home,Person - Labels\n"
                                     "21,Rita Rør,Rita,Rør,Rør & Sønn,,\"+47 911 22 333, +47 922 33 444\",,rita@hjemme.example,\"VIP, Nord\"\n"},
                      {"organizations.csv", "Organization - ID,Organization - Name,Organization - Address,Organization - Owner,Organization - People\n31,Rør & Sønn,\"Kaia 4, 5003 Bergen\",Sana Selger,1\n"}},
                     {"pipeline", "stage"}),
              "organizations 1+0+0+0; people 1+0+0+0; deals 3+0+0+0; activities 2+0+0+0") << problems_;
    EXPECT_EQ(field("account", "Rør & Sønn", "street"), "\"Kaia 4, 5003 Bergen\"");
    EXPECT_EQ(field("contact", "Rita Rør", "email"), "\"rita@hjemme.example\"") << "the next column where the first is empty";
    EXPECT_EQ(field("contact", "Rita Rør", "mobile"), "\"+4791122333\"") << "the first of a list";
    EXPECT_EQ(field("contact", "Rita Rør", "tags"), R"(["Nord","VIP"])");
    EXPECT_EQ(field("deal", "Rør til havna", "state"), "\"won\"");
    EXPECT_EQ(field("deal", "Rør til havna", "pipeline"), "Havner");
    EXPECT_EQ(field("deal", "Rør til havna", "closed_on"), "\"2026-03-01\"");
    EXPECT_EQ(field("deal", "Rør til havna", "contact"), "Rita Rør");
    EXPECT_EQ(field("deal", "Bend", "stage"), "Befaring");
    EXPECT_EQ(field("deal", "Muffe", "state"), "\"lost\"");
    EXPECT_EQ(field("deal", "Muffe", "lost_reason"), "\"Pris\"");
    EXPECT_EQ(field("activity", "Ring om rør", "kind"), "\"call\"");
    EXPECT_EQ(field("activity", "Ring om rør", "state"), "\"done\"");
    EXPECT_EQ(field("activity", "Ring om rør", "deal"), "Rør til havna");
    EXPECT_EQ(field("activity", "Lunsj", "kind"), "\"meeting\"");
    EXPECT_EQ(field("activity", "Lunsj", "due"), "\"2026-12-24\"");
}

TEST_F(ImportSets, BringZohoInWithTitleLinesAndDaysFirst) {
    EXPECT_EQ(import({{"Deals.csv", "Deals report\nExported 3 May\n\nRecord Id,Deal Owner,Deal Name,Amount,Closing Date,Account Name.id,Account Name,Stage,Type,Probability (%),Created Time\n"
                                    "zcrm_31,Sana Selger,Ski 100,\"$1,200.00\",31/12/2026,zcrm_11,Ski og Sno,Needs Analysis,New Business,20,13/04/2026 10:00\n"
                                    "zcrm_32,Sana Selger,Staver,\"$300.00\",05/06/2025,,Ukjent AS,Closed Won,-None-,100,03/04/2025 09:00\n"},
                      {"Accounts.csv", "Record Id,Account Owner,Account Name,Phone,Website,Account Type,Industry,Employees,Billing Street,Billing Code,Billing City,Billing Country,Tag\n"
                                       "zcrm_11,Sana Selger,Ski og Sno,,ski.example,Prospect,-None-,12,Bakken 1,2609,Lillehammer,Norway,vinter\n"}}),
              "Accounts 1+0+0+0; Deals 2+0+0+0") << problems_;
    EXPECT_EQ(field("account", "Ski og Sno", "external_id"), "\"zoho:zcrm_11\"");
    EXPECT_EQ(field("account", "Ski og Sno", "industry"), "");
    EXPECT_EQ(field("account", "Ski og Sno", "lifecycle_stage"), "\"lead\"");
    EXPECT_EQ(field("deal", "Ski 100", "account"), "Ski og Sno");
    EXPECT_EQ(field("deal", "Ski 100", "amount"), R"({"amount":"1200.00","currency":"USD"})");
    EXPECT_EQ(field("deal", "Ski 100", "opened_on"), "\"2026-04-13\"");
    EXPECT_EQ(field("deal", "Staver", "closed_on"), "\"2025-06-05\"") << "the fifth of June: day first";
    EXPECT_EQ(field("deal", "Staver", "account"), "Ukjent AS") << "made by its name";
}

TEST_F(ImportSets, BringSuperOfficeInWithNorwegianHeaders) {
    EXPECT_EQ(import({{"salg.csv", "Salgs-ID;Salg;Firma;Person;Beløp;Valuta;Sannsynlighet i %;Fase;Status;Salgsdato;Vår kontakt\n"
                                   "1;Kran til Kai;Kai Kran AS;Kåre Kai;1 250 000,50;NOK;75;Tilbud;Åpen;31.12.2026;Sana Selger\n2;Vinsj;Kai Kran AS;;99 000;NOK;100;Tilbud;Solgt;15.03.2026;Sana Selger\n"},
                      {"personer.csv", "Person-ID;Fornavn;Mellomnavn;Etternavn;Firma-ID;Firma;Stilling;E-post;Direkte - Telefon;Mobil - Telefon;Vår kontakt\n"
                                       "5;Kåre;;Kai;9;Kai Kran AS;Innkjøper;kare@kran.example;55 12 34 56;911 22 333;Sana Selger\n"},
                      {"firmaer.csv", "Firma-ID;Firmanavn;Avdeling;Org.nr.;Vår kontakt;Kategori;Bransje;Telefon;Postadresse;Postnummer;Poststed;Land\n"
                                      "9;Kai Kran AS;Vest;987654321;Sana Selger;Tidligere kunde;Havn;55 00 11 22;Boks 3;5003;Bergen;Norge\n"}}),
              "firmaer 1+0+0+0; personer 1+0+0+0; salg 2+0+0+0") << problems_;
    EXPECT_EQ(field("account", "Kai Kran AS", "external_id"), "\"superoffice:9\"");
    EXPECT_EQ(field("account", "Kai Kran AS", "lifecycle_stage"), "\"former\"");
    EXPECT_EQ(field("account", "Kai Kran AS", "organization_number"), "\"987654321\"");
    EXPECT_EQ(field("account", "Kai Kran AS", "postal_code"), "\"5003\"");
    EXPECT_EQ(left_out_["firmaer.csv"], std::vector<std::string>{"Avdeling"});
    EXPECT_EQ(field("contact", "Kåre Kai", "account"), "Kai Kran AS");
    EXPECT_EQ(field("deal", "Kran til Kai", "amount"), R"({"amount":"1250000.50","currency":"NOK"})");
    EXPECT_EQ(field("deal", "Kran til Kai", "state"), "\"open\"");
    EXPECT_EQ(field("deal", "Kran til Kai", "expected_close"), "\"2026-12-31\"");
    EXPECT_EQ(field("deal", "Vinsj", "state"), "\"won\"");
    EXPECT_EQ(field("deal", "Vinsj", "closed_on"), "\"2026-03-15\"");
}

TEST_F(ImportSets, PartOdoosPartnersAndLeads) {
    EXPECT_EQ(import({{"crm.lead.csv", "id,name,type,partner_id/id,partner_id,partner_name,contact_name,email_from,stage_id,expected_revenue,probability,date_deadline,user_id\n"
                                       "__export__.crm_lead_1,Solceller,opportunity,__export__.res_partner_1,Sol AS,,,,Qualified,80000,40,2026-11-30,Sana Selger\n"
                                       "__export__.crm_lead_2,Spør om pris,lead,,,Vind AS,Vera Vind,vera@vind.example,New,0,10,,\n"},
                      {"res.partner.csv", "id,name,is_company,parent_id/id,parent_id,function,street,street2,zip,city,country_id,email,phone,vat,lang,category_id\n"
                                          "__export__.res_partner_2,Siri Sol,False,__export__.res_partner_1,Sol AS,Daglig leder,,,,,Norway,siri@sol.example,,,nb_NO,VIP\n"
                                          "__export__.res_partner_1,Sol AS,True,,,,Solveien 3,Bygg B,0191,Oslo,Norway,post@sol.example,22110099,NO999888777MVA,nb_NO,\n"}}),
              "res.partner 1+0+0+0; crm.lead 1+0+0+0; crm.lead 1+0+0+0; res.partner 1+0+0+0; crm.lead 1+0+0+0") << problems_;
    EXPECT_EQ(field("account", "Sol AS", "street"), "\"Solveien 3, Bygg B\"");
    EXPECT_EQ(field("account", "Sol AS", "language"), "\"nb\"");
    EXPECT_EQ(field("contact", "Siri Sol", "account"), "Sol AS");
    EXPECT_EQ(field("contact", "Siri Sol", "external_id"), "\"odoo:__export__.res_partner_2\"");
    EXPECT_EQ(field("account", "Vind AS", "lifecycle_stage"), "\"lead\"");
    EXPECT_EQ(field("contact", "Vera Vind", "account"), "Vind AS");
    EXPECT_EQ(field("deal", "Solceller", "account"), "Sol AS");
    EXPECT_EQ(field("deal", "Spør om pris", "name"), "no record");
}

TEST_F(ImportSets, BringEspoInByItsIds) {
    EXPECT_EQ(import({{"opportunities.csv", "id,name,amount,amountCurrency,accountId,accountName,stage,probability,closeDate,leadSource,assignedUserName\n5f3,Tre 500,1500,EUR,5f1,Tre AS,Closed Won,100,2026-01-15,Web Site,Sana Selger\n"},
                      {"contacts.csv", "id,firstName,lastName,accountId,accountName,title,emailAddress,phoneNumber,addressCountry,assignedUserName\n5f2,Tor,Tre,5f1,Tre AS,CEO,tor@tre.example,+4722114455,Norway,Sana Selger\n"},
                      {"accounts.csv", "id,name,website,emailAddress,phoneNumber,type,industry,billingAddressStreet,billingAddressCity,billingAddressPostalCode,billingAddressCountry,assignedUserName,createdAt\n"
                                       "5f1,Tre AS,https://tre.example,post@tre.example,+4722114400,Customer,Forestry,Skogen 1,Elverum,2406,Norway,Sana Selger,2025-01-01 10:00\n"}}),
              "accounts 1+0+0+0; contacts 1+0+0+0; opportunities 1+0+0+0") << problems_;
    EXPECT_EQ(field("account", "Tre AS", "city"), "\"Elverum\"");
    EXPECT_EQ(field("contact", "Tor Tre", "account"), "Tre AS");
    EXPECT_EQ(field("deal", "Tre 500", "amount"), R"({"amount":"1500.00","currency":"EUR"})");
    EXPECT_EQ(field("deal", "Tre 500", "state"), "\"won\"");
}

TEST_F(ImportSets, BringAddressBooksIn) {
    EXPECT_EQ(import({{"google.csv", "First Name,Middle Name,Last Name,File As,Organization Name,Organization Title,Labels,E-mail 1 - Label,E-mail 1 - Value,Phone 1 - Label,Phone 1 - Value\n"
                                     "Gro,Elise,Gran,,Gran Gård,Bonde,* myContacts ::: Venner,* Work,gro@gran.example ::: gro2@gran.example,Mobile,+47 900 11 222\n,,,,,,,,kun@adresse.example,,\n"},
                      {"outlook.csv", "Tittel,Fornavn,Mellomnavn,Etternavn,Firma,Stilling,\"Telefon, arbeid\",Mobiltelefon,E-postadresse,E-posttype,Kategorier\n"
                                      ",Olga,,Olsen,Gran Gård,Agronom,22 33 44 55,,olga@gran.example,SMTP,Kunder;Nord\n"}}),
              "google 2+0+0+0; outlook 1+0+0+0") << problems_;
    EXPECT_EQ(field("contact", "Gro Elise Gran", "account"), "Gran Gård");
    EXPECT_EQ(field("contact", "Gro Elise Gran", "email"), "\"gro@gran.example\"");
    EXPECT_EQ(field("contact", "Gro Elise Gran", "tags"), R"(["myContacts","Venner"])");
    EXPECT_EQ(field("contact", "kun@adresse.example", "email"), "\"kun@adresse.example\"");
    EXPECT_EQ(field("contact", "Olga Olsen", "account"), "Gran Gård");
    EXPECT_EQ(count("account"), 1);
}

TEST_F(ImportSets, FindKnownExportsInAZipAndTellOfTheRest) {
    const std::string zip = test::zip_of({{"export/deals.csv", kHubSpot[0].second}, {"export/companies.csv", kHubSpot[2].second}, {"export/notes.csv", "a,b\n1,2\n"}, {"export/contacts.csv", kHubSpot[1].second}});
    EXPECT_EQ(import({{"hubspot.zip", zip}}), "companies 3+0+0+0; contacts 3+0+0+0; deals 3+0+0+0");
    expect_hubspot_is_joined([&](auto... names) { return field(names...); });
    EXPECT_EQ(unread_, std::vector<std::string>{"hubspot.zip/export/notes.csv"});
}

TEST_F(ImportSets, ImportUnknownFilesAfterTheKnown) {
    EXPECT_EQ(import({{"orders.csv", "order number,company,order date,amount\nA1,Fjell Industri,2026-01-02,500\n"}, kHubSpot[2]}), "companies 3+0+0+0; orders 1+0+0+0") << problems_;
    EXPECT_EQ(field("order", "A1", "account"), "Fjell Industri");
}

}  // namespace
}  // namespace kith::imports
