#include "modules/data/bulk/edit.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "modules/data/read_fields.hpp"

namespace kith::bulk {

namespace {

constexpr const char* kOwner = "owner";

bool wanted(const json::Value& request, std::string_view member, std::vector<FieldError>& errors) {
    const auto& value = request[member];
    if (value.is_null()) return false;
    const auto* yes = value.boolean();
    if (yes == nullptr) errors.push_back({std::string(member), "field.not_a_boolean", {}});
    return yes != nullptr && *yes;
}

void read_owner(const records::Object& object, const json::Value& assign, records::Values& values, std::vector<FieldError>& errors) {
    const auto* owner = object.field(kOwner);
    if (owner == nullptr || owner->type != records::FieldType::User) {
        errors.push_back({"assign", "bulk.no_owner", {{"object", object.name}}});
        return;
    }
    if (values.find(kOwner) != nullptr) {
        errors.push_back({"assign", "bulk.twice", {{"field", kOwner}}});
        return;
    }
    auto user = records::read_value(*owner, assign);
    if (user) values.set(kOwner, std::move(*user));
    else errors.push_back({"assign", "field.not_a_reference", {}});
}

std::vector<std::string> read_names(const json::Value& request, const char* member, std::vector<FieldError>& errors) {
    std::vector<std::string> out;
    const auto* given = request.find(member);
    if (given == nullptr || given->is_null()) return out;
    if (given->array() == nullptr) {
        errors.push_back({member, "field.not_a_list", {}});
        return out;
    }
    for (const auto& item : *given->array()) {
        const auto* name = item.string();
        if (name == nullptr || text::trim(*name).empty()) errors.push_back({member, "field.not_text", {}});
        else out.emplace_back(text::trim(*name));
    }
    return out;
}

/// True where tags are asked for.
bool read_tags(const records::Object& object, const json::Value& request, Edit& edit, std::vector<FieldError>& errors) {
    edit.add_tags = read_names(request, "add_tags", errors);
    edit.remove_tags = read_names(request, "remove_tags", errors);
    if (request["add_tags"].is_null() && request["remove_tags"].is_null()) return false;
    if (edit.add_tags.empty() && edit.remove_tags.empty()) {
        if (errors.empty()) errors.push_back({"add_tags", "bulk.nothing_set", {}});
        return true;
    }
    const auto field = std::ranges::find(object.fields, "tags", &records::Field::format);
    if (field == object.fields.end()) errors.push_back({edit.add_tags.empty() ? "remove_tags" : "add_tags", "bulk.no_tags", {{"object", object.name}}});
    else edit.tags = field->name;
    return true;
}

/// What the record will have: its own tags, those added, without those taken away.
Result<records::FieldValue> tags_after(records::Writer& writer, const std::string& object, Id id, const Edit& edit) {
    KITH_TRY(const auto record, writer.get(object, id));
    json::Array names;
    const auto keep = [&](const std::string& name) {
        const auto same = [&](const std::string& other) { return text::fold(other) == text::fold(name); };
        const bool there = std::ranges::any_of(names, [&](const json::Value& other) { return same(*other.string()); });
        if (!there && std::ranges::none_of(edit.remove_tags, same)) names.emplace_back(name);
    };
    if (const auto* now = std::get_if<std::vector<std::string>>(&record[edit.tags])) std::ranges::for_each(*now, keep);
    std::ranges::for_each(edit.add_tags, keep);
    if (names.empty()) return records::FieldValue();
    return records::read_value(*record.object->field(edit.tags), json::Value(std::move(names)));
}

}  // namespace

Result<Edit> read_edit(records::Reader& reader, const records::Object& object, const json::Value& request) {
    Edit edit;
    std::vector<FieldError> errors;
    const auto& set = request["set"];
    const auto* assign = request.find("assign");
    const bool tags = read_tags(object, request, edit, errors);
    const bool change = !set.is_null() || assign != nullptr || tags;
    const bool bin = wanted(request, "bin", errors);
    const bool restore = wanted(request, "restore", errors);
    if (int{change} + int{bin} + int{restore} != 1) errors.push_back({"set", "bulk.one_act", {}});
    if (!set.is_null()) edit.values = data::read_fields(object, set, "set.", errors);
    if (tags && edit.values.find(edit.tags) != nullptr) errors.push_back({"set." + edit.tags, "bulk.twice", {{"field", edit.tags}}});
    if (assign != nullptr) read_owner(object, *assign, edit.values, errors);
    if (change && edit.values.empty() && !tags && errors.empty()) errors.push_back({"set", "bulk.nothing_set", {}});
    // Said once here, not once a record.
    auto names = edit.values;
    if (!edit.tags.empty()) names.set(edit.tags, std::vector<std::string>{});
    for (const auto& [name, value] : names) {
        const auto& field = *object.field(name);
        if (!field.readers.contains(reader.actor().role)) errors.push_back({"set." + name, "field.unknown", {{"object", object.name}}});
        else if (field.read_only) errors.push_back({"set." + name, "field.read_only", {}});
        else if (!field.writers.contains(reader.actor().role)) errors.push_back({"set." + name, "field.not_allowed", {}});
        else if (field.required && records::is_empty(value)) errors.push_back({"set." + name, "field.required", {}});
    }
    if (!errors.empty()) return Error{.kind = ErrorKind::Invalid, .code = "record.invalid", .fields = std::move(errors)};
    edit.act = bin ? Act::Bin : restore ? Act::Restore : Act::Change;
    KITH_CHECK(reader.object_for(object.name, change ? records::Right::Edit : records::Right::Bin));
    return edit;
}

Result<bool> apply(records::Writer& writer, const std::string& object, Id id, const Edit& edit) {
    if (edit.act == Act::Bin) {
        KITH_CHECK(writer.bin(object, id));
        return true;
    }
    if (edit.act == Act::Restore) {
        KITH_CHECK(writer.restore(object, id));
        return true;
    }
    const auto changes = writer.written();
    if (edit.tags.empty()) {
        KITH_CHECK(writer.update(object, id, edit.values));
    } else {
        auto values = edit.values;
        KITH_TRY(auto tags, tags_after(writer, object, id, edit));
        values.set(edit.tags, std::move(tags));
        KITH_CHECK(writer.update(object, id, values));
    }
    return writer.written() != changes;
}

}  // namespace kith::bulk
