#include <algorithm>

#include "modules/collaboration/collaboration.hpp"
#include "modules/duplicates/merge.hpp"
#include "records/access.hpp"
#include "records/merged.hpp"

namespace kith::duplicates {

namespace {

using records::Field;
using records::FieldValue;
using records::Record;
using records::Right;

/// The value with merged records' ids led to their survivors; empty when there is nothing to lead.
FieldValue led(db::Transaction& tx, const FieldValue& value) {
    if (const auto* id = std::get_if<Id>(&value)) {
        const auto survivor = records::survivor_of(tx, *id);
        return survivor.is_set() ? FieldValue(survivor) : FieldValue{};
    }
    bool led_one = false;
    std::vector<std::string> out;
    for (const Id id : records::ids_in(value)) {
        const auto survivor = records::survivor_of(tx, id);
        led_one = led_one || survivor.is_set();
        auto text = (survivor.is_set() ? survivor : id).to_string();
        if (std::find(out.begin(), out.end(), text) == out.end()) out.push_back(std::move(text));
    }
    return led_one ? FieldValue(std::move(out)) : FieldValue{};
}

/// Ids from yesterday's pages, mails and integrations still work.
Result<void> before_write(records::Writer& writer, const Record* before, records::Values& values) {
    // An import finds whom it refers to by name or key; the taking back of a merge knows what it does.
    const auto& source = writer.actor().source;
    if (source == "import" || source == "undo") return {};
    const records::Object* object = before == nullptr ? nullptr : before->object;
    std::vector<std::pair<std::string, FieldValue>> changed;
    for (const auto& [name, value] : values) {
        const bool may_refer = std::holds_alternative<Id>(value) || std::holds_alternative<std::vector<std::string>>(value);
        if (!may_refer) continue;
        if (object != nullptr) {
            const auto* field = object->field(name);
            if (field == nullptr || !field->refers() || before->values[field->ordinal] == value) continue;
        } else if (!std::holds_alternative<Id>(value)) {
            continue;  // a list of words: told from one of ids by its field only
        }
        if (auto now = led(writer.sql(), value); !records::is_empty(now)) changed.emplace_back(name, std::move(now));
    }
    for (auto& [name, value] : changed) values.set(name, std::move(value));
    return {};
}

std::vector<Id> ids_of(const json::Value& list) {
    std::vector<Id> out;
    if (list.array() != nullptr)
        for (const auto& item : *list.array())
            if (item.string() != nullptr) out.push_back(Id::parse(*item.string()).value_or(Id{}));
    return out;
}

/// It is no longer merged: what the survivor got beside its records goes back.
Result<void> part(records::Writer& writer, const Record& record) {
    auto& tx = writer.sql();
    Id survivor, change_set;
    json::Value details;
    {
        auto rows = tx.query("select survivor, change_set, details from duplicate_merge where record = $1", record.id);
        if (!rows.next()) return {};
        survivor = rows->id(0);
        change_set = rows->id(1);
        details = json::parse(rows->text(2)).value_or(json::Value());
    }
    collaboration::remove_followers(tx, record.object->name, survivor, ids_of(details["followers"]));
    for (const Id share : ids_of(details["shares"])) tx.execute("delete from record_share where id = $1 and record = $2", share, survivor);
    records::unmark_merged(tx, record.id);
    tx.execute("delete from duplicate_merge where record = $1", record.id);
    tx.execute("update duplicate_pair set state = 'open', decided_at = null, decided_by = null, change_set = null where (a = $1 or b = $1) and change_set = $2 and state = 'merged'",
               record.id, change_set);
    tx.execute("delete from duplicate_pair where change_set = $1 and state = 'dismissed' and (a = $2 or b = $2)", change_set, survivor);
    return {};
}

/// One that was in the bin while what it refers to was merged.
Result<void> catch_up(records::Writer& writer, const Record& record) {
    records::Values values;
    for (const auto& field : record.object->fields) {
        const auto& value = record.values[field.ordinal];
        if (!field.refers() || field.is_computed() || records::is_empty(value)) continue;
        if (auto now = led(writer.sql(), value); !records::is_empty(now)) values.set(field.name, std::move(now));
    }
    if (values.empty()) return {};
    const Actor rule = Actor::system("rule");
    records::Writer all(writer.workspace(), rule, writer.sql());
    all.join_change_set(writer.change_set());
    KITH_CHECK(all.update(record.object->name, record.id, values, {.as_rule = true}));
    return {};
}

Result<void> after_write(records::Writer& writer, const Record* before, const Record* after) {
    if (before != nullptr || after == nullptr || after->version == 1) return {};  // not out of the bin
    KITH_CHECK(part(writer, *after));
    // Undoing a merge brings back the ones it binned before those that referred to them.
    if (writer.actor().source == "undo") return {};
    return catch_up(writer, *after);
}

}  // namespace

records::Hook merge_rules() { return {"", before_write, after_write}; }

Result<std::optional<Actor>> undone_by(records::Workspace& workspace, const Actor& actor, Id change_set) {
    return workspace.read(actor, [&](records::Reader& reader) -> Result<std::optional<Actor>> {
        std::vector<std::pair<std::string, Id>> all;
        {
            auto rows = reader.sql().query("select object, record, survivor from duplicate_merge where change_set = $1", change_set);
            while (rows.next()) {
                all.emplace_back(rows->string(0), rows->id(1));
                all.emplace_back(rows->string(0), rows->id(2));
            }
        }
        if (all.empty()) return std::optional<Actor>();
        for (const auto& [name, id] : all) {
            const auto* object = reader.schema().find(name);
            if (object == nullptr || !object->allows(actor, Right::See) || !records::reaches(reader, *object, Right::See, id))
                return Error{.kind = ErrorKind::NotFound, .code = "undo.not_found"};
            if (!object->allows(actor, Right::Edit) || !records::reaches(reader, *object, Right::Edit, id))
                return Error{.kind = ErrorKind::Forbidden, .code = "record.not_allowed", .params = {{"object", name}}};
        }
        Actor out = Actor::system("undo");
        out.user = actor.user;
        out.name = actor.name;
        out.language = actor.language;
        out.time_zone = actor.time_zone;
        return std::optional(out);
    });
}

}  // namespace kith::duplicates
