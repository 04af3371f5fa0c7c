#include "records/sql/past_tables.hpp"

#include <algorithm>
#include <type_traits>

#include "records/access.hpp"
#include "records/row.hpp"
#include "records/sql/tables.hpp"

namespace kith::records {

namespace {

bool is_name(char c) { return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }

/// Where a table's name stands in a statement as a whole word that no other name qualifies.
std::size_t find_table(const std::string& sql, const std::string& table, std::size_t from) {
    for (auto at = sql.find(table, from); at != std::string::npos; at = sql.find(table, at + 1)) {
        const bool begins = at == 0 || (!is_name(sql[at - 1]) && sql[at - 1] != '.');
        const auto end = at + table.size();
        if (begins && (end == sql.size() || (!is_name(sql[end]) && sql[end] != '.'))) return at;
    }
    return std::string::npos;
}

/// As the engine keeps it in a column.
void write_param(json::Writer& out, const db::Param& param) {
    std::visit([&](const auto& value) {
        using T = std::decay_t<decltype(value)>;
        if constexpr (std::is_same_v<T, std::monostate>) out.null();
        else if constexpr (std::is_same_v<T, bool>) out.value(std::int64_t{value});
        else if constexpr (std::is_same_v<T, Date>) out.value(static_cast<std::int64_t>(value.days));
        else if constexpr (std::is_same_v<T, Instant>) out.value(value.micros);
        else if constexpr (std::is_same_v<T, db::Bytes>) out.value(value.data);
        else out.value(value);
    }, param);
}

struct PastColumn {
    std::string name;
    db::ColumnType type;
    bool sorted;  // by the collation of names
};

std::vector<PastColumn> columns_of(const Object& object) {
    std::vector<PastColumn> out;
    for (const auto* name : {"id", "version", "created_at", "updated_at", "binned_at"}) out.push_back({name, std::string_view(name).ends_with("_at") ? db::ColumnType::Instant : db::ColumnType::Integer, false});
    for (const auto& field : object.fields) {
        if (field.is_computed()) continue;
        for (const auto& column : kind_of(field).columns())
            out.push_back({"\"" + field.column + column.suffix + "\"", column.type,
                           column.suffix.empty() && sorts_by_names(field)});
    }
    return out;
}

/// One value of a record that is handed over as JSON, `value`.
std::string value_sql(db::Engine engine, const PastColumn& column, int place) {
    if (engine == db::Engine::Sqlite)
        return "CAST(json_extract(value, '$[" + std::to_string(place) + "]') AS " + std::string(db::column_type(engine, column.type)) + ")" +
               (column.sorted ? " COLLATE KITH" : "");
    const auto text = "(value ->> " + std::to_string(place) + ")";
    switch (column.type) {
        case db::ColumnType::Date: return "(DATE '1970-01-01' + CAST(" + text + " AS integer))";
        case db::ColumnType::Instant: return "(TIMESTAMPTZ '1970-01-01 00:00:00+00' + CAST(" + text + " AS bigint) * INTERVAL '1 microsecond')";
        case db::ColumnType::Boolean: return "(CAST(" + text + " AS integer) <> 0)";
        case db::ColumnType::Text: return text + (column.sorted ? " COLLATE \"nb-x-icu\"" : " COLLATE \"C\"");
        default: return "CAST(" + text + " AS " + std::string(db::column_type(engine, column.type)) + ")";
    }
}

std::string elements_sql(db::Engine engine, const std::string& place) {
    return engine == db::Engine::Sqlite ? "json_each(" + place + ")" : "jsonb_array_elements(CAST(" + place + " AS jsonb)) AS given(value)";
}

/// Where tables are, for those that a WITH of the same name hides.
std::string schema_of(db::Transaction& tx) {
    if (tx.engine() == db::Engine::Sqlite) return "main";
    auto rows = tx.query("SELECT quote_ident(current_schema())");
    return rows.next() ? rows->string(0) : std::string();
}

}  // namespace

std::string id_in(db::Engine engine, const std::string& place) {
    if (engine == db::Engine::Sqlite) return " IN (SELECT value FROM json_each(" + place + "))";
    return " IN (SELECT CAST(value AS bigint) FROM jsonb_array_elements_text(CAST(" + place + " AS jsonb)) AS given(value))";
}

std::string id_list(const std::vector<Id>& ids) {
    std::string out = "[";
    for (const Id id : ids) out += (out.size() > 1 ? "," : "") + id.to_string();
    return out + "]";
}

Result<PastTables> PastTables::at(Reader& reader, Instant at, std::string member) {
    PastTables out(reader, at);
    out.schema_ = schema_of(reader.sql());
    auto rows = reader.sql().query("SELECT object, record, kind, version, fields FROM change_log WHERE at > $1 ORDER BY sequence DESC LIMIT $2",
                                   at, kMostChangesBack + 1);
    for (std::int64_t count = 0; rows.next(); ++count) {
        if (count == kMostChangesBack)
            return Error{ErrorKind::Invalid, "query.wrong", {}, {{std::move(member), "query.past_too_far", {{"max", std::to_string(kMostChangesBack)}}}}, {}, {}};
        out.changed_[rows->string(0)][rows->id(1)].push_back({rows->string(2), rows->integer(3), rows->string(4)});
    }
    return out;
}

std::vector<Id> PastTables::changed(const Object& object) const {
    std::vector<Id> out;
    const auto found = changed_.find(object.name);
    if (found != changed_.end())
        for (const auto& [id, entries] : found->second) out.push_back(id);
    return out;
}

std::vector<FieldChange> PastTables::changes(const Object& object, Id id) const {
    std::vector<FieldChange> out;
    const auto of_object = changed_.find(object.name);
    if (of_object == changed_.end()) return out;
    const auto entries = of_object->second.find(id);
    if (entries == of_object->second.end()) return out;
    for (const auto& entry : entries->second)
        for (auto& change : field_changes(object, entry.fields)) {
            const auto known = std::ranges::find(out, change.field, &FieldChange::field);
            if (known == out.end()) out.push_back(std::move(change));
            else known->before = std::move(change.before);
        }
    std::erase_if(out, [](const auto& change) { return change.before == change.after; });
    std::ranges::sort(out, {}, [](const auto& change) { return change.field->ordinal; });
    return out;
}

/// The changed records that were there then, as `[[id, version, …], …]`.
std::string PastTables::rows_of(const Object& object) const {
    const auto& records = changed_.at(object.name);
    const auto ids = id_list(changed(object));
    std::map<Id, Instant> updated;
    {
        auto rows = reader_->sql().query("SELECT record, max(at) FROM change_log WHERE record" + id_in(reader_->sql().engine(), "$1") + " AND at <= $2 GROUP BY record",
                                         ids, at_);
        while (rows.next()) updated[rows->id(0)] = rows->instant(1);
    }
    std::string text;
    json::Writer out(text);
    out.begin_array();
    auto rows = reader_->sql().query(object.select_sql + " WHERE id" + id_in(reader_->sql().engine(), "$1"), ids);
    while (rows.next()) {
        auto record = load_row(object, *rows);
        bool there = true;
        for (const auto& entry : records.at(record.id)) {
            there = there && entry.kind != "create";
            if (entry.kind == "bin") record.in_bin = false;
            if (entry.kind == "restore") record.in_bin = true;
            record.version = entry.version - 1;
            for (auto& change : field_changes(object, entry.fields)) record.values[change.field->ordinal] = std::move(change.before);
        }
        if (!there) continue;
        const auto last = updated.find(record.id);
        const Instant changed_at = last == updated.end() ? record.created_at : last->second;
        out.begin_array().value(record.id.value).value(record.version).value(record.created_at.micros).value(changed_at.micros);
        record.in_bin ? out.value(changed_at.micros) : out.null();
        Bindings bindings;
        for (const auto& field : object.fields)
            if (!field.is_computed()) kind_of(field).bind(bindings, record.values[field.ordinal]);
        for (const auto& param : bindings.list) write_param(out, param);
        out.end_array();
    }
    out.end_array();
    return text;
}

void PastTables::cover(SqlText& statement) const {
    std::string with;
    const auto engine = reader_->sql().engine();
    for (const auto& object : reader_->schema().objects()) {
        if (!changed_.contains(object.name) || find_table(statement.sql, object.table, 0) == std::string::npos) continue;
        const auto gone = statement.bindings.add_kept(id_list(changed(object)));
        const auto there = statement.bindings.add_kept(rows_of(object));
        std::string now;
        std::string then;
        int place = 0;
        for (const auto& column : columns_of(object)) {
            now += (now.empty() ? "" : ", ") + column.name;
            then += (then.empty() ? "" : ", ") + value_sql(engine, column, place++) + " AS " + column.name;
        }
        auto past = "SELECT " + then + " FROM " + elements_sql(engine, there);
        if (engine == db::Engine::Postgres) {
            // Read once, and not for each row that a condition is about.
            with += (with.empty() ? "WITH was_" : ", was_") + object.table + " AS MATERIALIZED (" + past + ")";
            past = "SELECT * FROM was_" + object.table;
        }
        with += (with.empty() ? "WITH " : ", ") + object.table + " AS NOT MATERIALIZED (SELECT " + now + " FROM " + schema_ + "." + object.table +
                " WHERE id NOT" + id_in(engine, gone) + " UNION ALL " + past + ")";
    }
    if (!with.empty()) statement.sql = with + " " + statement.sql;
}

std::string PastTables::reached_now(const Object& object, Bindings& bindings) const {
    if (reaches_all(*reader_, object, Right::See)) return {};
    const auto reached = reach_sql(*reader_, object, Right::See, "v", bindings);
    return about_now(" AND t.id IN (SELECT v.id FROM " + object.table + " v WHERE TRUE" + reached + ")");
}

bool PastTables::leads_beyond(const std::string& sql, const Object& object) const {
    return std::ranges::any_of(reader_->schema().objects(), [&](const Object& other) {
        return &other != &object && find_table(sql, other.table, 0) != std::string::npos;
    });
}

std::string PastTables::about_now(const std::string& sql) const {
    std::string out = sql;
    for (const auto& object : reader_->schema().objects())
        for (auto at = find_table(out, object.table, 0); at != std::string::npos; at = find_table(out, object.table, at + schema_.size() + 1 + object.table.size()))
            out.insert(at, schema_ + ".");
    return out;
}

}  // namespace kith::records
