#include "modules/data/import/matcher.hpp"

#include <algorithm>
#include <random>

#include "base/letter_case.hpp"
#include "base/phone.hpp"
#include "base/text.hpp"
#include "records/access.hpp"
#include "records/fields/field_kind.hpp"

namespace kith::imports {

namespace {

using records::Field;
using records::FieldType;
using records::FieldValue;

constexpr std::size_t kLeastDigits = 6;  // of an organization's number

/// A field that is kept as its text: References looks it up. A title it would find folded, too.
bool is_looked_up(const records::Object& object, const Field* field) {
    return field != nullptr && field->name != object.title_field && (field->type == FieldType::Text || field->type == FieldType::Email || field->type == FieldType::Phone ||
                                field->type == FieldType::Url || field->type == FieldType::Select);
}

std::string squeezed_fold(std::string_view text) {
    std::string out = text::fold(text);
    std::erase(out, ' ');
    return out.empty() ? text::lower(text) : out;
}

std::string bare_url(std::string_view text) {
    std::string out = text::lower(text);
    for (const std::string_view start : {"https://", "http://", "www."})
        if (out.starts_with(start)) out.erase(0, start.size());
    while (out.ends_with('/')) out.pop_back();
    return out;
}

std::string normalised_text(const Field& field, std::string_view text, std::string_view country) {
    if (field.type == FieldType::Email) return text::lower(text);
    if (field.type == FieldType::Url || field.format == "domain") return bare_url(text);
    if (field.type == FieldType::Phone && !text.starts_with('+'))  // kept as somebody wrote it
        if (auto number = normalize_phone(text, country)) return std::move(*number);
    if (field.type == FieldType::Phone || field.type == FieldType::Select) return std::string(text);
    if (field.name == "organization_number") {
        std::string digits;
        std::copy_if(text.begin(), text.end(), std::back_inserter(digits), text::is_digit);
        if (digits.size() >= kLeastDigits) return digits;
    }
    return squeezed_fold(text);
}

/// A value that the row has, or that the engine will compose of what it has.
FieldValue value_of(const Field& field, const records::Values& values) {
    if (const auto* value = values.find(field.name)) return *value;
    std::string text;
    for (const auto& part : field.compose) {
        const auto* value = values.find(part);
        const auto* piece = value == nullptr ? nullptr : std::get_if<std::string>(value);
        if (piece == nullptr || piece->empty()) continue;
        if (!text.empty()) text += ' ';
        text += *piece;
    }
    if (text.empty()) return {};
    return text;
}

}  // namespace

std::string match_text(const Field& field, const FieldValue& value, bool normalised, std::string_view country) {
    if (records::is_empty(value)) return {};
    if (const auto* text = std::get_if<std::string>(&value)) {
        if (normalised) return normalised_text(field, *text, country);
        return field.type == FieldType::Email || field.format == "domain" ? text::lower_ascii(*text) : *text;
    }
    if (const auto* id = std::get_if<Id>(&value)) return id->is_set() ? id->to_string() : std::string();
    if (field.type == FieldType::PersonName || field.type == FieldType::Address) {
        const std::string text = records::kind_of(field).text(value);
        return normalised ? squeezed_fold(text) : text;
    }
    std::string out;
    json::Writer writer(out);
    records::write_value(writer, field, value);
    return out;
}

Matcher::Matcher(const records::Object& object, const Match& match, std::string country)
    : object_(object), match_(match), country_(std::move(country)) {
    std::random_device random;
    for (int i = 0; i < 4; ++i) salt_ += std::to_string(random());
}

std::uint64_t Matcher::key_of(const std::string& text) const { return std::hash<std::string>{}(salt_ + text); }

std::vector<Id> Matcher::Table::at(std::uint64_t key) const {
    std::vector<Id> out;
    const auto put = [&](std::int64_t id) {
        if (out.size() < kMostTold && std::find(out.begin(), out.end(), Id{id}) == out.end()) out.push_back({id});
    };
    for (auto it = std::lower_bound(records.begin(), records.end(), std::pair(key, INT64_MIN)); it != records.end() && it->first == key; ++it) put(it->second);
    const auto [first, last] = added.equal_range(key);
    for (auto it = first; it != last; ++it) put(it->second);
    return out;
}

std::optional<std::string> Matcher::text_of(const MatchRule& rule, const records::Values& values, bool as_key) const {
    std::string out;
    for (const auto& name : rule.fields) {
        const Field* field = object_.field(name);
        if (field == nullptr) return std::nullopt;  // "id" stands alone
        const std::string text = match_text(*field, value_of(*field, values), rule.normalised && as_key, country_);
        if (text.empty()) return std::nullopt;
        if (!out.empty()) out += as_key ? "\x1f" : ", ";
        out += text;
    }
    return out;
}

void Matcher::load(records::Writer& writer) {
    tables_.assign(match_.rules.size(), std::nullopt);
    for (std::size_t i = 0; i < match_.rules.size(); ++i) {
        const MatchRule& rule = match_.rules[i];
        const bool plain = &rule == match_.plain() && is_looked_up(object_, object_.field(rule.fields.front()));
        if (plain || rule.fields.front() == "id") continue;
        Table& table = tables_[i].emplace();
        std::string sql = "select t.id";
        std::vector<std::pair<const Field*, int>> fields;
        int column = 1;
        for (const auto& name : rule.fields) {
            const Field* field = object_.field(name);
            if (field == nullptr) continue;
            fields.emplace_back(field, column);
            for (const auto& part : records::kind_of(*field).columns()) {
                sql += ", t.\"" + field->column + part.suffix + "\"";
                ++column;
            }
        }
        records::Bindings bindings;
        sql += " from " + object_.table + " t where t.binned_at is null" + records::reach_sql(writer, object_, records::Right::See, "t", bindings);
        auto rows = writer.sql().query_params(sql, bindings.list);
        std::string text;
        while (rows.next()) {
            text.clear();
            bool whole = true;
            for (const auto& [field, at] : fields) {
                const std::string part = rows->is_null(at) ? std::string() : match_text(*field, records::kind_of(*field).load(*rows, at), rule.normalised, country_);
                whole = whole && !part.empty();
                if (!text.empty()) text += "\x1f";
                text += part;
            }
            if (whole) table.records.emplace_back(key_of(text), rows->id(0).value);
        }
        std::sort(table.records.begin(), table.records.end());
    }
}

std::vector<Id> Matcher::plainly(records::Writer& writer, References& references, const std::string& field, const std::string& text) const {
    const auto answer = references.find(writer.sql(), object_, field, text);
    if (answer.found == References::Found::None) return {};
    const bool all = records::reaches_all(writer, object_, records::Right::See);
    if (answer.found == References::Found::One) {
        if (all || records::reaches(writer, object_, records::Right::See, answer.id)) return {answer.id};
        return {};
    }
    std::vector<Id> out;
    records::Bindings bindings;
    const std::string sql = "select t.id from " + object_.table + " t where t.\"" + object_.field(field)->column + "\" = " + bindings.add(text) + " and t.binned_at is null" +
                            records::reach_sql(writer, object_, records::Right::See, "t", bindings) + " order by t.id limit " + std::to_string(kMostTold);
    auto rows = writer.sql().query_params(sql, bindings.list);
    while (rows.next()) out.push_back(rows->id(0));
    if (out.empty() && all) out = {Id{}, Id{}};  // written in another way: there are several, and no more is known
    return out;
}

Matcher::Found Matcher::find(records::Writer& writer, References& references, const ParsedRow& row) {
    if (tables_.empty()) load(writer);
    Found out;
    for (std::size_t i = 0; i < match_.rules.size(); ++i) {
        const MatchRule& rule = match_.rules[i];
        out.field = rule.fields.front();
        if (out.field == "id" && object_.field("id") == nullptr) {
            if (row.own_id.empty() || rule.fields.size() > 1) continue;
            out.text = row.own_id;
            const auto answer = references.find(writer.sql(), object_, "id", row.own_id);
            if (answer.found == References::Found::One && records::reaches(writer, object_, records::Right::See, answer.id)) out.ids = {answer.id};
        } else if (const auto key = text_of(rule, row.values, true)) {
            out.ids = tables_[i] ? tables_[i]->at(key_of(*key)) : plainly(writer, references, rule.fields.front(), *key);
            const bool told = out.ids.size() > 1 || (match_.then == Then::Create && !out.ids.empty());
            if (told) out.text = *text_of(rule, row.values, false);
        }
        if (!out.ids.empty()) return out;
    }
    return out;
}

void Matcher::wrote(Id id, const records::Values& values) {
    for (std::size_t i = 0; i < tables_.size(); ++i) {
        if (!tables_[i]) continue;
        const auto text = text_of(match_.rules[i], values, true);
        if (!text) continue;
        const auto key = key_of(*text);
        const auto known = tables_[i]->at(key);
        if (std::find(known.begin(), known.end(), id) == known.end()) tables_[i]->added.emplace(key, id.value);
    }
}

}  // namespace kith::imports
