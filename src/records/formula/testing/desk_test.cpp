#include "records/formula/testing/desk.hpp"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>

#include "db/testing/test_url.hpp"
#include "records/formula/to_sql.hpp"
#include "records/sql/tables.hpp"

namespace kith::records::formula::testing {

namespace {

constexpr std::string_view kThing = R"({
  "name":"thing","label":{"en":"Thing"},"label_plural":{"en":"Things"},"title":"a","list":["a"],
  "fields":[
    {"name":"a","type":"text","label":{"en":"A"}}, {"name":"b","type":"long_text","label":{"en":"B"}},
    {"name":"i","type":"integer","label":{"en":"I"}}, {"name":"j","type":"integer","label":{"en":"J"}},
    {"name":"x","type":"decimal","label":{"en":"X"}}, {"name":"y","type":"decimal","label":{"en":"Y"}},
    {"name":"c","type":"percent","label":{"en":"C"}}, {"name":"u","type":"duration","label":{"en":"U"}},
    {"name":"m","type":"money","label":{"en":"M"}}, {"name":"n","type":"money","label":{"en":"N"}},
    {"name":"p","type":"boolean","label":{"en":"P"}}, {"name":"q","type":"boolean","label":{"en":"Q"}},
    {"name":"d","type":"date","label":{"en":"D"}}, {"name":"e","type":"date","label":{"en":"E"}},
    {"name":"s","type":"datetime","label":{"en":"S"}}, {"name":"t","type":"datetime","label":{"en":"T"}},
    {"name":"g","type":"select","label":{"en":"G"},"options":[{"value":"won","label":{"en":"Won"}},{"value":"lost","label":{"en":"Lost"}}]},
    {"name":"k","type":"multi_select","label":{"en":"K"},"options":[{"value":"v","label":{"en":"V"}},{"value":"w","label":{"en":"W"}}]},
    {"name":"o","type":"json","label":{"en":"O"}},
    {"name":"firm","type":"relation","to":"firm","label":{"en":"Firm"}},
    {"name":"other","type":"relation","to":"firm","label":{"en":"Other"}}
  ]})";
constexpr std::string_view kFirm = R"({
  "name":"firm","label":{"en":"Firm"},"label_plural":{"en":"Firms"},"title":"name","list":["name"],
  "fields":[
    {"name":"name","type":"text","label":{"en":"Name"}}, {"name":"size","type":"integer","label":{"en":"Size"}},
    {"name":"rate","type":"decimal","label":{"en":"Rate"}}, {"name":"budget","type":"money","label":{"en":"Budget"}},
    {"name":"since","type":"date","label":{"en":"Since"}}, {"name":"active","type":"boolean","label":{"en":"Active"}}
  ]})";

/// A literal as SQLite keeps it, in the type that the column has here.
std::string typed(db::Engine engine, FieldType type, const std::string& literal) {
    if (engine == db::Engine::Sqlite) return literal;
    switch (type) {
        case FieldType::Boolean: return "CAST(" + literal + " AS boolean)";
        case FieldType::Date: return "DATE '1970-01-01' + (" + literal + ")";
        case FieldType::DateTime: return "kith_moment(" + literal + ")";
        default: return literal;
    }
}

void insert(db::Transaction& tx, const Object& object, int id, const Desk::Thing& row) {
    std::string columns = "id, version, created_at, updated_at";
    std::string values = std::to_string(id) + ", 1";
    for (int i = 0; i < 2; ++i) values += ", " + typed(tx.engine(), FieldType::DateTime, "1795000000000000");
    for (const auto& [column, literal] : row.fields) {
        columns += ", \"" + column + "\"";
        const Field* field = object.field(column);
        values += ", " + (field == nullptr ? literal : typed(tx.engine(), field->type, literal));
    }
    tx.run_script("INSERT INTO " + object.table + " (" + columns + ") VALUES (" + values + ")");
}

void replace(std::string& sql, std::string_view place, const std::string& by) {
    for (auto at = sql.find(place); at != std::string::npos; at = sql.find(place, at + by.size())) sql.replace(at, place.size(), by);
}

/// SQLite's row says the value's type beside it, since a cursor converts; PostgreSQL's is of the type it should be.
calc::Value read(db::Transaction& tx, const std::string& sql, Type type, const std::string& from) {
    const bool server = tx.engine() == db::Engine::Postgres;
    auto row = tx.query("SELECT value, " + std::string(server ? "pg_typeof(value)::text" : "typeof(value)") + " FROM (SELECT " + sql + " AS value FROM " + from + ") one");
    row.next();
    const auto kept = row->text(1);
    if (row->is_null(0)) return {};
    if (server && kept == "date" && type == Type::Date) return std::int64_t{row->date(0).days};
    if (server && kept == "timestamp with time zone" && type == Type::DateTime) return row->instant(0).micros;
    if (server && kept == "boolean" && type == Type::Boolean) return std::int64_t{row->boolean(0)};
    if (kept == "integer" || (kept == "bigint" && (is_whole(type) || type == Type::Reference))) return row->integer(0);
    if (kept == "real" || (kept == "double precision" && is_number(type))) return row->real(0);
    if (kept == "text" || kept == "jsonb") return row->string(0);
    return "of type " + std::string(kept);
}

}  // namespace

Desk::Desk() {
    std::string pattern = (std::filesystem::temp_directory_path() / "kith-desk-XXXXXX").string();
    folder_ = mkdtemp(pattern.data());
    auto schema = Schema::parse({{"thing", kThing}, {"firm", kFirm}});
    if (!schema) throw std::runtime_error(schema.error().detail);
    schema_ = std::move(*schema);
    auto database = db::Database::open({.url = db::testing::test_url(folder_ + "/desk.db")});
    if (!database) throw std::runtime_error(database.error().code);
    database_ = std::move(*database);
    (void)database_->write([&](db::Transaction& tx) { 
        for (const auto& object : schema_.objects()) bring_table_up_to(tx, object);
        return Result<void>();
    });
    moment_ = {*Date::parse("2026-11-23"), *Instant::parse("2026-11-23T08:00:00Z"), "Europe/Oslo"};
}

Desk::~Desk() {
    database_.reset();
    std::filesystem::remove_all(folder_);
}

void Desk::put(const Thing& thing, const Thing& firm) {
    (void)database_->write([&](db::Transaction& tx) {
        tx.run_script("DELETE FROM r_thing; DELETE FROM r_firm");
        auto row = thing;
        row.fields.emplace_back("firm", "7");
        insert(tx, *schema_.find("thing"), 1, row);
        insert(tx, *schema_.find("firm"), 7, firm.fields.empty() ? Thing{{{"name", "'Acme'"}}} : firm);
        return Result<void>();
    });
}

std::string Desk::problems(std::string_view formula) const {
    std::string out;
    for (const auto& problem : formula::read(thing(), formula, {}).problems)
        out += (out.empty() ? "" : "; ") + std::to_string(problem.from) + "-" + std::to_string(problem.to) + " " + problem.code.substr(8);
    return out;
}

std::string Desk::by_sql(const Expression& tree) {
    const auto engine = database_->engine();
    auto sql = with_alias(to_sql(tree, engine), "t");
    replace(sql, "{today}", typed(engine, FieldType::Date, std::to_string(moment_.today.days)));
    replace(sql, "{now}", typed(engine, FieldType::DateTime, std::to_string(moment_.now.micros)));
    replace(sql, "{zone}", "'" + moment_.zone + "'");
    return database_->read([&](db::Transaction& tx) { return shown(testing::read(tx, sql, tree.type, "r_thing t")); });
}

calc::Value Desk::column(const std::string& table, const Field& field) {
    return database_->read([&](db::Transaction& tx) {
        auto value = "\"" + field.column + "\"";
        if (field.type == FieldType::Money) value = "kith_money(" + value + ", \"" + field.column + "_currency\")";
        return testing::read(tx, value, type_of(field), table);
    });
}

std::string Desk::by_evaluator(const Expression& tree) {
    return shown(evaluate(tree, moment_, [&](const Field* over, const Field& field) -> calc::Value {
        if (over != nullptr && over->name != "firm") return {};
        return column(over != nullptr ? "r_firm" : "r_thing", field);
    }));
}

std::string Desk::value(std::string_view formula) {
    const auto checked = formula::read(thing(), formula, {});
    if (!checked.problems.empty()) return "[" + problems(formula) + "]";
    auto sql = by_sql(checked.tree);
    const auto evaluated = by_evaluator(checked.tree);
    return sql == evaluated ? sql : "sql " + sql + ", evaluator " + evaluated;
}

std::string shown(const calc::Value& value) {
    if (const auto* whole = std::get_if<std::int64_t>(&value)) return std::to_string(*whole);
    if (const auto* text = std::get_if<std::string>(&value)) return *text;
    const auto* real = std::get_if<double>(&value);
    if (real == nullptr) return "-";
    auto out = calc::find("kith_text")->run({&value, 1});
    const auto text = std::get<std::string>(out);
    return text.find('.') == std::string::npos ? text + ".0" : text;
}

}  // namespace kith::records::formula::testing
