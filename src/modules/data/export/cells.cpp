#include "modules/data/export/cells.hpp"

#include <algorithm>
#include <charconv>

#include "base/i18n.hpp"
#include "records/fields/field_kind.hpp"

namespace kith::exports {

namespace {

using records::Field;
using records::FieldType;
using records::FieldValue;
using records::Object;
using records::Record;

constexpr std::size_t kKept = 20'000;  // related records and titles, each
const FieldValue kNothing;

bool is_system(const Object& object, const Field& field) {
    return std::ranges::any_of(object.system_fields, [&](const auto& own) { return &own == &field; });
}

const FieldValue& own_value(const Record& record, const Field& field, FieldValue& system) {
    if (is_system(*record.object, field)) {
        if (field.name == "id") system = record.id;
        else system = field.name == "created_at" ? record.created_at : record.updated_at;
        return system;
    }
    if (field.ordinal < record.object->fields.size() && &record.object->fields[field.ordinal] == &field) return record.values[field.ordinal];
    // A part of a field ("address.city"): of its text.
    const auto dot = field.name.find('.');
    const auto* whole = record.object->field(field.name.substr(0, dot));
    if (whole == nullptr || records::is_empty(record.values[whole->ordinal])) return kNothing;
    const auto* json = std::get_if<json::Value>(&record.values[whole->ordinal]);
    if (json == nullptr) return kNothing;
    const auto* part = json->find(std::string_view(field.name).substr(dot + 1));
    if (part == nullptr || part->string() == nullptr) return kNothing;
    system = *part->string();
    return system;
}

/// Never with just three decimals, which might be read as thousands.
std::string number_text(double number) {
    char digits[32];
    const auto [end, problem] = std::to_chars(digits, digits + sizeof digits, number);
    std::string text(digits, problem == std::errc() ? end : digits);
    if (const auto point = text.find('.'); point != std::string::npos && text.size() - point == 4 && text.find('e') == std::string::npos) text += '0';
    return text;
}

std::string_view option_label(const Field& field, std::string_view value, std::string_view language) {
    for (const auto& option : field.options) {
        if (option.value != value) continue;
        const auto label = records::label_in(option.label, language);
        return label.empty() ? value : label;
    }
    return value;
}

}  // namespace

Cells::Cells(records::Reader& reader, std::span<const Column> columns, Values values, std::string language)
    : reader_(reader), columns_(columns), values_(values), language_(std::move(language)) {}

Result<void> Cells::load(const Field& via, std::vector<Id> ids) {
    auto& known = related_[&via];
    if (known.size() > kKept) known.clear();
    std::ranges::sort(ids);
    ids.erase(std::ranges::unique(ids).begin(), ids.end());
    std::erase_if(ids, [&](Id id) { return known.contains(id); });
    for (std::size_t from = 0; from < ids.size(); from += records::kMaxPage) {
        json::Array some;
        for (std::size_t i = from; i < std::min(ids.size(), from + records::kMaxPage); ++i) some.emplace_back(ids[i].to_string());
        records::Query query;
        query.object = via.target->name;
        query.limit = records::kMaxPage;
        query.filter = json::Object{{"field", "id"}, {"op", "in"}, {"value", std::move(some)}};
        KITH_TRY(auto page, reader_.query(query));
        for (auto& record : page.records) known.emplace(record.id, std::move(record));
    }
    return {};
}

Result<void> Cells::prepare(std::span<const Record> records) {
    std::vector<const Field*> done;
    for (const auto& column : columns_) {
        if (column.via == nullptr || std::ranges::find(done, column.via) != done.end()) continue;
        done.push_back(column.via);
        std::vector<Id> ids;
        for (const auto& record : records)
            if (const auto* id = std::get_if<Id>(&record.values[column.via->ordinal])) ids.push_back(*id);
        KITH_CHECK(load(*column.via, std::move(ids)));
    }
    return {};
}

const FieldValue& Cells::value(const Record& record, std::size_t column) {
    const auto& [path, via, field] = columns_[column];
    if (via == nullptr) return own_value(record, *field, system_);
    const auto* id = std::get_if<Id>(&record.values[via->ordinal]);
    if (id == nullptr) return kNothing;
    const auto& known = related_[via];
    const auto found = known.find(*id);
    return found == known.end() ? kNothing : own_value(found->second, *field, system_);
}

const std::string& Cells::title(const Object& object, Id id) {
    auto& known = titles_[&object];
    if (known.size() > kKept) known.clear();
    auto [at, fresh] = known.try_emplace(id);
    if (!fresh) return at->second;
    if (object.name == "user")
        if (const auto user = reader_.get("user", id)) at->second = user->text("email");
    if (at->second.empty()) {
        const Id ids[] = {id};
        const auto found = reader_.titles(object.name, ids);
        if (!found.empty()) at->second = found.front().second;
    }
    return at->second;
}

std::string Cells::text(const Record& record, std::size_t column) { return text(*columns_[column].field, value(record, column)); }

std::string Cells::text(const Field& field, const FieldValue& value) {
    if (records::is_empty(value)) return {};
    const bool readable = values_ == Values::Readable;
    if (const auto* text = std::get_if<std::string>(&value)) {
        if (readable && field.type == FieldType::Select) return std::string(option_label(field, *text, language_));
        if (readable && field.type == FieldType::RichText) return records::kind_of(field).text(value);
        return *text;
    }
    if (const auto* id = std::get_if<Id>(&value)) return readable && field.target != nullptr ? title(*field.target, *id) : id->to_string();
    if (const auto* money = std::get_if<Money>(&value)) return format_amount(*money) + " " + money->currency;
    if (const auto* day = std::get_if<Date>(&value)) return day->to_string();
    if (const auto* at = std::get_if<Instant>(&value)) return at->to_string();
    if (const auto* flag = std::get_if<bool>(&value)) return *flag ? "true" : "false";
    if (const auto* whole = std::get_if<std::int64_t>(&value)) return std::to_string(*whole);
    if (const auto* number = std::get_if<double>(&value)) return number_text(*number) + (field.type == FieldType::Percent ? "%" : "");
    if (const auto* list = std::get_if<std::vector<std::string>>(&value)) {
        std::string out;
        for (const auto& item : *list) {
            if (!out.empty()) out += ';';
            const auto id = readable && field.type == FieldType::Relations ? Id::parse(item) : std::nullopt;
            if (id && field.target != nullptr) out += title(*field.target, *id);
            else out += readable ? option_label(field, item, language_) : std::string_view(item);
        }
        return out;
    }
    if (readable && field.type != FieldType::Json) return records::kind_of(field).text(value);
    return json::write(std::get<json::Value>(value));
}

}  // namespace kith::exports
