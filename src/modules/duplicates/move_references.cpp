#include "modules/duplicates/move_references.hpp"

#include <algorithm>

#include "modules/duplicates/merge.hpp"
#include "records/access.hpp"
#include "records/sql/columns.hpp"

namespace kith::duplicates {

namespace {

using records::Field;
using records::FieldType;
using records::Object;

/// Who refers to it by this field. What is in the bin is left as it is: out of it again, it finds the survivor.
std::vector<Id> referring(db::Transaction& tx, const Field& field, Id to) {
    const auto& object = *field.object;
    const auto sql = field.type == FieldType::Relations
                         ? "SELECT t.id FROM " + object.table + " t JOIN " + records::link_table(object) + " l ON l.record = t.id WHERE l.field = '" + field.name +
                               "' AND l.target = $1 AND t.binned_at IS NULL ORDER BY t.id LIMIT $2"
                         : "SELECT t.id FROM " + object.table + " t WHERE " + records::column_sql(field, "t") + " = $1 AND t.binned_at IS NULL ORDER BY t.id LIMIT $2";
    std::vector<Id> out;
    auto rows = tx.query(sql, to, kMostMoved + 1);
    while (rows.next()) out.push_back(rows->id(0));
    return out;
}

Result<records::FieldValue> led_to(records::Writer& all, const Field& field, Id record, Id from, Id to) {
    if (field.type != FieldType::Relations) return records::FieldValue(to);
    KITH_TRY(const auto now, all.get(field.object->name, record));
    std::vector<std::string> out;
    for (const Id id : records::ids_in(now.values[field.ordinal])) {
        auto text = (id == from ? to : id).to_string();
        if (std::find(out.begin(), out.end(), text) == out.end()) out.push_back(std::move(text));
    }
    return records::FieldValue(std::move(out));
}

/// Records that name it by object and id: files.
std::vector<Id> standing_beside(db::Transaction& tx, const Object& beside, const Object& object, Id record) {
    std::vector<Id> out;
    auto rows = tx.query("SELECT t.id FROM " + beside.table + " t WHERE t.\"object\" = $1 AND t.\"record\" = $2 AND t.binned_at IS NULL ORDER BY t.id", object.name, record.to_string());
    while (rows.next()) out.push_back(rows->id(0));
    return out;
}

}  // namespace

Result<void> move_references(records::Writer& all, const Object& object, Id from, Id to, const std::vector<Id>& merged,
                             std::map<std::string, std::int64_t>& moved) {
    std::int64_t total = 0;
    for (const auto& [name, count] : moved) total += count;
    const auto count = [&](const std::string& name) {
        ++moved[name];
        return ++total <= kMostMoved;
    };
    const Error too_much{.kind = ErrorKind::Conflict, .code = "duplicates.too_much", .params = {{"max", std::to_string(kMostMoved)}}};
    for (const auto& other : all.schema().objects()) {
        for (const auto& field : other.fields) {
            if (!field.refers() || field.is_computed() || field.target->name != object.name) continue;
            for (const Id id : referring(all.sql(), field, from)) {
                // Those that become one do not refer to themselves; the merge sees to their fields.
                if (id == to || std::find(merged.begin(), merged.end(), id) != merged.end()) continue;
                KITH_TRY(auto value, led_to(all, field, id, from, to));
                KITH_CHECK(all.update(other.name, id, {{field.name, std::move(value)}}, {.as_rule = true}));
                if (!count(other.name)) return too_much;
            }
        }
        if (!records::stands_beside(other)) continue;
        for (const Id id : standing_beside(all.sql(), other, object, from)) {
            KITH_CHECK(all.update(other.name, id, {{"record", to.to_string()}}, {.as_rule = true}));
            if (!count(other.name)) return too_much;
        }
    }
    return {};
}

}  // namespace kith::duplicates
