#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "base/calc.hpp"
#include "records/schema.hpp"

/// A formula whose meaning is known: each part has a type and is one of few kinds, which SQL and an evaluator
/// carry out alike.
namespace kith::records::formula {

/// What a part gives. Integer and Duration (minutes), Date and DateTime are whole numbers on their way;
/// Decimal and Percent real ones; Money is text (see base/calc). Choices (a multi-select), Reference and Opaque
/// (JSON and the like) can only be asked about.
enum class Type { Empty, Boolean, Integer, Duration, Decimal, Percent, Money, Date, DateTime, Text, Choices, Reference, Opaque };
std::string_view name_of(Type type);  // as the field types are called; "empty"
Type type_of(const Field& field);
/// The type of a field that keeps it; none for those no field can (Empty, Choices, Reference, Opaque).
std::optional<FieldType> field_type(Type type);

constexpr bool is_number(Type type) {
    return type == Type::Integer || type == Type::Duration || type == Type::Decimal || type == Type::Percent;
}
constexpr bool is_whole(Type type) { return type == Type::Integer || type == Type::Duration; }

struct Expression {
    enum class Kind {
        Literal,
        Field,     // over.field, or the record's own field
        Call,      // function
        Choose,    // condition, value, condition, value, …, otherwise: the first that is true
        And, Or,   // true or false, never empty: what is empty counts as false
        Not,
        Equal,     // of whole and real numbers and text by its bytes; false with an empty one
        Less,      // of numbers, and of text by the workspace's order; false with an empty one
        Coalesce,  // the first that is not empty
        IsEmpty,
        Real,      // a whole number as a real one
        Today, Now, Zone,
    };
    Kind kind = Kind::Literal;
    Type type = Type::Empty;
    calc::Value literal;
    const calc::Function* function = nullptr;
    const Field* over = nullptr;
    const Field* field = nullptr;
    std::vector<Expression> of;
};
using Kind = Expression::Kind;

}  // namespace kith::records::formula
