#include "records/row.hpp"

#include <algorithm>

#include "records/access.hpp"
#include "records/fields/field_kind.hpp"
#include "records/sql/columns.hpp"

namespace kith::records {

namespace {
constexpr int kId = 0;
constexpr int kVersion = 1;
constexpr int kCreated = 2;
constexpr int kUpdated = 3;
constexpr int kBinned = 4;
}  // namespace

Record load_row(const Object& object, const db::Row& row) {
    Record record;
    record.object = &object;
    record.id = row.id(kId);
    record.version = row.integer(kVersion);
    record.created_at = row.instant(kCreated);
    record.updated_at = row.instant(kUpdated);
    record.in_bin = !row.is_null(kBinned);
    record.values.reserve(object.fields.size());
    for (const auto& field : object.fields) record.values.push_back(kind_of(field).load(row, field.position));
    return record;
}

std::vector<const Field*> shown_fields(const Object& object, Role role, std::span<const std::string> wanted) {
    std::vector<const Field*> out;
    for (const auto& field : object.fields) {
        if (!field.readers.contains(role)) continue;
        if (!wanted.empty() && std::find(wanted.begin(), wanted.end(), field.name) == wanted.end()) continue;
        out.push_back(&field);
    }
    return out;
}

void write_row(json::Writer& out, const Object& object, std::span<const Field* const> fields, const db::Row& row) {
    out.begin_object();
    write_row_members(out, object, fields, row);
    out.end_object();
}

void write_row_members(json::Writer& out, const Object& object, std::span<const Field* const> fields, const db::Row& row,
                       std::span<const AlsoInRow> also) {
    out.member("id", row.id(kId)).member("object", object.name).member("version", row.integer(kVersion));
    out.key("fields").begin_object();
    for (const Field* field : fields) {
        out.prepared_key(field->json_key);
        if (row.is_null(field->position))
            out.null();
        else
            kind_of(*field).write_row(out, row, field->position);
    }
    for (const auto& [name, field, column] : also) {
        out.key(name);
        if (row.is_null(column))
            out.null();
        else
            kind_of(*field).write_row(out, row, column);
    }
    out.end_object();
    out.member("created_at", row.instant(kCreated)).member("updated_at", row.instant(kUpdated));
    if (!row.is_null(kBinned)) out.member("binned_at", row.instant(kBinned));
}

void write_hidden(json::Writer& out, std::span<const Field* const> hidden) {
    if (hidden.empty()) return;
    out.key("hidden").begin_array();
    for (const Field* field : hidden) out.value(field->name);
    out.end_array();
}

void write_members(json::Writer& out, std::span<const Field* const> fields, const Record& record, std::span<const Field* const> hidden,
                   std::span<const AlsoInRow> also, std::span<const FieldValue> also_values) {
    out.member("id", record.id).member("object", record.object->name).member("version", record.version);
    out.key("fields").begin_object();
    for (const Field* field : fields) {
        out.prepared_key(field->json_key);
        write_value(out, *field, record.values[field->ordinal]);
    }
    for (std::size_t i = 0; i < also.size(); ++i) {
        out.key(also[i].name);
        write_value(out, *also[i].field, also_values[i]);
    }
    out.end_object();
    std::vector<const Field*> told;
    for (const Field* field : hidden)
        if (std::ranges::find(fields, field) != fields.end()) told.push_back(field);
    write_hidden(out, told);
    out.member("created_at", record.created_at).member("updated_at", record.updated_at);
    // When it was binned is told by its last change.
    if (record.in_bin) out.member("binned_at", record.updated_at);
}

void Titles::want(const Object& object, Id id) {
    for (auto& [known, ids] : wanted_)
        if (known == &object) {
            if (std::find(ids.begin(), ids.end(), id) == ids.end()) ids.push_back(id);
            return;
        }
    wanted_.emplace_back(&object, std::vector<Id>{id});
}

void Titles::look_up(const Reader& reader) {
    db::Transaction& tx = reader.sql();
    std::string sql;
    Bindings bindings;
    for (std::size_t i = 0; i < wanted_.size(); ++i) {
        const auto& [object, ids] = wanted_[i];
        std::string list = "[";
        for (const Id id : ids)
            if (looked_for_.insert(id).second) list += (list.size() > 1 ? "," : "") + id.to_string();
        if (list.size() == 1) continue;
        // Of the subtitle's fields the first that is text; dates and references would read badly here.
        const Field* first = nullptr;
        for (const auto& name : object->subtitle_fields)
            if (const Field* field = object->field(name); first == nullptr && field->type == FieldType::Text && field->readers.contains(reader.actor().role)) first = field;
        if (!sql.empty()) sql += " UNION ALL ";
        sql += "SELECT " + std::to_string(i) + ", id, \"" + object->title_field + "\", " +
               (first == nullptr ? std::string("NULL") : column_sql(*first, "t")) + " FROM " + object->table + " t";
        if (tx.engine() == db::Engine::Sqlite)
            sql += " WHERE id IN (SELECT value FROM json_each(" + bindings.add_kept(list + "]") + "))";
        else
            sql += " WHERE id IN (SELECT value::bigint FROM jsonb_array_elements_text(" + bindings.add_kept(list + "]") + "::jsonb))";
        sql += reach_sql(reader, *object, Right::See, "t", bindings);
    }
    if (sql.empty()) return;
    auto rows = tx.query_params(sql, bindings.list);
    while (rows.next()) found_[rows->id(1)] = {wanted_[static_cast<std::size_t>(rows->integer(0))].first, rows->string(2), rows->string(3)};
}

void Titles::write(json::Writer& out, const Reader& reader) {
    look_up(reader);
    out.begin_object();
    for (const auto& [object, ids] : wanted_)
        for (const Id id : ids) {
            const auto at = found_.find(id);
            if (at == found_.end()) continue;
            out.key(id.to_string()).begin_object();
            out.member("object", object->name).member("title", at->second.title).member("subtitle", at->second.subtitle).end_object();
        }
    out.end_object();
}

}  // namespace kith::records
