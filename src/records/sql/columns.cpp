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

}  // namespace kith::records
