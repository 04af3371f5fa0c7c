#include "records/formula/expression.hpp"

#include <array>
#include <utility>

namespace kith::records::formula {

std::string_view name_of(Type type) {
    static constexpr std::array<std::string_view, 13> kNames{"empty", "boolean", "integer", "duration", "decimal", "percent", "money",
                                                             "date", "datetime", "text", "multi_select", "relation", "json"};
    return kNames.at(static_cast<std::size_t>(type));
}

Type type_of(const Field& field) {
    switch (field.type) {
        case FieldType::Text:
        case FieldType::LongText:
        case FieldType::RichText:
        case FieldType::Address:
        case FieldType::PersonName:
        case FieldType::Select:
        case FieldType::Email:
        case FieldType::Phone:
        case FieldType::Url: return Type::Text;
        case FieldType::Integer: return Type::Integer;
        case FieldType::Duration: return Type::Duration;
        case FieldType::Decimal: return Type::Decimal;
        case FieldType::Percent: return Type::Percent;
        case FieldType::Money: return Type::Money;
        case FieldType::Boolean: return Type::Boolean;
        case FieldType::Date: return Type::Date;
        case FieldType::DateTime: return Type::DateTime;
        case FieldType::Relations:
        case FieldType::MultiSelect: return Type::Choices;
        case FieldType::User:
        case FieldType::File:
        case FieldType::Relation: return Type::Reference;
        case FieldType::Json: return Type::Opaque;
    }
    return Type::Opaque;
}

std::optional<FieldType> field_type(Type type) {
    switch (type) {
        case Type::Boolean: return FieldType::Boolean;
        case Type::Integer: return FieldType::Integer;
        case Type::Duration: return FieldType::Duration;
        case Type::Decimal: return FieldType::Decimal;
        case Type::Percent: return FieldType::Percent;
        case Type::Money: return FieldType::Money;
        case Type::Date: return FieldType::Date;
        case Type::DateTime: return FieldType::DateTime;
        case Type::Text: return FieldType::Text;
        default: return std::nullopt;
    }
}

}  // namespace kith::records::formula
