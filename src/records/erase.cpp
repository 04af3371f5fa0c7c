#include "records/erase.hpp"

#include <vector>

#include "records/fields/field_kind.hpp"

namespace kith::records {

namespace {

/// What people write, as against what is counted, dated or chosen from a list.
bool is_written(const Field& field) {
    switch (field.type) {
        case FieldType::Text: case FieldType::LongText: case FieldType::RichText: case FieldType::Email: case FieldType::Phone:
        case FieldType::Url: case FieldType::Json: case FieldType::Address: case FieldType::PersonName: case FieldType::MultiSelect: return true;
        default: return false;
    }
}

std::int64_t forget_history(Writer& writer, Id id) {
    return writer.sql().execute("UPDATE change_log SET fields = NULL WHERE record = $1 AND fields IS NOT NULL", id);
}

/// Every column but the title's is emptied, whatever rules want of it.
void wipe(Writer& writer, const Object& object, Id id, const std::string& title) {
    Bindings bindings;
    std::string sql = "UPDATE " + object.table + " SET version = version + 1";
    for (const auto& field : object.fields) {
        if (field.is_computed()) continue;
        for (const auto& column : kind_of(field).columns()) {
            const bool is_title = field.name == object.title_field && field.type == FieldType::Text;
            sql += ", \"" + field.column + column.suffix + "\" = " + (is_title ? bindings.add(title) : "NULL");
        }
    }
    sql += " WHERE id = " + bindings.add(id);
    writer.sql().execute_params(sql, bindings.list);
}

/// A record of the timeline keeps its day and kind, and loses its words.
Result<void> silence(Writer& writer, const Object& object, Id id, const std::string& title, Erased& out) {
    Values values;
    for (const auto& field : object.fields)
        if (is_written(field) && !field.is_computed()) values.set(field.name, field.name == object.title_field ? FieldValue(title) : FieldValue());
    KITH_CHECK(writer.update(object.name, id, values, {.without_after_hooks = true, .as_rule = true, .version = {}, .seen = {}}));
    out.changes += forget_history(writer, id);
    ++out.records;
    return {};
}

}  // namespace

Result<Erased> erase(Writer& writer, std::string_view object_name, Id id, const std::string& title) {
    KITH_TRY(const auto* object, writer.object_for(object_name, Right::Bin));
    Erased out;
    for (const auto& related : object->related) {
        if (related.object->timeline_field.empty() || related.field->type != FieldType::Relation) continue;
        std::vector<Id> ids;
        {
            auto rows = writer.sql().query("SELECT id FROM " + related.object->table + " WHERE \"" + related.field->column + "\" = $1 AND binned_at IS NULL", id);
            while (rows.next()) ids.push_back(rows->id(0));
        }
        for (const Id each : ids) KITH_CHECK(silence(writer, *related.object, each, title, out));
    }
    // The bin takes it out of search and of everybody's lists, by the rules that binning has.
    auto binned = writer.bin(object_name, id);
    if (!binned) {
        auto rows = writer.sql().query("SELECT 1 FROM " + object->table + " WHERE id = $1 AND binned_at IS NOT NULL", id);
        if (!rows.next()) return std::move(binned).error();
    }
    wipe(writer, *object, id, title);
    out.changes += forget_history(writer, id);
    ++out.records;
    return out;
}

}  // namespace kith::records
