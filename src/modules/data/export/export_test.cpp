#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>

#include "db/testing/test_url.hpp"
#include "modules/data/export/export_records.hpp"
#include "modules/data/import/import_file.hpp"
#include "modules/shipped.hpp"
#include "records/metadata/change_object.hpp"

namespace kith::exports {
namespace {

namespace fs = std::filesystem;
using Random = std::mt19937;

/// A workspace with two objects that have a field of every type.
class Exports : public ::testing::Test {
protected:
    Exports() : folder_(fs::temp_directory_path() / ("kith_export_" + std::to_string(::getpid()))) {
        fs::remove_all(folder_);
        fs::create_directories(folder_);
        load_catalogues();
        auto schema = shipped_schema();
        auto database = db::Database::open({.url = db::testing::test_url((folder_ / "kith.db").string())});
        records::Workspace::Parts parts;
        parts.database = std::move(*database);
        parts.schema = std::move(*schema);
        parts.migrations.push_back({"import", imports::tables()});
        auto workspace = records::Workspace::open(std::move(parts));
        EXPECT_TRUE(workspace.has_value());
        workspace_ = std::move(*workspace);
        add_object("thing");
        add_object("copy");
        for (const char* name : {"Fjord", "Sund", "=Dal"}) {
            const auto id = workspace_->write(actor_, [&](records::Writer& writer) { return writer.create("account", {{"name", std::string(name)}}); });
            EXPECT_TRUE(id.has_value());
            accounts_.push_back(id->to_string());
        }
    }
    ~Exports() override {
        workspace_.reset();
        fs::remove_all(folder_);
    }

    void add_object(const std::string& name) {
        const auto delta = json::parse(R"({"name": ")" + name + R"(", "custom": true, "title": "name", "label": {"en": ")" + name + R"("}, "label_plural": {"en": ")" + name + R"(s"}, "fields": [
            {"name": "name", "type": "text", "label": {"en": "Name"}}, {"name": "story", "type": "long_text", "label": {"en": "Story"}},
            {"name": "brief", "type": "rich_text", "label": {"en": "Brief"}}, {"name": "pieces", "type": "integer", "label": {"en": "Pieces"}},
            {"name": "size", "type": "decimal", "label": {"en": "Size"}}, {"name": "price", "type": "money", "label": {"en": "Price"}},
            {"name": "share", "type": "percent", "label": {"en": "Share"}}, {"name": "ready", "type": "boolean", "label": {"en": "Ready"}},
            {"name": "due", "type": "date", "label": {"en": "Due"}}, {"name": "seen", "type": "datetime", "label": {"en": "Seen"}},
            {"name": "took", "type": "duration", "label": {"en": "Took"}},
            {"name": "state", "type": "select", "label": {"en": "State"}, "options": [{"value": "new", "label": {"en": "Brand new"}}, {"value": "old", "label": {"en": "Old"}}]},
            {"name": "marks", "type": "multi_select", "label": {"en": "Marks"}, "options": [{"value": "a", "label": {"en": "A"}}, {"value": "b", "label": {"en": "B, b"}}]},
            {"name": "mail", "type": "email", "label": {"en": "Mail"}}, {"name": "call", "type": "phone", "label": {"en": "Call"}},
            {"name": "page", "type": "url", "label": {"en": "Page"}}, {"name": "more", "type": "json", "label": {"en": "More"}},
            {"name": "place", "type": "address", "label": {"en": "Place"}}, {"name": "person", "type": "person_name", "label": {"en": "Person"}},
            {"name": "account", "type": "relation", "to": "account", "label": {"en": "Account"}},
            {"name": "accounts", "type": "relation", "many": true, "to": "account", "label": {"en": "Accounts"}}]})");
        ASSERT_TRUE(delta.has_value()) << delta.error().code;
        const auto made = workspace_->write(actor_, [&](records::Writer& writer) -> Result<void> {
            KITH_CHECK(records::change_object(writer, {.object = name, .delta = *delta, .create = true}));
            return {};
        });
        ASSERT_TRUE(made.has_value()) << made.error().code << " " << made.error().detail << (made.error().fields.empty() ? "" : made.error().fields[0].field + ":" + made.error().fields[0].code);
    }

    static std::string any_text(Random& random, bool lines) {
        static const char* const kPieces[] = {"=1+1", "'=x", "''-", "+47", "@home", "Ærø", "\"q\"", ",", ";", "\n", "a b", "'", "ß", "12,5", "true", "{", "[1]", "null", "  ", "\t"};
        std::string out;
        for (auto n = random() % 4; n > 0; --n) out += kPieces[random() % std::size(kPieces)];
        if (!lines) std::erase_if(out, [](char c) { return c == '\n' || c == '\t'; });
        return out;
    }

    json::Value any_value(const records::Field& field, Random& random) {
        using records::FieldType;
        const auto whole = [&] { return static_cast<std::int64_t>(random()) * (random() % 2 == 0 ? 1 : -1) / (1 + static_cast<std::int64_t>(random() % 100'000)); };
        switch (field.type) {
            case FieldType::Text: case FieldType::LongText: return any_text(random, field.type == FieldType::LongText);
            case FieldType::RichText: return "<p>a <strong>b</strong> &amp; c</p>";
            case FieldType::Integer: return whole();
            case FieldType::Decimal: {
                static const double kOdd[] = {0.5, 1.234, -1.234, 1234.5, 1e300, 5e-324, 0.1 + 0.2, 1e15, 123456.789, -0.001};
                return kOdd[random() % std::size(kOdd)];
            }
            case FieldType::Money: return json::Object{{"amount", std::to_string(whole()) + (random() % 2 == 0 ? ".50" : "")}, {"currency", random() % 2 == 0 ? "NOK" : "EUR"}};
            case FieldType::Percent: return static_cast<double>(random() % 4000) / 16;
            case FieldType::Boolean: return random() % 2 == 0;
            case FieldType::Date: return Date{static_cast<std::int32_t>(random() % 40'000) - 10'000}.to_string();
            case FieldType::DateTime: return Instant{static_cast<std::int64_t>(random()) * 400'123}.to_string();
            case FieldType::Duration: return static_cast<std::int64_t>(random() % 5000);
            case FieldType::Select: return random() % 2 == 0 ? "new" : "old";
            case FieldType::MultiSelect: return random() % 2 == 0 ? json::Array{"a", "b"} : json::Array{"b"};
            case FieldType::Email: return "kari" + std::to_string(random() % 100) + "@example.test";
            case FieldType::Phone: return "+4722" + std::to_string(100'000 + random() % 900'000);
            case FieldType::Url: return "https://example.test/?a=b,c;d";
            case FieldType::Json: return json::Object{{"a", json::Array{1, "=x", nullptr}}};
            case FieldType::Address: return json::Object{{"street", "Storgata 1, \"B\""}, {"city", "Å"}, {"country", "NO"}};
            case FieldType::PersonName: return json::Object{{"given", "Kari Anne"}, {"family", "van der Berg, jr"}};
            case FieldType::Relation: return accounts_[random() % accounts_.size()];
            case FieldType::Relations: return json::Array{accounts_[0], accounts_[2]};
            default: return nullptr;
        }
    }

    std::string exported(const std::string& object, Options options, std::vector<std::string> columns = {}) {
        Request request;
        request.query.object = object;
        request.query.sort = {{"id", false}};
        request.columns = std::move(columns);
        request.options = std::move(options);
        std::string out;
        const auto written = export_records(*workspace_, actor_, request, [&](std::string_view bytes) { return out += bytes, true; }, folder_.string());
        EXPECT_TRUE(written.has_value()) << (written ? "" : written.error().code);
        return out;
    }

    fs::path folder_;
    std::unique_ptr<records::Workspace> workspace_;
    Actor actor_ = Actor::system("test");
    std::vector<std::string> accounts_;
};

TEST_F(Exports, GiveAnImportWhatItTakesBackAsItWas) {
    Random random(7);
    const auto schema = workspace_->schema();
    const auto& thing = *schema->find("thing");
    constexpr int kRecords = 300;
    const auto filled = workspace_->write(actor_, [&](records::Writer& writer) -> Result<void> {
        for (int i = 0; i < kRecords; ++i) {
            records::Values values;
            for (const auto& field : thing.fields) {
                if (field.is_computed() || (field.name != "name" && random() % 4 == 0)) continue;
                auto value = records::read_value(field, any_value(field, random));
                if (!value) return value.error();
                values.set(field.name, std::move(*value));
            }
            KITH_CHECK(writer.create("thing", values));
        }
        return {};
    });
    ASSERT_TRUE(filled.has_value()) << filled.error().code << (filled.error().fields.empty() ? "" : " " + filled.error().fields[0].field + " " + filled.error().fields[0].code);
    std::vector<std::string> columns;
    imports::ImportWish wish;
    json::Array mapped;
    for (const auto& field : thing.fields) {
        json::Object column{{"index", static_cast<std::int64_t>(columns.size())}, {"field", field.name}};
        if (field.is_reference()) column.emplace_back("by", "id");
        mapped.emplace_back(std::move(column));
        columns.push_back(field.name);
    }
    const auto first = exported("thing", {.values = Values::Exact}, columns);
    wish.path = (folder_ / "things.csv").string();
    std::ofstream(wish.path, std::ios::binary) << first;
    wish.object = "copy";
    wish.mapping_json = json::write(json::Object{{"object", "copy"}, {"columns", std::move(mapped)}});
    const auto seen = imports::preview(*schema, wish, "things.csv");
    ASSERT_TRUE(seen.has_value()) << seen.error().code;
    imports::Control control;
    const auto job = imports::import_file(*workspace_, actor_, wish, *seen, control);
    ASSERT_TRUE(job.has_value()) << job.error().code;
    for (const auto& problem : job->problems) ADD_FAILURE() << problem.row << " " << problem.field << ": " << problem.message << " “" << problem.value << "”";
    EXPECT_EQ(job->counts.created, kRecords);
    const auto second = exported("copy", {.values = Values::Exact}, columns);
    std::istringstream before(first), after(second);
    std::string was, is;
    int line = 0;
    while (std::getline(before, was) && std::getline(after, is)) {
        ++line;
        ASSERT_EQ(was, is) << "in line " << line;
    }
    EXPECT_EQ(first, second);
    EXPECT_GT(line, kRecords);
}

TEST_F(Exports, SayWhatPeopleReadAndSpreadsheetsDoNotCompute) {
    ASSERT_TRUE(workspace_->write(actor_, [&](records::Writer& writer) -> Result<void> {
        KITH_CHECK(writer.create("thing", {{"name", std::string("=cmd|'/c calc'!A0")}, {"state", std::string("new")}, {"account", *Id::parse(accounts_[2])}, {"share", 12.5}}));
        return {};
    }));
    const auto csv = exported("thing", {.labels = true, .mark = true, .delimiter = ';'}, {"name", "state", "account", "account.name", "share"});
    EXPECT_EQ(csv, "\xef\xbb\xbfName;State;Account;Account: Name;Share\r\n'=cmd|'/c calc'!A0;Brand new;'=Dal;'=Dal;12.5%\r\n");
    const auto lines = exported("thing", {.format = Format::JsonLines, .values = Values::Exact}, {"name", "account.name"});
    const auto line = json::parse(std::string_view(lines).substr(0, lines.find('\n')));
    ASSERT_TRUE(line.has_value());
    EXPECT_EQ((*line)["fields"].text("account.name"), "=Dal");
    EXPECT_EQ((*line)["fields"].text("name"), "=cmd|'/c calc'!A0");
}

TEST_F(Exports, WriteWorkbooksThatAreWhole) {
    ASSERT_TRUE(workspace_->write(actor_, [&](records::Writer& writer) -> Result<void> {
        KITH_CHECK(writer.create("thing", {{"name", std::string(40'000, 'x')}, {"price", Money{125'050, "NOK"}}, {"due", Date::of(2026, 11, 23)}}));
        return {};
    }));
    Request request;
    request.query.object = "thing";
    request.options.format = Format::Xlsx;
    std::string book;
    const auto written = export_records(*workspace_, actor_, request, [&](std::string_view bytes) { return book += bytes, true; }, folder_.string());
    ASSERT_TRUE(written.has_value());
    EXPECT_EQ(written->shortened, 1);
    EXPECT_TRUE(book.starts_with("PK"));
    EXPECT_NE(book.find("xl/worksheets/sheet1.xml"), std::string::npos);
    for (const auto& entry : fs::directory_iterator(folder_)) EXPECT_EQ(entry.path().filename().string().find("sheet-"), std::string::npos) << "nothing is left behind";
}

TEST_F(Exports, FoldCardsWithinNoCharacter) {
    std::string name;
    for (int i = 0; i < 60; ++i) name += "æ";
    ASSERT_TRUE(workspace_->write(actor_, [&](records::Writer& writer) -> Result<void> {
        KITH_CHECK(writer.create("contact", {{"name", name + "; a, b"}, {"email", std::string("kari@example.test")}, {"phone", std::string("+4722112233")}}));
        return {};
    }));
    const auto cards = exported("contact", {.format = Format::VCard});
    std::istringstream lines(cards);
    std::string line, unfolded;
    while (std::getline(lines, line)) {
        EXPECT_LE(line.size(), 76U) << line;
        if (!line.empty() && line.back() == '\r') line.pop_back();
        if (line.starts_with(' ')) unfolded += line.substr(1);
        else unfolded += "\n" + line;
    }
    EXPECT_NE(unfolded.find("\nFN:" + name + "\\; a\\, b"), std::string::npos) << unfolded;
    EXPECT_NE(unfolded.find("\nEMAIL:kari@example.test"), std::string::npos);
    EXPECT_TRUE(cards.starts_with("BEGIN:VCARD\r\nVERSION:4.0\r\n") && cards.ends_with("END:VCARD\r\n"));
    Request request;
    request.query.object = "product";
    request.options.format = Format::VCard;
    const auto none = export_records(*workspace_, actor_, request, [](std::string_view) { return true; }, folder_.string());
    ASSERT_FALSE(none.has_value());
    EXPECT_EQ(none.error().code, "export.no_cards");
}

}  // namespace
}  // namespace kith::exports
