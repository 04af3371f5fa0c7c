#include "modules/data/import/references.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace kith::imports {

namespace {

using records::Field;
using records::Object;

constexpr std::int64_t kSeveral = -1;
constexpr std::int64_t kFewRecords = 100'000;
constexpr std::size_t kIdDigits = 15;  // fewer are somebody else's numbers

std::string column(std::string_view name) { return "\"" + std::string(name) + "\""; }

std::string squeezed(std::string text) {
    std::erase(text, ' ');
    return text;
}

/// Keys under which a text is remembered, the strictest first. The first sign tells them apart.
std::vector<std::string> keys_of(const Object& object, const Field& key, std::string_view text) {
    std::vector<std::string> out;
    out.push_back("=" + key.name + ":" + (key.type == records::FieldType::Email || key.format == "domain" ? text::lower_ascii(text) : std::string(text)));
    if (key.name != object.title_field) return out;
    const std::string folded = text::fold(text);
    out.push_back("~" + key.name + ":" + folded);
    out.push_back("-" + key.name + ":" + squeezed(folded));
    return out;
}

References::Answer answer_of(std::int64_t id) {
    if (id == kSeveral) return {References::Found::Several, {}};
    return {References::Found::One, {id}};
}

}  // namespace

std::string_view stage_kind(std::string_view name) {
    const std::string folded = text::fold(name);
    for (const std::string_view won : {"won", "closed won", "vunnet", "win"})
        if (folded == won) return "won";
    for (const std::string_view lost : {"lost", "closed lost", "tapt"})
        if (folded == lost) return "lost";
    return "";
}

void References::put(Index& index, const Object& object, const Field& key, std::string_view text, Id id) {
    if (text.empty()) return;
    for (auto& name : keys_of(object, key, text)) {
        const auto [at, added] = index.ids.emplace(std::move(name), id.value);
        if (!added && at->second != id.value) at->second = kSeveral;
    }
}

void References::load(db::Transaction& tx, const Object& object, Index& index) {
    index.loaded = true;
    index.keys = key_fields(object);
    auto counted = tx.query("select count(*) from (select 1 from " + object.table + " limit " + std::to_string(kFewRecords + 1) + ") as few");
    index.whole = counted.next() && counted->integer(0) <= kFewRecords;
    if (!index.whole) return;
    std::string sql = "select id";
    for (const Field* key : index.keys) sql += ", " + column(key->column);
    auto rows = tx.query(sql + " from " + object.table + " where binned_at is null");
    while (rows.next())
        for (std::size_t i = 0; i < index.keys.size(); ++i)
            put(index, object, *index.keys[i], rows->text(static_cast<int>(i) + 1), rows->id(0));
}

References::Index& References::index_of(db::Transaction& tx, const Object& object) {
    Index& index = indexes_[object.name];
    if (!index.loaded) load(tx, object, index);
    return index;
}

void References::added(const Object& object, Id id, const records::Values& values) {
    const auto at = indexes_.find(object.name);
    if (at == indexes_.end() || !at->second.whole) return;
    for (const Field* key : at->second.keys) {
        const auto* value = values.find(key->name);
        if (value == nullptr) continue;
        if (const auto* text = std::get_if<std::string>(value)) put(at->second, object, *key, *text, id);
    }
}

References::Answer References::look_up(db::Transaction& tx, const Object& object, const Field& key, std::string_view text) const {
    const bool lower = key.type == records::FieldType::Email || key.format == "domain";
    const std::string wanted = lower ? text::lower_ascii(text) : std::string(text);
    auto rows = tx.query("select id from " + object.table + " where " + column(key.column) + " = $1 and binned_at is null limit 2", wanted);
    if (!rows.next()) return {};
    const Id id = rows->id(0);
    return rows.next() ? Answer{Found::Several, {}} : Answer{Found::One, id};
}

References::Answer References::find_stage(db::Transaction& tx, std::string_view text, Id pipeline_of_row) const {
    const auto schema = workspace_.schema();
    const Object& stage = *schema->find("stage");
    const Object* pipeline = schema->find("pipeline");
    if (pipeline == nullptr) return {};
    // The default pipeline's stages first; in each, by name before by kind.
    auto rows = tx.query("select s.id, s.name, s.kind from " + stage.table + " s join " + pipeline->table +
                         " p on p.id = s.pipeline where s.binned_at is null and p.binned_at is null "
                         "and ($1 = 0 or p.id = $1) order by p.is_default desc, p.position, p.id, s.position, s.id", pipeline_of_row);
    const std::string wanted = squeezed(text::fold(text));
    const std::string_view kind = stage_kind(text);
    Answer by_kind;
    while (rows.next()) {
        if (squeezed(text::fold(rows->text(1))) == wanted) return {Found::One, rows->id(0)};
        if (!kind.empty() && rows->text(2) == kind && by_kind.found == Found::None) by_kind = {Found::One, rows->id(0)};
    }
    return by_kind;
}

References::Answer References::find_stage_of(db::Transaction& tx, Id pipeline, std::string_view text) {
    Index& index = index_of(tx, *workspace_.schema()->find("stage"));
    const std::string key = "stage:" + pipeline.to_string() + ":" + text::fold(text);
    if (const auto known = index.ids.find(key); known != index.ids.end()) return answer_of(known->second);
    const Answer answer = find_stage(tx, text, pipeline);
    if (answer.found == Found::One) index.ids.emplace(key, answer.id.value);
    return answer;
}

References::Answer References::find(db::Transaction& tx, const Object& object, std::string_view by, std::string_view text) {
    if (by == "id") return find_id(tx, object, text);
    Answer answer = find_key(tx, object, by, text);
    // Where nothing tells what key the texts are, Kith's own ids count too, as its exports write them.
    const bool own = by.empty() && answer.found == Found::None && text.size() >= kIdDigits && std::all_of(text.begin(), text.end(), text::is_digit);
    return own ? find_id(tx, object, text) : answer;
}

References::Answer References::find_id(db::Transaction& tx, const Object& object, std::string_view text) const {
    const auto id = Id::parse(text);
    if (!id) return {};
    auto rows = tx.query("select id from " + object.table + " where id = $1 and binned_at is null", *id);
    return rows.next() ? Answer{Found::One, *id} : Answer{};
}

References::Answer References::find_key(db::Transaction& tx, const Object& object, std::string_view by, std::string_view text) {
    Index& index = index_of(tx, object);
    const Field* only = by.empty() ? nullptr : object.field(by);
    if (object.name == "stage" && (only == nullptr || by == "name")) {
        const std::string key = "stage:" + text::fold(text);
        if (const auto known = index.ids.find(key); known != index.ids.end()) return answer_of(known->second);
        const Answer answer = find_stage(tx, text);
        if (answer.found == Found::One) index.ids.emplace(key, answer.id.value);
        return answer;
    }
    const bool kept = only == nullptr || std::find(index.keys.begin(), index.keys.end(), only) != index.keys.end();
    if (!kept) return look_up(tx, object, *only, text);
    for (const Field* key : index.keys) {
        if (only != nullptr && key != only) continue;
        if (only == nullptr && key->type == records::FieldType::Email && text.find('@') == std::string_view::npos) continue;
        if (!index.whole) {
            if (const Answer answer = look_up(tx, object, *key, text); answer.found != Found::None) return answer;
            continue;
        }
        for (const auto& name : keys_of(object, *key, text))
            if (const auto hit = index.ids.find(name); hit != index.ids.end()) return answer_of(hit->second);
    }
    return {};
}

}  // namespace kith::imports
