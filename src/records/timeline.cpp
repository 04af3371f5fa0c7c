#include "records/timeline.hpp"

#include <algorithm>

#include "base/encoding.hpp"
#include "records/access.hpp"
#include "records/merged.hpp"
#include "records/row.hpp"
#include "records/sql/columns.hpp"

namespace kith::records {

namespace {

/// The field of `object` that leads to `target`, if it stands in timelines.
const Field* leads_to(const Object& object, const Object& target, Role role) {
    if (object.timeline_field.empty() || !object.field(object.timeline_field)->readers.contains(role)) return nullptr;
    for (const auto& field : object.fields)
        if (field.type == FieldType::Relation && field.target == &target && field.readers.contains(role)) return &field;
    return nullptr;
}

Id person_of(const Record& record) {
    for (const auto* name : {"owner", "author"})
        if (const auto id = record.id_of(name); id.is_set()) return id;
    return {};
}

/// Also of one that is in the bin.
std::string title_of(Reader& reader, const Object& object, Id id) {
    const Field* title = object.field(object.title_field);
    if (title == nullptr || !title->readers.contains(reader.actor().role)) return {};
    auto rows = reader.sql().query("SELECT " + column_sql(*title, "t") + " FROM " + object.table + " t WHERE t.id = $1", id);
    return rows.next() ? rows->string(0) : std::string{};
}

std::string long_text_of(const Record& record) {
    for (const auto& field : record.object->fields)
        if (field.type == FieldType::LongText) {
            const auto* text = std::get_if<std::string>(&record.values[field.ordinal]);
            if (text != nullptr) return *text;
        }
    return {};
}

void add_records(Reader& reader, const Object& object, const Field& field, Id id, Instant before, int limit,
                 std::vector<TimelineEntry>& out) {
    const Field& time = *object.field(object.timeline_field);
    const bool by_date = time.type == FieldType::Date;
    const auto zone = reader.workspace().settings().time_zone;
    // A day's entry counts as its noon, so that it stands among that day's other entries.
    Bindings bindings;
    std::string sql = "SELECT " + object.select_list + " FROM " + object.table + " t WHERE \"" + field.column + "\" = " +
                      bindings.add(id) + " AND binned_at IS NULL AND \"" + time.column + "\" <= ";
    sql += by_date ? bindings.add(local_date(before, zone)) : bindings.add(before);
    sql += reach_sql(reader, object, Right::See, "t", bindings);
    sql += " ORDER BY \"" + time.column + "\" DESC, id DESC LIMIT " + bindings.add(limit + 50);
    auto rows = reader.sql().query_params(sql, bindings.list);
    while (rows.next()) {
        auto record = load_row(object, *rows);
        for (const auto& own : object.fields)
            if (!own.readers.contains(reader.actor().role)) record.values[own.ordinal] = {};
        TimelineEntry entry;
        entry.at = by_date ? instant_of(*record.date(time.name), 12 * 60, zone) : std::get<Instant>(record[time.name]);
        entry.kind = object.name;
        entry.key = entry.record = record.id;
        entry.object = &object;
        const bool title_is_text = object.title_field != "text";
        entry.title = title_is_text ? record.title() : std::string{};
        entry.text = long_text_of(record);
        entry.actor = person_of(record);
        entry.sub_kind = record.text("kind");
        out.push_back(std::move(entry));
    }
}

}  // namespace

Result<TimelinePage> timeline(Reader& reader, std::string_view object_name, Id id, int limit, std::string_view cursor,
                              const std::vector<std::string>& kinds) {
    const auto wanted = [&](const std::string& kind) { return kinds.empty() || std::ranges::find(kinds, kind) != kinds.end(); };
    KITH_TRY(const Object* object, reader.object_for(object_name, Right::See));
    KITH_CHECK(reader.get(object_name, id));
    // Far enough ahead for what is planned; a calendar still knows the day.
    Instant before = instant_of(Date::of(9999, 12, 31), 0, "UTC");
    Id before_key{INT64_MAX};
    if (!cursor.empty()) {
        const auto text = from_base64url(cursor);
        const auto colon = text ? text->find(':') : std::string::npos;
        const auto at = colon == std::string::npos ? std::nullopt : Id::parse(text->substr(0, colon));
        const auto key = colon == std::string::npos ? std::nullopt : Id::parse(text->substr(colon + 1));
        if (!at || !key) return Error{ErrorKind::Invalid, "query.bad_cursor", {}, {{"cursor", "query.bad_cursor", {}}}, {}, {}};
        before = {at->value};
        before_key = *key;
    }
    std::vector<TimelineEntry> all;
    for (const auto& other : reader.schema().objects()) {
        if (!other.allows(reader.actor(), Right::See) || !wanted(other.name)) continue;
        if (const Field* field = leads_to(other, *object, reader.actor().role)) add_records(reader, other, *field, id, before, limit, all);
    }
    std::vector<Id> ids = merged_into(reader.sql(), id);
    ids.push_back(id);
    for (const Id of : ids) for (auto& change : reader.changes_of(of, 0, INT32_MAX)) {
        // Of one that was merged into it, what it went through; not that it is gone.
        const bool of_merged = of != id;
        const bool is_merge = of_merged && change.kind == "bin" && change.source == kMergeSource;
        if (is_merge) change.kind = kMergeSource;
        if (change.at > before || !wanted(change.kind) || (of_merged && (change.kind == "bin" || change.kind == "restore"))) continue;
        TimelineEntry entry;
        entry.at = change.at;
        entry.kind = change.kind;
        entry.key = {change.sequence};
        entry.object = object;
        entry.record = of;
        if (of_merged) entry.title = title_of(reader, *object, of);
        entry.actor = change.actor;
        entry.change_set = change.change_set;
        entry.source = std::move(change.source);
        entry.fields_json = std::move(change.fields_json);
        all.push_back(std::move(entry));
        if (all.size() > 5'000) break;
    }
    const auto newer = [](const TimelineEntry& a, const TimelineEntry& b) {
        return a.at != b.at ? a.at > b.at : a.key > b.key;
    };
    std::sort(all.begin(), all.end(), newer);
    TimelinePage page;
    for (auto& entry : all) {
        if (entry.at > before || (entry.at == before && entry.key >= before_key)) continue;
        if (static_cast<int>(page.entries.size()) == limit) {
            const auto& last = page.entries.back();
            page.cursor = base64url(std::to_string(last.at.micros) + ":" + last.key.to_string());
            break;
        }
        page.entries.push_back(std::move(entry));
    }
    return page;
}

}  // namespace kith::records
