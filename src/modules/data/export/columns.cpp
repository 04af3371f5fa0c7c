#include "modules/data/export/columns.hpp"

#include <algorithm>

#include "base/i18n.hpp"

namespace kith::exports {

namespace {

using records::Field;
using records::Object;

constexpr std::size_t kMostColumns = 500;

const Field* readable(const Object& object, std::string_view name, Role role) {
    const Field* field = object.any_field(name);
    return field != nullptr && field->readers.contains(role) ? field : nullptr;
}

/// A whole path is a field (or a part of one, "address.city") before it is another record's.
bool find_column(const records::Reader& reader, const Object& object, std::string_view path, Column& out) {
    const Role role = reader.actor().role;
    out.field = readable(object, path, role);
    if (out.field != nullptr) return true;
    const auto dot = path.find('.');
    if (dot == std::string_view::npos) return false;
    out.via = readable(object, path.substr(0, dot), role);
    if (out.via == nullptr || !out.via->is_reference() || out.via->target == nullptr) return false;
    if (!out.via->target->allows(reader.actor(), records::Right::See)) return false;
    out.field = readable(*out.via->target, path.substr(dot + 1), role);
    return out.field != nullptr;
}

Error wrong(std::string member, std::string code, Params params = {}) {
    return {.kind = ErrorKind::Invalid, .code = "export.wrong", .fields = {{std::move(member), std::move(code), std::move(params)}}};
}

}  // namespace

Result<std::vector<Column>> read_columns(const records::Reader& reader, const Object& object, const std::vector<std::string>& paths) {
    std::vector<Column> out;
    if (paths.empty()) {
        out.push_back({.path = "id", .field = object.any_field("id")});
        for (const auto& field : object.fields)
            if (field.readers.contains(reader.actor().role)) out.push_back({.path = field.name, .field = &field});
        return out;
    }
    if (paths.size() > kMostColumns) return wrong("columns", "export.too_many_columns", {{"max", std::to_string(kMostColumns)}});
    for (const auto& path : paths) {
        Column column{.path = path};
        if (!find_column(reader, object, path, column))
            return wrong("columns[" + std::to_string(out.size()) + "]", "export.unknown_column", {{"column", path}, {"object", object.name}});
        out.push_back(std::move(column));
    }
    return out;
}

std::string label_of(const Column& column, std::string_view language) {
    const auto own = [&](const Field& field) {
        const auto label = records::label_in(field.label, language);
        if (!label.empty()) return std::string(label);
        const auto key = "export.column_" + field.name;  // id, created_at, updated_at
        return i18n::has(language, key) ? i18n::text(language, key) : field.name;
    };
    if (column.via == nullptr) return own(*column.field);
    return own(*column.via) + ": " + own(*column.field);
}

}  // namespace kith::exports
