#include "modules/privacy/erasure.hpp"

#include <vector>

#include "base/i18n.hpp"
#include "base/log.hpp"
#include "base/text.hpp"
#include "modules/collaboration/collaboration.hpp"
#include "modules/data/data.hpp"
#include "records/audit/audit.hpp"
#include "records/erase.hpp"
#include "records/merged.hpp"
#include "records/row.hpp"

namespace kith::privacy {

namespace {

using records::FieldType;

/// By what a person would be found in a file: their addresses and numbers, and the name as it stands.
std::vector<std::string> marks_of(const records::Record& record) {
    std::vector<std::string> out;
    for (const auto& field : record.object->fields) {
        const auto* text = std::get_if<std::string>(&record.values[field.ordinal]);
        if (text == nullptr || text->size() < 4) continue;
        if (field.type == FieldType::Email || field.type == FieldType::Phone || field.name == record.object->title_field) out.push_back(*text);
        // Numbers stand in files as people write them; the last eight digits stand together more often than not.
        if (field.type == FieldType::Phone && text->size() > 8) out.push_back(text->substr(text->size() - 8));
    }
    return out;
}

records::Record binned(records::Writer& writer, const records::Object& object, Id id) {
    auto rows = writer.sql().query(object.select_sql + " WHERE t.id = $1", id);
    if (rows.next()) return records::load_row(object, *rows);
    records::Record none;
    none.object = &object;
    none.values.resize(object.fields.size());
    return none;
}

json::Array strings(const std::vector<std::string>& list) {
    json::Array out;
    for (const auto& item : list) out.emplace_back(item);
    return out;
}

std::vector<std::string> strings(const json::Value& list) {
    std::vector<std::string> out;
    if (list.array() == nullptr) return out;
    for (const auto& item : *list.array())
        if (item.string() != nullptr) out.push_back(*item.string());
    return out;
}

/// Putting together an index of more records would keep people waiting by day.
constexpr std::int64_t kQuickly = 100'000;

bool takes_long(records::Workspace& workspace, const std::vector<std::string>& objects) {
    const auto schema = workspace.schema();
    return workspace.database().read([&](db::Transaction& tx) {
        for (const auto& name : objects) {
            const auto* object = schema->find(name);
            if (object == nullptr) continue;
            auto rows = tx.query("select count(*) from (select 1 from " + object->table + " limit $1) as few", kQuickly);
            if (rows.next() && rows->integer(0) >= kQuickly) return true;
        }
        return false;
    });
}

/// What is left to do after the transaction; may be done again. By day, a large search index is left to the night.
Result<void> finish(records::Workspace& workspace, Id erasure, const std::string& object, const json::Value& work, bool by_night = false) {
    const auto objects = strings(work["objects"]);
    const auto words = strings(work["words"]);
    const bool later = !by_night && takes_long(workspace, objects);
    if (!later) KITH_CHECK(records::purge_words(workspace, objects, words));
    const auto hashes = strings(work["contents"]);
    collaboration::drop_contents(workspace, hashes);
    const auto files = data::forget_files(workspace, object, strings(work["marks"]));
    KITH_CHECK(workspace.database().write([&](db::Transaction& tx) -> Result<void> {
        const json::Value left = later ? json::Value(json::Object{{"objects", strings(objects)}, {"words", strings(words)}}) : json::Value();
        const auto text = json::write(left);
        records::overwrite_deleted(tx, true);
        tx.execute("update erasure set work = $3, files = files + $2 where id = $1", erasure, files, later ? std::optional(std::string_view(text)) : std::nullopt);
        records::overwrite_deleted(tx, false);
        return {};
    }));
    workspace.database().fold_log();
    return {};
}

}  // namespace

Result<Id> erase_person(records::Workspace& workspace, const Actor& actor, const std::string& object, Id record, const std::string& reason) {
    if (text::trim(reason).empty())
        return Error{.kind = ErrorKind::Invalid, .code = "body.invalid", .fields = {{"reason", "privacy.no_reason", {}}}};
    const Id erasure = workspace.ids().next();
    json::Value work;
    KITH_CHECK(workspace.write(actor, [&](records::Writer& writer) -> Result<void> {
        const auto language = workspace.settings(writer.sql()).language;
        const auto title = i18n::text(language, "privacy.erased");
        KITH_TRY(const auto was, writer.get(object, record));
        auto marks = marks_of(was);
        std::vector<std::string> contents;
        records::Erased erased;
        const auto forget = [&](Id one) -> Result<void> {
            records::Erased of_files;
            KITH_CHECK(collaboration::forget(writer, object, one, title, contents, of_files));
            KITH_TRY(const records::Erased of_record, records::erase(writer, object, one, title));
            for (const records::Erased* part : {static_cast<const records::Erased*>(&of_files), &of_record}) {
                erased.words.insert(erased.words.end(), part->words.begin(), part->words.end());
                erased.objects.insert(erased.objects.end(), part->objects.begin(), part->objects.end());
                erased.changes += part->changes;
            }
            erased.records += of_record.records;
            return {};
        };
        KITH_CHECK(forget(record));
        // What was merged into it is the same person, and lies in the bin.
        const auto merged = records::merged_into(writer.sql(), record);
        for (const Id other : merged) {
            for (auto& mark : marks_of(binned(writer, *was.object, other))) marks.push_back(std::move(mark));
            KITH_CHECK(forget(other));
        }
        work = json::Object{{"contents", strings(contents)}, {"marks", strings(marks)}, {"objects", strings(erased.objects)}, {"words", strings(erased.words)}};
        std::string name = actor.source;
        if (actor.user.is_set())
            if (const auto user = writer.get("user", actor.user)) name = user->title();
        auto& tx = writer.sql();
        tx.execute("insert into erasure (id, object, record, at, actor, actor_name, reason, records, changes, files, work) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
                   erasure, object, record, writer.now(), actor.user, name, reason, erased.records, erased.changes,
                   static_cast<std::int64_t>(contents.size()), json::write(work));
        for (const Id other : merged)
            tx.execute("insert into erasure (id, object, record, at, actor, actor_name, reason, records, changes, files, work) values ($1, $2, $3, $4, $5, $6, $7, 1, 0, 0, null)",
                       workspace.ids().next(), object, other, writer.now(), actor.user, name, reason);
        tx.execute("delete from consent_entry where record = $1", record);
        for (const Id other : merged) tx.execute("delete from consent_entry where record = $1", other);
        // Answers kept for a day, should a request be sent again.
        tx.execute("delete from idempotent_answer where body like $1", "%" + record.to_string() + "%");
        audit::record(tx, actor, "privacy.erased", json::Object{{"erasure", erasure.to_string()}, {"reason", reason}, {"records", erased.records}}, {.object = object, .record = record});
        return {};
    }));
    KITH_CHECK(finish(workspace, erasure, object, work));
    return erasure;
}

Result<void> finish_erasures(records::Workspace& workspace, bool by_night) {
    struct Left { Id id; std::string object; json::Value work; };
    std::vector<Left> left;
    workspace.database().read([&](db::Transaction& tx) {
        auto rows = tx.query("select id, object, work from erasure where work is not null");
        while (rows.next())
            if (auto work = json::parse(rows->text(2))) left.push_back({rows->id(0), rows->string(1), std::move(*work)});
    });
    for (const auto& one : left) {
        log::info("privacy.erasure_goes_on", {{"erasure", one.id.to_string()}});
        KITH_CHECK(finish(workspace, one.id, one.object, one.work, by_night));
    }
    return {};
}

void write_erasures(json::Writer& out, db::Transaction& tx, int limit, Id only) {
    const std::string columns = "select id, object, record, at, actor, actor_name, reason, records, changes, files, work is null from erasure ";
    auto rows = only.is_set() ? tx.query(columns + "where id = $1", only) : tx.query(columns + "order by id desc limit $1", limit);
    while (rows.next()) {
        out.begin_object().member("id", rows->id(0)).member("object", rows->text(1)).member("record", rows->id(2)).member("at", rows->instant(3));
        out.key("actor").begin_object().member("id", rows->id(4)).member("name", rows->text(5)).end_object();
        out.member("reason", rows->text(6)).member("records", rows->integer(7)).member("changes", rows->integer(8));
        out.member("files", rows->integer(9)).member("done", rows->boolean(10)).end_object();
    }
}

}  // namespace kith::privacy
