#include "records/record.hpp"

#include <algorithm>

#include "records/fields/field_kind.hpp"

namespace kith::records {

namespace {
const FieldValue kEmpty;
}

Values& Values::set(std::string_view field, FieldValue value) {
    for (auto& [name, existing] : items_)
        if (name == field) {
            existing = std::move(value);
            return *this;
        }
    items_.emplace_back(std::string(field), std::move(value));
    return *this;
}

const FieldValue* Values::find(std::string_view field) const {
    for (const auto& [name, value] : items_)
        if (name == field) return &value;
    return nullptr;
}

void Values::remove(std::string_view field) {
    std::erase_if(items_, [&](const auto& item) { return item.first == field; });
}

std::vector<Id> ids_in(const FieldValue& value) {
    std::vector<Id> out;
    if (const auto* id = std::get_if<Id>(&value)) out.push_back(*id);
    if (const auto* texts = std::get_if<std::vector<std::string>>(&value))
        for (const auto& text : *texts)
            if (const auto id = Id::parse(text)) out.push_back(*id);
    return out;
}

const FieldValue& Record::operator[](std::string_view field) const {
    for (std::size_t i = 0; i < values.size(); ++i)
        if (object->fields[i].name == field) return values[i];
    return kEmpty;
}

std::string_view Record::text(std::string_view field) const {
    const auto* value = std::get_if<std::string>(&(*this)[field]);
    return value == nullptr ? std::string_view{} : std::string_view(*value);
}

Id Record::id_of(std::string_view field) const {
    const auto* value = std::get_if<Id>(&(*this)[field]);
    return value == nullptr ? Id{} : *value;
}

std::int64_t Record::integer(std::string_view field) const {
    const auto* value = std::get_if<std::int64_t>(&(*this)[field]);
    return value == nullptr ? 0 : *value;
}

bool Record::boolean(std::string_view field) const {
    const auto* value = std::get_if<bool>(&(*this)[field]);
    return value != nullptr && *value;
}

std::optional<Date> Record::date(std::string_view field) const {
    const auto* value = std::get_if<Date>(&(*this)[field]);
    return value == nullptr ? std::nullopt : std::optional(*value);
}

std::optional<Money> Record::money(std::string_view field) const {
    const auto* value = std::get_if<Money>(&(*this)[field]);
    return value == nullptr ? std::nullopt : std::optional(*value);
}

std::string Record::title() const {
    const auto& value = (*this)[object->title_field];
    auto title = is_empty(value) ? std::string{} : kind_of(*object->field(object->title_field)).text(value);
    return title.empty() ? "#" + id.to_string() : std::move(title);
}

}  // namespace kith::records
