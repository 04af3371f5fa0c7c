#include "modules/data/import/saved_mapping.hpp"

#include <algorithm>
#include <span>
#include <utility>

#include "base/i18n.hpp"

namespace kith::imports {

namespace {

constexpr std::size_t kLongestKey = 2000;
constexpr std::string_view kSelect = "select id, object, mapping, file, used_at, used_by, uses from import_mapping";

std::uint64_t fnv(std::string_view text) {
    std::uint64_t hash = 14695981039346656037U;
    for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211U;
    return hash;
}

/// The names in order of the alphabet; of very many the first and a number made of all. "" where none has a name.
std::string key_of(std::span<const Column> columns) {
    std::vector<std::string_view> names;
    for (const auto& column : columns) names.emplace_back(column.name);
    std::sort(names.begin(), names.end());
    if (names.empty() || names.back().empty()) return {};
    std::string out;
    for (const auto name : names) {
        out += name;
        out += '\x1f';
    }
    if (out.size() <= kLongestKey) return out;
    const auto hash = fnv(out);
    std::size_t end = kLongestKey;
    while (end > 0 && (static_cast<unsigned char>(out[end]) & 0xC0) == 0x80) --end;
    return out.substr(0, end) + "#" + std::to_string(hash);
}

/// A column with a name is found by it, wherever it stands the next time.
void drop_places(json::Value& mapping) {
    for (auto& [name, value] : *mapping.object()) {
        if (value.array() == nullptr) continue;
        for (auto& item : *value.array())
            if (item.object() != nullptr && !item.text("column").empty())
                std::erase_if(*item.object(), [](const auto& member) { return member.first == "index" || member.first == "score"; });
    }
}

SavedMapping saved_of(const db::Row& row) {
    SavedMapping out;
    out.id = row.id(0);
    out.object = row.string(1);
    if (auto value = json::parse(row.text(2))) out.mapping = std::move(*value);
    out.file = row.string(3);
    out.used_at = row.instant(4);
    if (!row.is_null(5)) out.used_by = row.id(5);
    out.uses = row.integer(6);
    return out;
}

std::optional<SavedMapping> first_of(db::Cursor rows) {
    if (!rows.next()) return std::nullopt;
    return saved_of(*rows);
}

}  // namespace

void write_members(json::Writer& out, const SavedMapping& saved) {
    out.member("id", saved.id).member("object", saved.object).member("file", saved.file).member("used_at", saved.used_at);
    out.member("uses", saved.uses).key("used_by");
    if (saved.used_by.is_set()) out.value(saved.used_by);
    else out.null();
}

bool is_reason(const Column& column) {
    const auto languages = i18n::languages();
    return std::any_of(languages.begin(), languages.end(), [&](const auto& language) { return column.name == i18n::text(language, "import.reason"); });
}

std::optional<SavedMapping> recall(db::Transaction& tx, const std::vector<Column>& columns) {
    std::span<const Column> all = columns;
    const auto find = [&]() -> std::optional<SavedMapping> {
        const std::string key = key_of(all);
        if (key.empty()) return std::nullopt;
        return first_of(tx.query(std::string(kSelect) + " where header = $1", key));
    };
    auto found = find();
    if (found || columns.size() < 2 || !is_reason(columns.back())) return found;
    all = all.first(all.size() - 1);  // a file of failed rows, mended
    return find();
}

void remember(db::Transaction& tx, Id id, const std::vector<Column>& columns, const Mapping& mapping, std::string_view file, Id by, Instant now) {
    const std::string key = key_of(columns);
    if (key.empty()) return;
    std::string text;
    json::Writer out(text);
    write_json(out, mapping, columns);
    auto value = json::parse(text);
    if (!value) return;
    drop_places(*value);
    tx.execute("insert into import_mapping (id, header, object, mapping, file, used_at, used_by, uses) values ($1, $2, $3, $4, $5, $6, $7, 1) "
               "on conflict (header) do update set object = excluded.object, mapping = excluded.mapping, file = excluded.file, "
               "used_at = excluded.used_at, used_by = excluded.used_by, uses = import_mapping.uses + 1",
               id, key, mapping.object, json::write(*value), file, now, by.is_set() ? db::bind(by) : db::Param{});
}

std::vector<SavedMapping> saved_mappings(db::Transaction& tx, int limit) {
    std::vector<SavedMapping> out;
    auto rows = tx.query(std::string(kSelect) + " order by used_at desc, id desc limit $1", limit);
    while (rows.next()) out.push_back(saved_of(*rows));
    return out;
}

std::optional<SavedMapping> find_saved(db::Transaction& tx, Id id) { return first_of(tx.query(std::string(kSelect) + " where id = $1", id)); }

void forget_saved(db::Transaction& tx, Id id) { tx.execute("delete from import_mapping where id = $1", id); }

std::optional<Mapping> still_fitting(const SavedMapping& saved, const records::Schema& schema, const std::vector<Column>& columns) {
    const auto* object = schema.find(saved.object);
    auto mapping = object == nullptr ? Result<Mapping>(Error{}) : read_mapping(saved.mapping, columns);
    if (!mapping) return std::nullopt;
    const auto gone = [&](const std::string& name) {
        const auto* field = object->field(name);
        return name != "id" && (field == nullptr || field->read_only || field->is_computed());
    };
    std::erase_if(mapping->columns, [&](const auto& target) { return gone(target.field); });
    std::erase_if(mapping->constants, [&](const auto& constant) { return gone(constant.field); });
    auto& rules = mapping->match.rules;
    std::erase_if(rules, [&](const auto& rule) { return std::any_of(rule.fields.begin(), rule.fields.end(), gone); });
    if (mapping->columns.empty() || !check(*mapping, schema, columns)) return std::nullopt;
    return std::move(*mapping);
}

}  // namespace kith::imports
