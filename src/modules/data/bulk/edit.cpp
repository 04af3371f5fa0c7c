#include "modules/data/bulk/edit.hpp"

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

}  // namespace

Result<Edit> read_edit(records::Reader& reader, const records::Object& object, const json::Value& request) {
    Edit edit;
    std::vector<FieldError> errors;
    const auto& set = request["set"];
    const auto* assign = request.find("assign");
    const bool change = !set.is_null() || assign != nullptr;
    const bool bin = wanted(request, "bin", errors);
    const bool restore = wanted(request, "restore", errors);
    if (int{change} + int{bin} + int{restore} != 1) errors.push_back({"set", "bulk.one_act", {}});
    if (!set.is_null()) edit.values = data::read_fields(object, set, "set.", errors);
    if (assign != nullptr) read_owner(object, *assign, edit.values, errors);
    if (change && edit.values.empty() && errors.empty()) errors.push_back({"set", "bulk.nothing_set", {}});
    // Said once here, not once a record.
    for (const auto& [name, value] : edit.values) {
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
    KITH_CHECK(writer.update(object, id, edit.values));
    return writer.written() != changes;
}

}  // namespace kith::bulk
