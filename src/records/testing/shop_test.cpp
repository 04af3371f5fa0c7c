#include "records/testing/shop.hpp"
#include "db/testing/test_url.hpp"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <algorithm>
#include <filesystem>

namespace kith::records::testing {

namespace {

constexpr std::string_view kCustomer = R"({
  "name":"customer","label":{"en":"Customer"},"label_plural":{"en":"Customers"},"title":"name",
  "subtitle":["city"],"list":["name"],
  "rights":{"rep":["see","create","edit"],"manager":["see","create","edit","bin"]},
  "fields":[
    {"name":"name","type":"text","label":{"en":"Name"},"required":true,"index":true,"search":true,"compose":["first","last"]},
    {"name":"first","type":"text","label":{"en":"First"}},
    {"name":"last","type":"text","label":{"en":"Last"}},
    {"name":"email","type":"email","label":{"en":"E-mail"},"unique":true,"search":true},
    {"name":"city","type":"text","label":{"en":"City"},"index":true},
    {"name":"country","type":"text","format":"country","label":{"en":"Country"}},
    {"name":"size","type":"integer","label":{"en":"Size"},"index":true,"min":0,"max":1000},
    {"name":"worth","type":"money","label":{"en":"Worth"}},
    {"name":"share","type":"percent","label":{"en":"Share"}},
    {"name":"active","type":"boolean","label":{"en":"Active"},"default":true},
    {"name":"since","type":"date","label":{"en":"Since"}},
    {"name":"seen","type":"datetime","label":{"en":"Seen"}},
    {"name":"grade","type":"select","label":{"en":"Grade"},"writers":["administrator"],"options":[{"value":"a","label":{"en":"A"}},{"value":"b","label":{"en":"B"}}]},
    {"name":"tags","type":"multi_select","label":{"en":"Tags"},"options":[{"value":"x","label":{"en":"X"}},{"value":"y","label":{"en":"Y"}}]},
    {"name":"score","type":"integer","label":{"en":"Score"},"read_only":true},
    {"name":"secret","type":"text","label":{"en":"Secret"},"readers":["administrator"]},
    {"name":"story","type":"rich_text","label":{"en":"Story"},"search":true},
    {"name":"address","type":"address","label":{"en":"Address"},"search":true},
    {"name":"contact","type":"person_name","label":{"en":"Contact"}},
    {"name":"parent","type":"relation","to":"customer","label":{"en":"Parent"},"inverse":"children","inverse_label":{"en":"Children"}},
    {"name":"owner","type":"user","label":{"en":"Owner"},"inverse":"customers","inverse_label":{"en":"Customers"}}
  ]})";

constexpr std::string_view kVisit = R"({
  "name":"visit","label":{"en":"Visit"},"label_plural":{"en":"Visits"},"title":"subject","timeline":"at",
  "rights":{"rep":["see","create","edit","bin"],"manager":["see","create","edit","bin"]},
  "fields":[
    {"name":"subject","type":"text","label":{"en":"Subject"},"required":true},
    {"name":"customer","type":"relation","to":"customer","index":true,"label":{"en":"Customer"},"inverse":"visits","inverse_label":{"en":"Visits"}},
    {"name":"at","type":"datetime","label":{"en":"At"},"default":"now"},
    {"name":"minutes","type":"duration","label":{"en":"Minutes"}},
    {"name":"price","type":"money","label":{"en":"Price"}},
    {"name":"body","type":"long_text","label":{"en":"Text"}}
  ]})";

constexpr std::string_view kLimit = R"({
  "name":"limit","label":{"en":"Limit"},"label_plural":{"en":"Limits"},"title":"name","uniques":[["city","country"]],
  "fields":[
    {"name":"name","type":"text","label":{"en":"Name"}},
    {"name":"city","type":"text","label":{"en":"City"}},
    {"name":"country","type":"text","format":"country","label":{"en":"Country"}}
  ]})";

constexpr std::string_view kUser = R"({
  "name":"user","label":{"en":"User"},"label_plural":{"en":"Users"},"title":"name",
  "rights":{"manager":["see"]},
  "fields":[{"name":"name","type":"text","label":{"en":"Name"},"required":true}]})";

}  // namespace

std::string words(const Error& error) {
    if (error.fields.empty()) return error.code;
    std::string out;
    for (const auto& field : error.fields) out += (out.empty() ? "" : "; ") + field.field + " " + field.code;
    return out;
}

Shop::Shop(std::string_view fields, std::string_view members) : clock_(std::make_shared<SetClock>()) {
    std::string pattern = (std::filesystem::temp_directory_path() / "kith-shop-XXXXXX").string();
    folder_ = mkdtemp(pattern.data());
    clock_->at = *Instant::parse("2026-11-23T08:00:00Z");
    std::string customer(kCustomer);
    customer.insert(customer.rfind(']'), fields);
    customer.insert(customer.rfind('}'), members);
    auto schema = Schema::parse({{"customer", customer}, {"visit", kVisit}, {"limit", kLimit}, {"user", kUser}});
    if (!schema) throw std::runtime_error(schema.error().detail);
    auto database = db::Database::open({.url = db::testing::test_url(folder_ + "/shop.db")});
    if (!database) throw std::runtime_error(database.error().code);
    Workspace::Parts parts;
    parts.database = std::move(*database);
    parts.schema = std::move(*schema);
    parts.clock = clock_;
    auto workspace = Workspace::open(std::move(parts));
    if (!workspace) throw std::runtime_error(workspace.error().code);
    workspace_ = std::move(*workspace);
}

Shop::~Shop() {
    workspace_.reset();
    std::filesystem::remove_all(folder_);
}

Actor Shop::administrator() const {
    Actor actor = Actor::system("app");
    actor.user = {7};
    return actor;
}

Actor Shop::rep() const {
    Actor actor;
    actor.user = {8};
    return actor;
}

Id Shop::add(std::string_view object, const Values& values) {
    auto id = workspace_->write(administrator(), [&](Writer& writer) { return writer.create(object, values); });
    EXPECT_TRUE(id) << (id ? "" : words(id.error()));
    return id ? *id : Id{};
}

std::string Shop::refused(std::string_view object, const Values& values, const Actor& actor) {
    auto id = workspace_->write(actor, [&](Writer& writer) { return writer.create(object, values); });
    return id ? "" : words(id.error());
}

std::string Shop::found(std::string_view object, std::string_view filter) {
    auto tree = json::parse(filter);
    EXPECT_TRUE(tree) << filter;
    return workspace_->read(administrator(), [&](Reader& reader) {
        std::vector<std::string> names;
        Query query;
        query.object = object;
        query.filter = *tree;
        query.limit = 500;
        auto page = reader.query(query);
        if (!page) return "error: " + words(page.error());
        for (const auto& record : page->records) names.push_back(record.title());
        std::sort(names.begin(), names.end());
        std::string out;
        for (const auto& name : names) out += (out.empty() ? "" : " ") + name;
        return out;
    });
}

}  // namespace kith::records::testing
