#include <algorithm>

#include "base/metrics.hpp"
#include "records/access.hpp"
#include "records/check_rules.hpp"
#include "records/fields/field_kind.hpp"
#include "records/hidden_references.hpp"
#include "records/search_index.hpp"
#include "records/search_move.hpp"
#include "records/search_words.hpp"
#include "records/settled.hpp"
#include "records/workspace.hpp"

namespace kith::records {

namespace {

Error invalid() { return {ErrorKind::Invalid, "record.invalid", {}, {}, {}, {}}; }

/// Whether the value's C++ type is the one its field's type has; anything else is a mistake in code.
bool fits(const Field& field, const FieldValue& value) {
    if (is_empty(value)) return true;
    switch (field.type) {
        case FieldType::Integer:
        case FieldType::Duration: return std::holds_alternative<std::int64_t>(value);
        case FieldType::Decimal:
        case FieldType::Percent: return std::holds_alternative<double>(value);
        case FieldType::Money: return std::holds_alternative<Money>(value);
        case FieldType::Boolean: return std::holds_alternative<bool>(value);
        case FieldType::Date: return std::holds_alternative<Date>(value);
        case FieldType::DateTime: return std::holds_alternative<Instant>(value);
        case FieldType::Relations:
        case FieldType::MultiSelect: return std::holds_alternative<std::vector<std::string>>(value);
        case FieldType::User:
        case FieldType::File:
        case FieldType::Relation: return std::holds_alternative<Id>(value);
        case FieldType::Address:
        case FieldType::PersonName:
        case FieldType::Json: return std::holds_alternative<json::Value>(value);
        default: return std::holds_alternative<std::string>(value);
    }
}

FieldValue default_of(const Field& field, const Reader& reader) {
    const auto& value = *field.default_value;
    if (const auto* word = value.string()) {
        if (field.type == FieldType::Date && *word == "today") return reader.today();
        if (field.type == FieldType::DateTime && *word == "now") return reader.now();
        if (field.type == FieldType::User && *word == "me")
            return reader.actor().user.is_set() ? FieldValue(reader.actor().user) : FieldValue{};
    }
    auto read = read_value(field, value);
    return read ? std::move(*read) : FieldValue{};
}

/// A name made of its parts, when it was not given itself.
void compose(const Object& object, const Record* before, Values& values) {
    for (const auto& field : object.fields) {
        if (field.compose.empty()) continue;
        if (const auto* given = values.find(field.name); given != nullptr && !is_empty(*given)) continue;
        const bool part_given = std::any_of(field.compose.begin(), field.compose.end(),
                                            [&](const auto& part) { return values.find(part) != nullptr; });
        if (!part_given) continue;
        std::string whole;
        for (const auto& part : field.compose) {
            const auto* value = values.find(part);
            if (value == nullptr && before != nullptr) value = &(*before)[part];
            const auto* text = value == nullptr ? nullptr : std::get_if<std::string>(value);
            if (text == nullptr || text->empty()) continue;
            if (!whole.empty()) whole += ' ';
            whole += *text;
        }
        if (!whole.empty()) values.set(field.name, std::move(whole));
    }
}

/// Who may make, or see, only their own records need not say that this one is theirs.
void own_what_only_owners_make(const Object& object, const Reader& reader, Values& values) {
    if (object.owners.empty() || !reader.actor().user.is_set() || (reaches_all(reader, object, Right::Create) && reaches_all(reader, object, Right::See))) return;
    const Field* owner = object.field(object.owners.front());
    if (owner != nullptr && owner->type == FieldType::User && values.find(owner->name) == nullptr) values.set(owner->name, reader.actor().user);
}

/// A hook without an object is one of all objects.
bool is_for(const Hook& hook, const Object& object) { return hook.object.empty() || hook.object == object.name; }

/// Somebody else was faster: what they made of it, beside what this person wants.
Error stale(const Reader& reader, const Record& now, const Values& wanted) {
    HiddenReferences hidden(reader, *now.object);
    Error error{ErrorKind::Conflict, "record.stale", {}, {}, {}, {}};
    std::string object;
    json::Writer document(object);
    document.begin_object().member("version", now.version).key("conflicts").begin_array();
    for (const auto& [name, value] : wanted) {
        const Field* field = now.object->field(name);
        if (field == nullptr || !field->readers.contains(reader.actor().role)) continue;
        const auto theirs = hidden.seen(*field, now.values[field->ordinal]);
        if (theirs == value) continue;
        document.begin_object().member("field", name).key("yours");
        write_value(document, *field, value);
        document.key("theirs");
        write_value(document, *field, theirs);
        document.end_object();
    }
    document.end_array().end_object();
    error.extra_json = object.substr(1, object.size() - 2);
    return error;
}

}  // namespace

Writer::Writer(Workspace& workspace, const Actor& actor, db::Transaction& tx)
    : Reader(workspace, actor, tx), change_set_(workspace.ids().next()) {
    is_writing_ = true;
}

Result<Id> Writer::create(std::string_view object_name, const Values& given, const WriteOptions& options) {
    KITH_TRY(const Object* object, object_for(object_name, Right::Create));
    Values values = given;
    compose(*object, nullptr, values);
    for (const auto& field : object->fields)
        if (field.default_value && values.find(field.name) == nullptr)
            if (auto value = default_of(field, *this); !is_empty(value)) values.set(field.name, std::move(value));
    own_what_only_owners_make(*object, *this, values);
    for (const auto& hook : workspace_.hooks())
        if (hook.before_write && is_for(hook, *object)) KITH_CHECK(hook.before_write(*this, nullptr, values));
    KITH_CHECK(check(*object, nullptr, given, values, options));

    Record record;
    record.object = object;
    record.id = workspace_.ids().next();
    record.version = 1;
    record.created_at = record.updated_at = now();
    record.values.resize(object->fields.size());
    for (const auto& [name, value] : values) record.values[object->field(name)->ordinal] = value;
    KITH_CHECK(check_unique(*object, record.id, record.values, std::vector<bool>(object->fields.size(), true)));
    if (!options.as_rule) KITH_CHECK(check_rules(*this, *object, record.id, record.values, nullptr));

    Bindings bindings;
    bindings.add(record.id);
    bindings.add(record.version);
    bindings.add(record.created_at);
    bindings.add(record.updated_at);
    for (const auto& field : object->fields)
        if (!field.is_computed()) kind_of(field).bind(bindings, record.values[field.ordinal]);
    tx_.execute_params(object->insert_sql, bindings.list);
    if (object->searchable)
        index_text(tx_, workspace_.search_words(), *object, record.id, "", text_in_index(*this, *object, record.id, record.values));
    log(*object, record.id, 1, "create", "");
    KITH_CHECK(check_reach(*object, record.id, Right::Create));
    KITH_CHECK(run_after_hooks(nullptr, &record, options));
    return record.id;
}

Result<std::int64_t> Writer::update(std::string_view object_name, Id id, const Values& given, const WriteOptions& options) {
    KITH_TRY(const Object* object, object_for(object_name, Right::Edit));
    KITH_TRY(const Record before, load(*object, id, false, Right::Edit));
    Values values = given;
    if (options.version && *options.version != before.version) return stale(*this, before, values);
    HiddenReferences hidden(*this, *object);
    if (options.seen)
        for (const auto& [name, value] : *options.seen) {
            const Field* field = object->field(name);
            const bool read = field != nullptr && field->readers.contains(actor_.role);
            if (!read || hidden.seen(*field, before[name]) != value) return stale(*this, before, values);
        }
    if (!options.as_rule && !hidden.none())
        for (const auto& [name, value] : given)
            if (const Field* field = object->field(name); field != nullptr && fits(*field, value))
                values.set(name, hidden.kept_beside(*field, before.values[field->ordinal], value));
    compose(*object, &before, values);
    for (const auto& hook : workspace_.hooks())
        if (hook.before_write && is_for(hook, *object)) KITH_CHECK(hook.before_write(*this, &before, values));
    KITH_CHECK(check(*object, &before, given, values, options));

    Record after = before;
    std::vector<bool> changed(object->fields.size(), false);
    std::string fields_json;
    json::Writer fields(fields_json);
    fields.begin_object();
    bool differs = false;
    for (const auto& [name, value] : values) {
        const Field& field = *object->field(name);
        auto& slot = after.values[field.ordinal];
        if (slot == value) continue;
        fields.key(name).begin_array();
        write_value(fields, field, slot);
        write_value(fields, field, value);
        fields.end_array();
        slot = value;
        changed[field.ordinal] = differs = true;
    }
    fields.end_object();
    if (!differs) return before.version;
    KITH_CHECK(check_unique(*object, id, after.values, changed));
    if (!options.as_rule) KITH_CHECK(check_rules(*this, *object, id, after.values, &before));

    after.version = before.version + 1;
    after.updated_at = now();
    Bindings bindings;
    std::string sql = "UPDATE " + object->table + " SET version = " + bindings.add(after.version) +
                      ", updated_at = " + bindings.add(after.updated_at);
    for (const auto& field : object->fields) {
        if (!changed[field.ordinal]) continue;
        auto place = bindings.list.size();
        kind_of(field).bind(bindings, after.values[field.ordinal]);
        for (const auto& column : kind_of(field).columns())
            sql += ", \"" + field.column + column.suffix + "\" = $" + std::to_string(++place);
    }
    sql += " WHERE id = " + bindings.add(id);
    tx_.execute_params(sql, bindings.list);
    const bool found_by = std::any_of(object->fields.begin(), object->fields.end(),
                                      [&](const Field& field) { return field.search && changed[field.ordinal]; });
    if (found_by || (object->searchable && workspace_.search_words().moving()))
        index_text(tx_, workspace_.search_words(), *object, id, text_in_index(*this, *object, id, before.values),
                   text_in_index(*this, *object, id, after.values));
    log(*object, id, after.version, "update", fields_json);
    KITH_CHECK(run_after_hooks(&before, &after, options));
    return after.version;
}

Result<void> Writer::bin(std::string_view object, Id id, const WriteOptions& options) {
    return set_binned(object, id, true, options);
}

Result<void> Writer::restore(std::string_view object, Id id) { return set_binned(object, id, false, {}); }

Result<void> Writer::set_binned(std::string_view object_name, Id id, bool binned, const WriteOptions& options) {
    KITH_TRY(const Object* object, object_for(object_name, Right::Bin));
    KITH_TRY(Record record, load(*object, id, !binned, Right::Bin));
    if (options.version && *options.version != record.version) return stale(*this, record, {});
    if (!binned)
        KITH_CHECK(check_unique(*object, id, record.values, std::vector<bool>(object->fields.size(), true)));
    const auto version = record.version + 1;
    tx_.execute("UPDATE " + object->table + " SET binned_at = $1, version = $2, updated_at = $3 WHERE id = $4",
                binned ? db::bind(now()) : db::Param{}, version, now(), id);
    if (object->searchable) {
        const auto text = text_in_index(*this, *object, id, record.values);
        index_text(tx_, workspace_.search_words(), *object, id, binned ? text : "", binned ? "" : text);
    }
    log(*object, id, version, binned ? "bin" : "restore", "");
    record.version = version;
    return binned ? run_after_hooks(&record, nullptr, options) : run_after_hooks(nullptr, &record, options);
}

Result<void> Writer::purge(std::string_view object_name, Id id) {
    KITH_TRY(const Object* object, object_for(object_name, Right::Bin));
    auto record = load(*object, id, false, Right::Bin);
    if (!record) record = load(*object, id, true, Right::Bin);
    if (!record) return std::move(record).error();
    if (object->searchable && !record->in_bin) index_text(tx_, workspace_.search_words(), *object, id, text_in_index(*this, *object, id, record->values), "");
    tx_.execute("DELETE FROM " + object->table + " WHERE id = $1", id);
    tx_.execute("DELETE FROM change_log WHERE record = $1", id);
    return {};
}

Result<void> Writer::check(const Object& object, const Record* before, const Values& given, const Values& values,
                           const WriteOptions& options) {
    Error error = invalid();
    for (const auto& [name, value] : values) {
        const Field* field = object.field(name);
        const bool was_given = given.find(name) != nullptr;
        if (field == nullptr || (was_given && !options.as_rule && !field->readers.contains(actor_.role))) {
            error.fields.push_back({name, "field.unknown", {{"object", object.name}}});
            continue;
        }
        if (!fits(*field, value)) {
            error.fields.push_back({name, "field.wrong_type", {{"type", std::string(name_of(field->type))}}});
            continue;
        }
        // What hooks, defaults and composing add is the engine's own; only what was given is judged.
        const bool same = before != nullptr ? before->values[field->ordinal] == value : is_empty(value);
        if (field->is_computed() && !same) {
            error.fields.push_back({name, "field.read_only", {}});
            continue;
        }
        if (!options.as_rule && !same && was_given) {
            if (field->read_only)
                error.fields.push_back({name, "field.read_only", {}});
            else if (!field->writers.contains(actor_.role))
                error.fields.push_back({name, "field.not_allowed", {}});
        }
        if (field->required && is_empty(value)) error.fields.push_back({name, "field.required", {}});
        if (field->target == nullptr || (before != nullptr && before->values[field->ordinal] == value)) continue;
        for (const Id id : ids_in(value)) {
            // One that it refers to already stays, whatever became of it.
            const auto former = before == nullptr ? std::vector<Id>{} : ids_in(before->values[field->ordinal]);
            if (std::find(former.begin(), former.end(), id) != former.end()) continue;
            auto rows = tx_.query("SELECT 1 FROM " + field->target->table + " WHERE id = $1 AND binned_at IS NULL", id);
            if (rows.next() && reaches(*this, *field->target, Right::See, id)) continue;
            error.fields.push_back({name, "field.no_such_record", {{"object", field->target->name}}});
            break;
        }
    }
    if (before == nullptr)
        for (const auto& field : object.fields)
            if (field.required && values.find(field.name) == nullptr) error.fields.push_back({field.name, "field.required", {}});
    if (!error.fields.empty()) return error;
    return {};
}

/// A record somebody makes must be one of those their right reaches: nobody creates in another's name.
Result<void> Writer::check_reach(const Object& object, Id id, Right right) {
    if (reaches(*this, object, right, id)) return {};
    return Error{ErrorKind::Forbidden, "record.not_allowed", {{"object", object.name}}, {}, {}, {}};
}

Result<void> Writer::check_unique(const Object& object, Id self, const std::vector<FieldValue>& values,
                                  const std::vector<bool>& changed) {
    Error error{ErrorKind::Invalid, "record.invalid", {}, {}, {}, {}};
    const auto check_set = [&](const std::vector<const Field*>& fields) {
        if (std::none_of(fields.begin(), fields.end(), [&](const Field* f) { return changed[f->ordinal]; })) return;
        // One field: empty is never taken. Several: an empty one counts as a value ("any country").
        if (fields.size() == 1 && is_empty(values[fields[0]->ordinal])) return;
        Bindings bindings;
        std::string sql = "SELECT id FROM " + object.table + " WHERE binned_at IS NULL AND id <> " + bindings.add(self);
        for (const Field* field : fields) {
            const auto& value = values[field->ordinal];
            sql += " AND \"" + field->column + "\"";
            if (is_empty(value)) {
                sql += " IS NULL";
                continue;
            }
            const auto place = bindings.list.size() + 1;
            kind_of(*field).bind(bindings, value);
            sql += " = $" + std::to_string(place);
        }
        auto rows = tx_.query_params(sql, bindings.list);
        if (!rows.next()) return;
        const Id other = rows->id(0);
        // Which one has it is told only to who may see that one.
        const bool seen = reaches(*this, object, Right::See, other);
        error.fields.push_back({fields[0]->name, "field.not_unique", {{"record", seen ? other.to_string() : std::string{}}}});
    };
    for (const auto& field : object.fields)
        if (field.unique) check_set({&field});
    for (const auto& names : object.uniques) {
        std::vector<const Field*> fields;
        for (const auto& name : names) fields.push_back(object.field(name));
        check_set(fields);
    }
    if (!error.fields.empty()) return error;
    return {};
}

Result<void> Writer::run_after_hooks(const Record* before, const Record* after, const WriteOptions& options) {
    if (options.without_after_hooks) return {};
    const auto& object = *(before != nullptr ? before : after)->object;
    for (const auto& hook : workspace_.hooks())
        if (hook.after_write && is_for(hook, object)) KITH_CHECK(hook.after_write(*this, before, after));
    return {};
}

namespace {

metrics::Counters records_written{"kith_records_written_total", "Entries of the change log by object and kind, those of transactions that failed later included.",
                                  {"object", "kind"}};

/// The customers' own objects together: how many figures there are is not theirs to decide.
void count_written(const Object& object, std::string_view kind) {
    const std::string_view name = object.custom ? std::string_view("custom") : std::string_view(object.name);
    // Mostly the same as the last one of this thread.
    thread_local struct { std::string object, kind; metrics::Counters::Cell* cell = nullptr; } last;
    if (last.cell == nullptr || last.object != name || last.kind != kind) last = {std::string(name), std::string(kind), &records_written.cell({name, kind})};
    last.cell->fetch_add(1, std::memory_order_relaxed);
}

}  // namespace

void Writer::log(const Object& object, Id id, std::int64_t version, std::string_view kind, std::string_view fields_json) {
    if (written_ == 0) mark_unsettled(tx_);
    tx_.execute(
        "INSERT INTO change_log (at, actor, source, change_set, object, record, version, kind, fields) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        now(), actor_.user.is_set() ? db::bind(actor_.user) : db::Param{}, actor_.source, change_set_, object.name, id,
        version, kind, fields_json.empty() ? db::Param{} : db::bind(fields_json));
    ++written_;
    count_written(object, kind);
    if (announced_) return;
    announced_ = true;
    tx_.after_commit([workspace = &workspace_] { workspace->announce_change(); });
}

}  // namespace kith::records
