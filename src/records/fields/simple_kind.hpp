#pragma once

#include <array>

#include "records/fields/field_kind.hpp"

namespace kith::records {

/// A kind whose value is one C++ type in one column.
template <class T, db::ColumnType Type>
class SimpleKind : public FieldKind {
public:
    [[nodiscard]] std::span<const Column> columns() const final {
        static const std::array<Column, 1> kColumns{{{"", Type}}};
        return kColumns;
    }
    void write(json::Writer& out, const FieldValue& value) const final { out.value(std::get<T>(value)); }
    void bind(Bindings& bindings, const FieldValue& value) const final {
        const T* held = std::get_if<T>(&value);
        bindings.list.push_back(held == nullptr ? db::Param{} : db::bind(*held));
    }
    [[nodiscard]] FieldValue load(const db::Row& row, int column) const final {
        if (row.is_null(column)) return {};
        return FieldValue(get(row, column));
    }
    void write_row(json::Writer& out, const db::Row& row, int column) const final {
        if constexpr (std::is_same_v<T, std::string>)
            out.value(row.text(column));
        else
            out.value(get(row, column));
    }

private:
    static T get(const db::Row& row, int column) {
        if constexpr (std::is_same_v<T, std::string>) return row.string(column);
        else if constexpr (std::is_same_v<T, bool>) return row.boolean(column);
        else if constexpr (std::is_same_v<T, std::int64_t>) return row.integer(column);
        else if constexpr (std::is_same_v<T, double>) return row.real(column);
        else if constexpr (std::is_same_v<T, Date>) return row.date(column);
        else if constexpr (std::is_same_v<T, Instant>) return row.instant(column);
        else return row.id(column);
    }
};

}  // namespace kith::records
