#include "modules/data/import/mapping.hpp"

#include <algorithm>
#include <set>

#include "base/money.hpp"
#include "base/text.hpp"

namespace kith::imports {

namespace {

constexpr std::size_t kShownSamples = 5;

Error about(std::string code, std::string_view what, std::string_view name) {
    return {ErrorKind::Invalid, std::move(code), {{std::string(what), std::string(name)}}};
}

int column_named(const std::vector<Column>& columns, std::string_view name) {
    const std::string wanted = text::fold(name);
    for (const auto& column : columns)
        if (column.name == name) return column.index;
    for (const auto& column : columns)
        if (text::fold(column.name) == wanted) return column.index;
    return -1;
}

}  // namespace

std::vector<Column> columns_of(const Detected& file) {
    std::vector<Column> out;
    for (std::size_t i = 0; i < file.header.size(); ++i) {
        Column column;
        column.index = static_cast<int>(i);
        column.name = file.header[i];
        for (const auto& row : file.rows) {
            const std::string_view cell = i < row.size() ? text::trim(row[i]) : std::string_view();
            column.profile.add(cell);
            if (cell.empty()) continue;
            column.values.emplace_back(cell);
            const bool seen = std::find(column.samples.begin(), column.samples.end(), cell) != column.samples.end();
            if (!seen && column.samples.size() < kShownSamples) column.samples.emplace_back(cell);
        }
        out.push_back(std::move(column));
    }
    return out;
}

const ColumnTarget* Mapping::target_of(std::string_view field) const {
    const auto hit = std::find_if(columns.begin(), columns.end(), [&](const auto& c) { return c.field == field; });
    return hit == columns.end() ? nullptr : &*hit;
}

std::vector<const records::Field*> key_fields(const records::Object& object) {
    std::vector<const records::Field*> out;
    for (const std::string_view name : {"external_id", "email", "organization_number", "domain", "number", "sku"})
        if (const auto* field = object.field(name)) out.push_back(field);
    if (const auto* title = object.field(object.title_field);
        title != nullptr && std::find(out.begin(), out.end(), title) == out.end())
        out.push_back(title);
    return out;
}

Result<void> check(const Mapping& mapping, const records::Schema& schema, const std::vector<Column>& columns) {
    const auto* object = schema.find(mapping.object);
    if (object == nullptr) return about("import.unknown_object", "object", mapping.object);
    std::set<std::string> taken;
    const auto check_field = [&](const std::string& name) -> Result<void> {
        const auto* field = object->field(name);
        if (field == nullptr) return about("import.unknown_field", "field", name);
        if (field->read_only) return about("import.read_only_field", "field", name);
        if (!taken.insert(name).second) return about("import.field_twice", "field", name);
        return {};
    };
    for (const auto& target : mapping.columns) {
        KITH_CHECK(check_field(target.field));
        if (target.column < 0 || target.column >= std::ssize(columns))
            return about("import.no_such_column", "column", std::to_string(target.column));
        const auto* field = object->field(target.field);
        if (target.by.empty() || target.by == "id") continue;
        if (!field->is_reference() || field->target->field(target.by) == nullptr) return about("import.unknown_key", "field", target.by);
    }
    for (const auto& constant : mapping.constants) KITH_CHECK(check_field(constant.field));
    if (!mapping.match.empty() && mapping.match != "id" && mapping.target_of(mapping.match) == nullptr) {
        const bool composed = object->field(mapping.match) != nullptr && !object->field(mapping.match)->compose.empty();
        if (!composed) return about("import.cannot_match", "field", mapping.match);
    }
    if (!mapping.currency.empty() && !is_currency(mapping.currency))
        return about("field.not_a_currency", "value", mapping.currency);
    return {};
}

Result<Mapping> read_mapping(const json::Value& value, const std::vector<Column>& columns) {
    Mapping out;
    out.object = value.text("object");
    out.match = value.text("match");
    out.currency = value.text("currency");
    out.leave_missing = value.text("missing") == "empty";
    if (const auto* only_new = value["only_new"].boolean()) out.only_new = *only_new;
    if (const auto* list = value["columns"].array()) {
        for (const auto& item : *list) {
            ColumnTarget target;
            target.field = item.text("field");
            target.by = item.text("by");
            if (const auto* create = item["create"].boolean()) target.create = *create;
            if (target.field.empty()) continue;  // a column left out
            if (const auto* constant = item["constant"].string()) {
                out.constants.push_back({target.field, *constant});
                continue;
            }
            if (const auto* index = item["index"].integer()) {
                target.column = static_cast<int>(std::clamp<std::int64_t>(*index, -1, 1'000'000));
            } else {
                const auto* name = item["column"].string();
                target.column = name == nullptr ? -1 : column_named(columns, *name);
                if (target.column < 0) return about("import.no_such_column", "column", name == nullptr ? "" : *name);
            }
            out.columns.push_back(std::move(target));
        }
    }
    if (const auto* list = value["constants"].array())
        for (const auto& item : *list) out.constants.push_back({std::string(item.text("field")), std::string(item.text("text"))});
    return out;
}

void write_json(json::Writer& out, const Mapping& mapping, const std::vector<Column>& columns, std::optional<double> score) {
    out.begin_object().member("object", std::string_view(mapping.object)).key("columns").begin_array();
    for (const auto& target : mapping.columns) {
        out.begin_object().member("index", target.column);
        if (target.column < std::ssize(columns))
            out.member("column", std::string_view(columns[static_cast<std::size_t>(target.column)].name));
        out.member("field", std::string_view(target.field)).member("by", std::string_view(target.by));
        out.member("create", target.create).member("score", target.score).end_object();
    }
    out.end_array().key("constants").begin_array();
    for (const auto& constant : mapping.constants)
        out.begin_object().member("field", std::string_view(constant.field)).member("text", std::string_view(constant.text)).end_object();
    out.end_array().member("match", std::string_view(mapping.match)).member("only_new", mapping.only_new);
    out.member("currency", std::string_view(mapping.currency)).member("missing", mapping.leave_missing ? "empty" : "fail");
    if (score) out.member("score", *score);
    out.end_object();
}

}  // namespace kith::imports
