#include "records/filter/testing/house.hpp"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <algorithm>
#include <filesystem>

#include "db/testing/test_url.hpp"
#include "records/testing/shop.hpp"

namespace kith::records::filter::testing {

namespace {

constexpr std::string_view kFirm = R"({
  "name":"firm","label":{"en":"Firm","nb":"Firma"},"label_plural":{"en":"Firms","nb":"Firmaer"},"title":"name","list":["name"],
  "indexes":[["owner","grade"]],
  "fields":[
    {"name":"name","type":"text","label":{"en":"Name","nb":"Navn"},"required":true,"index":true,"search":true},
    {"name":"city","type":"text","label":{"en":"City","nb":"Sted"},"index":true},
    {"name":"country","type":"text","format":"country","label":{"en":"Country","nb":"Land"},"index":true},
    {"name":"about","type":"long_text","label":{"en":"About the firm","nb":"Om firmaet"}},
    {"name":"email","type":"email","label":{"en":"E-mail","nb":"E-post"}},
    {"name":"phone","type":"phone","label":{"en":"Phone","nb":"Telefon"}},
    {"name":"site","type":"url","label":{"en":"Web site","nb":"Nettsted"}},
    {"name":"staff","type":"integer","label":{"en":"Staff, all told","nb":"Ansatte i alt"},"index":true},
    {"name":"score","type":"decimal","label":{"en":"Score","nb":"Poeng"}},
    {"name":"share","type":"percent","label":{"en":"Share","nb":"Andel"}},
    {"name":"effort","type":"duration","label":{"en":"Effort","nb":"Innsats"}},
    {"name":"worth","type":"money","label":{"en":"Worth","nb":"Verdi"},"index":true},
    {"name":"active","type":"boolean","label":{"en":"Active","nb":"Aktiv"}},
    {"name":"since","type":"date","label":{"en":"Since","nb":"Siden"},"index":true},
    {"name":"seen","type":"datetime","label":{"en":"Last seen","nb":"Sist sett"},"index":true},
    {"name":"grade","type":"select","label":{"en":"Grade","nb":"Grad"},"options":[{"value":"a","label":{"en":"A","nb":"A"}},{"value":"b","label":{"en":"Not so good","nb":"Ikke så bra"}},{"value":"and","label":{"en":"And more","nb":"Og mer"}}]},
    {"name":"marks","type":"multi_select","label":{"en":"Marks","nb":"Merker"},"options":[{"value":"x","label":{"en":"X","nb":"X"}},{"value":"xy","label":{"en":"X, or Y","nb":"X, eller Y"}},{"value":"X","label":{"en":"Large X","nb":"Stor X"}},{"value":"no","label":{"en":"No","nb":"Nei"}}]},
    {"name":"extra","type":"json","label":{"en":"Extra","nb":"Ekstra"}},
    {"name":"in","type":"text","label":{"en":"In","nb":"I"}},
    {"name":"not_now","type":"boolean","label":{"en":"Not now","nb":"Ikke nå"}},
    {"name":"parent","type":"relation","to":"firm","label":{"en":"Parent","nb":"Morselskap"},"index":true,"inverse":"children","inverse_label":{"en":"Children","nb":"Døtre"}},
    {"name":"owner","type":"user","label":{"en":"Owner","nb":"Ansvarlig"},"index":true,"inverse":"firms","inverse_label":{"en":"Firms","nb":"Firmaer"}}
  ]})";

constexpr std::string_view kSale = R"({
  "name":"sale","label":{"en":"Sale","nb":"Salg"},"label_plural":{"en":"Sales","nb":"Salg"},"title":"name","list":["name"],"timeline":"at",
  "fields":[
    {"name":"name","type":"text","label":{"en":"Name","nb":"Navn"}},
    {"name":"firm","type":"relation","to":"firm","label":{"en":"Firm","nb":"Firma"},"index":true,"inverse":"sales","inverse_label":{"en":"Sales","nb":"Salg"}},
    {"name":"owner","type":"user","label":{"en":"Owner","nb":"Ansvarlig"},"index":true,"inverse":"sales","inverse_label":{"en":"Sales","nb":"Salg"}},
    {"name":"at","type":"datetime","label":{"en":"When","nb":"Når"}},
    {"name":"due","type":"date","label":{"en":"Due on","nb":"Frist"}},
    {"name":"amount","type":"money","label":{"en":"Amount","nb":"Beløp"}},
    {"name":"minutes","type":"duration","label":{"en":"Minutes","nb":"Minutter"}},
    {"name":"weight","type":"decimal","label":{"en":"Weight","nb":"Vekt"}},
    {"name":"won","type":"boolean","label":{"en":"Won","nb":"Vunnet"}}
  ]})";

constexpr std::string_view kTask = R"({
  "name":"task","label":{"en":"Task","nb":"Oppgave"},"label_plural":{"en":"Tasks","nb":"Oppgaver"},"title":"name","list":["name"],
  "fields":[
    {"name":"name","type":"text","label":{"en":"Name","nb":"Navn"}},
    {"name":"sale","type":"relation","to":"sale","label":{"en":"Sale","nb":"Salg"},"index":true,"inverse":"tasks","inverse_label":{"en":"Open tasks","nb":"Åpne oppgaver"}},
    {"name":"points","type":"integer","label":{"en":"Points","nb":"Poeng"}},
    {"name":"due","type":"date","label":{"en":"Due","nb":"Frist"}}
  ]})";

constexpr std::string_view kUser = R"({
  "name":"user","label":{"en":"User","nb":"Bruker"},"label_plural":{"en":"Users","nb":"Brukere"},"title":"name","list":["name"],
  "fields":[
    {"name":"name","type":"text","label":{"en":"Name","nb":"Navn"},"required":true},
    {"name":"team","type":"relation","to":"team","label":{"en":"Team","nb":"Team"},"inverse":"members","inverse_label":{"en":"Members","nb":"Medlemmer"}},
    {"name":"boss","type":"user","label":{"en":"Boss","nb":"Sjef"}}
  ]})";

constexpr std::string_view kTeam = R"({
  "name":"team","label":{"en":"Team","nb":"Team"},"label_plural":{"en":"Teams","nb":"Team"},"title":"name","list":["name"],
  "fields":[
    {"name":"name","type":"text","label":{"en":"Name","nb":"Navn"}},
    {"name":"size","type":"integer","label":{"en":"Size","nb":"Størrelse"}},
    {"name":"manager","type":"user","label":{"en":"Manager","nb":"Leder"}},
    {"name":"parent","type":"relation","to":"team","label":{"en":"Part of","nb":"Del av"}}
  ]})";

struct StillClock : Clock {
    Instant at{};
    [[nodiscard]] Instant now() const override { return at; }
};

constexpr std::int64_t kDay = 86'400'000'000;

/// Small pools, so that conditions find something.
FieldValue random_value(Random& random, const Field& field, const Rows& rows, Instant now) {
    const auto pick = [&](const std::vector<std::string>& pool) { return pool[static_cast<std::size_t>(below(random, static_cast<int>(pool.size())))]; };
    switch (field.type) {
        case FieldType::Text:
            if (field.format == "country") return pick({"NO", "SE", "DE"});
            return pick({"Oslo", "oslo", "Ås", "Bærum kommune", "Zürich", "Aker & Co", "50% AS", "a_b", "and", "me", "Ole \"Dole\" Doffen", "--", "Osl"});
        case FieldType::LongText: return pick({"A long\nstory", "Blåbær", "100 %", "nothing"});
        case FieldType::Email: return pick({"a@x.example", "b@x.example", "post@ås.example"});
        case FieldType::Phone: return pick({"+4722000001", "+4722000002", "+46812345678"});
        case FieldType::Url: return pick({"https://a.example", "https://b.example/x_y"});
        case FieldType::Integer:
        case FieldType::Duration: return std::int64_t{below(random, 6)} * (chance(random, 20) ? -1 : 1);
        case FieldType::Decimal:
        case FieldType::Percent: return below(random, 12) * 0.25;
        case FieldType::Money: return Money{below(random, 5) * 5000, pick({"NOK", "EUR", "JPY"})};
        case FieldType::Boolean: return chance(random, 50);
        case FieldType::Date: return local_date(now, "UTC").plus_days(below(random, 5) == 0 ? below(random, 900) - 450 : below(random, 30) - 15);
        case FieldType::DateTime:
            return Instant{now.micros + (below(random, 5) == 0 ? (below(random, 900) - 450) * kDay : (below(random, 96) - 48) * kDay / 24 * 4)};
        case FieldType::Select: return field.options[static_cast<std::size_t>(below(random, static_cast<int>(field.options.size())))].value;
        case FieldType::MultiSelect: {
            std::vector<std::string> out;
            for (const auto& option : field.options)
                if (chance(random, 40)) out.push_back(option.value);
            return out.empty() ? FieldValue{} : FieldValue(out);
        }
        case FieldType::Json: return json::Value(json::Object{{"a", below(random, 3)}});
        case FieldType::RichText:
        case FieldType::Address:
        case FieldType::PersonName:
        case FieldType::File:
        case FieldType::Relations: return {};  // the house has none of these
        case FieldType::User:
        case FieldType::Relation: {
            const auto& targets = rows.at(field.relation_to);
            if (targets.empty()) return {};
            return targets[static_cast<std::size_t>(below(random, static_cast<int>(targets.size())))].id;
        }
    }
    return {};
}

}  // namespace

House::House(std::uint64_t seed, const Place& place) : place_(place) {
    std::string pattern = (std::filesystem::temp_directory_path() / "kith-house-XXXXXX").string();
    folder_ = mkdtemp(pattern.data());
    auto clock = std::make_shared<StillClock>();
    Random random(seed);
    // Any hour of some year, the nights when clocks are changed among them.
    clock->at = Instant{Instant::parse("2026-03-28T20:00:00Z")->micros + (chance(random, 30) ? below(random, 20) * kDay / 24 : below(random, 366 * 24) * (kDay / 24))};
    clock_ = clock;
    auto schema = Schema::parse({{"firm", kFirm}, {"sale", kSale}, {"task", kTask}, {"user", kUser}, {"team", kTeam}});
    if (!schema) throw std::runtime_error(schema.error().detail);
    auto database = db::Database::open({.url = db::testing::test_url(folder_ + "/house.db")});
    if (!database) throw std::runtime_error(database.error().code);
    Workspace::Parts parts;
    parts.database = std::move(*database);
    parts.schema = std::move(*schema);
    parts.clock = clock_;
    auto workspace = Workspace::open(std::move(parts));
    if (!workspace) throw std::runtime_error(workspace.error().code);
    workspace_ = std::move(*workspace);
    auto settings = workspace_->settings();
    settings.country = place.country;
    if (!workspace_->change_settings(settings)) throw std::runtime_error("settings");
    actor_ = Actor::system("app");
    actor_.time_zone = place.time_zone;
    fill(random);
}

House::~House() {
    workspace_.reset();
    std::filesystem::remove_all(folder_);
}

Instant House::now() const { return clock_->now(); }

void House::fill(Random& random) {
    const auto make = [&](Writer& writer, const std::string& object, int number) -> Result<void> {
        auto& rows = rows_[object];
        for (int i = 0; i < number; ++i) {
            Values values;
            for (const auto& field : writer.schema().find(object)->fields) {
                const bool fill = field.required || !chance(random, 35);
                if (!fill) continue;
                auto value = random_value(random, field, rows_, now());
                if (!is_empty(value)) values.set(field.name, std::move(value));
            }
            KITH_TRY(const auto id, writer.create(object, values));
            KITH_TRY(const auto record, writer.get(object, id));
            Row row{id, false, record.created_at, {}};
            for (const auto& field : record.object->fields)
                if (const auto& value = record.values[field.ordinal]; !is_empty(value)) row.values[field.name] = value;
            rows.push_back(std::move(row));
        }
        return {};
    };
    for (const auto* object : {"team", "user", "firm", "sale", "task"}) rows_[object];
    const std::vector<std::pair<std::string, int>> kMany{{"team", 3}, {"user", 6}, {"firm", 45}, {"sale", 90}, {"task", 60}};
    auto& clock = static_cast<StillClock&>(*clock_);
    const auto real_now = clock.at;
    for (const auto& [object, number] : kMany) {
        for (int part = 0; part < 3; ++part) {
            clock.at = Instant{real_now.micros - part * 9 * kDay};  // some were created earlier
            auto done = workspace_->write(actor_, [&](Writer& writer) { return make(writer, object, number / 3); });
            if (!done) throw std::runtime_error(records::testing::words(done.error()));
        }
    }
    clock.at = real_now;
    auto binned = workspace_->write(actor_, [&](Writer& writer) -> Result<void> {
        for (auto& [object, rows] : rows_)
            for (auto& row : rows)
                if (chance(random, 10)) {
                    row.in_bin = true;
                    KITH_CHECK(writer.bin(object, row.id));
                }
        return {};
    });
    if (!binned) throw std::runtime_error(records::testing::words(binned.error()));
    std::vector<Id> people;
    for (const auto& row : rows_["user"]) people.push_back(row.id);
    actor_.user = people.front();
}

Result<std::vector<Id>> House::found(std::string_view object, const json::Value& tree) {
    return workspace_->read(actor_, [&](Reader& reader) -> Result<std::vector<Id>> {
        std::vector<Id> out;
        KITH_CHECK(reader.each(object, tree, [&](const Record& record) {
            out.push_back(record.id);
            return true;
        }));
        std::ranges::sort(out);
        // The list goes another way, by indexes and in pages; it finds the same.
        Query query;
        query.object = object;
        query.filter = tree;
        query.limit = 500;
        query.sort = {{"name", false}};
        KITH_TRY(const auto page, reader.query(query));
        std::vector<Id> listed;
        for (const auto& record : page.records) listed.push_back(record.id);
        std::ranges::sort(listed);
        EXPECT_EQ(listed == out, true) << json::write(tree) << " each " << out.size() << " list " << listed.size() << " more " << page.cursor;
        return out;
    });
}

}  // namespace kith::records::filter::testing
