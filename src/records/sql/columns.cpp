#include "records/sql/columns.hpp"

#include "records/fields/field_kind.hpp"

namespace kith::records {

std::string column_sql(const Field& field, const std::string& alias, std::string_view suffix) {
    if (!field.is_computed()) return alias + ".\"" + field.column + std::string(suffix) + "\"";
    std::size_t place = 0;
    for (const auto& column : kind_of(field).columns()) {
        if (column.suffix == suffix) break;
        ++place;
    }
    std::string out = "(" + field.computed.at(place) + ")";
    constexpr std::string_view kRow = "{t}";
    for (auto at = out.find(kRow); at != std::string::npos; at = out.find(kRow, at + alias.size())) out.replace(at, kRow.size(), alias);
    return out;
}

std::string select_kept(const Object& object) {
    std::string out = "SELECT t.id, t.version, t.created_at, t.updated_at, t.binned_at";
    for (const auto& field : object.fields)
        for (const auto& column : kind_of(field).columns()) out += ", " + (field.is_computed() ? "NULL" : column_sql(field, "t", column.suffix));
    return out + " FROM " + object.table + " t";
}

std::string leads_to(const Field& field, const std::string& from, const std::string& to) {
    if (field.type != FieldType::Relations) return column_sql(field, from) + " = " + to + ".id";
    return from + ".id IN (SELECT record FROM " + link_table(*field.object) + " WHERE field = '" + field.name + "' AND target = " + to + ".id)";
}

std::string link_table(const Object& object) { return "l_" + object.name; }

}  // namespace kith::records
