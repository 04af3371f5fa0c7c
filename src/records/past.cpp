#include "records/past.hpp"

#include <climits>

#include "records/access.hpp"
#include "records/fields/field_kind.hpp"
#include "records/hidden_references.hpp"
#include "records/row.hpp"
#include "records/sql/past_tables.hpp"

namespace kith::records {

namespace {

/// What the log holds was valid once, whatever the field asks for today.
FieldValue logged_value(const Field& field, const json::Value& value) {
    if (value.is_null()) return {};
    Field lenient = field;
    lenient.min = lenient.max = std::nullopt;
    if (field.type == FieldType::Select && value.string() != nullptr) return *value.string();
    auto read = read_value(lenient, value);
    return read ? std::move(*read) : FieldValue{};
}

}  // namespace

std::vector<FieldChange> field_changes(const Object& object, std::string_view fields_json) {
    std::vector<FieldChange> out;
    const auto parsed = json::parse(fields_json);
    if (!parsed || parsed->object() == nullptr) return out;
    for (const auto& [name, pair] : *parsed->object()) {
        const Field* field = object.field(name);
        const auto* both = pair.array();
        if (field == nullptr || both == nullptr || both->size() != 2) continue;
        out.push_back({field, logged_value(*field, (*both)[0]), logged_value(*field, (*both)[1])});
    }
    return out;
}

namespace {

/// What formulas and roll-ups gave then.
void compute_as_of(Reader& reader, PastRecord& record, Instant at) {
    std::vector<const Field*> computed;
    for (const auto& field : record.object->fields)
        if (field.is_computed() && field.readers.contains(reader.actor().role)) computed.push_back(&field);
    for (const Field* field : computed) record.values[field->ordinal] = {};
    if (computed.empty()) return;
    const auto past = PastTables::at(reader, at, "as_of");
    if (past) {
        SqlText statement{record.object->select_sql + " WHERE t.id = ", {}};
        statement.sql += statement.bindings.add(record.id);
        past->cover(statement);
        auto rows = reader.sql().query_params(statement.sql, statement.bindings.list);
        if (rows.next()) {
            for (const Field* field : computed) record.values[field->ordinal] = kind_of(*field).load(*rows, field->position);
            return;
        }
    }
    record.unknown = std::move(computed);
}

void write_names(json::Writer& out, std::string_view member, const std::vector<const Field*>& fields) {
    if (fields.empty()) return;
    out.key(member).begin_array();
    for (const Field* field : fields) out.value(field->name);
    out.end_array();
}

}  // namespace

Result<PastRecord> record_as_of(Reader& reader, std::string_view object_name, Id id, Instant at) {
    KITH_TRY(const Object* object, reader.object_for(object_name, Right::See));
    PastRecord record;
    if (!reaches(reader, *object, Right::See, id)) return Error{ErrorKind::NotFound, "record.not_found", {}, {}, {}, {}};
    {
        auto rows = reader.sql().query(object->select_sql + " WHERE id = $1", id);
        if (!rows.next()) return Error{ErrorKind::NotFound, "record.not_found", {}, {}, {}, {}};
        static_cast<Record&>(record) = load_row(*object, *rows);
    }
    if (record.created_at > at)
        return Error{ErrorKind::NotFound, "record.not_yet", {{"created", record.created_at.to_string()}}, {}, {}, {}};
    record.updated_at = record.created_at;
    for (const auto& change : reader.changes_of(id, 0, INT_MAX)) {
        if (change.at <= at) {
            record.updated_at = change.at;
            break;
        }
        record.version = change.version - 1;
        if (change.kind == "bin") record.in_bin = false;
        if (change.kind == "restore") record.in_bin = true;
        for (auto& field : field_changes(*object, change.fields_json)) record.values[field.field->ordinal] = std::move(field.before);
    }
    compute_as_of(reader, record, at);
    for (const auto& field : object->fields)
        if (!field.readers.contains(reader.actor().role)) record.values[field.ordinal] = {};
    HiddenReferences hidden(reader, *object);
    Record& seen = record;
    record.hidden = hidden.empty(std::span(&seen, 1)).front();
    return record;
}

void write_record(json::Writer& out, const PastRecord& record, Role role) {
    out.begin_object().member("id", record.id).member("object", record.object->name).member("version", record.version);
    out.key("fields").begin_object();
    for (const auto& field : record.object->fields) {
        if (!field.readers.contains(role)) continue;
        out.prepared_key(field.json_key);
        write_value(out, field, record.values[field.ordinal]);
    }
    out.end_object();
    write_names(out, "hidden", record.hidden);
    write_names(out, "unknown", record.unknown);
    out.member("created_at", record.created_at).member("updated_at", record.updated_at).member("in_bin", record.in_bin);
    out.end_object();
}

}  // namespace kith::records
