#pragma once

#include <deque>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "db/database.hpp"
#include "records/record.hpp"

namespace kith::records {

/// Parameters of one statement. Text made on the way is kept alive here until it has run.
struct Bindings {
    std::vector<db::Param> list;
    std::deque<std::string> kept;
    std::vector<std::shared_ptr<const void>> owners;  // of texts that are bound: a filter made on the way

    /// Adds a parameter and gives its place, "$3".
    template <class T>
    std::string add(const T& value) {
        list.push_back(db::bind(value));
        return "$" + std::to_string(list.size());
    }
    std::string add_kept(std::string text) { return add(kept.emplace_back(std::move(text))); }
};

/// What a type of field does: one of these a type, in `fields/`. No state; any thread.
class FieldKind {
public:
    FieldKind() = default;
    FieldKind(const FieldKind&) = delete;
    FieldKind& operator=(const FieldKind&) = delete;
    virtual ~FieldKind() = default;

    struct Column {
        std::string suffix;  // "", "_currency", "_city"
        db::ColumnType type;
    };
    /// The columns a field of this type has; most have one.
    [[nodiscard]] virtual std::span<const Column> columns() const = 0;

    /// A part of a value that can be asked for by itself ("address.city"): a text in the column `_city`.
    struct Part {
        std::string_view name;
        std::string_view format;  // as Field::format
        Labels label;
    };
    [[nodiscard]] virtual std::span<const Part> parts() const { return {}; }

    /// From the API's JSON (never null) and from people's text (never empty).
    [[nodiscard]] virtual Result<FieldValue> read(const Field& field, const json::Value& value) const = 0;
    [[nodiscard]] virtual Result<FieldValue> parse(const Field& field, std::string_view text) const = 0;
    /// A value that is not empty.
    virtual void write(json::Writer& out, const FieldValue& value) const = 0;

    /// What is to be read in a value that is not empty, for the search and for lists of texts; "" where that is
    /// nothing.
    [[nodiscard]] virtual std::string text(const FieldValue& value) const;

    /// One parameter a column; an empty value binds nulls.
    virtual void bind(Bindings& bindings, const FieldValue& value) const = 0;
    /// From a row, at the first of its columns.
    [[nodiscard]] virtual FieldValue load(const db::Row& row, int column) const = 0;
    /// From a row straight to JSON; the column is not null.
    virtual void write_row(json::Writer& out, const db::Row& row, int column) const = 0;
};

const FieldKind& kind_of(FieldType type);
inline const FieldKind& kind_of(const Field& field) { return kind_of(field.type); }

/// The values a select may have, "a, b, c", for its errors.
std::string option_list(const Field& field);
/// An error about one field's value.
Error field_error(const Field& field, std::string code, Params params = {});

}  // namespace kith::records
