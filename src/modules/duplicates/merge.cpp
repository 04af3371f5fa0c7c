#include "modules/duplicates/merge.hpp"

#include <algorithm>
#include <set>

#include "base/text.hpp"
#include "modules/collaboration/collaboration.hpp"
#include "modules/duplicates/move_references.hpp"
#include "modules/duplicates/plan.hpp"
#include "records/access.hpp"
#include "records/audit/audit.hpp"
#include "records/merged.hpp"

namespace kith::duplicates {

namespace {

using records::Field;
using records::FieldType;
using records::FieldValue;
using records::Object;
using records::Record;
using records::Right;

Actor rule_of(const Actor& person) {
    Actor out = Actor::system(records::kMergeSource);
    out.user = person.user;
    out.name = person.name;
    out.language = person.language;
    out.time_zone = person.time_zone;
    return out;
}

Error wrong(std::string field, std::string code, Params params = {}) {
    return {.kind = ErrorKind::Invalid, .code = "record.invalid", .fields = {{std::move(field), std::move(code), std::move(params)}}};
}

/// The records themselves, whole; the survivor first.
Result<std::vector<Record>> gather(records::Writer& person, records::Writer& all, const Object& object, const MergeWish& wish) {
    if (wish.with.empty()) return wrong("with", "duplicates.with_whom");
    if (wish.with.size() > kMostMerged) return wrong("with", "duplicates.too_many", {{"max", std::to_string(kMostMerged)}});
    std::vector<Id> ids{wish.survivor};
    for (const Id id : wish.with) {
        if (std::find(ids.begin(), ids.end(), id) != ids.end()) return wrong("with", "duplicates.with_itself");
        ids.push_back(id);
    }
    std::vector<Record> out;
    for (const Id id : ids) {
        KITH_CHECK(person.get(object.name, id));
        if (!object.allows(person.actor(), Right::Edit) || !records::reaches(person, object, Right::Edit, id))
            return Error{.kind = ErrorKind::Forbidden, .code = "record.not_allowed", .params = {{"object", object.name}}};
        KITH_TRY(auto record, all.get(object.name, id));
        if (const auto seen = wish.versions.find(id); seen != wish.versions.end() && seen->second != record.version)
            return Error{.kind = ErrorKind::Conflict, .code = "duplicates.changed_since", .params = {{"name", person.get(object.name, id)->title()}}};
        out.push_back(std::move(record));
    }
    return out;
}

Result<void> check_choices(const Actor& actor, const Object& object, const MergeWish& wish) {
    std::vector<FieldError> errors;
    for (const auto& [name, id] : wish.choose) {
        const auto* field = object.field(name);
        if (field == nullptr || !field->readers.contains(actor.role)) {
            errors.push_back({"choose." + name, "field.unknown", {{"object", object.name}}});
        } else if (field->is_computed() || field->read_only) {
            errors.push_back({"choose." + name, "field.read_only", {}});
        } else if (!field->writers.contains(actor.role)) {
            errors.push_back({"choose." + name, "field.not_allowed", {}});
        } else if (id != wish.survivor && std::find(wish.with.begin(), wish.with.end(), id) == wish.with.end()) {
            errors.push_back({"choose." + name, "duplicates.chosen_elsewhere", {}});
        }
    }
    if (errors.empty()) return {};
    return Error{.kind = ErrorKind::Invalid, .code = "record.invalid", .fields = std::move(errors)};
}

/// Lists of all, each entry once; but none of the merged records themselves.
FieldValue put_together(const Field& field, const std::vector<Record>& records, const std::set<std::string>& merged) {
    std::vector<std::string> out;
    std::set<std::string> seen;
    for (const auto& record : records)
        if (const auto* list = std::get_if<std::vector<std::string>>(&record.values[field.ordinal]))
            for (const auto& item : *list) {
                if (field.target != nullptr && field.target->name == records.front().object->name && merged.contains(item)) continue;
                if (seen.insert(field.format == "tags" ? text::fold(item) : item).second) out.push_back(item);
            }
    if (field.format == "tags") std::sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return text::fold(a) < text::fold(b); });
    // A select's values stand in the order of its options.
    if (field.type == FieldType::MultiSelect && field.format != "tags")
        std::stable_sort(out.begin(), out.end(), [&](const auto& a, const auto& b) {
            const auto place = [&](const auto& value) { return std::find_if(field.options.begin(), field.options.end(), [&](const auto& option) { return option.value == value; }); };
            return place(a) < place(b);
        });
    return out.empty() ? FieldValue{} : FieldValue(std::move(out));
}

records::Values values_of(const Object& object, const std::vector<Record>& records, const MergeWish& wish) {
    records::Values out;
    std::set<std::string> merged;
    for (const auto& record : records) merged.insert(record.id.to_string());
    const auto usable = [&](const Field& field, const FieldValue& value) {
        if (records::is_empty(value)) return false;
        const auto* id = std::get_if<Id>(&value);
        return id == nullptr || field.target == nullptr || field.target->name != object.name || !merged.contains(id->to_string());
    };
    for (const auto& field : object.fields) {
        if (field.is_computed() || field.read_only) continue;  // rules set them anew
        const auto& own = records.front().values[field.ordinal];
        FieldValue value = own;
        if (const auto chosen = wish.choose.find(field.name); chosen != wish.choose.end()) {
            const auto& from = *std::find_if(records.begin(), records.end(), [&](const Record& record) { return record.id == chosen->second; });
            value = from.values[field.ordinal];
            if (!usable(field, value)) value = FieldValue{};
        } else if (field.type == FieldType::MultiSelect || field.type == FieldType::Relations) {
            value = put_together(field, records, merged);
        } else if (!usable(field, own)) {
            value = FieldValue{};
            for (const auto& record : records)
                if (usable(field, record.values[field.ordinal])) {
                    value = record.values[field.ordinal];
                    break;
                }
        }
        if (value != own && !(field.required && records::is_empty(value))) out.set(field.name, std::move(value));
    }
    // A name is not made anew of parts that came from the other.
    for (const auto& field : object.fields)
        if (!field.compose.empty() && out.find(field.name) == nullptr && !records::is_empty(records.front().values[field.ordinal]))
            out.set(field.name, records.front().values[field.ordinal]);
    return out;
}

json::Array texts_of(const std::vector<Id>& ids) {
    json::Array out;
    for (const Id id : ids) out.emplace_back(id.to_string());
    return out;
}

/// The survivor is shared with whom the merged one was; gives the new shares.
std::vector<Id> copy_shares(records::Writer& all, const Object& object, Id from, Id to) {
    struct Share {
        Id person, team, by;
        bool may_edit;
    };
    std::vector<Share> shares;
    {
        auto rows = all.sql().query("select person, team, may_edit, shared_by from record_share s where object = $1 and record = $2 and not exists (select 1 from record_share o "
                                    "where o.object = s.object and o.record = $3 and (o.person = s.person or o.team = s.team) and (o.may_edit = s.may_edit or o.may_edit))", object.name, from, to);
        while (rows.next()) shares.push_back({rows->id(0), rows->id(1), rows->id(3), rows->boolean(2)});
    }
    std::vector<Id> out;
    const auto set = [](Id id) { return id.is_set() ? db::bind(id) : db::Param{}; };
    for (const auto& share : shares) {
        out.push_back(all.workspace().ids().next());
        all.sql().execute("insert into record_share (object, record, person, team, may_edit, shared_by, shared_at, id) values ($1, $2, $3, $4, $5, $6, $7, $8)",
                          object.name, to, set(share.person), set(share.team), share.may_edit, set(share.by), all.now(), out.back());
    }
    return out;
}

/// Their pairs are decided on, and what was never to be merged with one is never to be with the survivor.
void settle_pairs(records::Writer& all, const Object& object, Id merged, Id survivor) {
    auto& tx = all.sql();
    tx.execute("update duplicate_pair set state = 'merged', decided_at = $3, decided_by = $4, change_set = $5 where ((a = $1 and b = $2) or (a = $2 and b = $1)) and state = 'open'",
               merged, survivor, all.now(), all.actor().user.is_set() ? db::bind(all.actor().user) : db::Param{}, all.change_set());
    std::vector<Id> never;
    {
        auto rows = tx.query("select a, b from duplicate_pair where (a = $1 or b = $1) and state = 'dismissed'", merged);
        while (rows.next()) never.push_back(rows->id(0) == merged ? rows->id(1) : rows->id(0));
    }
    for (const Id other : never) {
        if (other == survivor) continue;
        tx.execute("insert into duplicate_pair (id, object, a, b, score, state, run, found_at, decided_at, change_set) values ($1, $2, $3, $4, 0, 'dismissed', 0, $5, $5, $6) "
                   "on conflict (a, b) do nothing", all.workspace().ids().next(), object.name, std::min(survivor, other), std::max(survivor, other), all.now(), all.change_set());
    }
}

}  // namespace

Result<Merged> merge(records::Writer& writer, const MergeWish& wish) {
    KITH_TRY(const auto* object, object_with_duplicates(writer, wish.object, Right::See));
    const auto actor = rule_of(writer.actor());
    records::Writer all(writer.workspace(), actor, writer.sql());
    all.join_change_set(writer.change_set());
    KITH_TRY(const auto records, gather(writer, all, *object, wish));
    KITH_CHECK(check_choices(writer.actor(), *object, wish));

    Merged out;
    out.change_set = writer.change_set();
    for (std::size_t i = 1; i < records.size(); ++i) {
        const Id from = records[i].id;
        KITH_CHECK(move_references(all, *object, from, wish.survivor, wish.with, out.moved));
        const auto followers = collaboration::copy_followers(all.sql(), object->name, from, wish.survivor, all.now());
        const auto shares = copy_shares(all, *object, from, wish.survivor);
        KITH_CHECK(all.bin(object->name, from));
        records::mark_merged(all.sql(), from, wish.survivor, out.change_set, all.now());
        settle_pairs(all, *object, from, wish.survivor);
        const json::Value details = json::Object{{"followers", texts_of(followers)}, {"shares", texts_of(shares)}};
        all.sql().execute("insert into duplicate_merge (record, object, survivor, change_set, actor, details) values ($1, $2, $3, $4, $5, $6)", from, object->name,
                          wish.survivor, out.change_set, actor.user.is_set() ? db::bind(actor.user) : db::Param{}, json::write(details));
    }
    // After they are gone: what must be unique is free by then.
    KITH_CHECK(all.update(object->name, wish.survivor, values_of(*object, records, wish), {.as_rule = true}));
    audit::record(all.sql(), writer.actor(), "record.merged", json::Object{{"change_set", out.change_set.to_string()}, {"merged", texts_of(wish.with)}},
                  {.object = object->name, .record = wish.survivor});
    return out;
}

}  // namespace kith::duplicates
