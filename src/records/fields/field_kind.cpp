#include "records/fields/field_kind.hpp"

#include "records/fields/kinds.hpp"

namespace kith::records {

const FieldKind& kind_of(FieldType type) {
    switch (type) {
        case FieldType::Text: return text_kind();
        case FieldType::LongText: return long_text_kind();
        case FieldType::Email: return email_kind();
        case FieldType::Phone: return phone_kind();
        case FieldType::Url: return url_kind();
        case FieldType::Select: return select_kind();
        case FieldType::MultiSelect: return multi_select_kind();
        case FieldType::Json: return json_kind();
        case FieldType::Integer:
        case FieldType::Duration: return integer_kind();
        case FieldType::Decimal:
        case FieldType::Percent: return decimal_kind();
        case FieldType::Boolean: return boolean_kind();
        case FieldType::Money: return money_kind();
        case FieldType::Date: return date_kind();
        case FieldType::DateTime: return datetime_kind();
        case FieldType::Relations: return relations_kind();
        case FieldType::RichText: return rich_text_kind();
        case FieldType::Address: return address_kind();
        case FieldType::PersonName: return person_name_kind();
        case FieldType::User:
        case FieldType::File:
        case FieldType::Relation: return reference_kind();
    }
    return text_kind();
}

std::string FieldKind::text(const FieldValue& value) const {
    const auto* text = std::get_if<std::string>(&value);
    return text == nullptr ? std::string{} : *text;
}

std::string option_list(const Field& field) {
    std::string out;
    for (const auto& option : field.options) out += (out.empty() ? "" : ", ") + option.value;
    return out;
}

Error field_error(const Field& field, std::string code, Params params) {
    Error error{ErrorKind::Invalid, "record.invalid", {}, {}, {}, {}};
    error.fields.push_back({field.name, std::move(code), std::move(params)});
    return error;
}

Result<FieldValue> read_value(const Field& field, const json::Value& value) {
    if (value.is_null()) return FieldValue{};
    if (const auto* text = value.string(); text != nullptr && text->empty()) return FieldValue{};
    return kind_of(field).read(field, value);
}

Result<FieldValue> read_text(const Field& field, std::string_view text) {
    if (text.empty()) return FieldValue{};
    return kind_of(field).parse(field, text);
}

Result<Values> read_texts(const Object& object,
                          std::initializer_list<std::pair<std::string_view, std::string_view>> texts) {
    Values values;
    Error error{.kind = ErrorKind::Invalid, .code = "record.invalid"};
    for (const auto& [name, text] : texts) {
        auto value = read_text(*object.field(name), text);
        if (value) {
            values.set(name, std::move(*value));
        } else {
            for (auto& problem : value.error().fields) error.fields.push_back(std::move(problem));
        }
    }
    if (!error.fields.empty()) return error;
    return values;
}

void write_value(json::Writer& out, const Field& field, const FieldValue& value) {
    if (is_empty(value))
        out.null();
    else
        kind_of(field).write(out, value);
}

}  // namespace kith::records
