#include "records/check_rules.hpp"

#include <algorithm>

#include "records/fields/field_kind.hpp"
#include "records/formula/to_sql.hpp"

namespace kith::records {

namespace {

/// Which of the rules are true, in their order; `row` is what the record `t` is selected from.
std::vector<bool> true_rules(const Reader& reader, const Object& object, const std::string& row, const Bindings& bindings) {
    std::string sql;
    for (const auto& rule : object.rules)
        sql += (sql.empty() ? "SELECT " : ", ") + (rule.sql.empty() ? std::string("FALSE") : "(" + formula::with_alias(rule.sql, "t") + ") IS TRUE");
    std::vector<bool> out(object.rules.size(), false);
    auto rows = reader.sql().query_params(sql + " FROM " + row + " t", bindings.list);
    if (rows.next())
        for (std::size_t i = 0; i < out.size(); ++i) out[i] = rows->boolean(static_cast<int>(i));
    return out;
}

}  // namespace

Result<void> check_rules(const Reader& reader, const Object& object, Id id, const std::vector<FieldValue>& values, const Record* before) {
    if (std::ranges::all_of(object.rules, [](const Rule& rule) { return rule.sql.empty(); })) return {};
    // The record as it would be, without writing it: what is refused leaves no trace, also where the rest of
    // the transaction goes on.
    Bindings bindings;
    const auto engine = reader.sql().engine();
    // SQLite knows a value's type by the value.
    const auto typed = [&](std::string place, db::ColumnType type) {
        return engine == db::Engine::Sqlite ? place : "CAST(" + place + " AS " + std::string(db::column_type(engine, type)) + ")";
    };
    const auto id_place = bindings.add(id);
    const auto updated = bindings.add(reader.now());
    const auto created = bindings.add(before == nullptr ? reader.now() : before->created_at);
    std::string row = "(SELECT " + id_place + " AS id, " + updated + " AS updated_at, " + created + " AS created_at, " +
                      typed("NULL", db::ColumnType::Instant) + " AS binned_at";
    for (const auto& field : object.fields) {
        if (field.is_computed()) continue;
        auto place = bindings.list.size();
        kind_of(field).bind(bindings, values[field.ordinal]);
        for (const auto& column : kind_of(field).columns()) row += ", " + typed("$" + std::to_string(++place), column.type) + " AS \"" + field.column + column.suffix + "\"";
    }
    auto broken = true_rules(reader, object, row + ")", bindings);
    if (before != nullptr && std::ranges::find(broken, true) != broken.end()) {
        Bindings own;
        const auto former = true_rules(reader, object, "(SELECT * FROM " + object.table + " WHERE id = " + own.add(id) + ")", own);
        for (std::size_t i = 0; i < broken.size(); ++i) broken[i] = broken[i] && !former[i];
    }
    Error error{ErrorKind::Invalid, "record.rule", {}, {}, {}, {}};
    for (std::size_t i = 0; i < broken.size(); ++i) {
        if (!broken[i]) continue;
        const Rule& rule = object.rules[i];
        const Params params{{"text", std::string(label_in(rule.label, reader.actor().language))}, {"rule", rule.name}};
        if (error.params.empty()) error.params = params;
        if (!rule.field.empty()) error.fields.push_back({rule.field, "record.rule", params});
    }
    if (error.params.empty()) return {};
    return error;
}

}  // namespace kith::records
