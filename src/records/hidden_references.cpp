#include "records/hidden_references.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "records/access.hpp"
#include "records/row.hpp"

namespace kith::records {

namespace {

constexpr std::size_t kMostLookedUp = 10'000;

std::vector<std::string> texts_of(const std::vector<Id>& ids) {
    std::vector<std::string> out;
    for (const Id id : ids) out.push_back(id.to_string());
    return out;
}

/// A reference's value made of ids.
FieldValue value_of(const Field& field, const std::vector<Id>& ids) {
    if (ids.empty()) return {};
    if (field.type == FieldType::Relations) return texts_of(ids);
    return ids.front();
}

}  // namespace

HiddenReferences::HiddenReferences(const Reader& reader, const Object& object) : reader_(reader) {
    for (const auto& field : object.fields)
        if (field.refers() && field.target != nullptr && field.readers.contains(reader.actor().role) &&
            !reaches_all(reader, *field.target, Right::See))
            fields_.push_back(&field);
}

bool HiddenReferences::guards(const Field& field) const { return std::ranges::find(fields_, &field) != fields_.end(); }

void HiddenReferences::look_up(std::span<const Record> records) {
    if (known_.size() > kMostLookedUp) known_.clear();
    std::map<const Object*, std::vector<Id>> wanted;
    for (const auto& record : records)
        for (const Field* field : fields_)
            for (const Id id : ids_in(record.values[field->ordinal]))
                if (known_.try_emplace(id, false).second) wanted[field->target].push_back(id);
    std::string sql;
    Bindings bindings;
    for (const auto& [object, ids] : wanted) {
        if (!object->allows(reader_.actor(), Right::See)) continue;
        std::string list = "[";
        for (const Id id : ids) list += (list.size() > 1 ? "," : "") + id.to_string();
        if (!sql.empty()) sql += " UNION ALL ";
        sql += "SELECT t.id FROM " + object->table + " t WHERE t.id IN ";
        const auto place = bindings.add_kept(list + "]");
        sql += reader_.sql().engine() == db::Engine::Sqlite ? "(SELECT value FROM json_each(" + place + "))"
                                                            : "(SELECT value::bigint FROM jsonb_array_elements_text(" + place + "::jsonb))";
        sql += reach_sql(reader_, *object, Right::See, "t", bindings);
    }
    if (sql.empty()) return;
    auto rows = reader_.sql().query_params(sql, bindings.list);
    while (rows.next()) known_[rows->id(0)] = true;
}

void HiddenReferences::want(Titles& titles, const Field& field, const FieldValue& value) const {
    if (!guards(field) || !field.target->allows(reader_.actor(), Right::See)) return;
    for (const Id id : ids_in(value)) titles.want(*field.target, id);
}

void HiddenReferences::want(Titles& titles, std::span<const Record> records) const {
    for (const auto& record : records)
        for (const Field* field : fields_) want(titles, *field, record.values[field->ordinal]);
}

void HiddenReferences::learn(const Titles& titles, const Field& field, const FieldValue& value) {
    if (!guards(field)) return;
    for (const Id id : ids_in(value)) known_[id] = titles.found(id);
}

void HiddenReferences::learn(const Titles& titles, std::span<const Record> records) {
    for (const auto& record : records)
        for (const Field* field : fields_) learn(titles, *field, record.values[field->ordinal]);
}

std::vector<std::vector<const Field*>> HiddenReferences::empty(std::span<Record> records) {
    std::vector<std::vector<const Field*>> out(records.size());
    if (none()) return out;
    look_up(records);
    for (std::size_t i = 0; i < records.size(); ++i)
        for (const Field* field : fields_) {
            auto& value = records[i].values[field->ordinal];
            auto left = seen(*field, value);
            if (left == value) continue;
            value = std::move(left);
            out[i].push_back(field);
        }
    return out;
}

bool HiddenReferences::shows(const Field& field, Id id) {
    if (!guards(field)) return true;
    const auto [known, fresh] = known_.try_emplace(id, false);
    if (fresh) known->second = reaches(reader_, *field.target, Right::See, id);
    return known->second;
}

FieldValue HiddenReferences::seen(const Field& field, FieldValue value) {
    if (!guards(field)) return value;
    auto ids = ids_in(value);
    const auto gone = std::erase_if(ids, [&](Id id) { return !shows(field, id); });
    return gone == 0 ? std::move(value) : value_of(field, ids);
}

json::Value HiddenReferences::seen(const Field& field, const json::Value& value) {
    if (!guards(field)) return value;
    const auto shown = [&](const json::Value& one) {
        const auto id = one.string() == nullptr ? std::nullopt : Id::parse(*one.string());
        return !id || shows(field, *id);
    };
    if (value.array() == nullptr) return shown(value) ? value : json::Value();
    json::Array out;
    for (const auto& one : *value.array())
        if (shown(one)) out.push_back(one);
    return out;
}

FieldValue HiddenReferences::kept_beside(const Field& field, const FieldValue& before, FieldValue wanted) {
    if (!guards(field)) return wanted;
    auto ids = ids_in(wanted);
    if (field.type != FieldType::Relations && !ids.empty()) return wanted;
    bool kept = false;
    for (const Id id : ids_in(before)) {
        if (shows(field, id) || std::ranges::find(ids, id) != ids.end()) continue;
        ids.push_back(id);
        kept = true;
    }
    if (!kept) return wanted;
    // In the order they had, so that nothing looks changed that is not.
    const auto former = ids_in(before);
    std::ranges::stable_sort(ids, {}, [&](Id id) { return std::ranges::find(former, id) - former.begin(); });
    return value_of(field, ids);
}

}  // namespace kith::records
