#include "modules/data/import/known_files.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "base/text.hpp"
#include "modules/data/import/known_rules.hpp"
#include "modules/data/import/read_cell.hpp"
#include "modules/shipped.hpp"

namespace kith::imports {
namespace {

const records::Schema& schema() {
    static const auto shipped = shipped_schema();
    return *shipped;
}

std::vector<Column> columns_named(std::string_view header) {
    Detected file;
    while (!header.empty()) {
        const auto end = std::min(header.find('|'), header.size());
        file.header.emplace_back(header.substr(0, end));
        header.remove_prefix(std::min(end + 1, header.size()));
    }
    file.rows.push_back(std::vector<std::string>(file.header.size(), "x"));
    return columns_of(file);
}

/// "hubspot companies: account"
std::string known_as(std::string_view header) {
    const auto file = recognise(schema(), columns_named(header));
    if (!file) return "unknown";
    std::string out = file->known.system + " " + file->known.file + ":";
    for (const auto& part : file->parts) out += " " + part.object;
    return out;
}

/// Where each column of the file's last part goes; constants after a dash.
std::string mapped(std::string_view header) {
    const auto columns = columns_named(header);
    const auto file = recognise(schema(), columns);
    if (!file) return "unknown";
    std::string out;
    for (const auto& target : file->parts.back().columns) out += columns[static_cast<std::size_t>(target.column)].name + ">" + target.field + " ";
    for (const auto& constant : file->parts.back().constants) out += "- " + constant.field + "=" + constant.text + " ";
    return out;
}

TEST(KnownFiles, KnowTheExportsOfEachSystemByTheirHeaders) {
    EXPECT_EQ(known_as("Record ID|Company name|Company owner|Create Date|Phone Number|City|Country/Region|Industry"), "hubspot companies: account");
    EXPECT_EQ(known_as("Company ID|Name|Company Domain Name|Lifecycle Stage|Owner notes"), "hubspot companies: account");
    EXPECT_EQ(known_as("Record ID|First Name|Last Name|Email|Phone Number|Contact owner|Associated Company IDs"), "hubspot contacts: contact");
    EXPECT_EQ(known_as("Record ID|Deal Name|Deal Stage|Close Date|Deal owner|Amount|Pipeline"), "hubspot deals: deal");
    EXPECT_EQ(known_as("Ticket ID|Ticket name|Pipeline|Ticket status|Create date|Priority|Ticket owner"), "hubspot tickets: activity");
    EXPECT_EQ(known_as("Account Name|Account Owner|Billing Street|Billing City|Billing State/Province|Phone|Account ID"), "salesforce accounts: account");
    EXPECT_EQ(known_as("Id|IsDeleted|MasterRecordId|Name|Type|ParentId|BillingStreet|BillingCity|Phone|OwnerId|SystemModstamp"), "salesforce accounts: account");
    EXPECT_EQ(known_as("Contact ID|First Name|Last Name|Account Name|Mailing Street|Mailing City|Email|Contact Owner"), "salesforce contacts: contact");
    EXPECT_EQ(known_as("Id|IsDeleted|AccountId|LastName|FirstName|MailingCity|Email|OwnerId"), "salesforce contacts: contact");
    EXPECT_EQ(known_as("Lead Owner|First Name|Last Name|Title|Company / Account|Lead Source|Rating|Email|Lead Status"), "salesforce leads: account contact");
    EXPECT_EQ(known_as("Id|LastName|FirstName|Company|Email|Status|LeadSource|IsConverted|OwnerId"), "salesforce leads: account contact");
    EXPECT_EQ(known_as("Opportunity Name|Account Name|Stage|Amount|Amount Currency|Close Date|Opportunity Owner"), "salesforce opportunities: deal");
    EXPECT_EQ(known_as("Id|AccountId|Name|StageName|Amount|Probability|CloseDate|OwnerId|IsWon"), "salesforce opportunities: deal");
    EXPECT_EQ(known_as("Id|Username|LastName|FirstName|Email|IsActive|ProfileId|UserRoleId"), "salesforce users: user");
    EXPECT_EQ(known_as("Organization - ID|Organization - Name|Organization - Address|Organization - Owner"), "pipedrive organizations: account");
    EXPECT_EQ(known_as("Person - ID|Person - Name|Person - Organization|Person - Email - Work|Person - Phone - Work"), "pipedrive people: contact");
    EXPECT_EQ(known_as("Deal - ID|Deal - Title|Deal - Organization|Deal - Value|Deal - Stage|Deal - Status"), "pipedrive deals: deal");
    EXPECT_EQ(known_as("Activity - Subject|Activity - Type|Activity - Due date|Activity - Done|Organization|Contact person"), "pipedrive activities: activity");
    EXPECT_EQ(known_as("Record Id|Account Owner.id|Account Owner|Account Name|Phone|Billing Street|Billing Code|Created Time"), "zoho accounts: account");
    EXPECT_EQ(known_as("Record Id|Contact Owner|First Name|Last Name|Account Name.id|Account Name|Email|Mailing Zip"), "zoho contacts: contact");
    EXPECT_EQ(known_as("Record Id|Lead Owner|Company|First Name|Last Name|Email|Lead Status|Created Time"), "zoho leads: account contact");
    EXPECT_EQ(known_as("Record Id|Deal Owner|Deal Name|Amount|Closing Date|Account Name.id|Account Name|Stage"), "zoho deals: deal");
    EXPECT_EQ(known_as("Potential Name|Potential Owner|Created Time|Closing Date|Amount|Stage|Type|Probability|LEADID"), "zoho deals: deal");
    EXPECT_EQ(known_as("Company ID|Company name|Department|Our contact|Category|Business|Country|Phone"), "superoffice companies: account");
    EXPECT_EQ(known_as("Firma-ID|Firmanavn|Avdeling|Vår kontakt|Kategori|Bransje|Land|Telefon|Org.nr."), "superoffice companies: account");
    EXPECT_EQ(known_as("Person-ID|Fornavn|Etternavn|Firma|Stilling|E-post|Mobil - Telefon|Vår kontakt"), "superoffice contacts: contact");
    EXPECT_EQ(known_as("Contact ID|First name|Last name|Company|Position|E-mail|Direct - Phone"), "superoffice contacts: contact");
    EXPECT_EQ(known_as("Salgs-ID|Salg|Firma|Beløp|Valuta|Sannsynlighet i %|Fase|Status|Salgsdato"), "superoffice sales: deal");
    EXPECT_EQ(known_as("Sale ID|Sale|Company|Amount|Currency|Probability as %|Stage|Status|Sale date"), "superoffice sales: deal");
    EXPECT_EQ(known_as("id|name|is_company|parent_id/id|street|zip|city|country_id|email|phone|user_id"), "odoo partners: account contact");
    EXPECT_EQ(known_as("External ID|Name|Company Type|Related Company|Email|Tags"), "odoo partners: account contact");
    EXPECT_EQ(known_as("External ID|Opportunity|Customer|Stage|Expected Revenue|Salesperson|Type"), "odoo leads: contact deal");
    EXPECT_EQ(known_as("id|name|partner_id/id|stage_id|expected_revenue|probability|date_deadline|user_id"), "odoo leads: deal");
    EXPECT_EQ(known_as("id|name|website|emailAddress|phoneNumber|industry|billingAddressStreet|assignedUserName"), "espocrm accounts: account");
    EXPECT_EQ(known_as("id|firstName|lastName|accountId|accountName|emailAddress|assignedUserName"), "espocrm contacts: contact");
    EXPECT_EQ(known_as("id|firstName|lastName|accountName|status|source|emailAddress|assignedUserName"), "espocrm leads: account contact");
    EXPECT_EQ(known_as("id|name|amount|amountCurrency|accountId|stage|probability|closeDate|assignedUserName"), "espocrm opportunities: deal");
    EXPECT_EQ(known_as("Name|Given Name|Additional Name|Family Name|Group Membership|E-mail 1 - Type|E-mail 1 - Value|Organization 1 - Name"), "google contacts: contact");
    EXPECT_EQ(known_as("First Name|Middle Name|Last Name|File As|Organization Name|Labels|E-mail 1 - Label|E-mail 1 - Value"), "google contacts: contact");
    EXPECT_EQ(known_as("Title|First Name|Last Name|Company|Job Title|Business Street|Business Phone|E-mail Address|E-mail Type"), "outlook contacts: contact");
    EXPECT_EQ(known_as("Tittel|Fornavn|Etternavn|Firma|Stilling|Telefon, arbeid|Mobiltelefon|E-postadresse|E-posttype"), "outlook contacts: contact");
}

TEST(KnownFiles, LeaveOrdinaryListsAlone) {
    EXPECT_EQ(known_as("name|email|phone|company"), "unknown");
    EXPECT_EQ(known_as("account|sector|year_established|revenue|employees|office_location|subsidiary_of"), "unknown");
    EXPECT_EQ(known_as("opportunity_id|sales_agent|product|account|deal_stage|engage_date|close_date|close_value"), "unknown");
    EXPECT_EQ(known_as("id|name|stage|amount"), "unknown");
    EXPECT_EQ(known_as("First Name|Last Name|Email"), "unknown");
    EXPECT_EQ(known_as("Fornavn|Etternavn|Firma|E-post"), "unknown");
}

TEST(KnownFiles, DoNotMindMissingAndFurtherColumnsOrHowNamesAreWritten) {
    EXPECT_EQ(mapped("deal_name|record_id|Deal Stage|Our own field"), "record_id>external_id deal_name>name Deal Stage>stage ");
    EXPECT_EQ(mapped("Record ID|Email|Last Name|Contact owner"),
              "Record ID>external_id Last Name>last_name Email>email Contact owner>owner - name={Last Name} || {Email} ");
}

TEST(KnownFiles, TakeTheFirstColumnOfSeveralAndKeepTheOthersForEmptyCells) {
    const auto columns = columns_named("Person - Name|Person - Phone - Home|Person - Phone - Work|Person - Organization");
    const auto file = recognise(schema(), columns);
    ASSERT_TRUE(file);
    const auto* phone = file->parts.front().target_of("phone");
    ASSERT_NE(phone, nullptr);
    EXPECT_EQ(columns[static_cast<std::size_t>(phone->column)].name, "Person - Phone - Work");
    EXPECT_EQ(phone->otherwise, std::vector<int>{1});
    EXPECT_EQ(file->parts.front().target_of("account")->ids_of, "") << "a name is no id";
}

TEST(KnownFiles, SurviveAsTheJsonOfAMapping) {
    const auto columns = columns_named("Deal - ID|Deal - Title|Deal - Organization ID|Deal - Organization|Deal - Value|Deal - Currency|Deal - Status|Deal - Stage");
    const auto file = recognise(schema(), columns);
    ASSERT_TRUE(file);
    std::string text, again;
    json::Writer first(text), second(again);
    write_json(first, file->parts.front(), columns);
    const auto read = read_mapping(*json::parse(text), columns);
    ASSERT_TRUE(read.has_value());
    write_json(second, *read, columns);
    EXPECT_EQ(text, again);
    EXPECT_NE(text.find(R"("currency_column":"Deal - Currency")"), std::string::npos);
    EXPECT_NE(text.find(R"("names":["Deal - Organization"])"), std::string::npos);
}

TEST(KnownRules, SpeakOfFieldsAndOptionsThatThereAre) {
    for (const auto& rule : known_rules()) {
        const std::string where = rule.known.system + " " + rule.known.file;
        EXPECT_TRUE(rule.known.label.contains("en") && rule.known.label.contains("nb")) << where;
        EXPECT_GE(rule.needs.size(), 2u) << where;
        EXPECT_FALSE(rule.parts.empty()) << where;
        for (const auto& part : rule.parts) {
            const auto* object = schema().find(part.object);
            ASSERT_NE(object, nullptr) << where;
            std::set<std::string> taken;
            for (const auto& column : part.columns) {
                const auto* field = object->field(column.field);
                ASSERT_NE(field, nullptr) << where << " " << column.field;
                EXPECT_TRUE(taken.insert(column.field).second) << where << " " << column.field << " twice";
                EXPECT_FALSE(field->read_only) << where << " " << column.field;
                EXPECT_TRUE(column.names.empty() || field->is_reference()) << where << " " << column.field;
                for (const auto& transform : column.transforms) {
                    if (field->type != records::FieldType::Select) continue;
                    for (const auto& [from, to] : transform.table) EXPECT_TRUE(read_cell(*field, to, {}).has_value()) << where << " " << from << " " << to;
                    EXPECT_TRUE(read_cell(*field, transform.to, {}).has_value()) << where << " " << transform.to;
                }
            }
            for (const auto& constant : part.constants) EXPECT_NE(object->field(constant.field), nullptr) << where << " " << constant.field;
            EXPECT_TRUE(part.match.empty() || taken.contains(part.match)) << where;
        }
    }
}

}  // namespace
}  // namespace kith::imports
