#include "records/filter/ops.hpp"

#include <array>
#include <utility>

namespace kith::records::filter {

Family family_of(const Field& field) {
    switch (field.type) {
        case FieldType::Text:
        case FieldType::LongText:
        case FieldType::Email:
        case FieldType::Phone:
        case FieldType::Url:
        case FieldType::Address:
        case FieldType::PersonName: return Family::Text;
        case FieldType::RichText: return Family::Formatted;
        case FieldType::Integer:
        case FieldType::Decimal:
        case FieldType::Percent:
        case FieldType::Duration: return Family::Number;
        case FieldType::Money: return Family::Money;
        case FieldType::Boolean: return Family::Boolean;
        case FieldType::Date: return Family::Date;
        case FieldType::DateTime: return Family::Moment;
        case FieldType::Select: return Family::Choice;
        case FieldType::Relations:
        case FieldType::MultiSelect: return Family::Choices;
        case FieldType::User:
        case FieldType::File:
        case FieldType::Relation: return Family::Reference;
        case FieldType::Json: return Family::Opaque;
    }
    return Family::Opaque;
}

std::optional<Op> plain_op(std::string_view name) {
    static constexpr std::array<std::pair<std::string_view, Op>, 13> kOps{{
        {"eq", Op::Eq}, {"ne", Op::Ne}, {"lt", Op::Lt}, {"le", Op::Le}, {"gt", Op::Gt}, {"ge", Op::Ge},
        {"between", Op::Between}, {"in", Op::In}, {"not_in", Op::NotIn}, {"contains", Op::Contains},
        {"starts_with", Op::StartsWith}, {"is_empty", Op::IsEmpty}, {"not_empty", Op::NotEmpty},
    }};
    for (const auto& [text, op] : kOps)
        if (text == name) return op;
    return std::nullopt;
}

bool op_fits(Op op, Family family) {
    switch (op) {
        case Op::IsEmpty:
        case Op::NotEmpty: return true;
        case Op::Lt:
        case Op::Le:
        case Op::Gt:
        case Op::Ge:
        case Op::Between:
            return family == Family::Text || family == Family::Number || family == Family::Money ||
                   family == Family::Date || family == Family::Moment;
        case Op::StartsWith: return family == Family::Text;
        case Op::Contains: return family == Family::Text || family == Family::Formatted || family == Family::Choices;
        case Op::In:
        case Op::NotIn: return family != Family::Boolean && family != Family::Opaque && family != Family::Formatted;
        case Op::Eq:
        case Op::Ne: return family != Family::Opaque && family != Family::Formatted;
    }
    return false;
}

}  // namespace kith::records::filter
