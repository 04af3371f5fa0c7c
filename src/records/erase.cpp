#include "records/erase.hpp"

#include <algorithm>
#include <vector>

#include "records/fields/field_kind.hpp"
#include "records/row.hpp"
#include "records/search_index.hpp"
#include "records/search_words.hpp"

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

/// The words by which search knows the record.
void note_words(Writer& writer, const Object& object, Id id, Erased& out) {
    if (!object.searchable) return;
    auto rows = writer.sql().query(object.select_sql + " WHERE id = $1", id);
    if (!rows.next()) return;
    const auto text = search_text(object, load_row(object, *rows).values);
    for (std::size_t from = 0; from < text.size();) {
        const auto end = std::min(text.find(' ', from), text.size());
        auto word = text.substr(from, end - from);
        if (word.starts_with('#') || word.starts_with('~')) word.erase(0, 1);
        if (!word.empty()) out.words.push_back(std::move(word));
        from = end + 1;
    }
    if (std::ranges::find(out.objects, object.name) == out.objects.end()) out.objects.push_back(object.name);
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
    note_words(writer, object, id, out);
    Values values;
    for (const auto& field : object.fields)
        if (is_written(field) && !field.is_computed()) values.set(field.name, field.name == object.title_field ? FieldValue(title) : FieldValue());
    KITH_CHECK(writer.update(object.name, id, values, {.without_after_hooks = true, .as_rule = true, .version = {}, .seen = {}}));
    out.changes += forget_history(writer, id);
    ++out.records;
    return {};
}

}  // namespace

void overwrite_deleted(db::Transaction& tx, bool on) {
    if (tx.engine() == db::Engine::Sqlite) tx.run_script(on ? "PRAGMA secure_delete = ON" : "PRAGMA secure_delete = OFF");
}

Result<Erased> erase(Writer& writer, std::string_view object_name, Id id, const std::string& title) {
    KITH_TRY(const auto* object, writer.object_for(object_name, Right::Bin));
    Erased out;
    overwrite_deleted(writer.sql(), true);
    note_words(writer, *object, id, out);
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

Result<void> purge_words(Workspace& workspace, const std::vector<std::string>& objects, const std::vector<std::string>& words) {
    return workspace.database().write([&](db::Transaction& tx) -> Result<void> {
        overwrite_deleted(tx, true);
        const auto schema = workspace.schema();
        for (const auto& name : objects) {
            const auto* object = schema->find(name);
            if (object == nullptr || !object->searchable) continue;
            const auto table = search_table(*object);
            if (tx.engine() == db::Engine::Sqlite) tx.run_script("INSERT INTO " + table + "(" + table + ") VALUES('optimize')");
        }
        const auto stands = [&](const std::string& word) {
            const auto asked = "\"" + word + "\" OR \"~" + word + "\" OR \"#" + word + "\"";
            return std::ranges::any_of(schema->objects(), [&](const auto& object) {
                const auto table = search_table(object);
                return object.searchable && tx.query("SELECT 1 FROM " + table + " WHERE " + search_condition(tx.engine(), object, "$1") + " LIMIT 1", search_asked(tx.engine(), asked)).next();
            });
        };
        for (const auto& word : words)
            if (word.find('"') == std::string::npos && !stands(word)) tx.execute("DELETE FROM search_word WHERE word = $1", word);
        workspace.search_words().forget();
        overwrite_deleted(tx, false);
        return {};
    });
}

}  // namespace kith::records
