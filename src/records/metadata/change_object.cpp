#include "records/metadata/change_object.hpp"

#include <algorithm>
#include <set>

#include "records/audit/audit.hpp"
#include "records/fields/field_kind.hpp"
#include "records/metadata/check_object.hpp"
#include "records/metadata/merge.hpp"
#include "records/metadata/stored.hpp"
#include "records/search_move.hpp"
#include "records/sql/tables.hpp"

namespace kith::records {

namespace {

constexpr std::size_t kMostObjects = 200;
constexpr int kExamples = 10;  // of records that break a new rule

json::Value* member_of(json::Value& object, std::string_view name) {
    auto* members = object.object();
    if (members == nullptr) return nullptr;
    for (auto& [known, value] : *members)
        if (known == name) return &value;
    return nullptr;
}

json::Value* field_in(json::Value& file, std::string_view name) {
    auto* fields = member_of(file, "fields");
    if (fields == nullptr || fields->array() == nullptr) return nullptr;
    for (auto& field : *fields->array())
        if (field.text("name") == name) return &field;
    return nullptr;
}

/// The stored patch with what is asked now.
void add_to_patch(json::Value& patch, const json::Value& delta) {
    for (const auto& [name, value] : *delta.object()) {
        if (name != "fields") {
            set_member(patch, name, value);
            continue;
        }
        if (value.array() == nullptr) continue;
        for (const auto& change : *value.array()) {
            if (auto* known = field_in(patch, change.text("name"))) {
                for (const auto& [member, wanted] : *change.object()) set_member(*known, member, wanted);
                continue;
            }
            if (member_of(patch, "fields") == nullptr) set_member(patch, "fields", json::Array{});
            member_of(patch, "fields")->array()->push_back(change);
        }
    }
}

Error wrong_object(std::vector<FieldError> fields) { return {ErrorKind::Invalid, "metadata.invalid", {}, std::move(fields), {}, {}}; }

Error changed_since(std::int64_t version) {
    Error error{ErrorKind::Conflict, "metadata.stale", {}, {}, {}, {}};
    error.extra_json = "\"version\":" + std::to_string(version);
    return error;
}

/// Which values stand in several records, with the first of those: what a new unique rule cannot take.
Result<void> check_unique_data(Writer& writer, const Object& object, const Field& field) {
    const auto column = "\"" + field.column + "\"";
    std::string records;
    json::Writer out(records);
    out.begin_array();
    std::int64_t values = 0;
    {
        auto rows = writer.sql().query("SELECT t.id, t.\"" + object.title_field + "\", t." + column + " FROM " + object.table +
                                           " t WHERE t.binned_at IS NULL AND t." + column + " IN (SELECT " + column + " FROM " + object.table +
                                           " WHERE binned_at IS NULL AND " + column + " IS NOT NULL GROUP BY " + column +
                                           " HAVING count(*) > 1) ORDER BY t." + column + ", t.id LIMIT $1", kExamples);
        while (rows.next()) {
            ++values;
            out.begin_object().member("object", object.name).member("id", rows->id(0)).member("title", rows->text(1)).key("value");
            kind_of(field).write_row(out, *rows, 2);
            out.end_object();
        }
    }
    if (values == 0) return {};
    out.end_array();
    auto error = wrong_object({{"fields." + field.name + ".unique", "metadata.not_unique", {}}});
    error.extra_json = "\"records\":" + records;
    return error;
}

void drop_unwanted_indexes(db::Transaction& tx, const Object& before, const Object& after) {
    std::set<std::string> wanted;
    for (const auto& index : indexes_of(after)) wanted.insert(index.name);
    for (const auto& index : indexes_of(before))
        if (!wanted.contains(index.name)) tx.run_script("DROP INDEX IF EXISTS " + index.name);
}

/// What is asked now must work out; what others made earlier may have been broken since, and say so themselves.
std::vector<FieldError> cannot_be_computed(const Schema& schema, const ObjectChange& change) {
    std::vector<FieldError> out;
    const Object* object = schema.find(change.object);
    if (object == nullptr) return out;
    if (const auto* fields = change.delta["fields"].array())
        for (const auto& asked : *fields)
            if (const Field* field = object->field(asked.text("name")); field != nullptr && field->problem)
                out.push_back({"fields." + field->name + "." + field->problem->field, field->problem->code, field->problem->params});
    if (change.delta.find("rules") != nullptr)
        for (std::size_t i = 0; i < object->rules.size(); ++i)
            if (const auto& problem = object->rules[i].problem)
                out.push_back({"rules." + std::to_string(i) + "." + problem->field, problem->code, problem->params});
    return out;
}

Result<void> change_tables(Writer& writer, const Object* before, const Object& after) {
    auto& tx = writer.sql();
    if (before != nullptr) {
        for (const auto& field : after.fields) {
            const Field* former = before->field(field.name);
            if (field.unique && former != nullptr && !former->unique) KITH_CHECK(check_unique_data(writer, after, field));
        }
        drop_unwanted_indexes(tx, *before, after);
    }
    bring_table_up_to(tx, after);
    bring_search_over(writer, before, after);
    return {};
}

}  // namespace

json::Value object_file(const Schema& schema, const Customization& changes, std::string_view object) {
    const json::Value* shipped = schema.shipped(object);
    for (const auto& entry : changes.objects)
        if (entry.object == object) return merged(shipped, entry.patch, Retired::Kept);
    return shipped == nullptr ? json::Value() : *shipped;
}

Result<ObjectChanged> change_object(Writer& writer, const ObjectChange& change) {
    auto changes = read_customization(writer.sql());
    const Schema& now = writer.schema();
    const json::Value* shipped = now.shipped(change.object);
    auto entry = std::ranges::find(changes.objects, change.object, &Customization::Entry::object);
    const bool known = shipped != nullptr || entry != changes.objects.end();
    if (change.create) {
        if (!is_name(change.object)) return wrong_object({{"name", "metadata.bad_name", {}}});
        if (known) return wrong_object({{"name", "metadata.name_taken", {{"name", change.object}}}});
        if (changes.objects.size() >= kMostObjects) return wrong_object({{"name", "metadata.too_many", {{"max", std::to_string(kMostObjects)}}}});
    } else if (!known) {
        return Error{ErrorKind::NotFound, "object.not_found", {{"object", change.object}}, {}, {}, {}};
    }
    const json::Value former = change.create ? json::Value() : object_file(now, changes, change.object);
    if (entry == changes.objects.end()) entry = changes.objects.insert(entry, {change.object, json::Object{}, 0});
    if (change.version && *change.version != entry->version) return changed_since(entry->version);
    json::Value former_copy = former;
    if (!change.new_field.empty() && field_in(former_copy, change.new_field) != nullptr)
        return wrong_object({{"fields." + change.new_field + ".name", "metadata.name_taken", {{"name", change.new_field}}}});
    add_to_patch(entry->patch, change.delta);
    ++entry->version;
    changes.version = next_version(writer.sql());
    const auto file = merged(shipped, entry->patch, Retired::Kept);
    if (auto errors = check_object(now, change.delta, file, former, shipped); !errors.empty()) return wrong_object(std::move(errors));

    auto made_or_not = now.customized(changes);
    if (!made_or_not) {
        // What no check above knew of: said where it is, in the schema's own words.
        auto& error = made_or_not.error();
        if (error.code != "schema.wrong") return std::move(error);
        const auto param = [&](std::string_view name) {
            for (const auto& [key, value] : error.params)
                if (key == name) return value;
            return error.detail;
        };
        return wrong_object({{param("at"), "metadata.cannot_be", {{"problem", param("problem")}}}});
    }
    auto made = std::move(*made_or_not);
    const auto schema = std::make_shared<const Schema>(std::move(made));
    if (auto errors = cannot_be_computed(*schema, change); !errors.empty()) return wrong_object(std::move(errors));
    ObjectChanged out;
    out.version = entry->version;
    if (const Object* after = schema->find(change.object)) {
        const Object* before = now.find(change.object);
        KITH_CHECK(change_tables(writer, before, *after));
        note_shape(writer.sql(), *schema);
        for (const auto& field : after->fields) {
            const Field* was = before == nullptr ? nullptr : before->field(field.name);
            if (!field.required || before == nullptr || field.is_computed() || (was != nullptr && was->required)) continue;
            auto rows = writer.sql().query("SELECT count(*) FROM " + after->table + " WHERE binned_at IS NULL AND \"" + field.column + "\" IS NULL");
            if (rows.next() && rows->integer(0) > 0) out.missing[field.name] = rows->integer(0);
        }
    }
    writer.sql().execute("INSERT INTO object_change (object, patch, version, changed_at, changed_by) VALUES ($1, $2, $3, $4, $5) "
                         "ON CONFLICT (object) DO UPDATE SET patch = excluded.patch, version = excluded.version, "
                         "changed_at = excluded.changed_at, changed_by = excluded.changed_by",
                         change.object, json::write(entry->patch), entry->version, writer.now(),
                         writer.actor().user.is_set() ? db::bind(writer.actor().user) : db::Param{});
    audit::record(writer.sql(), writer.actor(), change.create ? "object.made" : "object.changed", change.delta, {.object = change.object});
    writer.workspace().publish(writer.sql(), schema);
    return out;
}

}  // namespace kith::records
